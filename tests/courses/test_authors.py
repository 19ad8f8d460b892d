"""A coordinator makes a tutor author of a course; the tutor writes, and it is published."""

import pytest
from django.contrib.auth.models import Group as PermissionGroup
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupApprovalTask, Page, Workflow

from activity.models import Notice, OutgoingMail, Step
from core.refusals import Refused
from courses.actions import authors as actions
from courses.actions import editors
from courses.models import Authorship, CoursePage, LessonPage, ModulePage
from people.models import Membership
from tests.courses.editor import (
    editor,
    file,
    lesson_form,
    make_document,
    make_image,
    picture,
    png,
    text_with_link,
)
from tests.factories.courses import make_course
from tests.factories.people import CentreFactory, UserFactory, member

# 2026-11: Wagtail leaves the temporary file of a rendition to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def author(course, tutor, coordinator):
    actions.appoint(course, tutor, by=coordinator)
    return tutor


@pytest.fixture
def module(course):
    return ModulePage.objects.child_of(course).get()


@pytest.fixture
def lesson(course):
    return LessonPage.objects.descendant_of(course).first()


def add_lesson(client, module, form, action="action-publish"):
    address = reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk])
    return client.post(address, form | {action: "1"})


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def explore(page):
    return reverse("wagtailadmin_explore", args=[page.pk])


# --- appointing and dismissing -------------------------------------------------------------


def test_appointing_is_told_recorded_and_opens_the_course(course, tutor, coordinator, sign_in):
    client = sign_in(tutor)
    assert client.get(explore(course)).status_code == 404

    authorship = actions.appoint(course, tutor, by=coordinator)

    assert client.get(explore(course)).status_code == 200
    assert Notice.objects.get(recipient=tutor).path == explore(course)
    assert OutgoingMail.objects.filter(recipient=tutor).count() == 1
    assert [(step.verb, step.by) for step in Step.objects.of(authorship)] == [
        ("appoint", coordinator)
    ]


def test_dismissing_closes_the_editor_at_the_next_request(course, author, coordinator, sign_in):
    client = sign_in(author)
    assert client.get(explore(course)).status_code == 200

    actions.dismiss(Authorship.objects.get(person=author), by=coordinator)

    assert client.get(explore(course)).status_code == 404
    assert client.get(reverse("wagtailadmin_home")).status_code == 302
    author = type(author).objects.get(pk=author.pk)
    assert not author.has_perm("wagtailadmin.access_admin")
    with pytest.raises(Refused, match="already ended"):
        actions.dismiss(Authorship.objects.get(person=author), by=coordinator)


def test_who_leaves_the_centre_writes_no_more(course, author, sign_in):
    Membership.objects.filter(person=author).update(until="2020-02-01T00:00Z")

    assert sign_in(author).get(explore(course)).status_code == 404


def test_nobody_is_appointed_twice_and_nobody_from_outside(course, author, coordinator, stranger):
    with pytest.raises(Refused, match="already an author"):
        actions.appoint(course, author, by=coordinator)
    with pytest.raises(Refused, match="Only members"):
        actions.appoint(course, stranger, by=coordinator)


def test_two_authors_of_a_course_share_one_group_and_one_collection(course, author, coordinator):
    actions.appoint(course, member("tutor", course.centre), by=coordinator)

    course.refresh_from_db()
    assert course.author_group.group.user_set.count() == 2
    assert course.collection.name == course.title
    assert course.collection.get_parent().is_root()


def test_no_shipped_group_manages_people(course, author):
    editors.set_up()
    for group in PermissionGroup.objects.all():
        rooms = set(group.permissions.values_list("content_type__app_label", flat=True))
        assert rooms <= {"wagtailadmin", "courses", "wagtailimages", "wagtaildocs"}, group
    assert Permission.objects.filter(codename="change_user").exists()


# --- the coordinator's screen --------------------------------------------------------------


def test_a_coordinator_appoints_and_dismisses_on_a_screen(course, tutor, coordinator, sign_in):
    client = sign_in(coordinator)
    address = reverse("courses_authors:authors", args=[course.pk])

    client.post(address, {"tutor": tutor.code, "email": ""})

    assert tutor.get_full_name() in client.get(address).content.decode()
    assert Authorship.objects.current().filter(person=tutor, given_by=coordinator).exists()

    client.post(reverse("courses_authors:dismiss", args=[course.pk, tutor.code]))

    assert not Authorship.objects.current().exists()


def test_a_methodist_is_appointed_by_the_address(course, coordinator, sign_in):
    methodist = member("expert", course.centre, email="methodist@example.org")

    sign_in(coordinator).post(
        reverse("courses_authors:authors", args=[course.pk]), {"email": "Methodist@example.org"}
    )

    assert Authorship.objects.get().person == methodist


