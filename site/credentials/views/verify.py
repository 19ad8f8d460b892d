"""Open to everyone who holds a document: does it say what the centre says?"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from credentials.forms import Verify, bare_code
from credentials.models import Document
from credentials.pdf import document_pdf
from credentials.sheets import sheet_of


def find_document(code: str) -> Document:
    documents = Document.objects.select_related("centre", "replaced_by")
    return get_object_or_404(documents, code=bare_code(code))


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    form = Verify(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("credentials:document", code=form.cleaned_data["code"])
    return render(request, "credentials/verify.html", {"form": form})


@require_safe
def document(request: HttpRequest, code: str) -> HttpResponse:
    found, today = find_document(code), timezone.localdate()
    context = {
        "document": found,
        "sheet": sheet_of(found, today),
        "standing": found.standing(today),
        "is_demonstration": settings.DEMO,
    }
    return render(request, "credentials/document.html", context)


@require_safe
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    found = find_document(code)
    return HttpResponse(
        document_pdf(found, timezone.localdate()),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{found.kind}-{found.number}.pdf"',
            "X-Robots-Tag": "noindex",
        },
    )
