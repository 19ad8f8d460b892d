"""Leaks put into the house one at a time: the crawl must find each and say where it is."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.test import override_settings

from activity.actions import mails
from files import serving
from project_guide.actions import conclusions
from project_guide.views import handing_in, queue, review
from tests.files import samples

Change = Callable[[pytest.MonkeyPatch, Path, str], Any]  # the last is what is leaked


@dataclass(frozen=True)
class Plant:
    """Where somebody's `word` is put, and what the crawl of `reader` must say of it."""

    what: str
    change: Change
    where: str
    word: str = "last_name"
    story: str = "a peer holds it"
    reader: str = "peer"
    whose: str = "author"

    def __str__(self) -> str:
        return self.what


def template(name: str, text: str, block: str = "{% block main %}") -> Change:
    """The template of this name says `text` too, with the word for %s."""

    def change(_patch: pytest.MonkeyPatch, folder: Path, word: str) -> Any:
        found = next(Path(place) / name for place in settings.TEMPLATES[0]["DIRS"])
        source = found.read_text()
        assert block in source
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(source.replace(block, block + text % word, 1))
        first = {**settings.TEMPLATES[0], "DIRS": [folder, *settings.TEMPLATES[0]["DIRS"]]}
        return override_settings(TEMPLATES=[first, *settings.TEMPLATES[1:]])

    return change


def answer(module: Any, function: str, leak: Callable[[Any, str], None]) -> Change:
    """What `function` of a module of views gives back is changed by `leak`."""

    def change(patch: pytest.MonkeyPatch, _folder: Path, word: str) -> None:
        made = getattr(module, function)

        def leaking(*args: Any, **kwargs: Any) -> Any:
            response = made(*args, **kwargs)
            leak(response, word)
            return response

        patch.setattr(module, function, leaking)

    return change


def served(make: Callable[[str], bytes]) -> Change:
    """Every file goes out with these bytes, as if cleaning had been forgotten."""

    def change(patch: pytest.MonkeyPatch, _folder: Path, word: str) -> None:
        class Shelf:
            def open(self, _key: str) -> BytesIO:
                return BytesIO(make(word))

        patch.setattr(serving, "private", Shelf)

    return change


def workbook(creator: str) -> bytes:
    book, target = openpyxl.Workbook(), BytesIO()
    book.properties.creator = creator
    book.save(target)
    return target.getvalue()


def picture(artist: str) -> bytes:
    tags = samples.exif()
    tags[0x013B] = artist
    return samples.written(samples.picture(), "JPEG", exif=tags)


def document(author: str) -> bytes:
    return samples.pdf().replace(b"CANARY-author", author.encode())


def file_name(patch: pytest.MonkeyPatch, _folder: Path, word: str) -> None:
    patch.setattr(handing_in, "file_name", lambda label, number: f"{word} {number}")


def answer_to_scripts(patch: pytest.MonkeyPatch, _folder: Path, word: str) -> None:
    made = review.JsonResponse
    patch.setattr(review, "JsonResponse", lambda data, **more: made({**data, "by": word}, **more))


def sender(patch: pytest.MonkeyPatch, _folder: Path, word: str) -> None:
    made = mails._message

    def named(mail: Any) -> Any:
        message = made(mail)
        message.from_email = f"{word} <site@example.org>"
        return message

    patch.setattr(mails, "_message", named)


def paper(patch: pytest.MonkeyPatch, _folder: Path, word: str) -> None:
    made = conclusions.facts_of
    patch.setattr(conclusions, "facts_of", lambda *args: {**made(*args), "reviewers": [word]})


def header(response: Any, word: str) -> None:
    response["X-Owner"] = word


def cookie(response: Any, word: str) -> None:
    response.set_cookie("last_seen", word)


def query(response: Any, word: str) -> None:
    response["Location"] += f"?of={word}"


REVIEWS = "project_guide/reviews"
EXPERT = {"story": "an expert holds it", "reader": "expert"}
PLANTS = [
    Plant("title", template(f"{REVIEWS}/frame.html", '<i title="%s"></i>'), "body"),
    Plant("comment", template(f"{REVIEWS}/queue.html", "<!-- %s -->"), "/reviews/ (200), body"),
    Plant(
        "data attribute",
        template(f"{REVIEWS}/give_back.html", '<p data-of="%s"></p>'),
        "give-back/ (200), body",
        "region",
    ),
    Plant(
        "alt text",
        template(f"{REVIEWS}/hand_in.html", '<img alt="%s">', "{% block form %}"),
        "hand-in/ (200), body",
        "school",
    ),
    Plant("header", answer(handing_in, "attachment", header), "header X-Owner", "email"),
    Plant("file name", file_name, "header Content-Disposition"),
    Plant("metadata of a picture", served(picture), "metadata of a picture", "code"),
    Plant("properties of a PDF", served(document), "properties of a PDF", "code"),
    Plant("creator of a workbook", served(workbook), "docProps/core.xml: body"),
    Plant("answer to a script", answer_to_scripts, "autosave 0 (200), JSON", "pk"),
    Plant("redirect", answer(handing_in, "redirect", query), "header Location"),
    Plant("cookie", answer(queue, "render", cookie), "cookie last_seen", "email"),
    Plant("404", template("404.html", "<b>%s</b>"), "(404), body"),
    Plant(
        "409",
        template(f"{REVIEWS}/lost.html", "<b>%s</b>"),
        "(409), body",
        story="it is withdrawn",
    ),
    Plant(
        "search in the Guide",
        template("project_guide/guide_index_page.html", "<b>%s</b>"),
        "/guide/?q=Birds of our town (200), body",
        "first_name",
    ),
    Plant(
        "notice",
        template("project_guide/notices/invited.txt", "%s", "Read in a minute"),
        "notice review-invitation",
        **EXPERT,
    ),
    Plant("sender", sender, "header From", **EXPERT),
    Plant(
        "comment to authors",
        template("project_guide/projects/revision.html", "<!-- %s -->"),
        "revision/ (200), body",
        story="the sheets are released",
        reader="author",
        whose="peer",
    ),
    Plant(
        "conclusion",
        paper,
        "document.pdf (200), words of a PDF",
        story="it is decided",
        reader="author",
        whose="expert",
    ),
]
