# Every target installs what it needs into .venv first. Python 3.11 or newer and make are enough.
# Another interpreter: make run PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m
export SETUP

# Streamlit asks a new user for an e-mail address and waits for the answer; `make run` does not.
NO_PROMPT := --server.showEmailPrompt false

.DEFAULT_GOAL := help
.PHONY: help run test setup lint docs screenshot bench fuzz clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

run: $(VENV)/run.stamp ## open the dashboard on the workbooks in data/ (BS_DATA=folder: another folder)
	@echo "For this machine only: the server listens on 127.0.0.1, so you may publish. Stop it with Ctrl+C."
	BS_LOCAL=1 $(RUN) streamlit run app.py --server.address 127.0.0.1 $(NO_PROMPT)

test: setup lint ## all checks and all tests; installs what they need, or runs what can run: SETUP=no
	$(RUN) pytest -n auto --dist worksteal

setup: $(VENV)/dev.stamp ## install what the tests need: Chromium, PostgreSQL, LibreOffice, fonts (apt, with sudo)
	$(RUN) tools.setup

lint: $(VENV)/dev.stamp ## ruff, mypy, and whether the generated parts of docs/ are up to date
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) tools.docs --check

docs: $(VENV)/dev.stamp ## write the generated parts of docs/ again
	$(RUN) tools.docs

screenshot: $(VENV)/dev.stamp ## take the README's pictures again (needs Chromium)
	$(RUN) tools.screenshot

bench: $(VENV)/dev.stamp ## speed against bare Streamlit and bare pandas (needs Chromium; a few minutes)
	$(RUN) bench

fuzz: $(VENV)/dev.stamp ## 10,000 mutated files, none of which may break the reader (some minutes)
	RUST_BACKTRACE=0 $(RUN) tools.fuzz --count 10000

clean: ## remove the installed packages and every cache
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is written only after the whole installation went well, so a broken one is tried again.
$(VENV)/run.stamp: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m tools.setup venv
	$(PYTHON) -m venv $(VENV)
	$(RUN) pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(RUN) pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
