"""From an accepted version to a page of the Guide, and off it again."""

from io import BytesIO

import html5lib
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Drawing
from wagtail.images import get_image_model

from activity.models import Notice, Step
from core.refusals import Refused
from credentials.models import Document
from pages.addresses import free_slug
from people.models import Membership
from project_guide import public, publication
from project_guide.actions import publishing, reopening
from project_guide.models import Conclusion, Decision, GuideStamp, ProjectPage, ProjectVersion
from tests.factories.guide import make_guide
from tests.factories.people import LONG_AGO, CentreFactory, UserFactory, member
from tests.factories.projects import decided, in_expert_review, make_project
from tests.journeys.walker import _defaults

NASTY = "<script>alert(1)</script>& <b>bold</b>"


@pytest.fixture(autouse=True)
def nothing_kept():
    public.forget()


@pytest.fixture
def accepted(enrolment, tutor, peers, expert, coordinator):
    """The teacher's project: reviewed, decided upon, with a conclusion."""

    def make(**card):
        project = make_project(enrolment, **{"title": "Река, у которой мы живём", **card})
        version = in_expert_review(project, peers[0], coordinator)
        decided(version, expert, coordinator)
        project.refresh_from_db()
        make_guide()
        return project

    return make


@pytest.fixture
def project(accepted):
    return accepted()


@pytest.fixture
def editor(sign_in, coordinator):
    return sign_in(coordinator)


def at(name, project):
    return reverse(f"project_guide:{name}", args=[project.code])


def publish(client, project, **typed):
    typed = {"tags": "река, Экология", "publish": "1", **typed}
    return client.post(at("publish", project), typed, follow=True)


def drawing(name="river.png"):
    file = BytesIO()
    Drawing.new("RGB", (1280, 720), "teal").save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue(), "image/png")


def notices(person, part):
    return Notice.objects.filter(recipient=person, title__contains=part)


def test_the_coordinator_publishes_and_the_visitor_finds_it(client, editor, project, teacher):
    response = publish(editor, project)
    project.refresh_from_db()
    page = ProjectPage.objects.get()

    assert "The project is in the Guide" in response.content.decode()
    assert project.state == "published"
    assert page.url == "/guide/reka-u-kotoroy-my-zhivem/"
    for query in ("", "?q=реки", "?tag=экология", "?subject=biology&grades=5-9"):
        assert f'href="{page.url}"' in client.get(f"/guide/{query}").content.decode()
    assert notices(teacher, "is in the Guide").get().path == page.url


def test_the_page_shows_the_accepted_version(client, editor, project):
    publish(editor, project)
    conclusion = Conclusion.objects.get()

    page = client.get(ProjectPage.objects.get().url).content.decode()

    for text in ("Pupils listen, count and compare.", "A common map.", "Observe", "Compare"):
        assert text in page
    assert reverse("credentials:document", args=[conclusion.document.code]) in page
    assert conclusion.document.number in page
    assert project.owner.get_full_name() in page
    assert 'href="/guide/?subject=biology"' in page and 'href="/guide/?weeks=4"' in page


def test_authors_who_did_not_agree_are_not_named(client, editor, accepted):
    project = accepted(names_shown=False)
    publish(editor, project)

    page = client.get(ProjectPage.objects.get().url).content.decode()

    assert project.owner.last_name not in page


