"""How the teachers of today have read: some are done, some are behind, some have fallen silent."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from courses.actions import progress
from courses.models import Enrolment, LessonDone, SelfCheck

SILENT_FOR = (0, 1, 2, 4, 6, 10, 17, 3)  # days; dealt out in turn
BETWEEN_LESSONS = timedelta(days=3)


def study(places: dict[str, Enrolment]) -> None:
    """Lessons done: from two to all of them."""
    for index, (name, place) in enumerate(places.items()):
        lessons = list(place.session.course.lessons())
        done = 8 if name == "teacher" else 2 + (index * 3) % (len(lessons) - 1)
        for lesson in lessons[:done]:
            progress.mark_done(place, lesson, by=place.teacher)
            for block in lesson.questions():
                chosen = _right_answer(block) if index % 3 else 0
                progress.answer(place, lesson, str(block.id), chosen, by=place.teacher)
        _date(place, timezone.now() - timedelta(days=SILENT_FOR[index % len(SILENT_FOR)], hours=1))


def _right_answer(question: Any) -> int:
    answers = question.value["answers"]
    return next(number for number, answer in enumerate(answers) if answer["correct"])


def _date(place: Enrolment, last: datetime) -> None:
    """As if the lessons had been read one after another, the last of them then."""
    begun = timezone.make_aware(datetime.combine(place.session.starts_on, datetime.min.time()))
    Enrolment.objects.filter(pk=place.pk).update(applied_at=begun - timedelta(days=5))
    done = LessonDone.objects.filter(enrolment=place)
    for number, row in enumerate(done.order_by("-pk")):
        at = max(last - number * BETWEEN_LESSONS, begun + timedelta(hours=10))
        done.filter(pk=row.pk).update(at=at)
        SelfCheck.objects.filter(enrolment=place, lesson=row.lesson_id).update(at=at)
