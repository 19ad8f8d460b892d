"""The virtual environment, made from a lock file and made anew only when that has changed.

Needs nothing but Python's standard library: it runs before anything is installed.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / os.environ.get("VENV", ".venv")
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.txt"
DEV_LOCK = ROOT / "requirements-dev.txt"  # holds everything of LOCK, in the same versions


class Missing(Exception):
    """The machine lacks something. The text is one sentence, and names the way out."""


def ensure(lock: Path) -> None:
    """Make the environment hold what the lock lists; costs nothing when it already does."""
    if installed(lock) == digest(lock) and PYTHON.exists():
        return
    need_venv()
    if installed(lock) or not PYTHON.exists():
        run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    print(f"Installing the packages of {lock.name} (once, a minute or two) ...", flush=True)
    run([*pip_install(), "-r", str(lock)])
    for held in {lock, LOCK}:
        stamp(held).write_text(digest(held))


def pip_install() -> list[str]:
    """Only what the lock names, only with the hashes it names, and nothing compiled here."""
    rules = ["--require-hashes", "--no-deps", "--only-binary", ":all:"]
    quiet = ["--quiet", "--quiet", "--disable-pip-version-check"]
    return [str(PYTHON), "-m", "pip", "install", *rules, *quiet]


def run(command: list[str]) -> None:
    if subprocess.run(command, cwd=ROOT, check=False, start_new_session=True).returncode:
        raise Missing(
            "The packages could not be installed, for the reason printed above: look at the "
            "network and the free space, then give the same command again."
        )


def need_venv() -> None:
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise Missing(
            f"{sys.executable} comes without the modules venv and ensurepip: install them "
            "(on Debian and Ubuntu: apt-get install python3-venv)."
        )


def digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def stamp(lock: Path) -> Path:
    return VENV / f".installed-{lock.stem}"


def installed(lock: Path) -> str:
    """The digest of the lock file that was installed last; empty when none was."""
    return stamp(lock).read_text() if stamp(lock).exists() else ""


if __name__ == "__main__":
    try:
        ensure(DEV_LOCK)
    except Missing as missing:
        sys.exit(str(missing))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
