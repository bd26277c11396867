# Each target sets up what it needs: Python 3.11 or newer, make and git are enough to begin with.
# Options: make run ARGS="--port 9000" · make test ARGS="tests/engine -x" · make run PYTHON=python3.12
.DEFAULT_GOAL := help
.PHONY: help run test check types content style format bench audit mutants wheel lock
BIN := .venv/bin
export PYTHON
# What is compiled once need not be compiled again by each of the many processes that the tests start.
export PYTHONDONTWRITEBYTECODE =
# Browsers, servers and killed processes are waited for: three tests at a time keep two cores at work.
WORKERS = $$($(BIN)/python -c 'import os; print(os.cpu_count() * 3 // 2)')

help:  ## This list
	@sed -n 's/^\([a-z]*\):.*## /make \1 — /p' Makefile

run:  ## Start the assistant on this machine and print its address
	@.ci/set-up run
	@exec $(BIN)/fragestod serve $(ARGS)

test:  ## Run all tests (installs Chromium, PostgreSQL and Valkey when it may)
	@.ci/set-up test
	@$(BIN)/python -m pytest --numprocesses=$(WORKERS) --dist=loadfile $(ARGS)

check:  ## Style, types, house rules, and every path of the dialogs
	@.ci/set-up dev
	@$(MAKE) --no-print-directory --jobs=2 types content style

types:
	$(BIN)/mypy
	$(BIN)/lint-imports

content:
	$(BIN)/fragestod check
	$(BIN)/fragestod text stats --strict

style:
	$(BIN)/ruff check .
	@# All tests can be read. What is compiled of them here, each worker of `make test` would have to compile.
	@$(BIN)/python -m pytest --collect-only -qq > .venv/collected || { cat .venv/collected; exit 1; }
	$(BIN)/python -m pytest -q tests/house/test_compose.py

format:  ## Let the formatter lay out the code
	@.ci/set-up dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench:  ## Measure this program beside others
	@.ci/set-up dev
	$(BIN)/python -m bench $(ARGS)

# What attacks logs, storage, keys and backups with planted marks.
ATTACKS := tests/house/test_logs.py tests/audit tests/storage tests/operations tests/dashboard/test_strangers.py \
    tests/system/test_traces.py tests/system/test_hostile.py

# What holds a sample in `make test`, and all of it here; nine minutes at a time, again to go on.
WHOLE := tests/statistics tests/storage/test_cells.py tests/api tests/dashboard/test_answer_times.py \
    tests/dashboard/test_stable_views.py tests/proofs tests/mutants tests/dialog/test_any_input.py tests/walks \
    tests/check/test_table.py tests/check/test_hardest.py tests/channels/telegram/test_walks.py

audit:  ## Attack what is written to disk and log, to prove what is not kept
	@.ci/set-up test
	$(BIN)/python -m pytest $(ATTACKS) $(ARGS)
	$(BIN)/python -m bench memory --no-peers
	$(BIN)/python -m tests.channels.telegram.killing
	$(BIN)/python -m tests.channels.telegram.memory --minutes 90
	$(BIN)/python -m tests.operations.killing
	COUNTING=full PROOFS=1000 $(BIN)/python -m tests.whole $(WHOLE)
	$(BIN)/python -m tests.proofs
	$(BIN)/python -m tests.mutants --jobs 2

mutants:  ## Make faults in the content and ask who names them; nine minutes at a time, again to go on
	@.ci/set-up dev
	$(BIN)/python -m tests.mutants --jobs 2 $(ARGS)

wheel:  ## Build the package into dist/
	@.ci/set-up dev
	$(BIN)/hatchling build -t wheel

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
    --no-header --no-annotate --no-emit-index-url --no-emit-find-links

lock:  ## Choose the newest versions that pyproject.toml allows and write the three locks
	@.ci/set-up dev
	@$(BIN)/python -m pip install --quiet uv
	$(BIN)/$(LOCK) pyproject.toml -o requirements.lock
	$(BIN)/$(LOCK) pyproject.toml --extra dev -o requirements-dev.lock
	{ echo pip; sed -n 's/^requires = \[\(.*\)\]/\1/p' pyproject.toml | tr -d '"' | tr ',' '\n'; } > .venv/build.in
	$(BIN)/$(LOCK) .venv/build.in -o requirements-build.lock
