"""Browser and PostgreSQL tests are skipped where they cannot run, and fail where they must run.

``make`` loads this with ``-p tests.plugins.required``. REQUIRE_BROWSER=1 and REQUIRE_POSTGRES=1,
which CI sets, turn such a skip into a failure.
"""

import os
import shutil
from collections.abc import Iterator

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ADVICE = "Chromium was not found, browser tests are skipped: apt-get install chromium brings it."


def chromium() -> str | None:
    """The path of the browser on this machine; CHROMIUM names another one."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def required(item: pytest.Item) -> bool:
    return any(
        item.get_closest_marker(marker) and os.environ.get(f"REQUIRE_{marker.upper()}") == "1"
        for marker in ("browser", "postgres")
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    without_browser = pytest.mark.skip(reason=ADVICE)
    without_postgres = pytest.mark.skip(reason="runs with make test-postgres")
    on_postgres = os.environ.get("DATABASE_URL", "").startswith("postgres")
    for item in items:
        if item.get_closest_marker("browser") and not chromium():
            item.add_marker(without_browser)
        if item.get_closest_marker("postgres") and not on_postgres:
            item.add_marker(without_postgres)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and required(item):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and must run here: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not chromium():
        terminalreporter.write_line(ADVICE, yellow=True)
