"""The editor as an author finds it: own courses in the menu, own things in lists and choosers."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.pages.listing import ExplorableIndexView, GenericPageFilterSet
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.documents.views.documents import DocumentsFilterSet
from wagtail.documents.views.documents import IndexView as DocumentsIndex
from wagtail.images.views.images import ImagesFilterSet
from wagtail.images.views.images import IndexView as ImagesIndex
from wagtail.models import Page

from courses import authors_notices
from courses.authors_scope import Scope, is_only_author
from courses.models import CoursePage
from pages.addresses import free_slug

KEPT_IN_MENU = {"images", "documents", "desk"}


@hooks.register("construct_main_menu")
def menu_of_author(request: HttpRequest, items: list[MenuItem]) -> None:
    """The way back to the desk for everybody; an author's own courses, pictures, documents."""
    items.append(
        MenuItem(_("My desk"), reverse("desk:desk"), name="desk", icon_name="home", order=900)
    )
    if not is_only_author(request.user):
        return
    items[:] = [item for item in items if item.name in KEPT_IN_MENU]
    for course in Scope(request.user).courses:
        address = reverse("wagtailadmin_explore", args=[course.pk])
        items.append(
            MenuItem(course.title, address, name=f"course-{course.pk}", icon_name="edit", order=50)
        )


@hooks.register("construct_page_chooser_queryset")
def choose_own_pages(pages: Any, request: HttpRequest) -> Any:
    """Links inside the site lead to pages of the author's own courses."""
    if not is_only_author(request.user):
        return pages
    own = Scope(request.user).pages()
    return pages.filter(pk__in=own.values("pk"))


@hooks.register("construct_explorer_page_queryset")
def explore_own_pages(parent: Page, pages: Any, request: HttpRequest) -> Any:
    return choose_own_pages(pages, request)


@hooks.register("construct_page_action_menu")
def course_stays_published(items: list[Any], request: HttpRequest, context: Any) -> None:
    """Sessions are held of a course, so its author does not take it off the site."""
    if isinstance(context.get("page"), CoursePage) and is_only_author(request.user):
        items[:] = [item for item in items if item.name != "action-unpublish"]


@hooks.register("before_create_page")
def readable_address(request: HttpRequest, parent: Page, page_class: type[Page]) -> None:
    """A Cyrillic title becomes a Latin address also where the browser runs no script."""
    if request.method != "POST" or request.POST.get("slug") or not request.POST.get("title"):
        return
    typed = request.POST.copy()
    otherwise = page_class._meta.model_name or ""
    typed["slug"] = free_slug(str(typed["title"]), parent, otherwise=otherwise)
    request.POST = typed  # type: ignore[assignment]


class NoPeople:
    """Filters that list people, sites or popular tags of the whole house are not for authors."""

    HIDDEN = ("owner", "edited_by", "site", "tag")
    request: HttpRequest
    filters: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_only_author(self.request.user):
            for name in self.HIDDEN:
                self.filters.pop(name, None)


class PageFilters(NoPeople, GenericPageFilterSet):
    class Meta(GenericPageFilterSet.Meta):
        pass


class ImageFilters(NoPeople, ImagesFilterSet):
    class Meta(ImagesFilterSet.Meta):
        pass


class DocumentFilters(NoPeople, DocumentsFilterSet):
    class Meta(DocumentsFilterSet.Meta):
        pass


class Explorer(ExplorableIndexView):
    @property
    def explorable_columns(self) -> list[Any]:
        """Without the boxes for actions on many pages, which are closed to authors."""
        columns: list[Any] = list(super().explorable_columns)
        if is_only_author(self.request.user):
            columns = [column for column in columns if column.name != "bulk_actions"]
        return columns


class Pages(PageViewSet):
    model = Page
    index_view_class = Explorer
    filterset_class = PageFilters


@hooks.register("register_admin_viewset")
def explorer() -> Pages:
    return Pages()


# Wagtail has no setting for these two; a class is given its filters before any request.
ImagesIndex.filterset_class = ImageFilters
DocumentsIndex.filterset_class = DocumentFilters
authors_notices.connect()
