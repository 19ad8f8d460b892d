"""Experts of today: what they know, and how they answer when they are asked for a review."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from core.vocabulary import GradeBand, Subject
from desk.demo.reviewers import SEVERE, USUAL, hand_in
from desk.demo.world import World
from people.models import User
from project_guide.actions import answers, invitations, silence
from project_guide.actions.answers import Suggestion
from project_guide.models import Expertise, Pause, ProjectVersion, ReviewInvitation, ReviewSlot

SENT = ReviewInvitation.State.SENT
COLLEAGUE = Suggestion(
    "Марина Лосева",
    "loseva@people.demo.example",
    "Много лет ведёт в колледже проекты об измерениях.",
)


def introduce(world: World) -> None:
    """Four know everything, so they are asked first; the accounts of the sign-in page come next."""
    everything: dict[str, Any] = {
        "subjects": Subject.values,
        "grade_bands": GradeBand.values,
        "languages": ["ru"],
    }
    topics = dict.fromkeys(world.experts[2:6], everything)
    topics[world.accounts["expert"]] = {**everything, "grade_bands": [GradeBand.PRIMARY]}
    topics[world.accounts["expert2"]] = {
        "subjects": [Subject.BIOLOGY, Subject.ECOLOGY, Subject.GEOGRAPHY],
        "grade_bands": [GradeBand.PRIMARY],
    }
    musician, away = world.experts[6:]
    topics[musician] = {**everything, "subjects": [Subject.MUSIC, Subject.ART]}
    now = timezone.now()
    Expertise.objects.bulk_create(
        Expertise(person=person, saved_at=now, **known) for person, known in topics.items()
    )
    last = now.date() + timedelta(days=20)
    Pause.objects.create(person=away, starts_on=now.date(), ends_on=last, note="Отпуск")


def asked(version: ProjectVersion) -> ReviewInvitation:
    """The next answer that somebody without an account of the sign-in page owes."""
    found = version.invitations.filter(state=SENT).select_related("round", "person", "slot")
    return found.exclude(person__email__endswith="@demo.example").earliest("pk")


def stay_silent(world: World, version: ProjectVersion) -> None:
    """The time to answer is over, and the next in line is asked."""
    now = timezone.now()
    found = ReviewInvitation.objects.filter(pk=asked(version).pk)
    found.update(sent_at=now - timedelta(days=4), answer_by=now - timedelta(days=1))
    silence.close(found.get(), now=now)


def take_others_out(world: World, version: ProjectVersion) -> None:
    """The coordinator leaves in line only the accounts of the sign-in page."""
    line = version.invitations.filter(state=ReviewInvitation.State.PLANNED)
    for found in line.exclude(person__email__endswith="@demo.example"):
        invitations.revoke(found, by=world.accounts["coordinator"])


def suggest_another(world: World, version: ProjectVersion) -> None:
    found = asked(version)
    answers.decline(
        found,
        decline=ReviewSlot.Decline.SUBJECT,
        reason="Технология — не мой предмет, а здесь важны именно измерения.",
        suggestion=COLLEAGUE,
        by=found.person,
    )


def accept(world: World, version: ProjectVersion, levels: Sequence[int] = USUAL) -> None:
    """And hand the sheet in."""
    found = asked(version)
    person: User = found.person
    slot = answers.accept(found, by=person)
    hand_in(world, slot, person, levels=levels, minutes=70)


def be_severe(world: World, version: ProjectVersion) -> None:
    """So much that one more opinion is asked for."""
    accept(world, version, SEVERE)
