# make demo    install, ingest the sample plans, answer a question, serve on 127.0.0.1:8000 (SERVE=0: stop after the answer)
# make test    set up what is needed and run everything that CI runs
# make lint | eval | bench | bench-index | bench-search | lock | samples | clean
SHELL := /bin/bash
PYTHON ?= python3
SERVE ?= 1
PORT ?= 8000
PLANS ?= $(if $(wildcard ../shared/plans),../shared/plans,samples)
QUESTIONS ?= $(PLANS)/../eval/questions.jsonl
DATA ?= zakhid-data
WORK ?= /tmp/zakhid-bench
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
DEMO_DATA := demo-data
QUESTION := хто відповідає за систему 112 і до коли
export HF_HUB_DISABLE_TELEMETRY := 1
export PYTHONUTF8 := 1

.PHONY: demo install dev programs test lint wheel unit eval bench bench-index bench-search lock samples clean
.DELETE_ON_ERROR:

# ------------------------------------------------------------- running

demo: install
	ZAKHID_DATA=$(DEMO_DATA) $(BIN)/zakhid ingest samples
	@echo; echo '$$ zakhid ask "$(QUESTION)"'
	@ZAKHID_DATA=$(DEMO_DATA) $(BIN)/zakhid ask "$(QUESTION)"
	@if [ "$(SERVE)" != 0 ]; then exec env ZAKHID_DATA=$(DEMO_DATA) $(BIN)/zakhid serve --port $(PORT); fi

install: .venv/.installed

.venv/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.locked: .venv/.created requirements.lock
	@echo "Installing the locked dependencies into .venv (some minutes the first time)"
	@$(PIP) install --no-compile -r requirements.lock
	@touch $@

.venv/.installed: .venv/.locked pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

# ------------------------------------------------------------- checks

dev: .venv/.dev
	@$(MAKE) --no-print-directory install

# both together: pip looks through what is installed for as long as it installs the second
.venv/.dev: .venv/.created requirements.lock requirements-dev.lock
	@echo "Installing the locked dependencies and the tools of development into .venv (some minutes the first time)"
	@$(PIP) install --no-compile -r requirements.lock -r requirements-dev.lock
	@touch .venv/.locked $@

# axe-core and TypeScript, by the hashes of package-lock.json; where they cannot be had their checks say so
node_modules/.fetched: package.json package-lock.json
	@{ command -v npm >/dev/null && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && touch $@; } \
		|| echo "npm or its packages are missing: scripts' types and accessibility will not be checked"

# Some tests drive programs that pip does not bring; where they cannot be installed those tests are skipped and say so.
programs:
	@tools/install_programs.sh
	@$(MAKE) --no-print-directory node_modules/.fetched

# things that do not wait for each other go side by side: a machine on which this runs has two cores at least, and tests
# that wait for browsers and servers leave part of them free
test:
	@$(MAKE) --no-print-directory -j2 --output-sync dev programs
	@$(MAKE) --no-print-directory -j3 lint wheel unit

lint: dev node_modules/.fetched
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@if [ -x node_modules/.bin/tsc ]; then echo node_modules/.bin/tsc; node_modules/.bin/tsc; fi

wheel: dev
	PYTHON=$(BIN)/python tools/check_wheel.sh

unit: dev
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

eval: dev
	ZAKHID=$(BIN)/zakhid PYTHON=$(BIN)/python tools/evaluate.sh ../shared

bench: dev
	$(BIN)/python tests/bench/bench.py $(PLANS) $(if $(wildcard $(QUESTIONS)),--questions $(QUESTIONS))

# The index at 3 k, 100 k and 1 M measures beside other engines (hours), or only STEPS="ask add answer embed" (minutes).
# DATA is a data folder that has been ingested; ENGINES a Python that has the other engines (tests/bench/index_bench.py).
bench-index: dev
	$(BIN)/python tests/bench/index_bench.py $(DATA) --work $(WORK) $(if $(SIZES),--sizes $(SIZES)) \
		$(if $(STEPS),--steps $(STEPS)) $(if $(ENGINES),--engines-python $(ENGINES))
	$(BIN)/python tests/bench/index_tables.py $(WORK)

bench-search: dev
	$(BIN)/python tests/bench/search_ablation.py $(DATA) $(or $(QUERIES),$(QUESTIONS)) $(if $(GOLD),--gold $(GOLD)) $(if $(EVERY),--every $(EVERY))

# ------------------------------------------------------------- upkeep

lock:
	$(BIN)/python tools/lock.py

samples: dev
	$(BIN)/python -m tools.samples

clean:
	rm -rf build dist $(DEMO_DATA) *.egg-info
