from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.requests import Request


@require_GET
def desk(request: Request) -> HttpResponse:
    return render(request, "desk/desk.html")
