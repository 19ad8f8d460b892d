"""One stylesheet from many: a file for each component in the source, one request for the reader."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

CSS = Path(__file__).parent / "static" / "css"
BUNDLE = "css/site.css"


class BundleFinder(BaseFinder):
    """Finds `css/site.css`, made of the files that `bundle.txt` names, in their order."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.storage = FileSystemStorage(location=Path(settings.DATA_DIR) / "bundle")

    def build(self) -> Path:
        names = (CSS / "bundle.txt").read_text(encoding="utf-8").split()
        text = "\n".join((CSS / name).read_text(encoding="utf-8") for name in names)
        target = Path(self.storage.path(BUNDLE))
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return target

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != BUNDLE:
            return []
        found = str(self.build())
        return [found] if find_all or kwargs.get("all") else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        self.build()
        yield BUNDLE, self.storage

    def check(self, **kwargs: Any) -> Any:
        return []
