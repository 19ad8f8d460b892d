"""``make demo`` and ``make run``: from a fresh clone to a site that answers, in one command."""

import os
import sys
from pathlib import Path

from bootstrap import DEV_LOCK, LOCK, PYTHON, Missing, ensure
from prepare import prepare
from prerequisites import HOST, data_dir, port
from supervise import interrupt_on_any_stop, supervise

READY_DATABASE = [["migrate", "--verbosity", "0"], ["createcachetable"], ["translations"]]
DEMO_STEPS = [
    *READY_DATABASE,
    ["collectstatic", "--no-input", "--verbosity", "0"],
    ["load_demo"],
    ["demo_accounts"],
]
WORKER = [str(PYTHON), "manage.py", "worker"]


def demo() -> int:
    """The site with demonstration data, as it runs for people: gunicorn and the worker."""
    number, folder = port(), data_dir("var/demo")
    ensure(LOCK)
    env = environment(number, folder, DEMO="1")
    accounts = prepare(DEMO_STEPS, data_dir=folder, env=env)
    return serve({"web": gunicorn(number), "worker": WORKER}, env, number, accounts)


def run() -> int:
    """The site of one who works on it: no demonstration data, and the code is read anew."""
    number, folder = port(), data_dir("var")
    ensure(DEV_LOCK)
    env = environment(number, folder, DEMO="")
    prepare(READY_DATABASE, data_dir=folder, env=env)
    web = [str(PYTHON), "manage.py", "runserver", f"{HOST}:{number}"]
    return serve({"web": web, "worker": WORKER}, env, number, "")


def environment(number: int, folder: Path, **more: str) -> dict[str, str]:
    """Always SQLite: a DATABASE_URL that happens to be set may name a database of real people."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATA_DIR": str(folder),
        "SITE_URL": f"http://{HOST}:{number}",
        "PYTHONUNBUFFERED": "1",
        **more,
    }


def gunicorn(number: int) -> list[str]:
    return [
        str(PYTHON),
        "-m",
        "gunicorn",
        "-c",
        "site/config/gunicorn.py",
        "--bind",
        f"{HOST}:{number}",
        "--graceful-timeout",
        "5",
        "--log-level",
        "warning",
    ]


def serve(commands: dict[str, list[str]], env: dict[str, str], number: int, accounts: str) -> int:
    def tell() -> None:
        print(f"{accounts}\nTuetor answers at {env['SITE_URL']} (Ctrl-C stops it).", flush=True)

    ended = supervise(commands, env=env, port=number, when_ready=tell)
    raise Missing(f"The process “{ended}” ended or did not answer: its reason stands above.")


if __name__ == "__main__":
    interrupt_on_any_stop()
    try:
        sys.exit({"demo": demo, "run": run}[sys.argv[1]]())
    except Missing as missing:
        sys.exit(str(missing))
    except KeyboardInterrupt:
        print("\nStopped.")