@pytest.mark.parametrize("typed", [{}, {"email": "stranger@example.org"}, {"tutor": "nobody"}])
def test_a_wrong_choice_is_explained(course, stranger, coordinator, sign_in, typed):
    address = reverse("courses_authors:authors", args=[course.pk])

    response = sign_in(coordinator).post(address, typed)

    assert 'class="form-errors"' in response.content.decode()
    assert not Authorship.objects.exists()


def test_only_coordinators_of_the_centre_find_the_screen(course, tutor, stranger, sign_in):
    other = member("coordinator", CentreFactory())
    for person in (tutor, stranger, other):
        client = sign_in(person)
        for name, more in (("authors", []), ("dismiss", [tutor.code]), ("approval", [])):
            address = reverse(f"courses_authors:{name}", args=[course.pk, *more])
            answer = client.get(address) if name == "authors" else client.post(address)
            assert answer.status_code == 404, (person, name)
        assert (
            client.post(
                reverse("courses_authors:authors", args=[course.pk]), {"tutor": tutor.code}
            ).status_code
            == 404
        )
    assert not Authorship.objects.exists()


def test_a_stranger_finds_no_editor(course, stranger, sign_in):
    client = sign_in(stranger)

    for address in (explore(course), edit(course), reverse("wagtailadmin_pages:search")):
        assert client.get(address).status_code == 404
    assert client.get(reverse("wagtailadmin_home"))["Location"] == reverse("desk:desk")


# --- writing -------------------------------------------------------------------------------


def test_an_author_publishes_a_lesson_with_a_readable_address(author, module, sign_in):
    response = add_lesson(sign_in(author), module, lesson_form("Урок о щедрой реке"))

    lesson = LessonPage.objects.child_of(module).get(title="Урок о щедрой реке")
    assert response.status_code == 302
    assert lesson.live and lesson.owner == author
    assert lesson.slug == "urok-o-shchedroy-reke"


def test_the_same_title_twice_gets_a_number(author, module, sign_in):
    client = sign_in(author)
    for _time in range(3):
        add_lesson(client, module, lesson_form("Урок"))

    slugs = LessonPage.objects.child_of(module).filter(title="Урок")
    assert sorted(slugs.values_list("slug", flat=True)) == ["urok", "urok-2", "urok-3"]


def test_the_browser_turns_titles_into_latin_addresses_too(author, lesson, sign_in):
    page = sign_in(author).get(edit(lesson)).content.decode()

    assert 'data-w-slug-allow-unicode-value="true"' not in page
    assert "w-sync:apply-&gt;w-slug#urlify:prevent" in page


def test_an_editor_approves_where_the_centre_wants_it(course, author, module, sign_in):
    expert_editor = editor()
    actions.want_approval(course.centre, True, by=author)
    client = sign_in(author)

    add_lesson(client, module, lesson_form("Sent lesson"))
    assert not LessonPage.objects.filter(title="Sent lesson", live=True).exists()
    LessonPage.objects.filter(title="Sent lesson").delete()
    add_lesson(client, module, lesson_form("Draft lesson"), "action-submit")

    lesson = LessonPage.objects.get(title="Draft lesson")
    state = lesson.current_workflow_task_state
    assert not lesson.live
    assert Notice.objects.get(recipient=expert_editor).path == edit(lesson)
    answer = sign_in(expert_editor).post(
        reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", state.pk]),
        {"comment": "Well written."},
    )
    lesson.refresh_from_db()
    assert answer.status_code in (200, 302)
    assert lesson.live
    assert Notice.objects.filter(recipient=author, title="“Draft lesson” is published").exists()


def test_an_editor_sends_a_lesson_back_with_a_comment(course, author, module, sign_in, mailoutbox):
    expert_editor = editor()
    actions.want_approval(course.centre, True, by=author)
    add_lesson(sign_in(author), module, lesson_form("Draft"), "action-submit")
    lesson = LessonPage.objects.get(title="Draft")
    state = lesson.current_workflow_task_state

    sign_in(expert_editor).post(
        reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "reject", state.pk]),
        {"comment": "Say what comes out of step 2."},
    )

    notice = Notice.objects.get(recipient=author, title__contains="came back")
    assert "Say what comes out of step 2." in notice.text
    assert not mailoutbox  # letters wait in the outbox


def test_the_author_cannot_approve_themselves(course, author, module, sign_in):
    actions.want_approval(course.centre, True, by=author)
    client = sign_in(author)
    add_lesson(client, module, lesson_form("Draft"), "action-submit")
    lesson = LessonPage.objects.get(title="Draft")

    client.post(
        reverse(
            "wagtailadmin_pages:workflow_action",
            args=[lesson.pk, "approve", lesson.current_workflow_task_state.pk],
        )
    )

    lesson.refresh_from_db()
    assert not lesson.live


