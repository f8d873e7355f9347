# `make` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := fixtures/cases/by-cn-2023-02-24-zh-ru
REMARK := "These two texts are paraphrases written for testing, not what the ministries published. The originals: mfa.gov.cn, 24 February 2023 (Xinhua in English: http://en.people.cn/n3/2023/0225/c90000-10212813.html); http://mfa.gov.by/print/press/news_mfa/d6ff37cf90d134e1.html"
CHECKED := compare tests benchmarks tools

.DEFAULT_GOAL := help
.PHONY: help install demo test gate lint types docs bench train samples picture lock clean test-browser

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(BIN)/readouts: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14) and "readouts needs Python 3.11 to 3.14: make PYTHON=python3.12 install")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	@touch $@

install: $(BIN)/readouts ## make .venv with .venv/bin/readouts

demo: install ## compare the two readouts of 24 February 2023, print the report, write demo/report.html
	@mkdir -p demo
	@$(BIN)/readouts compare $(DEMO)/side-a.zh-Hans.txt $(DEMO)/side-b.ru.txt \
	  --left-label "Ministry of Foreign Affairs of China" --right-label "Ministry of Foreign Affairs of Belarus" \
	  --left-date 2023-02-24 --right-date 2023-02-24 --remark $(REMARK) -o demo/result.json
	@$(BIN)/readouts render demo/result.json -o demo/report.html
	@$(BIN)/readouts render demo/result.json --no-pager
	@echo
	@echo "The same report for a browser: demo/report.html"

$(VENV)/.dev: $(BIN)/readouts requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check -c requirements-dev.lock -e '.[dev]'
	@touch $@

test: $(VENV)/.dev lint types ## install the test tools and pass every test
	$(BIN)/python -m pytest

test-browser: $(VENV)/.dev ## the HTML report in a real browser (says what is missing)
	REQUIRE_SERVICES=1 $(BIN)/python -m pytest tests/report/test_browser.py

gate: $(VENV)/.dev ## the figures on the gold cases against their floors
	$(BIN)/python -m pytest tests/test_gate.py

docs: $(VENV)/.dev ## run every command of README and manual, and look for what they leave out
	$(BIN)/python -m pytest tests/test_docs.py

lint: $(VENV)/.dev ## ruff: rules and format
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)

types: $(VENV)/.dev ## mypy --strict
	$(BIN)/mypy

bench: $(VENV)/.dev ## quality and speed figures into benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks.run

train: $(VENV)/.dev ## fit the models on fixtures/events
	$(BIN)/python -m benchmarks.train

samples: install ## the reports of four events in docs/samples
	$(BIN)/python tools/make_samples.py docs/samples

picture: install ## the picture of the README (needs Chromium)
	@mkdir -p build docs/images
	$(BIN)/readouts compare $(DEMO)/side-a.zh-Hans.txt $(DEMO)/side-b.ru.txt --left-label China --right-label Belarus \
	  --left-date 2023-02-24 --right-date 2023-02-24 -o build/picture.html
	chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
	  --disable-component-update --disable-sync --hide-scrollbars --user-data-dir=$$(mktemp -d) --window-size=1280,1180 \
	  --screenshot=docs/images/report.png "file://$(CURDIR)/build/picture.html"

lock: ## write the versions that the tests run with, newest that fit
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install -q --disable-pip-version-check -e '.[dev]'
	build/lock/bin/python -m pip freeze --exclude-editable --exclude pip --exclude setuptools > requirements-dev.lock
	rm -rf build/lock

clean: ## remove what was built (not .venv)
	rm -rf build dist demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
