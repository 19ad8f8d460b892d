"""Wagtail tells when a page of the Guide is published or taken off; the project follows."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from project_guide.actions import publishing
from project_guide.models import ProjectPage


@receiver(page_published, sender=ProjectPage)
def published(instance: ProjectPage, revision: Any = None, **kwargs: Any) -> None:
    publishing.follow_publication(instance, by=revision.user if revision else None)


@receiver(page_unpublished, sender=ProjectPage)
def unpublished(instance: ProjectPage, **kwargs: Any) -> None:
    publishing.follow_unpublication(instance, by=None)
