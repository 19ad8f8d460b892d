"""``manage.py translations``: compiles what is translated; ``--update`` and ``--check``."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.management import catalogues

SHOWN = 40
WRITTEN_IN = "en"  # the texts in the code are English themselves


class Command(BaseCommand):
    help = "Compile the translations; with --update or --check, work on their texts instead."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--update", action="store_true", help="take new texts into the .po")
        parser.add_argument("--check", action="store_true", help="fail when a text is not ready")

    def handle(self, *args: Any, update: bool, check: bool, **options: Any) -> None:
        if update:
            self.update()
        if check:
            self.check_texts(shown=SHOWN if options["verbosity"] < 2 else None)
        if not update and not check:
            self.compile()

    def update(self) -> None:
        texts = catalogues.extracted(settings.BASE_DIR)
        for language, path in files().items():
            catalogue = catalogues.read(path, language)
            catalogues.update(catalogue, texts)
            catalogues.write(catalogue, path)

    def check_texts(self, *, shown: int | None) -> None:
        texts = catalogues.extracted(settings.BASE_DIR)
        reports = [
            report(language, list(catalogues.faults(catalogues.read(path, language), texts)), shown)
            for language, path in files().items()
        ]
        if any(reports):
            raise CommandError("\n".join(filter(None, reports)))

    def compile(self) -> None:
        for language, path in files().items():
            if path.exists():
                catalogues.compile_to(catalogues.read(path, language), path.with_suffix(".mo"))


def report(language: str, found: list[str], shown: int | None) -> str:
    if not found:
        return ""
    advice = "`make translations` takes new ones in, -v 2 lists all"
    return "\n".join([*found[:shown], f"{language}: {len(found)} texts are not ready; {advice}."])


def files() -> dict[str, Path]:
    """The .po file of each language the texts are translated into."""
    folder = Path(settings.LOCALE_PATHS[0])
    return {
        language: folder / language / "LC_MESSAGES" / "django.po"
        for language, _name in settings.LANGUAGES
        if language != WRITTEN_IN
    }
