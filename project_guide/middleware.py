"""A page of the Guide that was given before is answered before anybody asks who reads it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from project_guide import public
from project_guide.models import GuideStamp

GUIDE = "/guide/"


def known_pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Stands inside the choice of language, on which the answer depends, and outside of all that
    a visitor without a session does not need."""

    def middleware(request: HttpRequest) -> HttpResponse:
        known = None
        if request.path_info.startswith(GUIDE):
            known = public.known(request, GuideStamp.of(request))
        return get_response(request) if known is None else known

    return middleware
