"""Pages of the Guide are Wagtail's; a page given before is answered before it is looked for."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from wagtail import views as wagtail_views

from project_guide import public
from project_guide.models.stamp import stamp_of


@login_not_required
def serve(request: HttpRequest, path: str) -> HttpResponse:
    return public.known(request, stamp_of(request)) or wagtail_views.serve(request, path)
