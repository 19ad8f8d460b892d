"""Where a browser or PostgreSQL must be there, a skipped test is a failed one."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

TESTS = """
import pytest

@pytest.mark.postgres
def test_race(): assert True

@pytest.mark.browser
def test_page(): pytest.skip("no browser today")

def test_plain(): pytest.skip("may be skipped")
"""


@pytest.fixture
def outcome(tmp_path):
    (tmp_path / "test_some.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  browser\n  postgres\n")

    def run(**environment):
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:django", "-p", "tests.plugins.required"],
            cwd=tmp_path,
            env={**kept, "PYTHONPATH": str(settings.BASE_DIR), **environment},
            capture_output=True,
            text=True,
        )

    return run


def test_skips_are_allowed_on_ones_own_machine(outcome):
    assert "3 skipped" in outcome().stdout


def test_postgres_tests_run_where_the_database_is_named(outcome):
    assert "1 passed, 2 skipped" in outcome(DATABASE_URL="postgres://x").stdout


@pytest.mark.parametrize("what", ["BROWSER", "POSTGRES"])
def test_a_required_test_may_not_be_skipped(outcome, what):
    ran = outcome(**{f"REQUIRE_{what}": "1"})

    assert ran.returncode == 1
    assert "2 skipped" in ran.stdout
    assert "was skipped, and must run here" in ran.stdout


def test_one_line_tells_how_to_get_the_browser(outcome, tmp_path):
    assert "apt-get install chromium" in outcome(PATH=str(tmp_path)).stdout
