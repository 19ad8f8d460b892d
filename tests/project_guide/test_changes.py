"""What has changed between versions: who reads it, of which versions, and what a reviewer hears."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from files.actions import receive
from project_guide.actions import cards, queue, release, submission
from project_guide.changes import HIDDEN, blind_changes, changes, earlier_reviewed
from project_guide.models import ProjectFile, ProjectVersion
from project_guide.models.review_copy import SHOWN
from project_guide.paper import changes_for_reviewer
from tests.factories.courses import make_group, place_in
from tests.factories.people import CentreFactory, UserFactory, member
from tests.factories.projects import (
    STAGE,
    hand_in,
    make_project,
    plan_open_rounds,
    review_by,
    revise,
    round_of,
    send,
)
from tests.files import samples
from tests.files.samples import upload

SCRIPT = "<script>alert(1)</script>"


def page(client, version, **query: Any):
    address = reverse("project_guide:changes", args=[version.project.code, version.number])
    return client.get(address, query)


def change(project, **fields):
    project.refresh_from_db()
    cards.save(project, fields, edition=project.edition, by=project.owner)


def attach(project, sample, name, about):
    stored = receive(upload(sample, name), by=project.owner)
    return ProjectFile.objects.create(
        project=project, file=stored, about=about, added_at=timezone.now()
    )


@pytest.fixture
def author(enrolment):
    enrolment.teacher.last_name, enrolment.teacher.school = "Canarova", "Canary gymnasium"
    enrolment.teacher.save()
    return enrolment.teacher


@pytest.fixture
def first(author, enrolment) -> ProjectVersion:
    project = make_project(enrolment, tools="The table of Canarova, a.canarova@mail.example.")
    plan_open_rounds(enrolment.session)
    attach(project, samples.jpeg(), "canary-old.jpg", "The old plan")
    return send(project, letter="Mended.")


@pytest.fixture
def second(first, peers, coordinator) -> ProjectVersion:
    """Sent to the experts after a review by a peer, with a stage more and without the name."""
    project = first.project
    review_by(peers[0], round_of(project))
    release.release(project, by=coordinator)
    revise(project)
    change(
        project,
        title="Birds of our village",
        tools="A table of the class.",
        safety=f"No names. {SCRIPT}",
        names_shown=False,
        stages=[{**STAGE, "title": "Meet", "task": "Write a letter."}, *first.card["stages"]],
    )
    project.files.update(removed_at=timezone.now())
    attach(project, samples.png(), "canary-new.png", "The new plan")
    return send(project, letter="Mended.")


# --- which version is compared with -------------------------------------------------------------


def test_the_first_version_has_nothing_before_it(first, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert earlier_reviewed(first) is None


def test_what_was_reviewed_before_is_compared_with(first, second):
    assert earlier_reviewed(second) == first


def test_a_version_that_nobody_reviewed_is_passed_over(first, peers, coordinator):
    project = first.project
    review_by(peers[0], round_of(project))
    release.release(project, by=coordinator)
    revise(project)
    back = submission.submit(project, key="k" * 32, by=project.owner, letter="")
    submission.take_back(back, by=project.owner)

    third = send(project)

    assert (third.number, earlier_reviewed(third)) == (3, first)


def test_a_leased_piece_is_no_review(first, peers):
    queue.claim_next(round_of(first.project), by=peers[0])
    later = ProjectVersion(project=first.project, number=2)

    assert earlier_reviewed(later) is None


# --- for authors, tutors, coordinators ------------------------------------------------------


def test_the_people_of_the_project_see_every_field_and_the_files(first, second):
    found = changes(first, second)

    assert [(change.label, change.how.value) for change in found] == [
        ("Title", "changed"),
        ("Stage 1: Meet", "added"),
        ("Tools", "changed"),
        ("Safety and copyright", "changed"),
        ("The authors' names may be shown in the Guide", "changed"),
        ("Files", "removed"),
        ("Files", "added"),
    ]
    assert "The old plan (JPEG)" in repr(found[-2]) and "The new plan (PNG)" in repr(found[-1])


def test_words_are_told_to_those_who_do_not_see_colours(sign_in, author, second):
    body = page(sign_in(author), second).content.decode()

    assert '<del><span class="visually-hidden">removed: </span>town</del>' in body
    assert '<ins><span class="visually-hidden">added: </span>village</ins>' in body
    assert SCRIPT not in body and "&lt;script&gt;" in body


def test_side_by_side_each_side_has_its_own_text(sign_in, author, second):
    body = page(sign_in(author), second, view="columns").content.decode()

    first, old, new = body.partition('class="comparison plain"')[2].split("Birds of our ")[:3]
    assert "Version 1" in first and "Version 2" in old
    assert "town</del>" in old and "village" not in old
    assert "village</ins>" in new and "town" not in new


@pytest.mark.parametrize("view", ["", "columns"])
@pytest.mark.parametrize("fields", [1, 3])
def test_the_page_costs_the_same_for_one_change_and_for_three(
    sign_in, author, first, fields, view, django_assert_num_queries
):
    changed = dict.fromkeys(["title", "idea", "tools"][:fields], "New words")
    version = later_version(first, **changed)
    client = sign_in(author)

    with django_assert_num_queries(10):
        answer = page(client, version, view=view)

    assert answer.content.decode().count('class="stack-small changed"') == fields


def later_version(version, **changed) -> ProjectVersion:
    """One more version of the same project, just kept."""
    number = version.project.versions.count() + 1
    kept = {"kind": version.kind, "authors": version.authors, "submitted_by": version.submitted_by}
    made = ProjectVersion.objects.create(
        project=version.project,
        number=number,
        key=str(number),
        card={**version.card, **changed},
        submitted_at=timezone.now(),
        grace_until=timezone.now(),
        **kept,
    )
    made.files.set(version.files.all())
    return made


def test_the_reader_chooses_what_to_compare_with(sign_in, author, first):
    later_version(first, title="Second title")
    third = later_version(first, title="Third title")
    client = sign_in(author)

    assert "Second" in page(client, third).content.decode()
    body = page(client, third, since="1").content.decode()
    assert "Third" in body and "Second" not in body
    assert "Since version 2" in body and "Since version 1" in body


def test_the_versions_page_leads_to_the_changes(sign_in, author, first, second):
    client = sign_in(author)
    address = reverse("project_guide:changes", args=[second.project.code, 2])
    pages = [
        client.get(reverse("project_guide:version", args=[first.project.code, number])).content
        for number in (1, 2)
    ]

    assert [address.encode() in body for body in pages] == [False, True]


@pytest.mark.parametrize("since", ["2", "3", "0", "-1", "x", "1 ", "999999999999999999999"])
def test_only_earlier_versions_of_the_same_project_are_compared_with(
    sign_in, author, second, since
):
    assert page(sign_in(author), second, since=since).status_code == 404


def test_the_first_version_is_compared_with_nothing(sign_in, author, first):
    assert page(sign_in(author), first).status_code == 404


def test_versions_of_two_projects_are_never_compared(sign_in, author, first, session):
    """The other project has a second and third version, this one has not."""
    other = make_project(place_in(make_group(session, name="Elsewhere")), title="Another canary")
    theirs = send(other)
    theirs = [later_version(theirs), later_version(theirs)]
    client = sign_in(author)

    assert page(client, theirs[0]).status_code == 404
    code = first.project.code
    for number in (2, 3):
        address = reverse("project_guide:changes", args=[code, number])
        assert client.get(address, {"since": "1"}).status_code == 404


def test_nobody_else_finds_the_page(sign_in, second, peers, expert, stranger):
    far = member("coordinator", CentreFactory())
    for person in (*peers, expert, stranger, far):
        assert page(sign_in(person), second).status_code == 404


# --- the desk of decisions --------------------------------------------------------------------


def test_whoever_decides_reads_what_has_changed_since_the_peers(
    sign_in, coordinator, second, expert, django_assert_num_queries
):
    review_by(expert, round_of(second.project, "expert"))
    client = sign_in(coordinator)
    address = reverse("project_guide:decision", args=[second.project.code])

    with django_assert_num_queries(18):
        body = client.get(address).content.decode()

    assert "What has changed since version 1" in body
    assert "Stage 1: Meet" in body and "view=columns" in body


# --- blind ------------------------------------------------------------------------------------


def test_a_reviewer_hears_of_nothing_but_what_the_copy_shows(first, second, expert):
    slot = queue.claim_next(round_of(second.project, "expert"), by=expert)

    found = changes_for_reviewer(slot)

    assert found is not None
    assert [change.label for change in found] == [
        "Title", "Stage 1: Meet", "Tools", "Safety and copyright", "Files", "Files",
    ]  # fmt: skip
    assert "canar" not in repr(found).casefold()
    assert HIDDEN in repr(found)  # the name that stood in the first version


def test_every_closed_field_keeps_silent(first):
    """Whatever else a card may come to hold, changed from one version to the next."""
    closed = {*first.card, "letter", "authors", "new"} - SHOWN
    before, after = (
        later_version(first, **dict.fromkeys(closed, f"{mark}-canary")) for mark in ("old", "new")
    )

    assert len(closed) > 3
    assert blind_changes(before, after) == []
    assert len(changes(before, after)) == 2  # the two that a card has


def test_a_piece_that_was_never_reviewed_has_no_such_section(sign_in, first, peers):
    slot = queue.claim_next(round_of(first.project), by=peers[0])

    assert changes_for_reviewer(slot) is None
    body = sign_in(peers[0]).get(reverse("project_guide:sheet", args=[slot.code])).content.decode()
    assert "What has changed" not in body


def test_the_sheet_and_what_was_given_show_what_has_changed(
    sign_in, second, expert, django_assert_num_queries
):
    slot = queue.claim_next(round_of(second.project, "expert"), by=expert)
    client = sign_in(expert)
    address = reverse("project_guide:sheet", args=[slot.code])
    client.get(address)

    with django_assert_num_queries(13):
        body = client.get(address).content.decode()

    assert "What has changed" in body and "Stage 1: Meet" in body
    assert "canar" not in body.casefold()
    hand_in(slot)
    assert "Stage 1: Meet" in client.get(address).content.decode()


def test_a_name_that_is_hidden_is_no_change(first):
    before = later_version(first, idea="Written by Canarova.")
    after = later_version(first, idea="Written by Canarovoj.")

    assert blind_changes(before, after) == []


def test_the_place_of_a_former_author_is_hidden_too(first):
    """Who was an author of the earlier version is not named to reviewers of the later one."""
    other = UserFactory(last_name="Finchova")
    named = [*first.authors, {"code": other.code, "name": other.get_full_name()}]
    ProjectVersion.objects.filter(pk=first.pk).update(authors=named)
    first.refresh_from_db()
    before = later_version(first, idea="Finchova and the class count birds.")
    after = later_version(first, idea="The class counts birds.")
    ProjectVersion.objects.filter(pk=after.pk).update(authors=first.authors[:1])
    after.refresh_from_db()

    assert "Finchova" in repr(changes(before, after))
    assert "Finchova" not in repr(blind_changes(before, after))
