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
) -> NextStep | None:
    """The state of the project decides, else the next lesson, else what completion asks for."""
    return (
        (_project_step(project) if project else None)
        or _lesson_step(enrolment, outline)
        or _completion_step(enrolment, project, requirements)
    )


def _lesson_step(enrolment: Enrolment, outline: Outline) -> NextStep | None:
    lesson = outline.next_lesson
    if lesson is None:
        return None
    return NextStep(
        title=_("Next: “%(lesson)s”") % {"lesson": lesson.title},
        text=_("Lesson %(number)s of %(total)s, about %(minutes)s minutes.")
        % {"number": lesson.number, "total": len(outline.lessons), "minutes": lesson.minutes},
        url=f"{enrolment.session.course.url}{lesson.path}",
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


def _completion_step(
    enrolment: Enrolment, project: Project | None, requirements: list[Requirement]
) -> NextStep:
    """All lessons are done: whatever the completion rule still asks for."""
    missing = {line.what for line in requirements if not line.is_met}
    if project is None:
        return NextStep(
            _("Begin your project"),
            _("The card has five parts. It saves itself while you type."),
            reverse("project_guide:projects"),
            _("Begin"),
        )
    if project.state == State.DRAFT:
        return NextStep(
            _("Finish the card of your project"),
            _("It says exactly what is still missing, and then goes to your colleagues."),
            reverse("project_guide:project", args=[project.code]),
            _("Open the card"),
        )
    if "reviews" in missing:
        return NextStep(
            _("Review a colleague's project"),
            _("You see it without names, with levels described for each criterion."),
            reverse("project_guide:reviews"),
            _("To the queue"),
        )
    if "run" in missing and project.state not in {State.SUBMITTED, State.PEER_REVIEW}:
        return NextStep(
            _("Record the run with your pupils"),
            _("Dates, grades, the number of pupils and what came out of it. No names."),
            reverse("project_guide:run", args=[project.code]),
            _("Record the run"),
        )
    if "reflection" in missing:
        return NextStep(
            _("Write your reflection"),
            _("A few paragraphs: what worked, what you would do otherwise."),
            reverse("courses:enrolment", args=[enrolment.code]) + "#reflect",
            _("Write"),
        )
    return NextStep(
        _("Nothing is waiting for you"),
        _("Your project is with the reviewers. You will be told as soon as it moves on."),
        reverse("project_guide:project", args=[project.code]),
        _("Open the project"),
    )
