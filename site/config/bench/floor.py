"""The floor: what any Django view costs that reads 20 rows and shows them through a template.

It goes through a WSGI handler of its own that has no middleware, no session and no context
processors; the template inherits nothing, includes nothing and translates nothing. One query reads
20 people, and a row of the table shows five of their fields. Like every request it opens the
database (on SQLite) and lets it go.
"""

from functools import cache
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test.utils import override_settings
from django.urls import path

from people.models import User

ROWS = 20
PATH = "/"
TEMPLATE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>People</title></head>
<body>
<h1>People</h1>
<table>
<tr><th>Name</th><th>School</th><th>Region</th><th>Address</th><th>Since</th></tr>
{% for person in people %}<tr>
<td><a href="/people/{{ person.code }}/">{{ person.get_full_name }}</a></td>
<td>{{ person.school }}</td>
<td>{{ person.region }}</td>
<td>{{ person.email }}</td>
<td>{{ person.date_joined|date:"j F Y" }}</td>
</tr>
{% endfor %}</table>
</body>
</html>
"""


@cache
def template() -> Any:
    return engines["django"].from_string(TEMPLATE)


def people(request: HttpRequest) -> HttpResponse:
    return HttpResponse(template().render({"people": User.objects.order_by("pk")[:ROWS]}))


urlpatterns = [path("", people)]


class FloorRequest(WSGIRequest):
    urlconf = "config.bench.floor"


class FloorHandler(WSGIHandler):
    request_class = FloorRequest


def application() -> FloorHandler:
    with override_settings(MIDDLEWARE=[]):
        return FloorHandler()
