"""Pages of the Guide are Wagtail's; a page given before is answered before it is looked for."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from pages import views as pages_views
from project_guide import public
from project_guide.models import GuideStamp


@login_not_required
def serve(request: HttpRequest, path: str) -> HttpResponse:
    return public.known(request, GuideStamp.of(request)) or pages_views.serve(request, path)
