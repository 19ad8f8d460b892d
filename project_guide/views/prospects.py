"""What happens next with a project, and by when, in a sentence for its reader."""

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import User
from project_guide.actions.runs import NOT_YET
from project_guide.models import Decision, Project, ProjectVersion
from project_guide.models.review_round import promised
from project_guide.permissions import can_record_run, is_author
from project_guide.views.moments import day, moment_of

State = Project.State
Prospect = dict[str, str]
Versions = list[ProjectVersion]


def next_step(project: Any, versions: Versions, *, user: User, now: datetime) -> Prospect:
    """Title and text for everybody; the button only for whoever acts next."""
    standing = [version for version in versions if version.taken_back_at is None]
    found = TELL[project.state](project, standing, now)
    if not is_author(user, project) or (
        found.get("url", "").endswith("/run/") and not can_record_run(user, project)
    ):
        found.pop("url", None)
    return found


def address(name: str, project: Project, *more: object) -> str:
    return reverse(f"project_guide:{name}", args=[project.code, *more])


def may_have_run(project: Project) -> bool:
    return project.state not in NOT_YET


def draft(project: Any, versions: Versions, now: datetime) -> Prospect:
    gaps = project.missing()
    found = {"title": _("Next: send the project for review"), "text": _window(project, now)}
    if not gaps:
        return {**found, "url": address("send", project), "label": _("Send for review")}
    number = len(gaps)
    found["title"] = ngettext(
        "Next: fill in the card, %(number)s field is left",
        "Next: fill in the card, %(number)s fields are left",
        number,
    ) % {"number": number}
    url = address("section", project, gaps[0].section)
    return {**found, "url": url, "label": _("Go on with the card")}


def _window(project: Any, now: datetime) -> str:
    """Until when a draft is sent best, and until when at all."""
    if project.peers_open_at and now < project.peers_open_at:
        first = date_format(timezone.localtime(project.peers_open_at), "j E Y")
        return _(
            "Peer review begins on %(day)s: a project sent before it finds readers at once."
        ) % {"day": first}
    if project.peers_close_at and now < project.peers_close_at:
        return _("Peer review is under way and takes projects until %(day)s.") % {
            "day": day(project.peers_close_at)
        }
    if project.experts_close_at:
        return _("The review of this session is over or about to end: talk to your tutor.")
    return _("You will see the days of the review here as soon as they are set.")


def submitted(project: Any, versions: Versions, now: datetime) -> Prospect:
    version = versions[-1]
    text = _("It goes to the reviewers at %(moment)s; until then it can be taken back.") % {
        "moment": moment_of(version.grace_until)
    }
    return {
        "title": _("Sent: version %(number)s") % {"number": version.number},
        "text": f"{text} {_by_when(project, version, now)}".strip(),
        "url": address("receipt", project, version.number),
        "label": _("Open the receipt"),
    }


def _by_when(project: Any, version: ProjectVersion, now: datetime) -> str:
    told = _experts_by if project.was_reviewed else _sheets_by
    return told(project, version, now)


def peer_review(project: Any, versions: Versions, now: datetime) -> Prospect:
    text = _("Colleagues read it without your name. The tutor gives you their sheets.")
    return {
        "title": _("Your colleagues are reading the project"),
        "text": f"{text} {_sheets_by(project, versions[-1], now)}".strip(),
    }


def _sheets_by(project: Any, version: ProjectVersion, now: datetime) -> str:
    if not project.peers_open_at:
        return ""
    return _by(
        _("Your colleagues' sheets are promised by %(day)s."),
        promised(
            version.pooled_at or version.grace_until,
            project.peers_open_at,
            project.peers_close_at,
            project.peers_promise,
        ),
        now,
    )


def _experts_by(project: Any, version: ProjectVersion, now: datetime) -> str:
    if not project.experts_open_at:
        return ""
    return _by(
        _("The experts' sheets are promised by %(day)s; the decision follows."),
        promised(
            version.pooled_at or version.grace_until,
            project.experts_open_at,
            project.experts_close_at,
            project.experts_promise,
        ),
        now,
    )


