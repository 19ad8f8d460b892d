"""The table is whole: an address without a rule, or a form open to all columns, fails here."""

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.forms import ModelForm

from tests.permissions.checks import patterns
from tests.permissions.roles import EVERYBODY
from tests.permissions.table import (
    ACCOUNTS_OPEN,
    ACCOUNTS_OWN,
    BRANCHES,
    LEAD_TO_SIGN_IN,
    RULES,
)

ROOMS = [
    app
    for app in apps.get_app_configs()
    if Path(app.path).is_relative_to(settings.BASE_DIR) and ".venv" not in app.path
]
PRIVILEGES = {
    "id",
    "code",
    "is_staff",
    "is_superuser",
    "is_active",
    "groups",
    "user_permissions",
    "password",
    "email",
    "state",
    "owner",
    "teacher",
    "person",
    "role",
    "reviewer",
    "author",
    "enrolment",
    "session",
    "project",
    "version",
    "token",
    "edition",
    "taken",
    "prepared_by",
    "released_by",
}


def test_every_address_has_a_rule_and_every_rule_an_address():
    ruled = {rule.name for rule in RULES} | ACCOUNTS_OPEN | ACCOUNTS_OWN
    by_name = ruled | set(BRANCHES)
    found = {name if name in by_name else route for name, route, _view in patterns()}

    assert not found - ruled - LEAD_TO_SIGN_IN - set(BRANCHES), "addresses without a rule"
    assert not (ruled | LEAD_TO_SIGN_IN | set(BRANCHES)) - found, "rules without an address"


def test_open_views_are_those_the_table_opens():
    """The sign-in is asked for before the view; 115 views of ours and of allauth."""
    opened = {rule.name for rule in RULES if rule.is_open} | ACCOUNTS_OPEN
    views = {
        name: view
        for name, route, view in patterns()
        if (view and name and ":" in name) or name in opened | ACCOUNTS_OWN
    }
    found = {name for name, view in views.items() if not getattr(view, "login_required", True)}

    assert found == opened
    assert len(views) > 100


def test_every_rule_is_for_somebody_and_names_known_roles():
    for rule in RULES:
        named = (rule.sees or set()) | (rule.does or set()) | rule.barred | rule.leads
        assert named and named <= EVERYBODY, rule
        assert rule.leads <= (rule.sees or set()), rule
        assert not rule.barred & ((rule.sees or set()) & (rule.does or set())), rule


def forms() -> list[type[ModelForm]]:
    """Every model form of our rooms."""
    for room in ROOMS:
        for module in pkgutil.walk_packages([room.path], f"{room.name}."):
            if "form" in module.name.rsplit(".", 2)[-1] or ".forms." in module.name:
                importlib.import_module(module.name)
    found, waiting = [], [ModelForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.split(".")[0] in {room.name for room in ROOMS}:
            found.append(form)
    return found


def test_model_forms_name_their_columns_and_none_that_gives_power():
    named = {form.__name__: form._meta for form in forms() if form._meta.model}

    assert {"Profile", "EditSession", "WriteReflection", "RoundForm", "RecordRun"} <= set(named)
    for name, meta in named.items():
        assert isinstance(meta.fields, list | tuple), name
        assert not meta.exclude, name
        assert not PRIVILEGES & set(meta.fields), name


def sources() -> list[Path]:
    return [
        path
        for room in ROOMS
        for path in Path(room.path).rglob("*.py")
        if "migrations" not in path.parts
    ]


@pytest.mark.parametrize("forbidden", ["__all__", "csrf_exempt", "ALL_FIELDS"])
def test_no_source_has_a_word_that_opens_too_much(forbidden):
    """`__all__` of a module is another thing: a name, not a text."""
    found = [
        f"{path}:{node.lineno}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.Constant) and node.value == forbidden)
        or (
            isinstance(node, ast.Name | ast.alias)
            and forbidden != "__all__"
            and forbidden in {getattr(node, "id", ""), getattr(node, "name", "")}
        )
    ]

    assert len(sources()) > 150
    assert not found
