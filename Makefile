# Two commands: make plan (what a stack would build) and make test. Both make .venv first, from the hashed lock.
PYTHON ?= python3
STACK ?= gpt3-a100
BIN := .venv/bin

.PHONY: plan test check tools lock golden bench clean

plan: .venv/.ready
	@$(BIN)/aidc plan $(STACK)

test: .venv/.ready
	@$(BIN)/python -m pytest

check: .venv/.ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/basedpyright
	@$(BIN)/python -m pytest

tools: .venv/.ready
	@$(BIN)/python tools/install.py

lock:
	@uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header --extra dev pyproject.toml -o requirements.lock

golden: .venv/.ready
	@AIDC_GOLDEN=1 $(BIN)/python -m pytest

bench: .venv/.ready
	@for script in benchmarks/*.py; do $(BIN)/python $$script || exit 1; done

clean:
	@rm -rf .venv .tools .cache

.venv/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "aidc needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 2; }
	@echo "Preparing .venv (once; about a minute)"
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
