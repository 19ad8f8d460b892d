"""The one thing a teacher should do now."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.models import Enrolment
from courses.models.outline import Outline
from courses.models.rule import Requirement
from project_guide.models import Project

State = Project.State


@dataclass
class NextStep:
    title: str
    text: str
    url: str
    label: str


def next_step(
    enrolment: Enrolment,
    outline: Outline,
    project: Project | None,
    requirements: list[Requirement],
) -> NextStep:
    """The state of the project decides, else the next lesson, else what completion asks for."""
    lesson = _lesson_step(outline)
    if project is None:
        return lesson or _begin_step()
    missing = {line.what for line in requirements if not line.is_met}
    return (
        _project_step(project)
        or lesson
        or (_card_step(project) if project.state == State.DRAFT else None)
        or (_review_step() if "reviews" in missing else None)
        or (_run_step(enrolment, project) if "run" in missing else None)
        or (_reflection_step(enrolment) if "reflection" in missing else None)
        or _waiting_step(project)
    )


def _lesson_step(outline: Outline) -> NextStep | None:
    lesson = outline.next_lesson
    if lesson is None:
        return None
    return NextStep(
        title=_("Next: “%(lesson)s”") % {"lesson": lesson.title},
        text=_("Lesson %(number)s of %(total)s, about %(minutes)s minutes.")
        % {"number": lesson.number, "total": len(outline.lessons), "minutes": lesson.minutes},
        url=f"{outline.url}{lesson.path}",
        label=_("Continue"),
    )


def _project_step(project: Project) -> NextStep | None:
    url = reverse("project_guide:project", args=[project.code])
    if project.state == State.REVISION:
        return NextStep(
            _("The reviewers' sheets are here"),
            _("Answer the remarks, mend the card and send the next version to the experts."),
            reverse("project_guide:revision", args=[project.code]),
            _("Answer the remarks"),
        )
    if project.state == State.RETURNED:
        return NextStep(
            _("The project was returned"),
            _("Read the letter. It can be sent once more, with a letter saying what changed."),
            url,
            _("Open the project"),
        )
    if project.state == State.ACCEPTED_WITH_EDITS:
        return NextStep(
            _("Accepted: small edits are left"),
            _("Make the edits and send the card; the coordinator confirms it."),
            url,
            _("Open the project"),
        )
    return None


def _begin_step() -> NextStep:
    return NextStep(
        _("Begin your project"),
        _("The card has five parts. It saves itself while you type."),
        reverse("project_guide:projects"),
        _("Begin"),
    )


def _card_step(project: Project) -> NextStep:
    return NextStep(
        _("Finish the card of your project"),
        _("It says exactly what is still missing, and then goes to your colleagues."),
        reverse("project_guide:project", args=[project.code]),
        _("Open the card"),
    )


def _review_step() -> NextStep:
    return NextStep(
        _("Review a colleague's project"),
        _("You see it without names, with levels described for each criterion."),
        reverse("project_guide:reviews"),
        _("To the queue"),
    )


def _run_step(enrolment: Enrolment, project: Project) -> NextStep | None:
    """The owner records the run of a project for all its authors."""
    is_owner = project.owner_id == enrolment.teacher_id
    if not is_owner or project.state in {State.SUBMITTED, State.PEER_REVIEW}:
        return None
    return NextStep(
        _("Record the run with your pupils"),
        _("Dates, grades, the number of pupils and what came out of it. No names."),
        reverse("project_guide:run", args=[project.code]),
        _("Record the run"),
    )


def _reflection_step(enrolment: Enrolment) -> NextStep:
    return NextStep(
        _("Write your reflection"),
        _("A few paragraphs: what worked, what you would do otherwise."),
        reverse("courses:enrolment", args=[enrolment.code]) + "#reflect",
        _("Write"),
    )


def _waiting_step(project: Project) -> NextStep:
    decided = project.state in Project.DECIDED
    return NextStep(
        _("Nothing is waiting for you"),
        _("Your project is decided upon; the letter stands on its page.")
        if decided
        else _("Your project is with the reviewers. You will be told as soon as it moves on."),
        reverse("project_guide:project", args=[project.code]),
        _("Open the project"),
    )
