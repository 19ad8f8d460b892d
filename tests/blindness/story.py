"""How a project goes its way, and where in it somebody looks around."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from project_guide.actions import answers, publishing, queue, release, submission
from project_guide.models import Project, ReviewInvitation, ReviewSlot, Verdict
from tests.blindness.world import LETTER, NOTE, World
from tests.factories.projects import decide, hand_in, review_by, revise, round_of, send

Act = Callable[[World], None]


def names_kept(world: World) -> None:
    """The authors do not consent to be named in the Guide."""
    Project.objects.filter(pk=world.project.pk).update(names_shown=False)
    world.project.refresh_from_db()


def sent(world: World) -> None:
    send(world.project, letter=LETTER)


def leased(world: World) -> None:
    hold(world, "slot", queue.claim_next(round_of(world.project), by=world.people["peer"]))


def hold(world: World, word: str, slot: ReviewSlot) -> None:
    world.things[word] = slot.code


def mine(world: World, word: str = "slot") -> ReviewSlot:
    return ReviewSlot.objects.get(code=world.things[word])


def late(world: World) -> None:
    now = timezone.now()
    ReviewSlot.objects.filter(code=world.things["slot"]).update(
        lease_until=now - timedelta(hours=1)
    )
    queue.expire(mine(world), now=now)


def handed_in(world: World) -> None:
    hand_in(mine(world), private_note=NOTE)


def second_handed_in(world: World) -> None:
    review_by(world.people["second"], round_of(world.project), private_note=NOTE)


def given_back(world: World) -> None:
    queue.give_back(mine(world), reason="No time.", by=world.people["peer"])


def withdrawn(world: World) -> None:
    world.project.refresh_from_db()
    submission.withdraw(world.project, by=world.people["author"])


def released(world: World) -> None:
    world.project.refresh_from_db()
    release.release(world.project, by=world.people["coordinator"])


def sent_again(world: World) -> None:
    revise(world.project)
    sent(world)


def declined_by_expert(world: World) -> None:
    invitation = ReviewInvitation.objects.get(person=world.people["expert"])
    answers.decline(invitation, decline="time", by=world.people["expert"])


def leased_by_expert(world: World) -> None:
    found = queue.claim_next(round_of(world.project, "expert"), by=world.people["expert"])
    hold(world, "expert_slot", found)


def handed_in_by_expert(world: World) -> None:
    hand_in(mine(world, "expert_slot"), private_note=NOTE)


def given_back_by_expert(world: World) -> None:
    queue.give_back(mine(world, "expert_slot"), reason="Ill.", by=world.people["expert"])


def decided(world: World, verdict: str = Verdict.READY) -> None:
    decide(world.project.latest(), verdict, letter="Well done.", by=world.people["coordinator"])


def returned(world: World) -> None:
    decided(world, Verdict.REVISE)


def published(world: World) -> None:
    world.project.refresh_from_db()
    publishing.publish(
        publishing.newest_concluded(world.project), tags=["birds"], by=world.people["coordinator"]
    )


PEERS: list[Act] = [sent, leased, handed_in, second_handed_in, released]
ASKED: list[Act] = [*PEERS, sent_again]
EXPERTS: list[Act] = [*ASKED, leased_by_expert]
DECIDED: list[Act] = [*EXPERTS, handed_in_by_expert, decided]

STORIES: dict[str, list[Act]] = {
    "a piece waits": [sent],
    "a peer holds it": [sent, leased],
    "a peer is late": [sent, leased, late],
    "a peer gave it back": [sent, leased, given_back],
    "it is withdrawn": [sent, leased, withdrawn],
    "a peer has handed in": [sent, leased, handed_in],
    "the sheets are released": PEERS,
    "it is sent again": ASKED,
    "an expert was asked and said no": [*ASKED, declined_by_expert],
    "an expert holds it": EXPERTS,
    "an expert gave it back": [*EXPERTS, given_back_by_expert],
    "an expert has handed in": [*EXPERTS, handed_in_by_expert],
    "it is returned": [*EXPERTS, handed_in_by_expert, returned],
    "it is decided": DECIDED,
    "it is published": [*DECIDED, published],
    "it is published without names": [names_kept, *DECIDED, published],
}


def tell(world: World, story: str) -> World:
    for act in STORIES[story]:
        act(world)
    return world