def test_what_authors_typed_is_text_and_never_markup(client, editor, accepted):
    fields = (
        "idea",
        "question",
        "description",
        "goals",
        "results",
        "tools",
        "assessment",
        "safety",
    )
    stage = {"week": 1} | dict.fromkeys(
        ("title", "task", "deliverable", "criteria", "light"), NASTY
    )
    project = accepted(title=NASTY, stages=[stage], tags=[NASTY], **dict.fromkeys(fields, NASTY))
    publish(editor, project, tags=NASTY)
    url = ProjectPage.objects.get().url

    for address in (url, "/guide/", f"/guide/?q={NASTY}"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page and "<b>" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_publishing_twice_makes_one_page_and_one_notice(editor, project, teacher):
    publish(editor, project)
    publish(editor, project, tags="птицы")

    page = ProjectPage.objects.get()

    assert [str(tag) for tag in page.tags.all()] == ["птицы"]
    assert notices(teacher, "is in the Guide").count() == 1


def test_before_publishing_the_page_can_be_looked_at(client, editor, project):
    fresh = editor.get(at("publish_preview", project))
    response = editor.post(at("publish", project), {"tags": "вода", "preview": "1"}, follow=True)
    page = response.content.decode()
    project.refresh_from_db()

    assert "Preview" in fresh.content.decode() and project.title in fresh.content.decode()
    assert response.redirect_chain[-1][0] == at("publish_preview", project)
    assert "вода" in page and "Nothing is published yet" in page
    assert "no-store" in response["Cache-Control"]
    assert project.state == "accepted" and not ProjectPage.objects.live().exists()
    assert client.get("/guide/").context["cards"] == []
    assert client.get(f"/guide/{ProjectPage.objects.get().slug}/").status_code == 404


def test_what_was_looked_at_is_published_from_the_preview(client, editor, project):
    sent = {"tags": "вода, река", "preview": "1"}
    page = editor.post(at("publish", project), sent, follow=True).content.decode()

    shown = html5lib.parse(page, namespaceHTMLElements=False)
    forms = [found for found in shown.iter("form") if found.get("action") == at("publish", project)]
    fields = {
        field.get("name"): field.get("value") or ""
        for field in [*forms[0].iter("input"), *forms[0].iter("button")]
    }
    editor.post(at("publish", project), fields)

    assert set(ProjectPage.objects.live().get().tags.names()) == {"вода", "река"}


def test_looking_at_changes_of_a_published_page_changes_nothing_for_visitors(
    client, editor, project
):
    publish(editor, project, tags="река")
    editor.post(at("publish", project), {"tags": "вода", "preview": "1"})

    page = client.get(ProjectPage.objects.get().url).content.decode()

    assert "tag=%D1%80%D0%B5%D0%BA%D0%B0" in page  # river
    assert "вода" not in page


def test_only_a_coordinator_of_the_centre_publishes(
    sign_in, project, teacher, tutor, expert, stranger, client
):
    elsewhere = member("coordinator", CentreFactory())
    outcomes = {teacher: 403, tutor: 403, expert: 404, stranger: 404, elsewhere: 404}
    for person, status in outcomes.items():
        for name in ("publish", "take_off"):
            typed = {"publish": "1", "reason": "x"}
            assert sign_in(person).post(at(name, project), typed).status_code == status
        assert sign_in(person).get(at("publish_preview", project)).status_code == status
    assert client.post(at("publish", project), {"publish": "1"}).status_code == 302
    assert not ProjectPage.objects.exists()


def test_a_coordinator_does_not_publish_their_own_project(sign_in, project, teacher, centre):
    Membership.objects.create(person=teacher, centre=centre, role="coordinator", since=LONG_AGO)

    assert publish(sign_in(teacher), project).status_code == 403


def test_a_project_that_is_not_accepted_gets_a_sentence(editor, enrolment, coordinator):
    make_guide()
    project = make_project(enrolment)

    response = publish(editor, project)

    assert "Only an accepted project with a conclusion" in response.content.decode()
    assert editor.get(at("publish_preview", project)).status_code == 404
    assert not ProjectPage.objects.exists()


def test_without_a_guide_the_coordinator_is_told_whom_to_ask(editor, project):
    from project_guide.models import GuideIndexPage

    GuideIndexPage.objects.get().delete()

    assert "There is no Guide on this site yet" in publish(editor, project).content.decode()


def test_a_page_taken_off_is_nowhere_and_the_authors_hear_why(client, editor, project, teacher):
    publish(editor, project)
    url = ProjectPage.objects.get().url
    assert client.get(url).status_code == 200

    editor.post(at("take_off", project), {"reason": "The licence of a map is not clear."})
    project.refresh_from_db()

    assert project.state == "accepted"
    assert client.get(url).status_code == 404
    for query in ("", "?q=реки", "?tag=экология"):
        response = client.get(f"/guide/{query}")
        assert url not in response.content.decode()
        assert not response.context["look"].shelf.ids
    assert "licence of a map" in notices(teacher, "taken off").get().text
    step = Step.objects.of(project).get(verb="move", before="published")
    assert step.by_id is not None and "licence" in step.note


def test_taking_off_wants_a_reason_and_a_published_project(editor, project, coordinator):
    with pytest.raises(Refused, match="not in the Guide"):
        publishing.take_off(project, reason="Because.", by=coordinator)
    publish(editor, project)
    editor.post(at("take_off", project), {"reason": "  "})
    project.refresh_from_db()

    assert project.state == "published"


def test_a_page_taken_off_comes_back_at_the_same_address(client, editor, project, teacher):
    publish(editor, project)
    url = ProjectPage.objects.get().url
    editor.post(at("take_off", project), {"reason": "Wait."})
    publish(editor, project)

    assert client.get(url).status_code == 200
    assert notices(teacher, "is in the Guide").count() == 2


def test_a_newer_accepted_version_renews_the_same_page(client, editor, project, coordinator):
    publish(editor, project)
    before = ProjectPage.objects.get()
    newer = conclude_again(project, title="Река и мы", idea="A new idea.", weeks=9)

    told = editor.get(at("publish", project)).content.decode()
    publish(editor, project)
    after = ProjectPage.objects.get()

    assert "A newer version has been accepted" in told
    assert (after.pk, after.slug) == (before.pk, before.slug)
    assert (after.version, after.title, after.weeks) == (newer, "Река и мы", 9)
    assert [card["title"] for card in client.get("/guide/?weeks=more").context["cards"]] == [
        "Река и мы"
    ]


def conclude_again(project, **card):
    """One more version of an accepted project, concluded upon."""
    old = project.latest()
    version = ProjectVersion.objects.create(
        project=project,
        number=old.number + 1,
        key="again",
        card=old.card | card,
        kind=old.kind,
        authors=old.authors,
        submitted_by=old.submitted_by,
        submitted_at=old.submitted_at,
        grace_until=old.grace_until,
    )
    decision = Decision.objects.get(version=old)
    decision.pk, decision.version = None, version
    decision.save()
    paper = Document.objects.get(pk=old.conclusion.document_id)
    paper.pk, paper.code, paper.number, paper.key = None, "A" * 26, "X-2", "again"
    paper._state.adding = True
    paper.save()
    Conclusion.objects.create(decision=decision, version=version, document=paper)
    return version


def test_what_an_editor_wrote_stays_while_the_version_is_the_same(editor, project):
    publish(editor, project)
    page = ProjectPage.objects.get()
    page.title = "A better title"
    page.save_revision().publish()
    publish(editor, project)

    assert ProjectPage.objects.get().title == "A better title"


def test_publishing_and_unpublishing_in_the_editor_moves_the_project(
    editor, project, teacher, coordinator
):
    publish(editor, project)
    page = ProjectPage.objects.get()

    page.unpublish()
    project.refresh_from_db()
    assert project.state == "accepted"

    page.get_latest_revision().publish()
    project.refresh_from_db()
    assert project.state == "published"
    assert notices(teacher, "is in the Guide").count() == 2


def test_a_deleted_page_leaves_the_list(client, editor, project):
    publish(editor, project)
    assert client.get("/guide/").context["cards"]

    ProjectPage.objects.get().delete()
    project.refresh_from_db()

    assert client.get("/guide/").context["cards"] == []
    assert project.state == "accepted"


def test_each_publication_grows_the_stamp(editor, project):
    before = GuideStamp.objects.current()
    publish(editor, project)
    published = GuideStamp.objects.current()
    editor.post(at("take_off", project), {"reason": "Wait."})

    assert before < published < GuideStamp.objects.current()


# --- the picture -----------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail's files
def test_a_picture_with_its_description_stands_on_page_and_card(client, editor, project):
    publish(editor, project, picture=drawing(), alt="Two buckets on a river bank")
    image = get_image_model().objects.get()
    before = client.get("/guide/")

    publication.draw_picture(image.pk)
    listed = client.get("/guide/").content.decode()
    page = client.get(ProjectPage.objects.get().url).content.decode()

    assert "<img" not in before.content.decode()  # never drawn while somebody waits for the page
    assert ".fill-640x360" in listed and 'alt=""' in listed
    assert 'alt="Two buckets on a river bank"' in page
    assert image.collection.name == "Guide"
    assert client.get("/guide/")["ETag"] != before["ETag"]


def test_a_picture_needs_its_description(editor, project):
    response = publish(editor, project, picture=drawing())

    assert "Say in a few words what the picture shows" in response.content.decode()
    assert not ProjectPage.objects.exists() and not get_image_model().objects.exists()


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n and then nothing", "image/png"),
        SimpleUploadedFile("a.jpg", b"", "image/jpeg"),
        SimpleUploadedFile("a.png", b"MZ", "image/png"),
    ],
)
def test_what_is_no_picture_is_told_beside_the_field(editor, project, upload):
    upload.seek(0)
    response = publish(editor, project, picture=upload, alt="Something")

    assert response.status_code == 200
    assert response.context["form"].errors["picture"]
    assert not ProjectPage.objects.exists()


