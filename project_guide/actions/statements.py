"""The statement of reviews: what an expert gave, for their own records."""

from typing import Any

from django.utils.translation import gettext as _

from core.languages import in_all_languages
from core.refusals import Refused
from credentials.actions import issue
from credentials.models import Document
from people.models import Centre, User
from project_guide.models import Review
from project_guide.models.card import Kind
from project_guide.models.given import Given, given_by


def issue_to(person: User, centre: Centre, *, by: User) -> Document:
    """A document of all the reviews given there so far; asked for again without a new review, it
    is the same document.

    Raises:
        Refused: no review was given in the centre.
    """
    work = next((one for one in given_by(person) if one.centre == centre), None)
    if work is None:
        raise Refused(_("You have given no review in this centre yet."))
    return issue(
        Document.Kind.REVIEW_STATEMENT,
        key=f"reviews:{person.pk}:{centre.pk}:{len(work.reviews)}:{work.reviews[-1].pk}",
        centre=centre,
        person=person,
        language=person.language,
        facts=facts_of(person, work),
        by=by,
    )


def facts_of(person: User, work: Given) -> dict[str, Any]:
    """Labels of the pieces only: no title, and nothing of an author."""
    return {
        "person": person.get_full_name(),
        "centre": work.centre.name,
        "reviews": len(work.reviews),
        "sessions": work.sessions,
        "minutes": work.minutes or None,
        "pieces": [_piece(review) for review in work.reviews],
    }


def _piece(review: Review) -> dict[str, Any]:
    session = review.slot.round.session
    assert review.submitted_at is not None  # as `given_by` asks
    return {
        "label": review.slot.label,
        "day": review.submitted_at.astimezone(session.zone).date().isoformat(),
        "kind": in_all_languages(Kind(review.slot.round.project_kind).label),
        "session": str(session),
        "minutes": review.minutes,
    }
