"""Where Wagtail looks for the room's hooks: those for readers, and those for authors."""

from courses import authors_hooks, reading

__all__ = ["authors_hooks", "reading"]
