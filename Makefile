# `make` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CASES := fixtures/cases
DEMO := $(CASES)/by-cn-2023-02-24-zh-ru

.DEFAULT_GOAL := help
.PHONY: help install demo test gate lint types bench train samples lock docs clean test-browser

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(BIN)/readouts: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14) and "readouts needs Python 3.11 to 3.14; run make PYTHON=python3.12 install")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	@touch $@

install: $(BIN)/readouts ## make .venv with .venv/bin/readouts

demo: install ## compare the two readouts of 24 February 2023, print the report, write demo/report.html
	@mkdir -p demo
	@$(BIN)/readouts compare $(DEMO)/side-a.zh-Hans.txt $(DEMO)/side-b.ru.txt \
	  --left-label "Ministry of Foreign Affairs of China" --right-label "Ministry of Foreign Affairs of Belarus" \
	  --left-date 2023-02-24 --right-date 2023-02-24 --format json -o demo/result.json
	@$(BIN)/readouts render demo/result.json --format html -o demo/report.html
	@$(BIN)/readouts render demo/result.json --format terminal
	@echo
	@echo "The two texts are paraphrases written for testing, not what the ministries published. Originals:"
	@echo "  https://www.mfa.gov.cn/ (24 February 2023), https://mfa.gov.by/ (24 February 2023)"
	@echo "HTML report: demo/report.html"

$(VENV)/.dev: $(BIN)/readouts requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check -c requirements-dev.lock -e '.[dev]'
	@touch $@

lint: $(VENV)/.dev ## ruff: rules and format
	$(BIN)/ruff check compare tests benchmarks
	$(BIN)/ruff format --check compare tests benchmarks

types: $(VENV)/.dev ## mypy --strict
	$(BIN)/mypy

gate: $(VENV)/.dev ## the figures on the gold cases against their floors
	$(BIN)/python -m pytest tests/test_gate.py

test: $(VENV)/.dev lint types ## install the test tools and pass every test
	$(BIN)/python -m pytest

bench: $(VENV)/.dev ## quality and speed figures into benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks.run

train: $(VENV)/.dev ## fit the pair model on fixtures/events
	$(BIN)/python -m benchmarks.train

lock: $(VENV)/.dev ## write the versions that CI uses
	$(BIN)/python -m pip freeze --exclude-editable > requirements-dev.lock

clean: ## remove what was built (not .venv)
	rm -rf build dist demo .mypy_cache .ruff_cache .pytest_cache
