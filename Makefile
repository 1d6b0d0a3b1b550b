# Every verb of the project. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help neo4j

# The project's own environment where there is one, otherwise the Python on PATH.
PYTHON ?= $(firstword $(wildcard .venv/bin/python) python3)
# Loopback port of `make neo4j`; 0 takes a free one.
PORT ?= 7687

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "%-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

neo4j: ## run a throw-away Neo4j on loopback until Ctrl-C (PORT=7687)
	@PYTHONPATH=tests $(PYTHON) -m neo4j_server --port $(PORT)
