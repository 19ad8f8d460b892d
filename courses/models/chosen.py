"""Only what the writer may choose gets into a page, whatever numbers a form sends."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.documents.models import AbstractDocument
from wagtail.documents.permissions import permission_policy as documents
from wagtail.images.models import AbstractImage
from wagtail.images.permissions import permission_policy as images
from wagtail.models import Page
from wagtail.permissions import page_permission_policy as pages

Chosen = tuple[type[models.Model], str]


def chosen_in(field: models.Field[Any, Any], value: Any) -> Iterator[Chosen]:
    """The pictures, documents and pages that a rich text or a stream points to."""
    if hasattr(field, "extract_references") and value is not None:
        for model, pk, *_path in field.extract_references(value):
            yield model, str(pk)


def may_choose(user: Any, model: type[models.Model], pk: str) -> bool:
    thing = model._base_manager.filter(pk=pk).first()
    if thing is None:
        return True
    if isinstance(thing, AbstractImage):
        return bool(images.user_has_permission_for_instance(user, "choose", thing))
    if isinstance(thing, AbstractDocument):
        return bool(documents.user_has_permission_for_instance(user, "choose", thing))
    if isinstance(thing, Page):
        return bool(pages.user_has_any_permission_for_instance(user, {"add", "change"}, thing))
    return False


class ChosenByRight(WagtailAdminPageForm):
    """What stands in the page already may stay, even if somebody else had put it there."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for field in self.instance._meta.concrete_fields:
            if field.name not in cleaned:
                continue
            before = set(chosen_in(field, getattr(self.instance, field.name)))
            new = set(chosen_in(field, cleaned[field.name])) - before
            if not all(may_choose(self.for_user, *chosen) for chosen in new):
                self.add_error(
                    field.name, _("A picture, file or page in it is not of your course.")
                )
        return cleaned
