from django.db import models
from wagtail.models import Page, PageViewRestriction


class SitePage(Page):
    """What all pages of the site have in common."""

    is_restricted: bool | None = None  # None: whoever found the page did not look

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Those of the page and of all above it, in one query (no page of the site is an alias)."""
        if self.is_restricted is False:
            return PageViewRestriction.objects.none()
        paths = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        return PageViewRestriction.objects.filter(page__path__in=paths)
