# Every target installs what it needs into .venv first. Python 3.11 or newer and make are enough.
# Another interpreter: make run PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m
TESTS := $(RUN) pytest -n auto --dist worksteal
FAST := --ignore tests/browser --ignore tests/slow --ignore tests/store -m "not office"

# Streamlit asks a new user for an e-mail address and waits for the answer; `make run` does not.
NO_PROMPT := --server.showEmailPrompt false

# What Python has compiled once is kept, whatever the environment says: a test run starts hundreds of programs.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run check fix test compiled cover setup lint docs lock audit screenshot bench load fuzz corpus soak clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

run: $(VENV)/run.stamp ## open the dashboard on the workbooks in data/ (BS_DATA=folder: another folder)
	@echo "For this machine only: the server listens on 127.0.0.1, so you may publish. Stop it with Ctrl+C."
	BS_LOCAL=1 $(RUN) streamlit run app.py --server.address 127.0.0.1 $(NO_PROMPT)

check: lint ## the loop of a minute: format, lint, types, docs, fast tests
	$(TESTS) $(FAST)

fix: $(VENV)/dev.stamp ## mend what ruff can mend, format, write the generated parts of docs/ again
	$(RUN) ruff check --fix .
	$(RUN) ruff format .
	$(RUN) tools.docs

test: $(VENV)/dev.stamp ## all checks and all tests; installs what they need, or runs what can run: SETUP=no
	$(MAKE) --jobs 3 setup lint compiled
	PYTEST_XDIST_AUTO_NUM_WORKERS=$$(($$(getconf _NPROCESSORS_ONLN) + 1)) $(TESTS) -m "not soak" # a browser is waited for

# What tests import is compiled once and kept, not by each of their processes at the same time.
compiled: $(VENV)/dev.stamp
	@$(RUN) pytest --collect-only -qq > /dev/null || true # what is wrong there the tests tell

cover: $(VENV)/dev.stamp ## which branches no test reaches; make test does not count them
	$(TESTS) --cov -m "not soak and not browser and not office and not postgres"

setup: $(VENV)/dev.stamp ## install what the tests need: Chromium, PostgreSQL, LibreOffice, fonts (apt, with sudo)
	$(RUN) tools.setup

lint: $(VENV)/dev.stamp ## ruff, mypy, and whether the generated parts of docs/ are up to date
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(RUN) tools.docs --check

docs: $(VENV)/dev.stamp ## write the generated parts of docs/ again
	$(RUN) tools.docs

lock: $(VENV)/dev.stamp ## write requirements.lock again from requirements.txt: every package with its hashes
	$(RUN) pip install --quiet --disable-pip-version-check uv==0.13.9
	$(RUN) uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate requirements.txt -o requirements.lock

audit: $(VENV)/dev.stamp ## known vulnerabilities of what is locked; says what it could not ask about
	$(RUN) pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	$(RUN) pip_audit --requirement requirements.lock --disable-pip

screenshot: $(VENV)/dev.stamp ## take the README's pictures again (needs Chromium)
	$(RUN) tools.screenshot

# These watch seconds and megabytes, which a busy machine changes. JUDGE=no prints them and fails on defects only.
COUNT ?= 10000
ROUNDS ?= 60
SOME ?=
export SETUP JUDGE COUNT
bench: $(VENV)/dev.stamp ## speed against bare Streamlit and bare pandas (needs Chromium; a few minutes); PARTS="ratios store"
	$(RUN) bench $(PARTS)

load: $(VENV)/dev.stamp ## a hundred viewers at once, against bare Streamlit pages; memory over 2,000 reruns; two processes against one (some minutes)
	$(RUN) bench load memory site

fuzz: $(VENV)/dev.stamp ## COUNT mutated files (10,000) that may not break the reader, as many crossed with hazards and compared; properties
	RUST_BACKTRACE=0 $(RUN) tools.fuzz --count $(COUNT)
	$(RUN) tools.crossing --count $(COUNT)
	$(TESTS) -m hypothesis --hypothesis-profile=fuzz

corpus: $(VENV)/dev.stamp ## how the messy files of tests/corpus are read: right, asked, refused, silently wrong, lost
	$(RUN) tools.corpus

soak: $(VENV)/dev.stamp ## ROUNDS times (60) the same uploads: whether memory comes to rest; then the heavy ones, SOME="a word of their names"
	$(RUN) tools.soak --rounds $(ROUNDS) --some "$(SOME)"
	$(TESTS) -m soak -k "$(SOME)"

clean: ## remove the installed packages and every cache
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis .coverage*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is written only after the whole installation went well, so a broken one is tried again.
$(VENV)/run.stamp: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m tools.setup venv
	$(PYTHON) -m venv $(VENV)
	$(RUN) pip install --quiet --disable-pip-version-check --no-compile -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(RUN) pip install --quiet --disable-pip-version-check --no-compile -r requirements-dev.txt
	@touch $@
