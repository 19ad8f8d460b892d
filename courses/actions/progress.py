"""What a teacher has done in a session: lessons, answers, and what upper rooms report."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.actions import record
from core.refusals import Refused
from courses.actions import completion
from courses.models import Achievement, Enrolment, LessonDone, LessonPage, Reflection, SelfCheck
from people.models import User


@transaction.atomic
def mark_done(enrolment: Enrolment, lesson: LessonPage, *, by: User) -> None:
    """Mark a lesson of the course as done; a second time changes nothing.

    Raises:
        Refused: the lesson is not of this course, or the enrolment is not active.
    """
    _check(enrolment, lesson)
    _row, is_new = LessonDone.objects.get_or_create(
        enrolment=enrolment, lesson=lesson, defaults={"at": timezone.now()}
    )
    if is_new:
        record(enrolment, "lesson_done", by=by, after=str(lesson.pk))
        completion.settle(enrolment)


@transaction.atomic
def mark_not_done(enrolment: Enrolment, lesson: LessonPage, *, by: User) -> None:
    """Take the mark back."""
    _check(enrolment, lesson)
    count, _rows = LessonDone.objects.filter(enrolment=enrolment, lesson=lesson).delete()
    if count:
        record(enrolment, "lesson_not_done", by=by, before=str(lesson.pk))


@transaction.atomic
def answer(
    enrolment: Enrolment, lesson: LessonPage, question: str, chosen: int, *, by: User
) -> SelfCheck:
    """Answer a self-check question; the last answer counts, and counts for nothing but oneself.

    Raises:
        Refused: there is no such question or answer in the lesson.
    """
    _check(enrolment, lesson)
    block = next((block for block in lesson.questions() if str(block.id) == question), None)
    if block is None or not 0 <= chosen < len(block.value["answers"]):
        raise Refused(_("This question has changed. Read the lesson again."))
    check, _is_new = SelfCheck.objects.update_or_create(
        enrolment=enrolment,
        lesson=lesson,
        question=block.id,
        defaults={
            "answer": chosen,
            "is_correct": bool(block.value["answers"][chosen]["correct"]),
            "at": timezone.now(),
        },
    )
    return check


def _check(enrolment: Enrolment, lesson: LessonPage) -> None:
    if enrolment.state != Enrolment.State.ACTIVE:
        raise Refused(_("Your place in the session is not active now."))
    if not enrolment.session.course.lessons().filter(pk=lesson.pk).exists():
        raise Refused(_("This lesson belongs to another course."))


@transaction.atomic
def reach(
    enrolment: Enrolment, what: str, *, amount: int = 1, by: User | None, **facts: Any
) -> None:
    """Write down that the enrolment reached something the completion rule asks for.

    Upper rooms call it: reviews given, an accepted product, a run, a reflection. The amount
    never goes down.
    """
    reached, is_new = Achievement.objects.get_or_create(
        enrolment=enrolment,
        what=what,
        defaults={"amount": amount, "facts": facts, "at": timezone.now()},
    )
    if not is_new and (amount > reached.amount or facts != reached.facts):
        reached.amount = max(amount, reached.amount)
        reached.facts = facts
        reached.save(update_fields=["amount", "facts"])
    if is_new:
        record(enrolment, "reach", by=by, after=what)
    completion.settle(enrolment)


@transaction.atomic
def take_back(enrolment: Enrolment, what: str, *, by: User | None) -> bool:
    """What was reached holds no longer. A place that was completed stays so, with its certificate.

    True when there was something to take back.
    """
    reached = Achievement.objects.filter(enrolment=enrolment, what=what)
    count, _rows = reached.exclude(enrolment__state=Enrolment.State.COMPLETED).delete()
    if count:
        record(enrolment, "take_back", by=by, before=what)
    return bool(count)


@transaction.atomic
def reflect(enrolment: Enrolment, text: str, *, by: User) -> Reflection:
    """Write the reflection on the session, or write it anew.

    Raises:
        Refused: the place in the session is not active.
    """
    if enrolment.state not in {Enrolment.State.ACTIVE, Enrolment.State.COMPLETED}:
        raise Refused(_("Your place in the session is not active now."))
    reflection, _is_new = Reflection.objects.update_or_create(
        enrolment=enrolment, defaults={"text": text, "written_at": timezone.now()}
    )
    reach(enrolment, Achievement.What.REFLECTION, by=by)
    return reflection
