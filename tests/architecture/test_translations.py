"""Texts are found in code and templates, kept in one file a language, and checked."""

import gettext
import json

import pytest
from django.core.management import CommandError, call_command

from core.management import catalogues

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext
_("Sign " "in")
ngettext("%(number)s team", "%(number)s teams", 3)
pgettext("a month", "May")
_(variable)
"""
TEMPLATE = """
      <p>it's {% translate "Guide" %} {{ _("desk")|lower }}</p>
  {% blocktranslate trimmed count number=teams %}
      one team of {{ place }}
  {% plural %}
      {{ number }} teams of {{ place }}
  {% endblocktranslate %}
{% include "x.html" with title=_("Title") %}
"""
RUSSIAN = {
    "Sign in": "Войти",
    "May": "Май",
    "Guide": "Путеводитель",
    "desk": "стол",
    "Title": "Название",
    "%(number)s team": ("%(number)s команда", "%(number)s команды", "%(number)s команд"),
    "one team of %(place)s": tuple(
        f"%(number)s {word} %(place)s" for word in ("к.", "к-ды", "к-д")
    ),
}


@pytest.fixture
def house(tmp_path, settings):
    for name, text in {
        "site/people/forms.py": CODE,
        "templates/people/sign_in.html": TEMPLATE,
        "site/people/migrations/0001_people.py": '_("left out")',
        "tests/test_people.py": '_("left out")',
        ".venv/lib/django.py": '_("left out")',
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True)
        file.write_text(text)
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    settings.LANGUAGES = [("en", "English"), ("ru", "Russian")]
    return tmp_path


@pytest.fixture
def po(house):
    return house / "locale" / "ru" / "LC_MESSAGES" / "django.po"


def translate(po, changes=None):
    catalogue = catalogues.read(po, "ru")
    for text in catalogue:
        if text.id:
            text.string = {**RUSSIAN, **(changes or {})}[catalogues.forms(text.id)[0]]
    catalogues.write(catalogue, po)


def test_texts_of_code_and_templates_are_found(house):
    found = {(text.id, text.context) for text in catalogues.extracted(house) if text.id}

    assert found == {
        ("Sign in", None),
        (("%(number)s team", "%(number)s teams"), None),
        ("May", "a month"),
        ("Guide", None),
        ("desk", None),
        ("Title", None),
        (("one team of %(place)s", "%(number)s teams of %(place)s"), None),
    }


def test_nothing_is_translated_at_first(house):
    with pytest.raises(CommandError, match="missing: 'Sign in'"):
        call_command("translations", check=True)


def test_new_texts_wait_for_their_translation(house, po):
    call_command("translations", update=True)

    with pytest.raises(CommandError, match=r"untranslated: 'Guide'[\s\S]*ru: 7 texts"):
        call_command("translations", check=True)


def test_translations_outlive_an_update_and_obsolete_ones_go(house, po):
    call_command("translations", update=True)
    translate(po)
    before = po.read_text()
    call_command("translations", update=True)
    assert po.read_text() == before

    (house / "site/people/forms.py").write_text("")
    call_command("translations", update=True)

    assert "Путеводитель" in po.read_text()
    assert "Войти" not in po.read_text()


def test_what_is_translated_passes_and_speaks(house, po):
    call_command("translations", update=True)
    translate(po)
    call_command("translations", check=True)
    call_command("translations")

    with po.with_suffix(".mo").open("rb") as compiled:
        russian = gettext.GNUTranslations(compiled)
    assert russian.gettext("Sign in") == "Войти"
    assert russian.pgettext("a month", "May") == "Май"
    said = [russian.ngettext("%(number)s team", "%(number)s teams", n) for n in (1, 3, 5, 21)]
    assert [text.split()[-1] for text in said] == ["команда", "команды", "команд", "команда"]


def test_compiling_again_leaves_the_file_alone(house, po):
    call_command("translations", update=True)
    translate(po)
    call_command("translations")
    before = po.with_suffix(".mo").stat()
    call_command("translations")

    assert po.with_suffix(".mo").stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"Guide": "Путеводитель %(name)s"}, "placeholders differ"),
        ({"%(number)s team": ("одна", "%(number)s", "%(number)s")}, "placeholders differ"),
        ({"Guide": ""}, "untranslated"),
        ({"%(number)s team": ("%(number)s к.", "", "")}, "untranslated"),
    ],
    ids=json.dumps,
)
def test_a_faulty_translation_is_refused(house, po, changes, fault):
    call_command("translations", update=True)
    translate(po, changes)

    with pytest.raises(
        CommandError, match=f"{fault}.*: '{next(iter(changes))[:6]}".replace("(", r"\(")
    ):
        call_command("translations", check=True)


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('msgid "Guide"', '#, fuzzy\nmsgid "Guide"', "fuzzy: 'Guide'"),
        ('msgstr[2] "%(number)s команд"\n', "", r"untranslated: '%\(number\)s team'"),
        ("nplurals=3", "nplurals=2", "more translations than num_plurals"),
        ("nplurals=3", "nplurals=4", r"untranslated: '%\(number\)s team'"),
    ],
)
def test_a_file_spoilt_by_hand_is_refused(house, po, before, after, fault):
    call_command("translations", update=True)
    translate(po)
    assert before in po.read_text()
    po.write_text(po.read_text().replace(before, after))

    with pytest.raises(CommandError, match=fault):
        call_command("translations", check=True)
