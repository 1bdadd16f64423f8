# One door to everything: `make run` shows the portal, `make test` proves it.
# A fresh machine needs Python 3.11, make and a package index; nothing is installed outside .venv/ by `make run`.

BOOTSTRAP ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
PYTHON := $(VENV)/bin/python
PORT ?= 8000

LOCK_OPTIONS := --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --quiet

# Dozens of processes start from this tree: each would compile it anew where the shell forbids keeping the bytecode.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test test-all mutation check bench screenshots lighthouse demo-reset venv venv-run lock format

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: venv-run ## the portal with demonstration data on http://127.0.0.1:$(PORT)/
	@PORT=$(PORT) exec $(PYTHON) -m config.demo.run

test: venv ## every test but the long ones, on PostgreSQL and Redis where there is a way
	@exec $(PYTHON) -m tests.harness

test-all: venv ## also fault injection, browser journeys and scale
	@exec $(PYTHON) -m tests.harness --all

mutation: venv ## every small mistake in the policy against its tests; fails under 90 % seen
	@exec $(PYTHON) -m tests.mutation

check: venv ## format, lint, types, migrations, the shape of the house, bulletins
	@exec $(PYTHON) -m tests.harness.check

bench: venv ## import, settling and sending against the machine's limit and against peers, on PostgreSQL
	@exec $(PYTHON) -m tests.harness --bench

screenshots: venv ## every page, state and language at 390 px and 1280 px, into screenshots/index.html
	@exec $(PYTHON) -m tests.harness --screenshots

lighthouse: venv ## a slow phone on the first pages: performance, accessibility, best practices (needs Node)
	@cd tests/lighthouse && npm ci --silent --ignore-scripts --no-audit --no-fund
	@exec $(PYTHON) -m tests.harness --lighthouse

demo-reset: venv-run ## forget the demonstration's data, and begin again at its first instant
	@PORT=$(PORT) exec $(PYTHON) -m config.demo.reset

venv: venv-run ## .venv/ as the two locks say
	@cmp -s requirements-dev.lock $(VENV)/requirements-dev.lock || { \
		$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock \
		&& cp requirements-dev.lock $(VENV)/requirements-dev.lock; }

# The stamp is a copy of the lock: an old clock or a fresh checkout rebuilds nothing, another lock does.
venv-run:
	@test -x $(PYTHON) || $(BOOTSTRAP) -m venv $(VENV)
	@cmp -s requirements.lock $(VENV)/requirements.lock || { \
		$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock \
		&& cp requirements.lock $(VENV)/requirements.lock; }

lock: venv ## requirements.in and both locks from pyproject.toml (needs uv)
	@$(PYTHON) -m tests.harness.requirements
	@uv pip compile $(LOCK_OPTIONS) requirements.in -o requirements.lock
	@uv pip compile $(LOCK_OPTIONS) requirements-dev.in -o requirements-dev.lock

format: venv ## the code as the formatter writes it
	@$(VENV)/bin/ruff check --fix --quiet . ; $(VENV)/bin/ruff format --quiet .
