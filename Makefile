# Every verb of the project. `make` alone lists them.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo demo-cooperation test lint types fmt check bench bench-analytics bench-views bench-match bench-import bench-scale docs pictures lock venv neo4j clean fuzz

VENV := .venv
BIN := $(VENV)/bin
# Options for pytest: make test ARGS="-k corridors"
ARGS ?=
# A worker for each core, which takes whole files of tests and has a Neo4j of its own (a gigabyte or two).
CORES := -n auto --maxprocesses=4 --dist loadfile --no-loadscope-reorder
# Loopback port of `make neo4j`; 0 takes a free one.
PORT ?= 7687
# How long `make fuzz` searches.
SECONDS ?= 60

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "%-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/run.stamp ## load the shipped examples, show who connects and where routes lead
	@$(BIN)/python examples/demo.py

demo-cooperation: $(VENV)/test.stamp ## three States match blindly, release to each other, and see more together
	@$(BIN)/python examples/cooperation.py

test: $(VENV)/test.stamp ## run all tests (ARGS="-k word" for some), and say what could not be run
	@$(BIN)/python -m pytest $(CORES) $(ARGS)

fuzz: $(VENV)/test.stamp ## search mappings and files that break a reader (SECONDS=60; needs atheris)
	@PYTHONPATH=tests $(BIN)/python tests/ingest/fuzz.py -max_total_time=$(SECONDS)

lint: types ## check form, layers, spelling, YAML, queries, and what must not be committed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/yamllint --strict .
	$(BIN)/netgraph query check
	$(BIN)/python tools/refuse.py

types: $(VENV)/lint.stamp ## check types
	$(BIN)/mypy

fmt: $(VENV)/lint.stamp ## put the code into form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

check: lint test ## everything a change must pass

bench: $(VENV)/test.stamp ## time netgraph beside the databases' own ways (ARGS="--sizes 10000 --load 10000")
	@PYTHONPATH=tests $(BIN)/python benchmarks/run.py $(ARGS)

bench-analytics: $(VENV)/test.stamp ## time measures and projections (ARGS="--edges 10000 --sampled --ties")
	@PYTHONPATH=tests $(BIN)/python benchmarks/analytics.py $(ARGS)

bench-import: $(VENV)/test.stamp ## write files for Neo4j's importer, and see that memory does not grow (ARGS="--sizes 100000")
	@$(BIN)/python benchmarks/imports.py $(ARGS)

bench-views: $(VENV)/test.stamp ## time pages in a browser beside stock PyVis (ARGS="--nodes 250 --stock 250")
	@PYTHONPATH=tests $(BIN)/python benchmarks/pages.py $(ARGS)

bench-match: $(VENV)/test.stamp ## time a blind match beside openmined.psi (ARGS="--held 10000 --offered 1000")
	@$(BIN)/python benchmarks/matching.py $(ARGS)

bench-scale: $(VENV)/test.stamp ## measure growth, and what a billion would need (ARGS="--sizes 100000 --workers 2")
	@PYTHONPATH=tests $(BIN)/python benchmarks/scale.py $(ARGS)

docs: $(VENV)/run.stamp ## write the generated pages in docs/reference anew
	$(BIN)/python tools/reference.py

pictures: $(VENV)/test.stamp ## draw the README's pictures from the demo's store anew (needs Chromium)
	@PYTHONPATH=tests $(BIN)/python tools/pictures.py

lock: ## pin the newest allowed versions anew (needs uv; UPGRADE=--upgrade moves all of them)
	@tools/lock.sh $(UPGRADE)

venv: $(VENV)/lint.stamp ## make .venv with everything for working on netgraph (PYTHON=... to choose one)

neo4j: $(VENV)/test.stamp ## run a throw-away Neo4j on loopback until Ctrl-C (PORT=7687)
	@PYTHONPATH=tests $(BIN)/python -m neo4j_server --port $(PORT)

clean: ## remove .venv, the demo and every cache
	rm -rf $(VENV) demo demo-cooperation dist build .cache .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

# One environment, three growing sets; a stamp says which are in it. They are installed anew when a pin,
# netgraph's own metadata, or the environment's recipe changes.
$(VENV)/%.stamp: requirements/%.txt pyproject.toml tools/venv.sh
	@MAKE_VERB="$(firstword $(MAKECMDGOALS))" VENV="$(VENV)" tools/venv.sh $*
	@touch $@