def test_the_centre_changes_its_mind(course, author, coordinator, sign_in):
    client = sign_in(coordinator)
    address = reverse("courses_authors:approval", args=[course.pk])

    client.post(address, {"wanted": "yes"})
    page = Page.objects.get(pk=course.pk)
    assert page.get_workflow() == editors.approval()
    assert not page.permissions_for_user(author).can_publish()

    client.post(address, {"wanted": "no"})
    page = Page.objects.get(pk=course.pk)
    assert page.get_workflow() is None
    fresh = type(author).objects.get(pk=author.pk)
    assert page.permissions_for_user(fresh).can_publish()
    assert Workflow.objects.filter(active=True, name="Approval by an editor").count() == 1
    assert GroupApprovalTask.objects.filter(groups__name="Editors").count() == 1


def test_uploads_land_in_the_collection_of_the_course(course, author, sign_in):
    client = sign_in(author)
    client.post(
        reverse("wagtailimages_chooser:create"),
        {"image-chooser-upload-title": "A map", "image-chooser-upload-file": png()},
    )
    client.post(
        reverse("wagtaildocs_chooser:create"),
        {
            "document-chooser-upload-title": "A list",
            "document-chooser-upload-file": SimpleUploadedFile(
                "list.txt", b"First, second.", content_type="text/plain"
            ),
        },
    )

    course.refresh_from_db()
    assert get_image_model().objects.get().collection == course.collection
    assert get_document_model().objects.get().collection == course.collection


@pytest.mark.parametrize("new_tab", [False, True])
def test_a_preview_may_be_framed_by_the_editor_only(author, lesson, sign_in, new_tab):
    client = sign_in(author)
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk])
    answer = client.post(address, lesson_form("Seen before", slug="seen-before"))
    assert answer.json()["is_valid"], answer.content

    shown = client.get(address, {"in_preview_panel": "true"} if not new_tab else {})

    page = shown.content.decode()
    assert shown.status_code == 200 and "Seen before" in page
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    assert "unsafe-inline" not in shown["Content-Security-Policy"]
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert "userbar" not in page and "gravatar" not in page


def test_the_editor_asks_nobody_else_for_anything(author, lesson, sign_in):
    page = sign_in(author).get(edit(lesson)).content.decode()

    for sign in ('src="http', 'src="//', "gravatar", "releases.wagtail"):
        assert sign not in page


# --- what stays shut -----------------------------------------------------------------------


def test_the_course_itself_stays_where_it_is(course, author, lesson, sign_in):
    client = sign_in(author)
    for name in ("delete", "unpublish", "copy", "move"):
        answer = client.post(reverse(f"wagtailadmin_pages:{name}", args=[course.pk]), {"x": "1"})
        assert answer.status_code == 302, name
        assert answer["Location"] == explore(course), name
    for name in ("set_privacy", "lock"):
        answer = client.post(reverse(f"wagtailadmin_pages:{name}", args=[course.pk]))
        assert answer.status_code == 404, name

    course.refresh_from_db()
    assert course.live and LessonPage.objects.filter(pk=lesson.pk).exists()


def test_an_author_changes_the_programme_but_not_its_centre(course, author, sign_in):
    other = CentreFactory(name="Another centre")
    client = sign_in(author)
    assert "Another centre" not in client.get(edit(course)).content.decode()

    client.post(
        edit(course),
        {
            "title": course.title,
            "slug": course.slug,
            "intro": "A new sentence.",
            "hours": "36",
            "goals": "null",
            "centre": str(other.pk),
            "action-publish": "1",
            **{key: value for key, value in lesson_form("").items() if key.startswith("comments")},
        },
    )

    course.refresh_from_db()
    assert (course.intro, course.hours) == ("A new sentence.", 36)
    assert course.centre != other


def test_an_editor_chooses_the_centre(course, sign_in):
    assert 'name="centre"' in sign_in(editor()).get(edit(course)).content.decode()


def test_nothing_is_made_or_put_outside_the_course(course, author, module, lesson, sign_in):
    other = make_course(CentreFactory(), "Other")
    other_module = ModulePage.objects.child_of(other).get()
    client = sign_in(author)
    count = Page.objects.count()

    assert add_lesson(client, other_module, lesson_form("Smuggled")).status_code == 404
    catalogue = course.get_parent()
    create = reverse("wagtailadmin_pages:add", args=["courses", "coursepage", catalogue.pk])
    assert client.post(create, {"title": "New course"}).status_code == 404
    for name in ("move", "copy"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[lesson.pk])
        form = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": other_module.pk}
        assert client.post(address, form).status_code == 404
    confirm = reverse("wagtailadmin_pages:move_confirm", args=[lesson.pk, other_module.pk])
    assert client.post(confirm).status_code == 404

    assert Page.objects.count() == count
    assert Page.objects.get(pk=lesson.pk).is_child_of(module)


