# make help lists what can be asked for. Everything lands in .venv/ and var/.

PYTHON ?= python3
VENV ?= .venv
UV ?= uv
ARGS ?=
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
POSTGRES := postgres://postgres@127.0.0.1:5432/postgres

# site/ is a source root beside the root itself, never a package.
export PYTHONPATH := $(CURDIR)/site:$(CURDIR)
export VENV
unexport DJANGO_SETTINGS_MODULE

.DEFAULT_GOAL := help
.PHONY: help demo run test test-postgres check bench simulate-review translations lock tools python

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' Makefile

demo: python ## the site with demonstration data at http://127.0.0.1:8000 (PORT, DATA_DIR)
	@exec $(PYTHON) tools/start.py demo

run: python ## the site without demonstration data, for those who change it (PORT, DATA_DIR)
	@exec $(PYTHON) tools/start.py run

test: tools ## all tests on SQLite, in two processes (ARGS="tests/people -k name" for some)
	@rm -f var/coverage.json
	env -u DATABASE_URL $(BIN)/python -m pytest -n 2 -p tests.plugins.required $(if $(ARGS),$(ARGS),--cov --cov-report=json:var/coverage.json --cov-report=)
	@$(if $(ARGS),,$(BIN)/python tools/coverage_floor.py var/coverage.json)

test-postgres: export DATABASE_URL ?= $(POSTGRES)
test-postgres: tools ## all tests but the browser's on PostgreSQL (DATABASE_URL; its role creates databases)
	@$(BIN)/python tools/postgres_answers.py
	$(BIN)/python -m pytest -n 2 -p tests.plugins.required -m "not browser" $(ARGS)

check: tools ## style, types, arrows, migrations, translations, production settings; then the tail
	@$(MAKE) --keep-going --no-print-directory $(CHECKS)

bench: export DATA_DIR := $(CURDIR)/var/bench
bench: export DEMO := 1
bench: tools ## what a page costs, by page and size of data (ARGS)
	@env -u DATABASE_URL sh -ec '$(MANAGE) migrate --verbosity 0; $(MANAGE) createcachetable; \
		$(MANAGE) collectstatic --no-input --verbosity 0; $(MANAGE) bench $(ARGS)'

simulate-review: tools ## a session's reviewing with people who fail, in an empty database (ARGS="--one-sitting --seed 2")
	@env -u DATABASE_URL sh -ec 'DATA_DIR=$$(mktemp -d); export DATA_DIR; trap "rm -rf $$DATA_DIR" EXIT; \
		$(MANAGE) migrate --verbosity 0; $(MANAGE) createcachetable; $(MANAGE) simulate_review $(ARGS)'

translations: tools ## takes new texts into the .po files and compiles them
	$(MANAGE) translations --update
	$(MANAGE) translations

lock: ## writes the lock files from pyproject.toml (needs uv: pip install uv; ARGS=--upgrade)
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links $(ARGS) pyproject.toml -o requirements.txt
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links $(ARGS) --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

# --- the parts of make check; all are run, whatever fails -----------------------------------

CHECKS := check-style check-format check-types check-arrows check-migrations check-words check-deploy check-tail
.PHONY: $(CHECKS)

check-style:
	$(BIN)/ruff check --output-format=concise .

check-format:
	$(BIN)/ruff format --check --output-format=concise .

check-types:
	$(BIN)/mypy

check-arrows:
	$(BIN)/lint-imports

check-migrations:
	env -u DATABASE_URL $(MANAGE) makemigrations --check --dry-run

check-words:
	$(MANAGE) translations --check

check-deploy: # on production settings, with values that are thrown away
	env -u DATABASE_URL -u DEMO ALLOWED_HOSTS=tuetor.example SITE_URL=https://tuetor.example \
		SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
		DATA_DIR=var/check $(MANAGE) check --deploy --fail-level WARNING --settings config.settings.production

check-tail:
	@$(BIN)/python tools/longest.py

# --- what the others stand on ---------------------------------------------------------------

tools: python
	@$(PYTHON) tools/bootstrap.py
	@$(MANAGE) translations

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo 'Tuetor needs Python 3.11 or newer, and "$(PYTHON)" is not: install it, or name another, as in "make demo PYTHON=python3.12".' >&2; exit 1; }
