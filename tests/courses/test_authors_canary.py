"""Two worlds: the author of one course walks the whole editor with the numbers of the other.

Everything of the second world carries a canary: a word that stands nowhere else. Whoever may see
it all, an editor, meets the canaries on the same walk, so the test can fail.
"""

from itertools import product
from urllib.parse import unquote

import pytest
from django.core.management import call_command
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    Comment,
    Page,
    PageLogEntry,
    Site,
    TaskState,
)
from wagtail.models.reference_index import ReferenceIndex

from courses.actions import authors as actions
from courses.actions import editors
from courses.models import LessonPage, ModulePage
from tests.courses.editor import editor, make_document, make_image
from tests.factories.courses import catalogue, make_course
from tests.factories.people import CentreFactory, member

# 2026-11: Wagtail leaves the temporary file of a rendition to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

CANARIES = {
    kind: f"zanar{kind}"
    for kind in (
        "course", "module", "lesson", "body", "draft", "revision", "image", "tagofpicture",
        "document", "tagoffile", "comment", "person", "coordinator", "shared",
    )
}  # fmt: skip


class World:
    """A course with an author, a published lesson, a draft, a text under review, files, talk."""

    def __init__(self, word, *, approves) -> None:
        centre = CentreFactory(approves_materials=approves)
        self.coordinator = member("coordinator", centre, last_name=word("coordinator").title())
        self.author = member("tutor", centre, last_name=word("person").title())
        self.course = make_course(centre, word("course"), lessons=0)
        self.course.slug = f"course-{self.course.pk}"  # an address may be repeated by a form
        self.course.save()
        self.module = ModulePage.objects.child_of(self.course).get()
        self.module.title, self.module.slug = word("module"), "module"
        self.module.save_revision(user=self.author, log_action=True).publish()
        self.module.refresh_from_db()
        self.lesson = self.add(word("lesson"), live=True, body=word("body"))
        self.draft = self.add(word("draft"), live=False, body=word("draft"))
        actions.appoint(self.course, self.author, by=self.coordinator)
        self.course.refresh_from_db()
        self.fill(word)
        self.send_for_review(word)

    def add(self, title, *, live, body):
        text = {"type": "text", "value": f"<p>{body}</p>"}
        lesson = LessonPage(
            title=title, summary=title, body=[text], live=live, owner=self.author,
            slug=f"lesson-{LessonPage.objects.count()}",
        )  # fmt: skip
        self.module.add_child(instance=lesson)
        lesson.save_revision(user=self.author, log_action=True)
        return lesson

    def fill(self, word):
        collection = self.course.collection
        width = 8 + collection.pk
        self.image = make_image(word("image"), collection, word("tagofpicture"), width=width)
        self.document = make_document(word("document"), collection, word("tagoffile"))
        picture = {"type": "image", "value": {"image": self.image.pk, "alternative": word("body")}}
        file = {"type": "file", "value": {"document": self.document.pk}}
        self.lesson.body = [picture, file, {"type": "text", "value": f"<p>{word('body')}</p>"}]
        self.lesson.save_revision(user=self.author, log_action=True).publish()
        self.lesson = LessonPage.objects.get(pk=self.lesson.pk)

    def send_for_review(self, word):
        """An unpublished revision with a comment, under way to an editor."""
        self.lesson.title = word("revision")
        self.lesson.wagtail_admin_comments.add(
            Comment(user=self.author, text=word("comment"), contentpath="title")
        )
        self.revision = self.lesson.save_revision(user=self.author, log_action=True)
        page = Page.objects.get(pk=self.lesson.pk).specific
        self.workflow_state = editors.approval().start(page, self.author)
        self.redirect = Redirect.objects.create(
            old_path=f"/{word('shared')}", redirect_page=self.lesson
        )
        Page.objects.filter(pk=self.draft.pk).update(
            locked=True, locked_by=self.author, locked_at=timezone.now()
        )
        self.editing = EditingSession.objects.create(
            user=self.author, content_object=self.lesson, last_seen_at=timezone.now()
        )


