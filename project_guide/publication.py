"""Wagtail tells when a page of the Guide is published or taken off; the project follows."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished

from activity.actions import job
from project_guide import pictures
from project_guide.actions import publishing
from project_guide.models import GuideIndexPage, GuideStamp, ProjectPage


@receiver(page_published, sender=ProjectPage)
def published(instance: ProjectPage, revision: Any = None, **kwargs: Any) -> None:
    publishing.follow_publication(instance, by=revision.user if revision else None)


@receiver(page_unpublished, sender=ProjectPage)
def unpublished(instance: ProjectPage, **kwargs: Any) -> None:
    publishing.follow_unpublication(instance, by=None)


@receiver(page_published, sender=GuideIndexPage)
@receiver(page_slug_changed, sender=GuideIndexPage)
@receiver(page_slug_changed, sender=ProjectPage)
@receiver(post_delete, sender=ProjectPage)
@receiver(post_save, sender=PageViewRestriction)
@receiver(post_delete, sender=PageViewRestriction)
def changed(**kwargs: Any) -> None:
    """Something else of Wagtail's that changes what visitors see of the Guide."""
    GuideStamp.objects.bump()


@job("project_guide.draw_picture")
def draw_picture(image_pk: int) -> None:
    """The cards show the picture as soon as it has been drawn in their size."""
    pictures.draw(image_pk)
    GuideStamp.objects.bump()
