# Bare `make` prints what there is. Every target works from a fresh clone: it sets itself up first.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
SETUP := .venv/.requirements.lock
SETUP_DEMO := .venv/.requirements-demo.lock
# What is compiled is kept, also where the surroundings forbid it: each process would compile anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help
help: # (prints this)
	@awk 'BEGIN {FS = ":.*## "} \
	  /^## / {printf "\n%s\n", substr($$0, 4)} \
	  /^[a-z0-9-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo

## Run
.PHONY: demo look up down
demo: $(SETUP_DEMO) ## run a campaign from plan to report in minutes, of 2022 or PLAN=examples/…, on SERVERS=3; results in out/
	@$(BIN)/python -m deploy.local.demo $(if $(PLAN),--plan $(PLAN)) $(if $(SERVERS),--servers $(SERVERS))

look: $(SETUP_DEMO) ## see the last demo's dashboard, as its campaign ended, until Ctrl-C
	@$(BIN)/python -m deploy.local.look

up: $(SETUP_DEMO) ## keep the whole stack running on this machine; addresses in out/endpoints.json
	@$(BIN)/python -m deploy.local.up start

down: $(SETUP_DEMO) ## end what `make up` started; its data stays under var/
	@$(BIN)/python -m deploy.local.up stop

## Check
.PHONY: check test test-fast chaos proof mutants pods k8s bench
check: $(SETUP) ## lint, format, types, import boundaries, generated files, manifests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m contracts.generate --check
	@$(MAKE) --no-print-directory k8s

test: $(SETUP) ## every test; servers by environment, Docker or embedded parts, as the output says
	@# What needs servers mostly waits, so two files run at once, the longest first, and the pure
	@# tests beside them, which give way since no time is measured in them; what these print comes last.
	@mkdir -p build; \
	nice -n 10 $(BIN)/pytest -m "not servers" > build/pure.log 2>&1 & pure=$$!; \
	$(BIN)/pytest -m servers -n 2 --dist loadfile --no-loadscope-reorder; code=$$?; \
	wait $$pure || code=1; \
	cat build/pure.log; exit $$code

test-fast: $(SETUP) ## the tests that need no server and take no seconds each, in two minutes
	$(BIN)/pytest -m "not servers and not slow" -n 2 --dist worksteal

chaos: $(SETUP) ## kill, stall, fill, empty, cut the power under load, by a seed; as root (RUNS=10 SEED=8011)
	$(BIN)/python -m tests.chaos $(if $(RUNS),--runs $(RUNS)) $(if $(SEED),--seed $(SEED))

proof: $(SETUP) ## run what is too long for CI on a committed tree, and write docs/proof/; as root (STEP=chaos)
	$(BIN)/python -m tests.proof $(STEP)

mutants: $(SETUP) ## put faults into the source, chosen and drawn: the fast tests have to catch them
	$(BIN)/python -m tests.mutants

pods: $(SETUP) ## play the campaign on pods of overlays/prod while they are upgraded and rolled back; as root, with Docker
	$(BIN)/python -m tests.pods

k8s: $(SETUP) ## render the manifests and check them offline
	deploy/k8s/check

bench: $(SETUP) ## measure what a command costs, beside bare loops; out/bench.json (QUICK=1: two minutes)
	$(BIN)/python -m bench $(if $(QUICK),--quick)

## Develop
.PHONY: setup lock format schemas
setup: $(SETUP) ## create .venv from the locks (done by itself when needed)

lock: $(SETUP) ## rewrite the lock files from pyproject.toml (UPGRADE=1 takes newer versions)
	.ci/lock

format: $(SETUP) ## put imports and layout in order
	$(BIN)/ruff check --fix --select I .
	$(BIN)/ruff format .

schemas: $(SETUP) ## write schemas, AsyncAPI, permissions and the tables of docs/ from the source
	$(BIN)/python -m contracts.generate
	$(BIN)/python -m deploy.permissions
	$(BIN)/python -m tests.repository.pages

$(SETUP): requirements.lock pyproject.toml .ci/setup
	@PYTHON=$(PYTHON) .ci/setup requirements.lock

$(SETUP_DEMO): requirements-demo.lock pyproject.toml .ci/setup
	@PYTHON=$(PYTHON) .ci/setup requirements-demo.lock