@pytest.fixture
def worlds(db, settings):
    settings.DEMO = True
    catalogue()
    mine = World(lambda kind: f"mine{kind}", approves=False)
    theirs = World(lambda kind: CANARIES[kind], approves=True)
    shared = make_image(CANARIES["shared"], Collection.get_first_root_node(), width=99)
    shared.tags.add(CANARIES["tagofpicture"])
    call_command("update_index", verbosity=0)
    call_command("rebuild_references_index", verbosity=0)
    assert ReferenceIndex.objects.exists() and PageLogEntry.objects.exists()
    return mine, theirs


# --- the walk ------------------------------------------------------------------------------


def views_of_editor(patterns, spaces=()):
    """(name, names of arguments or their count) of every view below /cms/."""
    for pattern in patterns:
        if not isinstance(pattern, URLPattern):
            space = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from views_of_editor(pattern.url_patterns, space)
        elif pattern.name:
            yield ":".join((*spaces, pattern.name)), pattern


def arguments(name, world):
    """Every number of the world that an argument of this name can mean, in this view."""
    lesson, pages = world.lesson, [world.course, world.module, world.lesson, world.draft]
    page_keys = [page.pk for page in pages]
    space = name.split(":")[0]
    workflow = editors.approval()
    task = workflow.tasks.get()
    by_space = {
        "wagtailadmin_collections": [world.course.collection.pk],
        "wagtailimages_chooser": [world.image.pk],
        "wagtaildocs_chooser": [world.document.pk],
        "wagtailusers_users": [world.author.pk, world.coordinator.pk],
        "wagtailusers_groups": [world.course.author_group.group.pk],
        "wagtailsites": [Site.objects.get().pk],
    }
    if space == "wagtailadmin_workflows":
        keys = [task.pk] if "task" in name else [workflow.pk]
    elif space == "wagtailadmin_api":
        keys = {"images": [world.image.pk], "documents": [world.document.pk]}.get(
            name.split(":")[1], page_keys
        )
    else:
        keys = by_space.get(space, page_keys)
    state = TaskState.objects.filter(workflow_state=world.workflow_state).get()
    return {
        "pk": keys,
        **dict.fromkeys(
            ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk"),
            page_keys,
        ),
        "image_id": [world.image.pk],
        "document_id": [world.document.pk],
        "doc_id": [world.document.pk],
        "revision_id": [world.revision.pk, lesson.live_revision_id],
        "task_state_id": [state.pk],
        "task_id": [task.pk],
        "workflow_state_id": [world.workflow_state.pk],
        "workflow_pk": [workflow.pk],
        "collection_id": [world.course.collection.pk],
        "redirect_id": [world.redirect.pk],
        "uploaded_file_id": [1],
        "object_id": [str(lesson.pk)],
        "session_id": [world.editing.pk],
        "action_name": ["approve", "reject", "copy", "publish", "revert_to_page_revision"],
        "action": ["delete", "move", "publish", "unpublish", "add_tags", "add_to_collection"],
        "filter_spec": ["width-50"],
    }


TYPES = [("courses", "lessonpage"), ("courses", "modulepage"), ("courses", "coursepage")]
FILE_TYPES = [("wagtailimages", "image"), ("wagtaildocs", "document")]


def addresses(name, pattern, world):
    """All addresses of a view, its arguments filled with the numbers of the world."""
    wanted = list(pattern.pattern.converters)
    if name == "wagtailadmin_pages:revisions_compare":
        for page, first, last in product(
            (world.lesson.pk, world.draft.pk),
            ("live", "earliest", str(world.revision.pk)),
            ("live", "latest", str(world.revision.pk)),
        ):
            yield reverse(name, args=[page, first, last])
        return
    known = arguments(name, world)
    typed = [key for key in wanted if key not in known]
    for values in product(*(known[key] for key in wanted if key in known)):
        filled = dict(zip((key for key in wanted if key in known), values, strict=True))
        for kind in kinds(name, typed):
            yield reverse(name, kwargs=filled | kind)


def kinds(name, keys):
    """Arguments that name a kind of thing."""
    if not keys:
        return [{}]
    if set(keys) == {"uidb64", "token"}:
        return [{"uidb64": "MQ", "token": "a-b"}]
    apps = next((key for key in keys if "app" in key), None)
    models = next((key for key in keys if "model" in key), None)
    if apps is None or models is None:
        raise AssertionError(f"{name} takes {keys}: say here what they mean")
    tags = [("taggit", "tag")] if "tag" in name else []
    tasks = [("wagtailcore", "groupapprovaltask")] if "task" in name else []
    return [{apps: app, models: model} for app, model in tags or tasks or TYPES + FILE_TYPES]


