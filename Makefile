# make demo: Kapstok with example municipalities · make test · make check · make bench · make crash-test
# ARGS are passed on: make demo ARGS="--port 8001", make test ARGS="-k grant"

IS_NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for found in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$found -c '$(IS_NEW_ENOUGH)' 2>/dev/null && echo $$found && break; done)

BIN := .venv/bin
MADE_FROM := pyproject.toml constraints.txt hatch_build.py
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
BESIDE_A_DATABASE := $(BIN)/python -m kapstok.embedded --

.PHONY: demo test check bench crash-test

demo: .venv/installed
	@exec $(BIN)/kapstok demo $(ARGS)

test: .venv/installed-dev
	$(BESIDE_A_DATABASE) $(BIN)/python -m pytest -n 2 $(ARGS)

check: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BESIDE_A_DATABASE) $(BIN)/python -m django makemigrations --check --dry-run --settings kapstok.settings
	find src -name '*.html' -exec $(BIN)/djade --check {} +
	$(BIN)/deptry src

bench: .venv/installed-dev
	$(BESIDE_A_DATABASE) $(BIN)/python -m bench $(ARGS)

crash-test: .venv/installed-dev
	$(BIN)/python -m bench.crash $(ARGS)

.venv/installed: $(MADE_FROM) | $(BIN)/python
	@echo "Kapstok installeren (dat duurt even) · installing Kapstok (this takes a moment)"
	@$(INSTALL) -c constraints.txt -e .
	@touch $@

.venv/installed-dev: $(MADE_FROM) | $(BIN)/python
	@echo "Kapstok en gereedschap installeren (dat duurt even) · installing Kapstok and its tools (this takes a moment)"
	@$(INSTALL) -c constraints.txt -e . --group dev
	@touch .venv/installed $@

$(BIN)/python:
	@test -n "$(PYTHON)" && "$(PYTHON)" -c '$(IS_NEW_ENOUGH)' 2>/dev/null || { \
	echo "Kapstok heeft Python 3.11 of nieuwer nodig. Staat dat ergens anders? make demo PYTHON=/pad/naar/python3.12" >&2; \
	echo "Kapstok needs Python 3.11 or newer. Is it elsewhere? make demo PYTHON=/path/to/python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
	echo "Deze Python mist de module venv. Op Debian en Ubuntu: sudo apt install python3-venv" >&2; \
	echo "This Python lacks the venv module. On Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@"$(PYTHON)" -m venv --clear .venv
	@$(INSTALL) --upgrade pip
