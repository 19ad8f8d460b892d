"""What a reader does on a lesson page; the page itself is served by Wagtail."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core.refusals import refusals_as_messages
from core.requests import Request
from courses.actions import progress as actions
from courses.models import Enrolment, LessonPage
from courses.permissions import is_own
from courses.reading import Question, read
from people.permissions import require


def find(request: Request, code: str, key: UUID) -> tuple[Enrolment, LessonPage]:
    found = get_object_or_404(
        Enrolment.objects.visible_to(request.user).select_related("session__course", "teacher"),
        code=code,
    )
    lesson = get_object_or_404(found.session.course.lessons(), translation_key=key)
    require(is_own(request.user, found))
    return found, lesson


@require_POST
def done(request: Request, code: str, key: UUID) -> HttpResponse:
    """Mark a lesson as done, or (`done=0`) take the mark back."""
    enrolment, lesson = find(request, code, key)
    change = actions.mark_not_done if request.POST.get("done") == "0" else actions.mark_done
    with refusals_as_messages(request):
        change(enrolment, lesson, by=request.user)
    if not request.htmx:
        return redirect(f"{lesson.get_url(request)}#done")
    context = {"page": lesson, "reading": read(lesson, request)}
    return render(request, "courses/lesson_page.html#finish", context)


@require_POST
def answer(request: Request, code: str, key: UUID) -> HttpResponse:
    enrolment, lesson = find(request, code, key)
    question, chosen = request.POST.get("question", ""), request.POST.get("answer", "")
    check = None
    with refusals_as_messages(request):
        check = actions.answer(enrolment, lesson, question, number(chosen), by=request.user)
    if not request.htmx or check is None:
        return back_to(request, lesson, question if check else "")
    block = next(block for block in lesson.questions() if block.id == question)
    context = {"page": lesson, "reading": read(lesson, request), "question": Question(block, check)}
    return render(request, "courses/lesson_page.html#question", context)


def number(text: str) -> int:
    """-1, which no answer has, for whatever is not a small number."""
    return int(text) if text.isdecimal() and len(text) < 4 else -1


def back_to(request: Request, lesson: LessonPage, question: str) -> HttpResponse:
    url = lesson.get_url(request)
    address = f"{url}#question-{question}" if question else url
    if not request.htmx:
        return redirect(address)
    return HttpResponse(headers={"HX-Redirect": address})