def queries(world):
    """Questions that lists, searches and choosers understand, asked of every address."""
    keys = [world.image.pk, world.document.pk, world.course.pk, world.lesson.pk, world.draft.pk]
    return [
        {},
        {"q": "zanar", "search_all": "1", "term": "zanar", "id": [str(key) for key in keys]},
    ]


def side_doors(mine, theirs):
    """Addresses of the own world that ask for things of the other."""
    lesson, draft, other = mine.lesson.pk, mine.draft.pk, theirs.lesson.pk
    explore = reverse("wagtailadmin_explore", args=[mine.course.pk])
    results = reverse("wagtailadmin_explore_results", args=[mine.course.pk])
    images, documents = reverse("wagtailimages:index"), reverse("wagtaildocs:index")
    chooser = reverse("wagtailadmin_choose_page_child", args=[mine.course.pk])
    api = reverse("wagtailadmin_api:pages:listing")
    owners = f"owner={theirs.author.pk}&edited_by={theirs.author.pk}"
    bulk = [
        reverse("wagtail_bulk_action", args=[app, model, action])
        for app, model in [*FILE_TYPES, ("wagtailcore", "page")]
        for action in ("delete", "add_tags", "add_to_collection", "move", "publish")
    ]
    numbers = f"id={theirs.image.pk}&id={mine.image.pk}"
    yield from (f"{address}?{numbers}&id={theirs.lesson.pk}&next=/" for address in bulk)
    yield from (f"{address}?id=all&next=/" for address in bulk)
    for address in (explore, results):
        yield from (f"{address}?{query}" for query in (
            "q=zanar&search_all=1", "search_all=1&has_child_pages=false", owners,
            f"{owners}&search_all=1", "ordering=ord", "ordering=title",
        ))  # fmt: skip
    for address in (images, documents, f"{images}results/", f"{documents}results/"):
        yield from (f"{address}?{query}" for query in (
            "q=zanar", f"collection_id={theirs.course.collection.pk}",
            f"tag={CANARIES['tagofpicture']}", "layout=list", "ordering=-usage_count",
        ))  # fmt: skip
    for space in ("wagtailimages_chooser", "wagtaildocs_chooser"):
        for view in ("choose", "choose_results"):
            yield from (f"{reverse(f'{space}:{view}')}?{query}" for query in (
                "q=zanar", f"tag={CANARIES['tagofpicture']}", "layout=list", "multiple=1",
                f"collection_id={theirs.course.collection.pk}", "select_format=true",
            ))  # fmt: skip
        for numbers in (f"id={theirs.image.pk}&id={theirs.document.pk}", ""):
            yield f"{reverse(f'{space}:chosen_multiple')}?{numbers}"
    yield from (f"{chooser}?{query}" for query in (
        "page_type=courses.LessonPage", f"target_pages[]={other}&user_perms=move_to",
        "can_choose_root=1&user_perms=copy_to", "multiple=1",
    ))  # fmt: skip
    yield from (f"{api}?{query}" for query in (
        f"child_of={theirs.module.pk}", f"descendant_of={theirs.course.pk}&fields=*",
        "search=zanar", "for_explorer=1", f"ancestor_of={other}",
    ))  # fmt: skip
    for revision in (theirs.revision.pk, theirs.lesson.live_revision_id):
        yield reverse("wagtailadmin_pages:revisions_view", args=[lesson, revision])
        yield reverse("wagtailadmin_pages:revisions_revert", args=[lesson, revision])
        yield reverse("wagtailadmin_pages:revisions_compare", args=[lesson, "live", revision])
    yield reverse(
        "wagtailadmin_pages:workflow_history_detail", args=[lesson, theirs.workflow_state.pk]
    )
    for destination in (theirs.course.pk, theirs.module.pk):
        yield reverse("wagtailadmin_pages:move_confirm", args=[draft, destination])
    for name in ("edit", "history", "history_results", "workflow_history", "copy", "move"):
        yield reverse(f"wagtailadmin_pages:{name}", args=[draft])
        yield reverse(f"wagtailadmin_pages:{name}", args=[lesson])


