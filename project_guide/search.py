"""Which pages of the Guide have all the words of a query: ids only, nothing is loaded."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.search.models import IndexEntry

from project_guide.models import ProjectPage
from project_guide.shelf import Shelf
from project_guide.stems import looked_for

MOST_KEPT = 256


def matching(words: str, shelf: Shelf) -> int:
    """The set of pages with all the words, in whatever form; kept as long as the shelf is."""
    stems = tuple(looked_for(words))
    kept = shelf.searches.get(stems)
    if kept is None:
        kept = shelf.of_ids(_ids(stems)) if stems else 0
        if len(shelf.searches) >= MOST_KEPT:
            shelf.searches.clear()
        shelf.searches[stems] = kept
    return kept


def _ids(stems: tuple[str, ...]) -> list[int]:
    results = ProjectPage.objects.search(" ".join(stems), operator="and", order_by_relevance=False)
    if connection.vendor == "sqlite":
        return _ids_on_sqlite(results.query_compiler)
    return list(results.get_queryset().order_by().values_list("pk", flat=True))


def _ids_on_sqlite(compiler: Any) -> list[int]:
    """Straight from the word index, which is asked once; its rows are those of the entries.

    Wagtail's way, and a join as well, ask the word index anew for every page of the Guide.
    """
    from modelsearch.backends.database.sqlite.query import MatchExpression, SQLiteFTSIndexEntry

    query = compiler.build_search_query(compiler.query)
    found = SQLiteFTSIndexEntry.objects.filter(MatchExpression(compiler.FTS_TABLE_FIELDS, query))
    entries = IndexEntry.objects.filter(
        pk__in=found.values("pk"),
        content_type=ContentType.objects.get_for_model(ProjectPage),
    )
    return [int(pk) for pk in entries.values_list("object_id", flat=True)]
