"""How far an author's eyes reach in the editor: pages, pictures, documents of own courses."""

from collections.abc import Iterable
from typing import Any, TypeGuard

from django.db.models import Q, QuerySet
from taggit.models import Tag
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import GroupPagePermission, Page

from courses.models import AuthorGroup, Authorship, CoursePage
from people.models import User

Image = get_image_model()
Document = get_document_model()


def is_only_author(user: Any) -> TypeGuard[User]:
    """To whoever has no right on pages but an author's, or none at all, the editor is narrow."""
    if user.is_superuser:
        return False
    rights = GroupPagePermission.objects.filter(group__user=user)
    return not rights.exclude(group__in=AuthorGroup.objects.values("group")).exists()


class Scope:
    def __init__(self, user: User) -> None:
        self.courses: list[CoursePage] = [it.course for it in Authorship.objects.of(user)]

    def pages(self) -> Any:
        """The courses and all below them."""
        own = Q(pk__in=[])
        for course in self.courses:
            own |= Q(path__startswith=course.path)
        return Page.objects.filter(own)

    def images(self) -> QuerySet[Any]:
        return Image.objects.filter(collection__course__in=self.courses)

    def documents(self) -> QuerySet[Any]:
        return Document.objects.filter(collection__course__in=self.courses)

    def tags(self) -> QuerySet[Tag]:
        """Those that stand on the pictures and documents."""
        on_images = Image.tags.through.objects.filter(
            content_type__app_label="wagtailimages", object_id__in=self.images().values("pk")
        )
        on_documents = Document.tags.through.objects.filter(
            content_type__app_label="wagtaildocs", object_id__in=self.documents().values("pk")
        )
        return Tag.objects.filter(
            Q(pk__in=on_images.values("tag")) | Q(pk__in=on_documents.values("tag"))
        )

    def holds(self, things: QuerySet[Any], keys: Iterable[Any]) -> bool:
        """Every one of the keys is a number of one of the things, and there is at least one."""
        wanted = {str(key) for key in keys}
        if not wanted or not all(key.isdecimal() and len(key) < 19 for key in wanted):
            return False
        return things.filter(pk__in=wanted).count() == len({int(key) for key in wanted})

    def has_page(self, key: Any) -> bool:
        return self.holds(self.pages(), [key])

    def is_course(self, key: Any) -> bool:
        return str(key) in {str(course.pk) for course in self.courses}

    def leads_to_course(self, key: Any) -> bool:
        """A page on the way from the root to an own course."""
        page = Page.objects.filter(pk=key).first()
        return page is not None and any(it.path.startswith(page.path) for it in self.courses)