def _by(sentence: str, moment: datetime, now: datetime) -> str:
    if now >= moment:
        return _("They were promised by %(day)s and are late; the coordinator sees it.") % {
            "day": day(moment)
        }
    return sentence % {"day": day(moment)}


def revision(project: Any, versions: Versions, now: datetime) -> Prospect:
    left = project.remarks_left
    title = _("Next: send the revised version to the experts")
    if left:
        title = ngettext(
            "Next: answer %(number)s remark, then send the new version",
            "Next: answer %(number)s remarks, then send the new version",
            left,
        ) % {"number": left}
    text = _("Read the sheets, change the card, answer each remark.")
    if project.experts_close_at:
        by = _("The experts take it until %(day)s.") % {"day": day(project.experts_close_at)}
        text = f"{text} {by}"
    label = _("Open the sheets and remarks")
    return {"title": title, "text": text, "url": address("revision", project), "label": label}


def expert_review(project: Any, versions: Versions, now: datetime) -> Prospect:
    told = [one for version in versions for one in version.decisions.all() if one.released_at]
    newest = max(told, key=attrgetter("released_at"), default=None)
    if newest and newest.state == Decision.State.REOPENED:
        return {
            "title": _("The decision is made anew"),
            "text": _("The coordinator's reason stands below; the experts' sheets stay."),
        }
    text = _("They read the version you sent; you may start the run with your pupils meanwhile.")
    return {
        "title": _("The experts are reading the project"),
        "text": f"{text} {_experts_by(project, versions[-1], now)}".strip(),
    }


def accepted(project: Any, versions: Versions, now: datetime) -> Prospect:
    found = {
        "title": _("The project is ready to run"),
        "text": _("The conclusion is issued. The coordinator publishes the project in the Guide."),
    }
    if project.state == State.PUBLISHED:
        found["text"] = _("The conclusion is issued and the project stands in the Guide.")
    if not hasattr(project, "run_record"):
        found |= {"url": address("run", project), "label": _("Record the run")}
    return found


def with_edits(project: Any, versions: Versions, now: datetime) -> Prospect:
    decided = {found.state for version in versions[-1:] for found in version.decisions.all()}
    if versions and Decision.State.RELEASED not in decided:
        return {
            "title": _("The edited version is with the coordinator"),
            "text": _("When it is confirmed, the conclusion is issued and you are told."),
        }
    return {
        "title": _("Accepted: make the small edits and send them"),
        "text": _("Change what the decision asks for. The coordinator confirms the new version."),
        "url": address("send", project),
        "label": _("Send the edits"),
    }


def returned(project: Any, versions: Versions, now: datetime) -> Prospect:
    return {
        "title": _("Returned: it can be sent again once"),
        "text": _(
            "Read the decision, answer the remarks, change the card."
            " It may be sent once more, with a letter that says what has changed."
        ),
        "url": address("revision", project),
        "label": _("Open the sheets and remarks"),
    }


def out_of_scope(project: Any, versions: Versions, now: datetime) -> Prospect:
    return {
        "title": _("The project lies outside the Guide's scope"),
        "text": _("The letter below says why. Everything you wrote stays here."),
    }


def withdrawn(project: Any, versions: Versions, now: datetime) -> Prospect:
    return {
        "title": _("The project is withdrawn"),
        "text": _("Nobody reviews it. Everything you wrote stays here."),
    }


TELL: dict[str, Callable[[Any, Versions, datetime], Prospect]] = {
    State.DRAFT: draft,
    State.SUBMITTED: submitted,
    State.PEER_REVIEW: peer_review,
    State.REVISION: revision,
    State.EXPERT_REVIEW: expert_review,
    State.ACCEPTED: accepted,
    State.PUBLISHED: accepted,
    State.ACCEPTED_WITH_EDITS: with_edits,
    State.RETURNED: returned,
    State.OUT_OF_SCOPE: out_of_scope,
    State.WITHDRAWN: withdrawn,
}
