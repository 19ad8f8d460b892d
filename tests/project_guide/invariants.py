"""What must hold of reviewing at every moment, whatever was cut off in the middle."""

from activity.models import Notice, OutgoingMail, Step
from project_guide.models import (
    Conclusion,
    Decision,
    Project,
    Remark,
    Review,
    ReviewInvitation,
    ReviewSlot,
)

State = ReviewSlot.State


def hold() -> None:
    for slot in ReviewSlot.objects.select_related("round", "version__project"):
        slot_is_whole(slot)
    for project in Project.objects.all():
        project_is_whole(project)
    for invitation in ReviewInvitation.objects.select_related("slot"):
        invitation_is_whole(invitation)
    for review in Review.objects.filter(released_at__isnull=False):
        assert review.submitted_at, "an unfinished sheet was given to the author"
        remarks = Remark.objects.filter(review=review).count()
        assert remarks == len(review.must_fix), "a sheet was given without its remarks"


def slot_is_whole(slot: ReviewSlot) -> None:
    review = Review.objects.filter(slot=slot).first()
    if slot.state == State.OPEN:
        assert slot.reviewer is None and review is None, "an open place has an owner"
    if slot.state in {State.LEASED, State.EXPIRED, State.SUBMITTED, State.DECLINED}:
        assert slot.reviewer and review and slot.lease_until, "a piece was half taken"
    handed_in = review is not None and review.submitted_at is not None
    assert handed_in is (slot.state == State.SUBMITTED), "a sheet was half handed in"
    steps = [step.after for step in Step.objects.of(slot).order_by("pk")]
    assert (steps[-1] if steps else State.OPEN) == slot.state, "a change was not written down"


def invitation_is_whole(invitation: ReviewInvitation) -> None:
    slot, person = invitation.slot, invitation.person_id
    if invitation.state == ReviewInvitation.State.SENT and slot and slot.state == State.OPEN:
        assert slot.reserved_for_id == person, "asked for a place that is not kept"
        key = f"review-invitation:{invitation.pk}:{invitation.token}"
        assert Notice.objects.filter(key=key).exists(), "nobody was told"
        assert OutgoingMail.objects.filter(key=key).exists(), "nobody was written to"
    if invitation.state == ReviewInvitation.State.ACCEPTED:
        assert slot and slot.reviewer_id == person, "accepted, and given to nobody"


def project_is_whole(project: Project) -> None:
    version = project.latest()
    if version is None:
        return
    decision = Decision.objects.of_project(project).released().first()
    assert (decision is not None) is (project.state in Project.DECIDED), "a half decision"
    is_accepted = project.state in {Project.State.ACCEPTED, Project.State.PUBLISHED}
    concluded = Conclusion.objects.filter(version__project=project).exists()
    assert concluded is is_accepted, "a decision without its conclusion"
    if project.state in Project.UNDER_REVIEW:
        found = version.slots.exclude(state__in=ReviewSlot.GONE)
        assert found.count() >= found[0].round.wanted, "a place was lost"
        gone = version.slots.filter(state=State.EXPIRED)
        assert all(slot.replaced_by_id for slot in gone), "a place was not replaced"
