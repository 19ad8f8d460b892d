"""Documents on their way from the author's device to a reviewer; and those that are held back."""

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from files.models import StoredFile
from files.troubles import Trouble
from project_guide.actions import queue
from project_guide.models import CoAuthor
from tests.factories.courses import make_group, place_in
from tests.factories.people import UserFactory
from tests.factories.projects import make_project, plan_open_rounds, round_of, send
from tests.files.corpus import ALL_KINDS, FILES
from tests.files.packages import changed
from tests.files.samples import CANARY, tells
from tests.files.test_mutations import damaged

DAMAGED = 14  # one of each sample


def url(project, name="files", *more):
    return reverse(f"project_guide:{name}", args=[project.code, *more])


def add(client, project, data, name, **more):
    sent = {"file": SimpleUploadedFile(name, data), "about": "Sheets for pupils"}
    return client.post(url(project), sent, **more)


def film() -> bytes:
    return changed(ALL_KINDS["odp"](), {"media/film.mp4": b"a film"})


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": private}


@pytest.fixture
def project(enrolment):
    return make_project(enrolment)


@pytest.fixture
def author(sign_in, project):
    return sign_in(project.owner)


@pytest.fixture
def held(author, project):
    add(author, project, film(), f"{CANARY} film.odp")
    return project.files.get()


@pytest.fixture
def peer(session):
    return place_in(make_group(session, name="Other"), UserFactory()).teacher


@pytest.fixture
def piece(project, peer):
    """What a reviewer has after the project was sent."""

    def take():
        plan_open_rounds(project.enrolment.session)
        send(project)
        return queue.claim_next(round_of(project), by=peer)

    return take


def test_a_reviewer_gets_all_kinds_without_a_trace_of_the_author(
    author, project, peer, piece, sign_in
):
    for kind, make in FILES:
        ending = "jpg" if kind == "jpeg" else kind
        assert add(author, project, make(), f"{CANARY}.{ending}").status_code == 302, kind
    slot, client = piece(), sign_in(peer)

    for number, (kind, _make) in enumerate(FILES, 1):
        answer = client.get(reverse("project_guide:review_file", args=[slot.code, number]))
        ending = "jpg" if kind == "jpeg" else kind
        name = f"project-{slot.label}-{number}.{ending}"
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        assert not tells(b"".join(answer.streaming_content)), kind


def test_the_author_reads_beside_a_held_file_why_and_what_to_do(author, project, held):
    page = author.get(url(project)).content.decode()

    assert "Held back: reviewers do not get it." in page
    assert "film or sound" in page and "save the file as PDF" in page
    assert url(project, "file", held.file.code) in page


def test_adding_it_says_so_at_once(author, project):
    page = add(author, project, film(), "a.odp", follow=True).content.decode()

    assert "added, but held back" in page
    assert "what it told about its maker is gone" not in page


def test_the_owner_alone_gets_a_held_file(sign_in, author, project, held, tutor, coordinator):
    coauthor = UserFactory()
    CoAuthor.objects.create(
        project=project, email=coauthor.email, person=coauthor,
        added_at=timezone.now(), accepted_at=timezone.now(),
    )  # fmt: skip
    address = url(project, "file", held.file.code)
    assert b"".join(author.get(address).streaming_content).startswith(b"PK")

    for person in (coauthor, tutor, coordinator):
        client = sign_in(person)
        assert client.get(address).status_code == 404
        page = client.get(url(project)).content.decode()
        assert "Held back" in page
        assert f'href="{address}"' not in page


def test_before_sending_the_author_is_told_what_does_not_go(author, project, held, session):
    plan_open_rounds(session)
    page = author.get(url(project, "send")).content.decode()

    assert "One file is held back and does not go with this version." in page
    assert url(project) in page
    add(author, project, film(), "again.odp")
    assert "2 files are held back" in author.get(url(project, "send")).content.decode()


def test_without_held_files_nothing_is_told_before_sending(author, project, session):
    plan_open_rounds(session)

    assert "held back" not in author.get(url(project, "send")).content.decode()


def test_a_held_file_is_in_no_version_and_no_copy(author, project, held, peer, piece, sign_in):
    add(author, project, ALL_KINDS["png"](), "plan.png")
    slot, client = piece(), sign_in(peer)

    assert [row.file.kind for row in slot.version.files.all()] == ["png"]
    first, second = (
        client.get(reverse("project_guide:review_file", args=[slot.code, n])) for n in (1, 2)
    )
    assert first["Content-Type"] == "image/png"
    assert second.status_code == 404
    assert b"".join(first.streaming_content)
    assert client.get(url(project, "file", held.file.code)).status_code == 404


def test_a_file_held_later_leaves_the_copy(author, project, peer, piece, sign_in):
    add(author, project, ALL_KINDS["png"](), "plan.png")
    slot, client = piece(), sign_in(peer)
    sheet = reverse("project_guide:sheet", args=[slot.code])
    file = reverse("project_guide:review_file", args=[slot.code, 1])
    assert file in client.get(sheet).content.decode()

    StoredFile.objects.update(held_for=Trouble.UNKNOWN)

    assert file not in client.get(sheet).content.decode()
    assert client.get(file).status_code == 404


def test_the_list_of_held_files_costs_the_same_for_one_and_three(
    author, project, held, django_assert_num_queries
):
    author.get(url(project))
    with django_assert_num_queries(7):
        author.get(url(project))
    for _more in range(2):
        add(author, project, film(), "more.odp")
    author.get(url(project))
    with django_assert_num_queries(7):
        author.get(url(project))


def test_damaged_files_are_added_or_told_in_a_sentence_beside_the_field(author, project):
    chance = random.Random("damage at the form")
    for turn in range(DAMAGED):
        kind, make = FILES[turn % len(FILES)]
        answer = add(author, project, damaged(make(), chance), f"a.{kind}")
        assert answer.status_code in (200, 302)
        assert answer.status_code == 302 or "field-error" in answer.content.decode()
        project.files.update(removed_at=timezone.now())
        assert author.get(url(project)).status_code == 200
