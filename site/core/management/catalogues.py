"""Catalogues of translations, read, compared and written with Babel alone."""

import os
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.core.management.base import CommandError
from django.utils.translation.template import templatize

SOURCES = ("courses", "project_guide", "site", "templates", "webinars")
LEFT_OUT = {"migrations", "locale", "static", "tests", "node_modules"}
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml"}
ONE, MANY, CONTEXT, CONTEXT_MANY = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": ONE,
    **dict.fromkeys(["gettext", "gettext_lazy", "gettext_noop"], ONE),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], MANY),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], CONTEXT),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], CONTEXT_MANY),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: Tuetor\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


def extracted(root: Path) -> Catalog:
    """Every text of the code and the templates that is marked for translation."""
    found = Catalog(charset="utf-8")
    for path in sources(root):
        code = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            code = as_python(code, origin=str(path))
        for _line, text, _comments, context in extract("python", BytesIO(code.encode()), KEYWORDS):
            found.add(text, context=context)
    return found


def sources(root: Path) -> Iterator[Path]:
    for name in SOURCES:
        for path in sorted((root / name).rglob("*")):
            folders = set(path.relative_to(root).parts[:-1])
            is_template = "templates" in folders and path.suffix in TEMPLATE_SUFFIXES
            if (path.suffix == ".py" or is_template) and not folders & LEFT_OUT:
                yield path


def as_python(template: str, *, origin: str) -> str:
    """Calls of gettext between crossed-out text; without indents, which Python would mind."""
    return "\n".join(line.strip() for line in templatize(template, origin=origin).splitlines())


def read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        try:
            return read_po(file, locale=language, charset="utf-8", abort_invalid=True)
        except PoFileError as error:
            raise CommandError(f"{path}: {error}") from error


def update(catalogue: Catalog, texts: Catalog) -> None:
    """Take in the texts of the code: translations stay, new texts are empty, old ones go."""
    catalogue.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()


def write(catalogue: Catalog, path: Path) -> None:
    """Sorted, without line numbers and dates: a change of the file is a change of words."""
    body = BytesIO()
    write_po(body, catalogue, width=100, no_location=True, omit_header=True, sort_output=True)
    header = HEADER.format(language=catalogue.locale, plural_forms=catalogue.plural_forms)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(header.encode() + body.getvalue().rstrip() + b"\n")


def compile_to(catalogue: Catalog, path: Path) -> None:
    """Put in place at once, since another process may be reading; left alone when the same."""
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    if path.exists() and path.read_bytes() == compiled.getvalue():
        return
    unfinished = path.with_suffix(f".{os.getpid()}.tmp")
    unfinished.write_bytes(compiled.getvalue())
    unfinished.replace(path)


def faults(catalogue: Catalog, texts: Catalog) -> Iterator[str]:
    """What a reader of this language would notice, one line each."""
    plural_forms = Catalog(locale=catalogue.locale).num_plurals
    for text in texts:
        if text.id:
            fault = fault_of(catalogue.get(text.id, text.context), plural_forms)
            if fault:
                yield f"{fault}: {forms(text.id)[0]!r}"


def fault_of(message: Message | None, plural_forms: int) -> str:
    if message is None:
        return "missing"
    if message.fuzzy:
        return "fuzzy"
    translations = forms(message.string)
    if not all(translations):
        return "untranslated"
    if message.pluralizable and len(translations) != plural_forms:
        return f"{len(translations)} plural forms instead of {plural_forms}"
    wanted = placeholders(forms(message.id)[-1])
    if any(placeholders(translation) != wanted for translation in translations):
        return f"placeholders differ from {sorted(wanted)}"
    return ""


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, list | tuple) else (text or "",)


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))
