# The two commands: make run, make test. PYTHON names another interpreter (3.11 or later).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint build bench bench-ui learn calibrate screenshots chromium

run: $(VENV)/.runs
	$(BIN)/streamlit run dashboard.py

test: $(VENV)/.tests chromium lint
	$(BIN)/pytest

lint: $(VENV)/.tests
	$(BIN)/ruff check .
	$(BIN)/mypy

build: $(VENV)/.runs
	mkdir -p build
	$(BIN)/python -m core build seeds --out build/table.parquet

bench: $(VENV)/.tests
	$(BIN)/python tests/bench.py
	$(BIN)/python tests/bench_ledger.py
	$(BIN)/python tests/bench_store.py

bench-ui: $(VENV)/.tests chromium
	$(BIN)/python tests/bench_ui.py

learn: $(VENV)/.tests
	$(BIN)/python tests/learn_anchors.py
	$(BIN)/python tests/learn_discourse.py
	$(BIN)/python tests/learn.py

calibrate: $(VENV)/.tests
	$(BIN)/python tests/calibrate.py

screenshots: $(VENV)/.tests chromium
	$(BIN)/python tests/screenshots.py

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runs: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.tests: requirements-dev.txt $(VENV)/.runs
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

chromium:
	sh tests/chromium.sh
