from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail import views as wagtail_views

from pages import finding
from pages.samples import samples


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component with real texts, for those who write pages."""
    return render(request, "pages/components.html", {"sample": samples()})


@login_not_required
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Every page that is published in Wagtail."""
    finding.show_the_way(request)
    return wagtail_views.serve(request, path)
