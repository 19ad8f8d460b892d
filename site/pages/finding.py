"""The way to a page: the site, its first page and the sections under it.

Wagtail looks for them with every request, in five queries. They are the same for all readers and
change with a publication only, so this process keeps them until the next change of any page.
"""

from copy import copy
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.models.sites import SiteRootPath

from core.memory import Memory
from pages.models import PagesStamp


@dataclass(frozen=True)
class Front:
    """The site at one name, with its first page."""

    site: Site | None
    root_paths: list[SiteRootPath]


_fronts: Memory[Front] = Memory(most=8)
_sections: Memory[Page] = Memory(most=32)


def show_the_way(request: HttpRequest) -> None:
    """Put on the request what Wagtail would look for and then keep there itself."""
    name = (request.get_host(), request.get_port())
    front = _fronts.recall(PagesStamp.of(request), name, lambda: _front(request))
    site = copy(front.site)
    if site is not None:
        site.root_page = copy(site.root_page)
    request.__dict__["_wagtail_site"] = site
    request.__dict__["_wagtail_cached_site_root_paths"] = front.root_paths


def _front(request: HttpRequest) -> Front:
    site = Site.find_for_request(request)
    if site is not None:
        site.root_page = site.root_page.specific
        if not PageViewRestriction.objects.exists():
            site.root_page.is_restricted = False
    return Front(site, Site.get_site_root_paths())


def section_of(home: Page, slug: str, request: HttpRequest) -> Page:
    """The page of this name directly under the first page of the site."""

    def find() -> Page:
        found = home.get_children().filter(slug=slug).first()
        if found is None:
            raise Http404
        return found.specific

    section = copy(_sections.recall(PagesStamp.of(request), (home.pk, slug), find))
    section._cached_parent_obj = home
    section.is_restricted = getattr(home, "is_restricted", None)
    return section
