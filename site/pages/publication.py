"""Wagtail tells when something changes of which pages are made."""

from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete, post_save
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import post_page_move

from pages.models import PagesStamp

SHOWN = (Page, PageViewRestriction, Site, AbstractImage, AbstractDocument)


def changed(**kwargs: Any) -> None:
    PagesStamp.objects.bump()


def listen() -> None:
    post_page_move.connect(changed, dispatch_uid="pages.changed")
    for model in apps.get_models():
        if issubclass(model, SHOWN):
            post_save.connect(changed, sender=model, dispatch_uid=f"pages.{model.__name__}")
            post_delete.connect(changed, sender=model, dispatch_uid=f"pages.{model.__name__}")
