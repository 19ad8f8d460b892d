"""Completing an enrolment by the session's rule, and its certificate."""

from datetime import datetime

from django.db import transaction

from activity.actions import move, tell
from core.languages import in_all_languages
from courses.models import Achievement, Enrolment, Track
from courses.models.rule import is_complete
from credentials.actions import issue
from credentials.models import Document

State = Enrolment.State


@transaction.atomic
def settle(enrolment: Enrolment) -> bool:
    """Complete the enrolment if everything the rule asks for is there; True when it is done now."""
    if not enrolment.can_move(State.COMPLETED) or not is_complete(enrolment):
        return False
    step = move(enrolment, State.COMPLETED, by=None)
    document = certify(enrolment)
    tell(
        enrolment.teacher,
        "courses/notices/completed",
        key=f"step:{step.pk}",
        enrolment=enrolment,
        document=document,
    )
    return True


def certify(enrolment: Enrolment, *, at: datetime | None = None) -> Document:
    """Issue the certificate of a completed enrolment; issued once, whatever happens twice."""
    session, teacher = enrolment.session, enrolment.teacher
    product = enrolment.achievements.filter(what=Achievement.What.PRODUCT).first()
    reviews = enrolment.achievements.filter(what=Achievement.What.REVIEWS).first()
    facts = {
        "person": teacher.get_full_name(),
        "centre": session.centre.name,
        "course": session.course.title,
        "session": session.title,
        "season_dates": [session.starts_on.isoformat(), session.ends_on.isoformat()],
        "track": in_all_languages(Track(enrolment.track).label),
        "product_title": product.facts["title"] if product else None,
        "product_verdict": product.facts["verdict"] if product else None,
        "hours": session.course.hours,
        "lessons_done": enrolment.lessons_done.count(),
        "reviews_given": reviews.amount if reviews else 0,
    }
    return issue(
        Document.Kind.CERTIFICATE,
        key=f"certificate:{enrolment.pk}",
        centre=session.centre,
        person=teacher,
        language=teacher.language,
        facts=facts,
        by=None,
        at=at,
    )
