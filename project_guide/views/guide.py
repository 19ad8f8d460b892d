"""Pages of the Guide are Wagtail's; whoever has one already is answered before it is looked for."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from wagtail import views as wagtail_views

from project_guide import public
from project_guide.models import GuideStamp


@login_not_required
def serve(request: HttpRequest, path: str) -> HttpResponse:
    known = public.known(request, GuideStamp.objects.current)
    return known or wagtail_views.serve(request, path)
