"""Fields that any model may have."""

from typing import Any

from django.db import models

from core.text import folded


class FoldedField(models.CharField[str, str]):
    """Another field's text as it is compared: tidy, and without regard to capital letters.

    Written by every save of the row, in bulk too, but not by `update()`. It exists because
    SQLite's own `iexact` does not know that «Школа» and «школа» are one word.
    """

    def __init__(self, *args: Any, source: str, **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **{"editable": False, "default": "", **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, instance: models.Model, add: bool) -> str:
        value = folded(getattr(instance, self.source))
        setattr(instance, self.attname, value)
        return value
