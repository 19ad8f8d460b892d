"""The projects of a world, each at another point of its way."""

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from core.codes import fingerprint, secret_token
from courses.models import Group
from project_guide.actions import cards, queue, release, submission
from project_guide.models import Expertise, Pause, Project, Remark, RepairMove, RepairRun, Review
from tests.factories import projects as guide
from tests.factories.courses import place_in

if TYPE_CHECKING:
    from tests.permissions.worlds import World


def begin(world: "World", stage: str) -> Project:
    """A complete card by an owner of its own and the co-author of all."""
    owner = world.person(f"owner_{stage}")
    group = Group.objects.get(code=world.things["group"])
    project = guide.make_project(place_in(group, owner), title=f"{world.mark} {stage}")
    cards.name_coauthor(project, world.people["coauthor"].email, by=owner)
    cards.accept_coauthorship(project, by=world.people["coauthor"])
    world.owners[stage] = owner
    world.things[stage] = project.code
    return project


def attach(project: Project) -> None:
    drawn = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(drawn, "PNG")
    upload = SimpleUploadedFile("plan.png", drawn.getvalue(), "image/png")
    cards.attach(project, upload, about="A plan", by=project.owner)


def accepted(world: "World", project: Project) -> None:
    version = guide.in_expert_review(project, world.people["peer"], world.people["coordinator"])
    decision = guide.decided(version, world.people["expert"], world.people["coordinator"])
    world.things["document"] = decision.conclusion.document.code


def judged(world: "World", project: Project) -> None:
    """The expert's sheet is in, nobody has decided."""
    guide.in_expert_review(project, world.people["peer"], world.people["coordinator"])
    sheet = guide.review_by(world.people["expert"], guide.round_of(project, "expert"))
    peers = Review.objects.filter(slot__version__project=project).exclude(pk=sheet.pk).get()
    world.things["card"] = guide.card_of(peers, sheet).code
    world.owners["card"] = world.owners["judged"]


def examined(world: "World", project: Project) -> None:
    """With the expert now."""
    guide.in_expert_review(project, world.people["peer"], world.people["coordinator"])
    expert_round = guide.round_of(project, "expert")
    slot = queue.claim_next(expert_round, by=world.people["expert"])
    world.things |= {"expert_slot": slot.code, "expert_round": expert_round.code}


def asked(world: "World", project: Project) -> None:
    """The expert is asked for it, has not answered, and has a pause behind them."""
    expert = world.people["expert"]
    day = timezone.now().date() - timedelta(days=9)
    pause = Pause.objects.create(person=expert, starts_on=day, ends_on=day)
    Expertise.objects.create(person=expert, cap=9, saved_at=timezone.now())
    guide.in_expert_review(project, world.people["peer"], world.people["coordinator"])
    invitation, token = project.latest().invitations.get(person=expert), secret_token()
    type(invitation).objects.filter(pk=invitation.pk).update(token=fingerprint(token))
    world.things |= {
        "pause": pause.pk,
        "invited_code": invitation.code,
        "review_token": token,
        "expert_code": expert.code,
    }


def revised(world: "World", project: Project) -> None:
    guide.send(project)
    guide.review_by(world.people["peer"], guide.round_of(project))
    release.release(project, by=world.people["coordinator"])
    remark = Remark.objects.filter(review__slot__version__project=project).earliest("pk")
    world.things["remark"] = remark.pk


def reviewed(world: "World", project: Project) -> None:
    """With a peer now."""
    attach(project)
    guide.send(project)
    review_round = guide.round_of(project)
    slot = queue.claim_next(review_round, by=world.people["peer"])
    world.things |= {"slot": slot.code, "round": review_round.code}
    run = RepairRun.objects.create(
        run_id=f"night of {world.mark}", round=review_round, made_at=timezone.now()
    )
    move = RepairMove.objects.create(
        run=run,
        position=1,
        slot=review_round.slots.filter(state="open").earliest("pk"),
        to_reviewer=world.people["colleague"],
        why=RepairMove.Why.CLOSING,
        price=1,
    )
    world.things["move"] = move.code


def fresh(world: "World", project: Project) -> None:
    """Sent a moment ago: it can still be taken back."""
    submission.submit(project, key=uuid4().hex, by=project.owner, letter="")


def draft(world: "World", project: Project) -> None:
    attach(project)
    cards.name_coauthor(project, world.people["invited"].email, by=project.owner)
    world.things["file"] = project.files.get().file.code
    world.things["enrolment"] = project.enrolment.code
    world.people["owner"] = project.owner


# In this order the queue has exactly one piece to give each time somebody asks.
STAGES = [accepted, judged, examined, asked, revised, reviewed, fresh, draft]