def test_a_picture_stays_until_it_is_taken_away(editor, project):
    publish(editor, project, picture=drawing(), alt="A bank")
    publish(editor, project)
    assert ProjectPage.objects.get().picture is not None

    publish(editor, project, without_picture="on")

    assert ProjectPage.objects.get().picture is None


# --- addresses -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Прозрачная ли наша река?", "prozrachnaya-li-nasha-reka"),
        ("Ўзоры і ґанок", None),
        ("???", "project"),
        ("100 вопросов", "100-voprosov"),
    ],
)
def test_addresses_are_readable_latin(db, title, slug):
    found = free_slug(title, make_guide(), otherwise=publishing.NAMELESS)

    assert found.isascii() and found and (slug is None or found == slug)


def test_addresses_never_repeat(db, session):
    from tests.factories.courses import EnrolmentFactory
    from tests.factories.guide import make_page

    slugs = [make_page(EnrolmentFactory(session=session), title="Река").slug for _ in range(3)]

    assert len(set(slugs)) == 3 and slugs[1] == f"{slugs[0]}-2"


def test_in_the_editor_a_page_is_neither_made_by_hand_nor_copied(sign_in, project, editor):
    publish(editor, project)
    page = ProjectPage.objects.get()
    administrator = sign_in(UserFactory(is_superuser=True, is_staff=True))

    copied = administrator.get(reverse("wagtailadmin_pages:copy", args=[page.pk]))
    edited = administrator.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    made = reverse("wagtailadmin_pages:add_subpage", args=[page.get_parent().pk])

    assert copied.status_code == 302 and ProjectPage.objects.count() == 1
    assert edited.status_code == 200
    assert "projectpage" not in administrator.get(made).content.decode()


def test_the_editor_does_not_publish_what_is_decided_anew(sign_in, project, editor, coordinator):
    publish(editor, project)
    page = ProjectPage.objects.get()
    project.refresh_from_db()
    publishing.take_off(project, reason="A.", by=coordinator)
    reopening.reopen(Decision.objects.get(), reason="A.", by=coordinator)
    administrator = sign_in(UserFactory(is_superuser=True, is_staff=True))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    editing = BeautifulSoup(administrator.get(address).content, "html.parser")
    fields = _defaults(editing.find("form", id="page-edit-form"))

    answer = administrator.post(address, {**fields, "action-publish": "1"}, follow=True)

    assert "Only an accepted project with a conclusion" in answer.content.decode()
    page.refresh_from_db()
    assert not page.live
