#!/usr/bin/env python
"""Django's commands: ``python manage.py <command>``."""

import os
import sys
from pathlib import Path

# site/ is a source root, not a package: Python's own ``site`` module owns the name.
sys.path.insert(1, str(Path(__file__).parent / "site"))

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
