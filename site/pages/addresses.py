"""The last part of a page's address, made from its title in whatever alphabet."""

from django.utils.text import slugify
from wagtail.coreutils import string_to_ascii
from wagtail.models import Page


def free_slug(title: str, parent: Page, *, otherwise: str) -> str:
    """Readable Latin letters, with a number behind them where a sister page has them already.

    `otherwise` stands for a title without a letter or a figure.
    """
    wanted = slugify(string_to_ascii(title))[:80].strip("-") or otherwise
    sisters = parent.get_children().filter(slug__startswith=wanted)
    taken = set(sisters.values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)
