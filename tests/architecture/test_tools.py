"""The scripts behind ``make``: each refusal is one sentence that names the way out."""

import importlib.util
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

TOOLS = Path(settings.BASE_DIR) / "tools"


@pytest.fixture
def tool(monkeypatch):
    """A script of tools/ as a module; its neighbours are found as when it is run."""
    monkeypatch.syspath_prepend(str(TOOLS))

    def load(name):
        spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)
        return module

    return load


def start(**environment):
    """`make demo` without make; only with what it must refuse before it installs anything."""
    return subprocess.run(
        [sys.executable, str(TOOLS / "start.py"), "demo"],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("port", ["eight", "0", "70000", "-1", "٣٠٠٠"])
def test_a_port_that_is_none_gets_one_sentence(port):
    ran = start(PORT=port)

    assert ran.returncode == 1
    assert ran.stderr == f"PORT={port} is not a port: give a number, for example PORT=8001.\n"


def test_a_folder_that_cannot_be_written_gets_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    ran = start(PORT=str(20000 + os.getpid() % 20000), DATA_DIR=str(tmp_path / "file" / "data"))

    assert ran.returncode == 1
    assert ran.stderr.startswith("Nothing can be written to ")
    assert "DATA_DIR=$HOME/tuetor" in ran.stderr and ran.stderr.count("\n") == 1


def test_an_environment_without_venv_gets_one_sentence(tool, monkeypatch):
    bootstrap = tool("bootstrap")
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(bootstrap.Missing, match="apt-get install python3-venv"):
        bootstrap.need_venv()


def test_an_environment_that_holds_the_lock_is_left_alone(tool, monkeypatch, tmp_path):
    bootstrap = tool("bootstrap")
    lock = tmp_path / "requirements-dev.txt"
    lock.write_text("nothing==1")
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    ran = []
    monkeypatch.setattr(bootstrap, "run", ran.append)

    bootstrap.ensure(lock)
    assert "--require-hashes" in ran.pop() and not ran, "installed, and not made anew"
    bootstrap.ensure(lock)
    assert not ran, "nothing has changed"
    lock.write_text("nothing==2")
    bootstrap.ensure(lock)
    assert "--clear" in ran[0] and "--require-hashes" in ran[1]


def test_rooms_below_the_floor_fail_and_empty_rooms_pass(tool, tmp_path, capsys):
    floor = tool("coverage_floor")
    report = tmp_path / "coverage.json"

    def verdict(covered):
        summary = {"num_statements": 100, "covered_lines": covered}
        report.write_text(json.dumps({"files": {"site/people/forms.py": {"summary": summary}}}))
        return floor.main(report)

    assert (verdict(95), verdict(94)) == (0, 1)
    assert "people            94.0 % of lines  below 95.0 %" in capsys.readouterr().out


def test_the_longest_functions_are_measured(tool, tmp_path, monkeypatch, capsys):
    longest = tool("longest")
    monkeypatch.setattr(longest, "ROOT", tmp_path)
    (tmp_path / "site" / "migrations").mkdir(parents=True)
    (tmp_path / "site" / "migrations" / "0001.py").write_text("x = 1\n" * 500)
    (tmp_path / "site" / "rooms.py").write_text("def short(): ...\n\n\ndef long():\n    a\n    b\n")

    longest.show("Functions", list(longest.functions(tmp_path / "site" / "rooms.py")))
    longest.show("Modules", [longest.length(path) for path in longest.modules()])

    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == ["3", "site/rooms.py:4", "long"]
    assert [line.split() for line in lines[4:]] == [["6", "site/rooms.py"]]


def test_the_demo_never_touches_a_database_named_by_the_environment(tool, monkeypatch, tmp_path):
    start = tool("start")
    monkeypatch.setenv("DATABASE_URL", "postgres://real.people")

    assert "DATABASE_URL" not in start.environment(8000, tmp_path, DEMO="1")


def test_every_stop_is_heard_even_where_a_script_began_us_with_ctrl_c_ignored(tool):
    supervise = tool("supervise")
    stops = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
    before = {number: signal.getsignal(number) for number in stops}
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        supervise.interrupt_on_any_stop()

        for number in stops:
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(number)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
