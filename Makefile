# make demo   builds the graph of seeds/ and says where to look and what to ask
# make test   runs the checks and the tests
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV ?= .venv
OUTPUT ?= output
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help demo test check lock kill peers scale end-to-end clean

help:
	@sed -n 's/^# //p' $(firstword $(MAKEFILE_LIST))

$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	touch $@

demo: $(STAMP)
	$(BIN)/kg build seeds/ -o $(OUTPUT)
	@echo
	@echo "Look:  open $(OUTPUT)/graph.html in a browser; the graph itself is $(OUTPUT)/graph.ttl"
	@echo "Ask:   $(BIN)/kg query who-denies-what -g $(OUTPUT)/graph.ttl"
	@echo "       $(BIN)/kg query 'SELECT ?who ?what { ?who claim:rejects ?what }' -g $(OUTPUT)/graph.ttl"
	@echo "       $(BIN)/kg show $(OUTPUT)/graph.ttl --relation accuses"

# The checks of style and types.
check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict kg

test: $(STAMP)
	.ci/system-packages
	$(MAKE) check
	$(BIN)/python -m pytest $(PYTEST_ARGS)

# Every dependency with its hashes, for every platform; names no registry.
lock:
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --upgrade --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet -o requirements.lock

# Three hundred builds into a store killed at random: nothing lost, nothing twice (about an hour).
kill: $(STAMP)
	$(BIN)/python benchmarks/kill.py --kills 300

# Attribution beside its peers, each in an environment of its own under build/ (about 20 minutes of one core).
peers: $(STAMP)
	$(BIN)/python benchmarks/peers.py --venvs build/peers

# Documents and triples a second, and memory, as a made-up corpus grows.
scale: $(STAMP)
	$(BIN)/python benchmarks/scale.py --sizes 1000 10000 --workers 1 2 --store

# Articles in TEXTS (one folder or several) to a store, to other stores and back; writes benchmarks/end_to_end.log.
end-to-end: $(STAMP)
	$(BIN)/python benchmarks/end_to_end.py --texts $(TEXTS)

clean:
	rm -rf $(OUTPUT) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
