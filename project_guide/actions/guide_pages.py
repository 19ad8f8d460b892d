"""What an accepted version says, as a page of the Guide."""

from typing import Any

from project_guide.models import ProjectPage, ProjectVersion


def page_of(version: ProjectVersion) -> ProjectPage:
    """The page as it would be made from the version; not saved."""
    page = ProjectPage()
    take_from(version, page)
    page.tags.set(version.card.get("tags", []))
    return page


def take_from(version: ProjectVersion, page: ProjectPage) -> None:
    """Write what the accepted version says into the page; tags and picture stay."""
    card = version.card
    names = [author["name"] for author in version.authors] if card["names_shown"] else []
    page.version = version
    page.title = page.draft_title = card["title"]
    page.kind = version.kind
    page.idea = page.search_description = card["idea"]
    page.question = card["question"]
    page.subjects = card["subjects"]
    page.grade_bands = card["grade_bands"]
    page.languages = card["languages"]
    page.weeks = card["weeks"]
    page.authors = shown_names(names)
    page.licence = card["licence"]
    page.body = searchable(card)


def shown_names(names: list[str], most: int = 400) -> str:
    """As many whole names as there is room for."""
    while len(", ".join(names)) > most:
        names = names[:-1]
    return ", ".join(names)


def searchable(card: dict[str, Any]) -> str:
    """The card's prose in one text, for the search."""
    fields = ("description", "goals", "results", "tools", "joint_result")
    parts = [card.get(field) for field in fields]
    for stage in card["stages"]:
        parts += [stage["title"], stage["task"], stage["deliverable"]]
    return "\n".join(part for part in parts if part)
