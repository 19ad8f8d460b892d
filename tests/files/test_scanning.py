"""Where the house has a virus scanner nothing passes it unseen, also when it does not answer."""

import sys

import pytest

from core.refusals import Refused
from files import actions, scanning
from files.models import StoredFile
from tests.files import samples
from tests.files.samples import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def scanner(settings, tmp_path):
    """A command that answers with a code after it has read the file, and keeps what it read."""
    seen = tmp_path / "seen"

    def answer(words: str):
        code = (
            f"import sys, time; open({str(seen)!r}, 'wb').write(sys.stdin.buffer.read()); {words}"
        )
        settings.VIRUS_SCANNER = [sys.executable, "-c", code]
        return seen

    return answer


PICTURE = samples.png()


def receive(sender):
    return actions.receive(upload(PICTURE, "a.png"), by=sender)


def test_without_a_scanner_nothing_is_asked(settings, monkeypatch, shelf, sender):
    assert settings.VIRUS_SCANNER == []
    monkeypatch.setattr(scanning, "_answer", None)

    assert receive(sender)


def test_a_clean_file_passes_as_it_was_sent(scanner, shelf, sender):
    seen = scanner("sys.exit(0)")

    assert receive(sender)
    assert seen.read_bytes() == PICTURE


def test_an_infected_file_is_refused(scanner, shelf, sender):
    scanner("sys.exit(1)")

    with pytest.raises(Refused, match="A virus was found"):
        receive(sender)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("words", ["sys.exit(2)", "sys.exit(127)", "time.sleep(30)"])
def test_a_scanner_that_does_not_answer_lets_nothing_pass(
    words, scanner, monkeypatch, caplog, shelf, sender
):
    scanner(words)
    monkeypatch.setattr(scanning, "SECONDS", 1)

    with pytest.raises(Refused, match="cannot be checked for viruses just now"):
        receive(sender)
    assert "does not answer" in caplog.text
    assert not StoredFile.objects.exists()


def test_a_scanner_that_is_not_there_lets_nothing_pass(settings, shelf, sender):
    settings.VIRUS_SCANNER = ["/nowhere/scanner"]

    with pytest.raises(Refused, match="just now"):
        receive(sender)


def test_the_command_is_read_from_the_environment(monkeypatch):
    import importlib

    from config.settings import base

    monkeypatch.setenv("VIRUS_SCANNER", "clamdscan --no-summary -")
    assert importlib.reload(base).VIRUS_SCANNER == ["clamdscan", "--no-summary", "-"]
    monkeypatch.delenv("VIRUS_SCANNER")
    assert importlib.reload(base).VIRUS_SCANNER == []
