from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pages.samples import samples


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component with real texts, for those who write pages."""
    return render(request, "pages/components.html", {"sample": samples()})