def test_foreign_numbers_in_a_form_are_refused(course, author, lesson, coordinator, sign_in):
    other = make_course(CentreFactory(), "Other")
    actions.open_editor(other)
    other.refresh_from_db()
    image = make_image("Foreign picture", other.collection)
    document = make_document("Foreign file", other.collection)
    client = sign_in(author)
    for block in (
        picture(image.pk),
        file(document.pk),
        text_with_link("DOCUMENT", document.pk),
        text_with_link("LINK", other.pk),
    ):
        form = lesson_form("Changed", block, slug=lesson.slug)
        answer = client.post(edit(lesson), form | {"action-publish": "1"})
        assert "is not of your course" in answer.content.decode(), block
        preview = reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk])
        assert not client.post(preview, form).json()["is_valid"]

    lesson.refresh_from_db()
    assert lesson.title != "Changed"


def test_own_numbers_in_a_form_are_taken(course, author, lesson, sign_in):
    course.refresh_from_db()
    blocks = (
        picture(make_image("Map", course.collection).pk),
        file(make_document("List", course.collection).pk),
        text_with_link("LINK", course.pk),
    )

    sign_in(author).post(
        edit(lesson), lesson_form("Changed", *blocks, slug=lesson.slug) | {"action-publish": "1"}
    )

    lesson.refresh_from_db()
    assert [block.block_type for block in lesson.body] == ["image", "file", "text"]


def test_what_an_editor_put_into_a_lesson_may_stay(course, author, lesson, sign_in):
    image = make_image("Shared picture", Collection.get_first_root_node())
    form = lesson_form("By an editor", picture(image.pk), slug=lesson.slug)
    sign_in(editor()).post(edit(lesson), form | {"action-publish": "1"})

    form = lesson_form("By the author", picture(image.pk), slug=lesson.slug)
    sign_in(author).post(edit(lesson), form | {"action-publish": "1"})

    lesson.refresh_from_db()
    assert lesson.title == "By the author"


def test_the_menu_holds_what_an_author_needs(course, author, sign_in):
    response = sign_in(author).get(explore(course))
    page = response.content.decode()

    assert course.title in page
    for closed in ("/cms/reports/", "/cms/users/", "/cms/redirects/", "/cms/collections/"):
        assert closed not in page
    assert reverse("wagtailimages:index") in page


def test_the_search_of_the_editor_finds_own_lessons(course, author, sign_in):
    make_course(CentreFactory(), "Other secret")
    call_command("update_index", verbosity=0)

    found = (
        sign_in(author)
        .get(reverse("wagtailadmin_pages:search"), {"q": "lesson"}, follow=True)
        .content.decode()
    )

    assert f"{course.title}: lesson 2" in found
    assert "Other secret" not in found


def test_the_way_home_leads_to_the_only_course(course, author, coordinator, sign_in):
    client = sign_in(author)
    assert client.get(reverse("wagtailadmin_home"))["Location"] == explore(course)

    second = make_course(course.centre, "Second")
    actions.appoint(second, author, by=coordinator)
    assert client.get(reverse("wagtailadmin_home"))["Location"] == reverse("desk:desk")
    assert [it.course for it in Authorship.objects.of(type(author).objects.get(pk=author.pk))] == [
        CoursePage.objects.get(pk=course.pk),
        second,
    ]


def test_a_link_inside_the_site_is_chosen_from_the_course(course, author, module, sign_in):
    client = sign_in(author)
    other = make_course(CentreFactory(), "Other secret")
    call_command("update_index", verbosity=0)

    response = client.get(reverse("wagtailadmin_choose_page"), follow=True)
    assert module.title in response.content.decode()
    found = client.get(reverse("wagtailadmin_choose_page_search"), {"q": "lesson"})
    assert f"{course.title}: lesson 1" in found.content.decode()
    assert "Other secret" not in found.content.decode()
    assert client.get(reverse("wagtailadmin_choose_page_child", args=[other.pk])).status_code == 404
    catalogue = course.get_parent()
    up = client.get(reverse("wagtailadmin_choose_page_child", args=[catalogue.pk]))
    assert up["Location"].startswith(reverse("wagtailadmin_choose_page_child", args=[course.pk]))


def test_an_editor_who_also_writes_keeps_the_whole_editor(course, author, sign_in):
    author.groups.add(editors.set_up())

    client = sign_in(author)

    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert client.get(reverse("wagtailadmin_reports:site_history")).status_code == 200


def test_setting_up_editors_again_changes_nothing(db):
    editors.set_up()
    before = editors.approval()

    editors.set_up()

    assert editors.approval() == before
    assert UserFactory() not in editors.set_up().user_set.all()
