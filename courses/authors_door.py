"""The door of the editor for authors: a list of what is open; everything else is not there.

Wagtail hides foreign pages in its lists, yet its choosers, reports, histories, interfaces for
scripts and lists of people show more than an author should see. So the door is shut by default:
a view that a later Wagtail adds is closed until somebody thinks about it here.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.authors_rules import (
    OPEN,
    OWN_DOCUMENT,
    OWN_IMAGE,
    OWN_PAGE,
    OWN_PART,
    PAGE_TYPES,
)
from courses.authors_scope import Scope, is_only_author

GetResponse = Callable[[HttpRequest], HttpResponseBase]
Answer = HttpResponseBase | None
Special = Callable[[HttpRequest, Scope, dict[str, Any]], Answer]


class AuthorsDoor:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Answer:
        if not request.path_info.startswith("/cms/") or not request.user.is_authenticated:
            return None
        if not is_only_author(request.user):
            return None
        named = {str(number): value for number, value in enumerate(args)} | kwargs
        return let_in(request, Scope(request.user), named)


def let_in(request: HttpRequest, scope: Scope, named: dict[str, Any]) -> Answer:
    """Nothing when the author may go on, another answer, or: there is no such page."""
    match = request.resolver_match
    name = match.view_name if match else ""
    if name in SPECIAL:
        return SPECIAL[name](request, scope, named)
    if name in OWN_PART and scope.is_course(named[OWN_PART[name]]):
        messages.error(request, _("The course itself is kept by an editor: ask one to do this."))
        return redirect("wagtailadmin_explore", named[OWN_PART[name]])
    if name in OPEN:
        return None
    if is_own(name, scope, named) and destination_is_own(request, scope, named):
        return None
    raise Http404


def is_own(name: str, scope: Scope, named: dict[str, Any]) -> bool:
    for names, things in (
        (OWN_PAGE | OWN_PART, scope.pages),
        (OWN_IMAGE, scope.images),
        (OWN_DOCUMENT, scope.documents),
    ):
        if name in names:
            return scope.holds(things(), [named[names[name]]])
    return False


def destination_is_own(request: HttpRequest, scope: Scope, named: dict[str, Any]) -> bool:
    """Where a page is moved or copied to, in the address or in the form."""
    places = [*request.POST.getlist("new_parent_page"), named.get("destination_id")]
    return all(scope.has_page(place) for place in places if place)


def go_home(request: HttpRequest, scope: Scope, named: dict[str, Any]) -> Answer:
    """The only course opens at once; several are listed on the desk."""
    if len(scope.courses) == 1:
        return redirect("wagtailadmin_explore", scope.courses[0].pk)
    return redirect("desk:desk")


def to_profile(request: HttpRequest, scope: Scope, named: dict[str, Any]) -> Answer:
    return redirect("people:profile")


def search_own(request: HttpRequest, scope: Scope, named: dict[str, Any]) -> Answer:
    """The search of the whole house becomes a search of the author's courses."""
    if not scope.courses:
        raise Http404
    asked = urlencode({"q": request.GET.get("q", ""), "search_all": "1"})
    return redirect(f"{reverse('wagtailadmin_explore', args=[scope.courses[0].pk])}?{asked}")


def choose_page(request: HttpRequest, scope: Scope, named: dict[str, Any]) -> Answer:
    """The chooser begins at the course instead of the root of the site."""
    place = named.get("parent_page_id")
    if place is not None and scope.has_page(place):
        return None
    if not scope.courses or (place is not None and not scope.leads_to_course(place)):
        raise Http404
    address = reverse("wagtailadmin_choose_page_child", args=[scope.courses[0].pk])
    return redirect(f"{address}?{request.META.get('QUERY_STRING', '')}")


def ping(request: HttpRequest, scope: Scope, named: dict[str, Any]) -> Answer:
    """Who else has the same page open."""
    if (named["app_label"], named["model_name"].lower()) not in PAGE_TYPES:
        raise Http404
    if not scope.has_page(named["object_id"]):
        raise Http404
    return None


def many_files(request: HttpRequest, scope: Scope, named: dict[str, Any]) -> Answer:
    """An action on several own pictures or documents; "all" would name foreign ones."""
    files = {"wagtailimages": scope.images, "wagtaildocs": scope.documents}.get(named["app_label"])
    if files is None or not scope.holds(files(), request.GET.getlist("id")):
        raise Http404
    return None


def chosen(things: Callable[[Scope], QuerySet[Any]]) -> Special:
    """Several things chosen at once, named in the address."""

    def check(request: HttpRequest, scope: Scope, named: dict[str, Any]) -> Answer:
        if not scope.holds(things(scope), request.GET.getlist("id")):
            raise Http404
        return None

    return check


def own_tags(request: HttpRequest, scope: Scope, named: dict[str, Any]) -> Answer:
    found = scope.tags().filter(name__istartswith=request.GET.get("term", "")).order_by("name")
    return JsonResponse(list(found.values_list("name", flat=True)[:10]), safe=False)


SPECIAL: dict[str, Special] = {
    "wagtailadmin_home": go_home,
    "wagtailadmin_explore_root": go_home,
    "wagtailadmin_account": to_profile,
    "wagtailadmin_pages:search": search_own,
    "wagtailadmin_choose_page": choose_page,
    "wagtailadmin_choose_page_child": choose_page,
    "wagtailadmin_choose_page_chosen_multiple": chosen(Scope.pages),
    "wagtailimages_chooser:chosen_multiple": chosen(Scope.images),
    "wagtaildocs_chooser:chosen_multiple": chosen(Scope.documents),
    "wagtailadmin_tag_autocomplete": own_tags,
    "wagtailadmin_tag_model_autocomplete": own_tags,
    "wagtailadmin_editing_sessions:ping": ping,
    "wagtail_bulk_action": many_files,
}
