"""The rules of the house that no other tool looks after."""

import ast
import re
import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.forms import BaseForm, Textarea

ROOT = Path(settings.BASE_DIR)
ROOMS = ("site", "courses", "project_guide", "webinars")
LOCKS = ("requirements.txt", "requirements-dev.txt")
INLINE = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "an inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an on… attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"""["']\s*javascript:""", re.IGNORECASE),
}


def code():
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def html_templates():
    rooms = [path for room in ROOMS for path in (ROOT / room).rglob("templates/**/*.html")]
    return sorted([*(ROOT / "templates").rglob("*.html"), *rooms])


def names(paths):
    return [str(path.relative_to(ROOT)) for path in paths]


def our_apps():
    return [
        app
        for app in apps.get_app_configs()
        if Path(app.path).is_relative_to(ROOT) and not Path(app.path).is_relative_to(ROOT / ".venv")
    ]


def test_site_is_a_source_root_and_never_a_package():
    assert not (ROOT / "site" / "__init__.py").exists()
    assert not list((ROOT / "site").glob("*.py"))


def test_rooms_never_take_a_name_of_the_standard_library():
    taken = {"platform", "profile", "types", "code", "select"}

    assert not taken & {app.label for app in our_apps()}


@pytest.mark.parametrize("what", INLINE)
def test_templates_have_nothing_inline_that_the_content_policy_would_stop(what):
    found = [path for path in html_templates() if INLINE[what].search(path.read_text())]

    assert html_templates()
    assert names(found) == []


@pytest.mark.parametrize(
    "markup",
    [
        "<script>x()</script>",
        "<style>",
        '<p style="x">',
        '<p class="a" onclick="x">',
        '<a href="javascript:x">',
    ],
)
def test_the_search_for_inline_code_finds_it(markup):
    assert any(pattern.search(markup) for pattern in INLINE.values())


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="/static/js/page.js" defer></script>',
        '<p class="style=">',
        "<p>one on = two",
    ],
)
def test_the_search_for_inline_code_lets_the_rest_be(markup):
    assert not any(pattern.search(markup) for pattern in INLINE.values())


def test_migrations_are_named_by_hand():
    files = [path for path in code() if path.parent.name == "migrations"]
    unnamed = re.compile(r"\d{4}_(auto_\d|alter_|remove_.*_and_more|.*_and_more|initial$)")

    assert [name for name in names(files) if unnamed.match(Path(name).stem)] == []


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    printed = StringIO()

    call_command("makemigrations", check=True, dry_run=True, stdout=printed)

    assert "No changes" in printed.getvalue()


def test_forms_name_their_fields():
    """`__all__` would put a field into the form on the day it is added to the model."""
    found = [
        path
        for path in code()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Assign)
        and ast.unparse(node) in ("fields = '__all__'", "exclude = '__all__'")
    ]

    assert names(found) == []


def all_forms(kind=BaseForm):
    for found in kind.__subclasses__():
        yield found
        yield from all_forms(found)


def test_no_browser_cuts_a_long_text_off():
    """`maxlength` drops the end of a pasted text without a word; our fields say it is too long."""
    rooms = {app.label for app in our_apps()}
    texts = {
        f"{form.__module__}.{form.__name__}.{name}": field.widget.attrs
        for form in all_forms()
        if form.__module__.split(".")[0] in rooms
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field.widget, Textarea)
    }

    assert "courses.forms.WriteReflection.text" in texts
    assert [name for name, attributes in texts.items() if "maxlength" in attributes] == []


def test_each_dependency_says_what_it_is_for():
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    lines = {line.split('"')[1]: line for line in text.splitlines() if line.startswith('    "')}

    assert [name for name in wanted if not re.search(r'",\s*# \w', lines[name])] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_hold_versions_and_hashes_and_no_addresses(lock):
    text = (ROOT / lock).read_text()
    packages = re.findall(r"^[a-z0-9].*", text, re.MULTILINE)

    assert "://" not in text and not re.search(r"^-", text, re.MULTILINE)
    assert packages and all("==" in line and line.endswith("\\") for line in packages)
    assert text.count("--hash=sha256:") >= len(packages)


def test_both_locks_agree():
    running, developing = (pins(ROOT / lock) for lock in LOCKS)

    assert running <= developing


def test_locks_know_every_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    locked = {pin.split("==")[0] for pin in pins(ROOT / "requirements-dev.txt")}

    assert {re.split(r"[^\w.-]", name)[0].lower() for name in wanted} <= locked


def pins(lock):
    return set(
        re.findall(r"^([a-z0-9][^ \[]*(?:\[[^]]*\])?==[^ ]+)", lock.read_text(), re.MULTILINE)
    )


KEPT = re.compile(r'{% (?:kept|include|extends) "([^"]+)"')
OF_ONE_REQUEST = re.compile(r"\b(?:csrf_token|request|messages)\b")


def test_nothing_of_one_request_is_kept_for_the_next():
    """A component that is rendered once holds no token and knows no request."""
    folder = ROOT / "templates"
    source = "\n".join(path.read_text() for path in html_templates())
    waiting = set(re.findall(r'{% kept "([^"]+)"', source))
    assert len(waiting) >= 5
    seen = set()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        text = (folder / name).read_text()
        words = re.sub("{% comment %}.*?{% endcomment %}", "", text, flags=re.DOTALL)
        parts = " ".join(re.findall("{[{%].*?[}%]}", words))
        assert not OF_ONE_REQUEST.search(parts), name
        waiting |= {one for one in KEPT.findall(text) if one.endswith(".html")} - seen
