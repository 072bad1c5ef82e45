# Two commands do all the set-up: `make demo` and `make test`. Nothing but Python >= 3.11 with venv and make is needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
REAL ?= ../shared/data/real
# How the tests use two cores; empty: one after another. Files in the order of tests/conftest.py: the longest first.
CORES ?= -n 2 --dist loadfile --no-loadscope-reorder
DEMO := data/demo
DATA ?= $(DEMO)
VEERKRACHT_DEMO := $(BIN)/veerkracht --data $(DEMO) --catalogus $(DEMO)/voorbeeld/catalogus
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export DAGSTER_DISABLE_TELEMETRY := 1
export GX_ANALYTICS_ENABLED := false
# Some machines ask Python to keep nothing that it compiled: then each of hundreds of processes compiles everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install demo test test-lang bewijs check-claims ui real lint format docs bench wheel container pythons lock clean

help:
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-12s %s\n", $$1, $$2}'

$(READY): requirements.lock requirements-uv.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r requirements.lock
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

install: $(READY) ## install the locked dependencies and the package into .venv

$(DEMO)/voorbeeld/catalogus/catalogus.yaml: $(READY)
	$(BIN)/veerkracht sample --uit $(DEMO)/voorbeeld
	install -d -m 700 $(DEMO)/beperkt $(DEMO)/beperkt/drop && cp -R $(DEMO)/voorbeeld/beperkt/. $(DEMO)/beperkt/drop/

demo: $(DEMO)/voorbeeld/catalogus/catalogus.yaml ## run the whole pipeline offline on the fictitious sample
	$(VEERKRACHT_DEMO) refresh
	@echo
	@echo "De editie staat in $(DEMO)/publicatie/openbaar/actueel/"
	@echo "Drie dingen om nu te doen:"
	@echo "  1. open $(DEMO)/publicatie/openbaar/actueel/index.html in een browser"
	@echo "  2. bevraag $(DEMO)/publicatie/openbaar/actueel/veerkracht.duckdb met SQL (zie README, 'Query the marts')"
	@echo "  3. make ui: start de Dagster UI op dit voorbeeld"

ui: $(DEMO)/voorbeeld/catalogus/catalogus.yaml ## Dagster UI on the sample, on 127.0.0.1
	$(VEERKRACHT_DEMO) ui

real: $(READY) ## run the pipeline on real published files: make real REAL=folder
	VEERKRACHT_REAL_DATA=$(abspath $(REAL)) $(BIN)/veerkracht --data data/real --catalogus tests/real/catalogus refresh

test: $(READY) ## tests, offline
	$(BIN)/python -m pytest $(CORES) -m "not lang and not browser"

test-lang: $(READY) ## what takes longer: kills, load, the web server
	$(BIN)/python -m pytest $(CORES) -m "lang or browser"

bewijs: $(READY) ## proofs that take still longer, in data/bewijs; what was done is not done again: make bewijs ONLY=land
	$(BIN)/python -m tests.bewijs $(ONLY)

check-claims: $(READY) ## what the maps of an edition claim, beside the truth of the sample: make check-claims DATA=folder
	$(BIN)/python -m orchestration.claims $(DATA)

lint: $(READY) ## style and types of Python, style of SQL
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --disable-progress-bar dbt_project/models dbt_project/tests dbt_project/macros

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(READY) ## the documentation site, in build/docs
	$(BIN)/python -m sphinx -q -W -E --keep-going -d build/doctrees docs build/docs
	$(BIN)/python -m docs.check build/docs

bench: $(READY) ## benchmarks beside what one would pick otherwise, as ratios in one run
	$(BIN)/python -m tests.benchmarks

wheel: $(READY) ## the package, in dist, to install without a checkout or in a container
	rm -rf dist
	$(BIN)/uv build --quiet --wheel --no-build-isolation --python $(BIN)/python --out-dir dist

container: $(READY) ## build the image where no registry can be reached, and try it: root, on Debian
	.ci/container

pythons: $(READY) ## fetch what the package runs on, for each Python 3.11-3.13 on PATH: its test is offline
	$(BIN)/python -m tests.installed.venvs

lock: $(READY) ## resolve the dependencies anew: versions and hashes, no addresses
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --upgrade --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --quiet --output-file requirements.lock
	echo 'uv>=0.9,<1' | $(BIN)/uv pip compile - --universal --python-version 3.11 --upgrade --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --quiet --output-file requirements-uv.lock

clean: ## remove what the targets made, not the data of the user
	rm -rf $(VENV) build dist $(DEMO) data/real dbt_project/target dbt_project/logs
