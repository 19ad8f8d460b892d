"""What lies between installed packages and a site that answers; done anew only after a change."""

import hashlib
import subprocess
from pathlib import Path

from bootstrap import PYTHON, ROOT, Missing

SOURCES = ("courses", "project_guide", "site", "templates", "webinars", "requirements.txt")
SUFFIXES = {".py", ".po", ".mo", ".html", ".json", ".css", ".js", ".svg", ".txt", ".typ", ".woff2"}
ACCOUNTS = "accounts.txt"


def prepare(steps: list[list[str]], *, data_dir: Path, env: dict[str, str]) -> str:
    """Run the steps if the sources or the database have changed; what the last one printed."""
    done, accounts = data_dir / "prepared", data_dir / ACCOUNTS
    database = data_dir / "db.sqlite3"
    if done.exists() and database.exists() and done.read_text() == fingerprint(steps):
        return accounts.read_text()
    done.unlink(missing_ok=True)
    for step in steps:
        printed = manage(step, env=env)
    accounts.write_text(printed)
    done.write_text(fingerprint(steps))  # after the steps, since one of them compiles translations
    return printed


def manage(step: list[str], *, env: dict[str, str]) -> str:
    print(f"  {step[0]} ...", flush=True)
    ran = subprocess.run(
        [str(PYTHON), "manage.py", *step],
        cwd=ROOT,
        env=env,
        check=False,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if ran.returncode:
        raise Missing(
            f"{ran.stdout}\nThe step “manage.py {step[0]}” failed, for the reason printed above; "
            f"to begin anew with empty data, remove {env['DATA_DIR']}."
        )
    return ran.stdout


def fingerprint(steps: list[list[str]]) -> str:
    """Of names, sizes and times only: reading every file would cost more than it tells."""
    found = hashlib.sha256(repr(steps).encode())
    for name in SOURCES:
        for path in sorted([ROOT / name, *(ROOT / name).rglob("*")]):
            if path.suffix in SUFFIXES and path.is_file():
                facts = path.stat()
                found.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return found.hexdigest()