def forms(theirs):
    """What is posted: numbers of the other world under the names that forms of Wagtail read."""
    keys = {
        "new_parent_page": theirs.module.pk,
        "chooser": theirs.module.pk,
        "new_title": "Copy",
        "new_slug": "copy",
        "image": theirs.image.pk,
        "document": theirs.document.pk,
        "collection": theirs.course.collection.pk,
        "id": [theirs.lesson.pk, theirs.image.pk, theirs.document.pk],
        "url": theirs.lesson.full_url,
        "link-chooser-url": theirs.lesson.full_url,
        "external-link-chooser-url": theirs.lesson.full_url,
        "external-link-chooser-link_text": "Here",
        "title": "Taken over",
        "tags": "taken",
        "comment": "taken",
    }
    return [keys, {**keys, "action-publish": "1", "alias": "on", "publish_copies": "on"}]


def seen_in(response, asked=""):
    """The canaries in what came back, but for those that the asker had named."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode(errors="replace").lower()
    text += unquote(" ".join(response.headers.values())).lower()
    return {kind for kind, word in CANARIES.items() if word in text and word not in asked}


def all_addresses(mine, theirs):
    views = [
        (name, pattern)
        for name, pattern in views_of_editor(
            [it for it in get_resolver().url_patterns if str(it.pattern) == "cms/"]
        )
        if name != "wagtailadmin_error_test"  # made to fail
    ]
    assert len(views) > 180
    found = [address for name, it in views for address in addresses(name, it, theirs)]
    return [*dict.fromkeys(found)], [*dict.fromkeys(side_doors(mine, theirs))]


def state_of(world):
    """What must not have changed after a stranger's walk."""
    pages = Page.objects.descendant_of(world.course, inclusive=True).order_by("pk")
    return (
        list(pages.values_list("pk", "path", "title", "live", "latest_revision", "locked")),
        type(world.image).objects.filter(pk=world.image.pk).values_list("title", "collection")[0],
        type(world.document).objects.filter(pk=world.document.pk).values_list("title")[0],
        world.course.collection.name,
        world.workflow_state.__class__.objects.get(pk=world.workflow_state.pk).status,
    )


def test_an_author_meets_no_canary_on_any_get(worlds, sign_in):
    mine, theirs = worlds
    client = sign_in(mine.author)
    numbered, doors = all_addresses(mine, theirs)
    before = state_of(theirs)

    for address, query in product(numbered, queries(theirs)):
        response = client.get(address, query)
        assert (response.status_code < 500, seen_in(response)) == (True, set()), (address, query)
    for address in doors:
        response = client.get(address)
        seen = seen_in(response, asked=address)
        assert (response.status_code < 500, seen) == (True, set()), address

    assert state_of(theirs) == before


def test_an_author_changes_nothing_and_meets_no_canary_on_any_post(worlds, sign_in):
    mine, theirs = worlds
    client = sign_in(mine.author)
    numbered, doors = all_addresses(mine, theirs)
    before, pages = state_of(theirs), Page.objects.count()

    for address, form in product([*numbered, *doors], forms(theirs)):
        if address == reverse("wagtailadmin_logout"):
            continue
        response = client.post(address, form)
        seen = seen_in(response, asked=address)
        assert (response.status_code < 500, seen) == (True, set()), address

    assert state_of(theirs) == before
    assert Page.objects.count() == pages


def test_an_editor_meets_the_canaries_on_the_same_walk(worlds, sign_in):
    mine, theirs = worlds
    client = sign_in(editor())
    numbered, doors = all_addresses(mine, theirs)
    met = {}

    for address in [*numbered, *doors]:
        found = seen_in(client.get(address), asked=address)
        if found:
            met[address] = found

    # Lists of people are closed to editors as well.
    assert set().union(*met.values()) == set(CANARIES) - {"coordinator"}
    assert len(met) > 100


def test_the_author_of_the_other_world_reads_it(worlds, sign_in):
    theirs = worlds[1]
    client = sign_in(theirs.author)

    page = client.get(reverse("wagtailadmin_pages:edit", args=[theirs.lesson.pk]))
    index = client.get(reverse("wagtailimages:index"))

    assert {"revision", "comment", "body"} <= seen_in(page)
    assert "image" in seen_in(index) and "shared" not in seen_in(index)
