# `make` alone shows what there is. Needs make and Python 3.11 or later, with venv; no more.

.DEFAULT_GOAL := help
SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
HOST ?= 127.0.0.1
PORT ?= 8000
# More words for pytest: make test ARGS="-k merge"
ARGS ?=

# How long, and by which dice, the soak test plays: make soak STEPS=500 SEED=7
STEPS ?= 10000
SEED ?=

# Packages are installed once for each content of a lock, as the stamp's name says.
RUNTIME := $(VENV)/.runtime-$(shell cksum < requirements/runtime.txt | cut -d ' ' -f 1)
DEV := $(VENV)/.dev-$(shell cksum < requirements/dev.txt | cut -d ' ' -f 1)
PIP := $(PY) -m pip --disable-pip-version-check --no-input --quiet --quiet
INSTALL := PIP_ROOT_USER_ACTION=ignore $(PIP) install --require-hashes --no-deps

.PHONY: help
help:  ## show this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) \
		| while IFS='|' read -r name text; do printf '%-20s %s\n' "$$name" "$$text"; done

.PHONY: run
run: $(RUNTIME)  ## prepare the site and serve it on http://127.0.0.1:8000 (PORT=… for another port)
	@$(PY) -c 'import socket, sys; sys.exit(socket.socket().connect_ex(("$(HOST)", $(PORT))) == 0 \
		and "Something answers at $(HOST):$(PORT) already. Another port: make run PORT=8001")'
	@$(PY) manage.py bootstrap
	@echo
	@echo "  The site:        http://$(HOST):$(PORT)/"
	@echo "  Side by side:    http://$(HOST):$(PORT)/en/side-by-side/es+ar/"
	@echo "  To edit it:      http://$(HOST):$(PORT)/admin/"
	@echo
	@echo "  Open one of them in a browser. A catalog saved in translations/ is on its page at once."
	@echo "  Ctrl-C here stops the site; nothing is lost."
	@echo
	@DJANGO_RUNSERVER_HIDE_WARNING=true $(PY) manage.py serve --noreload --skip-checks \
		--verbosity 0 $(HOST):$(PORT)

.PHONY: dev
dev: $(DEV)  ## serve it as `make run` does, and reload when the code changes
	@$(PY) manage.py bootstrap
	@$(PY) manage.py serve $(HOST):$(PORT)

.PHONY: test
test: $(DEV)  ## run the tests, with what this machine has (ARGS="…" for pytest)
	@$(PY) -m pytest -n auto $(ARGS)

.PHONY: fast
fast: $(DEV)  ## run the tests of the catalog alone: seconds
	@$(PY) -m pytest -n auto tests/catalog $(ARGS)

.PHONY: e2e
e2e: $(DEV)  ## run the tests in a real browser (CHROMIUM=… names one)
	@$(PY) -m pytest -m e2e $(ARGS)

.PHONY: soak
soak: $(DEV)  ## edit, revise, sync and kill at random; no text may be lost (STEPS=…, SEED=…)
	@$(PY) -m tests.soak --steps $(STEPS) $(if $(SEED),--seed $(SEED))

.PHONY: bench
bench: bench-catalogs  ## run every benchmark

.PHONY: bench-catalogs
bench-catalogs: $(DEV)  ## measure catalogs and sync beside GNU gettext (ARGS="--only parse")
	@$(PY) -m tests.bench.catalogs $(ARGS)

.PHONY: lint
lint: $(DEV)  ## check format, style, templates, imports and types
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/djlint --lint --quiet site
	cd site && ../$(VENV)/bin/lint-imports --config ../pyproject.toml --no-cache
	$(VENV)/bin/mypy

.PHONY: format
format: $(DEV)  ## put code into the project's format
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

.PHONY: catalogs
catalogs: $(RUNTIME)  ## read the statements' catalogs and say what is wrong with them
	@$(PY) manage.py catalogs check

.PHONY: messages
messages: $(RUNTIME)  ## extract the interface's strings into locale/
	@$(PY) manage.py interface update

.PHONY: docs
docs: $(RUNTIME)  ## write the settings into docs/operators.md, the checks into docs/checks.md
	@$(PY) docs/settings_table.py
	@$(PY) docs/checks_list.py

.PHONY: lock
lock: $(VENV)/bin/uv  ## lock the packages of requirements/*.in, with hashes
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url requirements/runtime.in -o requirements/runtime.txt
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url requirements/dev.in -o requirements/dev.txt

.PHONY: clean
clean:  ## remove what can be made again; the database and the texts stay
	rm -rf $(VENV) static-root .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find site tests -name __pycache__ -prune -exec rm -rf {} +

# -- what the targets above need

$(PY):
	@for python in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11; do \
		test -n "$$python" || continue; \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		echo "Making $(VENV) with $$("$$python" --version)."; \
		"$$python" -m venv $(VENV) && exit 0; \
		rm -rf $(VENV); \
		echo "$$python has no working venv: on Debian and Ubuntu, install python3-venv." >&2; \
		exit 1; \
	done; \
	echo "Python 3.11 or later is needed, and there is none here (or name one: PYTHON=…)." >&2; \
	exit 1

$(RUNTIME): | $(PY)
	@echo "Installing the packages of requirements/runtime.txt; once, a minute or so."
	@$(INSTALL) --requirement requirements/runtime.txt
	@rm -f $(VENV)/.runtime-* && touch $@

$(DEV): | $(PY)
	@echo "Installing the packages of requirements/dev.txt; once, a minute or two."
	@$(INSTALL) --requirement requirements/dev.txt
	@rm -f $(VENV)/.dev-* $(VENV)/.runtime-* && touch $@ $(RUNTIME)

$(VENV)/bin/uv: | $(PY)
	@PIP_ROOT_USER_ACTION=ignore $(PIP) install uv
