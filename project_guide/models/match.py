"""Which expert fits a version: topics, load, pauses and conflicts, read for all of them at once."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from people.models import Membership, User
from project_guide.models.expertise import USUAL_CAP, Expertise, Pause
from project_guide.models.nearness import too_near
from project_guide.models.project import ProjectVersion
from project_guide.models.review_invitation import ReviewInvitation
from project_guide.models.review_round import ReviewRound
from project_guide.models.review_slot import ReviewSlot

WEIGHTS = {"subjects": 60, "grade_bands": 20, "languages": 20}  # of 100
Words = Mapping[str, Sequence[str]]


def score(card: Words, expertise: Words) -> int:
    """How much of the card's topics the person knows, 0 to 100; 0: a language they do not read.

    Where somebody has said nothing, half is taken: better than those who said something else,
    and behind those who said just this.
    """
    parts = {name: _share(card.get(name, ()), expertise.get(name, ())) for name in WEIGHTS}
    if parts["languages"] == 0:
        return 0
    return round(sum(WEIGHTS[name] * part for name, part in parts.items()))


def _share(wanted: Sequence[str], known: Sequence[str]) -> float:
    if not known or not wanted:
        return 0.5
    return len(set(wanted) & set(known)) / len(set(wanted))


@dataclass(frozen=True)
class Candidate:
    """An expert of the centre, as somebody who might be asked for a version."""

    person: User
    expertise: Expertise | None
    score: int
    load: int  # reviews taken or handed in in the session, and invitations that wait
    pause: Pause | None
    is_near: bool
    was_asked: bool  # for this version, or had it; those in line are not

    @property
    def cap(self) -> int:
        return self.expertise.cap if self.expertise else USUAL_CAP

    @property
    def may_be_asked(self) -> bool:
        return not (self.is_near or self.was_asked or self.pause) and self.load < self.cap


def candidates(
    version: ProjectVersion, review_round: ReviewRound, now: datetime
) -> list[Candidate]:
    """The experts of the centre, those who fit best first; equals in the order of chance."""
    people = experts_of(review_round, now)
    near = {user for _project, user in too_near(review_round, people, only=version.project_id)}
    asked = _asked(version)
    loads = loads_in(review_round)
    today = now.astimezone(review_round.session.zone).date()
    pauses = {pause.person_id: pause for pause in Pause.objects.running(today)}
    known = Expertise.objects.in_bulk([person.pk for person in people], field_name="person_id")
    found = [
        Candidate(
            person=person,
            expertise=known.get(person.pk),
            score=score(version.card, words_of(known.get(person.pk))),
            load=loads.get(person.pk, 0),
            pause=pauses.get(person.pk),
            is_near=person.pk in near,
            was_asked=(person.first_account_id or person.pk) in asked,
        )
        for person in people
    ]
    random.shuffle(found)
    return sorted(found, key=lambda one: (-one.score, one.load))


def words_of(expertise: Expertise | None) -> Words:
    return {name: getattr(expertise, name, ()) for name in WEIGHTS}


def experts_of(review_round: ReviewRound, now: datetime) -> list[User]:
    held = Membership.objects.current(now).filter(
        centre=review_round.session.centre_id, role=Membership.Role.EXPERT
    )
    return list(User.objects.filter(pk__in=held.values("person"), is_active=True))


def _asked(version: ProjectVersion) -> set[int]:
    """Who had the version, is asked for it or has answered; by the first account of each."""
    answers = version.invitations.filter(
        state__in=ReviewInvitation.ANSWERED | {ReviewInvitation.State.SENT}
    )
    had = version.slots.filter(reviewer__isnull=False)
    people = User.objects.filter(
        Q(pk__in=had.values("reviewer")) | Q(pk__in=answers.values("person"))
    )
    return {first or pk for pk, first in people.values_list("pk", "first_account")}


def loads_in(review_round: ReviewRound) -> dict[int | None, int]:
    """Reviews and waiting invitations of each expert in the session; what was declined is none."""
    experts = {
        "round__session": review_round.session_id,
        "round__reviewers": ReviewRound.ReviewerKind.EXPERT,
    }
    slots = ReviewSlot.objects.live().filter(**experts).order_by()
    sent = ReviewInvitation.objects.filter(state=ReviewInvitation.State.SENT, **experts).order_by()
    found = dict(slots.values_list("reviewer").annotate(number=Count("pk")))
    for person, number in sent.values_list("person").annotate(number=Count("pk")):
        found[person] = found.get(person, 0) + number
    return found
