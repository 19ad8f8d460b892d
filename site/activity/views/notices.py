from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from activity.actions.notices import mark_read
from activity.models import Notice, OutgoingMail
from core.requests import Request


@require_safe
def notices(request: Request) -> HttpResponse:
    page = Paginator(Notice.objects.of(request.user), 25).get_page(request.GET.get("page"))
    return render(request, "activity/notices.html", {"page": page})


@require_POST
def read_all(request: Request) -> HttpResponse:
    mark_read(request.user)
    return redirect("activity:notices")


@require_safe
def demo_mail(request: Request) -> HttpResponse:
    """The letters of the demonstration, which are never sent. Elsewhere there is no such page."""
    if not settings.DEMO:
        raise Http404
    mails = OutgoingMail.objects.order_by("-pk")
    if to := request.GET.get("to", ""):
        mails = mails.filter(to__iexact=to)
    page = Paginator(mails, 25).get_page(request.GET.get("page"))
    return render(request, "activity/demo_mail.html", {"page": page, "to": to})
