"""What reviewers of a project are called where nobody learns who they are."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from project_guide.models import Review


def titled(sheets: Iterable[Review]) -> Iterator[tuple[Review, str]]:
    """Each released sheet of a project, in the order they came, as “Reviewer A”, “Expert A”: so
    one sheet has one name on every page."""
    named = {True: _("Expert %(letter)s"), False: _("Reviewer %(letter)s")}
    counts = {True: 0, False: 0}
    for sheet in sheets:
        kind = sheet.slot.round.is_for_experts
        yield sheet, named[kind] % {"letter": chr(ord("A") + counts[kind])}
        counts[kind] += 1


def labelled(sheets: Iterable[Review]) -> Iterator[tuple[Review, str]]:
    """The same as the authors read it: with the name, where the round shows reviewers."""
    for sheet, title in titled(sheets):
        yield sheet, str(sheet.slot.reviewer) if sheet.slot.round.shows_reviewers else title
