# The menu: `make help`. CI calls only what stands here.
SHELL := /bin/sh
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help start stop status test test-unit test-int test-e2e lint check gate drill rebuild bench bench-peers verify verify-audit new-handler dependencies build

help: ## shows this
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

start: build ## brings up every server and service, runs a first real job; safe to repeat
	@npm run -s start

stop: dependencies ## stops what make start started; the data stays
	@npm run -s stop

status: dependencies ## shows what is ready; exits 0 when all is
	@npm run -s status

test: dependencies ## everything: build, lint, contracts, unit, int, e2e, simulator; ends with "N passed, N failed"
	@node e2e/run-tests.mjs

test-unit: dependencies ## pure logic, with the coverage bound
	@node e2e/run-tests.mjs unit

test-int: dependencies ## each part against real servers
	@node e2e/run-tests.mjs int

test-e2e: dependencies ## the whole system as processes
	@node e2e/run-tests.mjs build simulator e2e

lint: dependencies ## ESLint (type-checked), dependency arrows, contracts, rules of Prometheus and Alertmanager, secrets and packages
	@node e2e/run-tests.mjs lint contracts observability security

check: test verify ## what every change must pass before it is handed in

gate: dependencies ## proves on the running system that all parts work together; report in artifacts/gate/
	@npm run -s gate

drill: build ## causes a real fault for each alert and measures when it fires and resolves; one: make drill ALERT=NAME
	@npm run -s drill -- '$(ALERT)'

rebuild: build ## builds read models anew beside the served ones, then switches; one: make rebuild MODEL=jobs; compare only: make rebuild PROVE=1
	@node dist/apps/aggregator/src/rebuild.js $(if $(MODEL),--model $(MODEL)) $(if $(PROVE),--prove)

bench: build ## all benches; one: npm run -s bench -- NAME --json
	@npm run -s bench -- all

bench-peers: build ## pg-boss, graphile-worker, BullMQ and Celery measured beside this project (40 minutes); WRITE=1 puts the table into docs/performance.md
	@npm run -s bench:peers -- $(if $(WRITE),--write) $(if $(ROUNDS),--rounds $(ROUNDS))

# The files of the local stack, where they are; others are named.
verify-audit: HEADS ?= $(wildcard .stack/dev/audit/heads.ndjson)
verify-audit: KEY ?= $(wildcard .stack/dev/audit/audit.pem.pub)
verify-audit: build ## finds every row of the audit trail that was changed, removed, reordered or cut off; HEADS=FILE KEY=PUBLIC_KEY.pem name heads kept elsewhere
	@npm run -s verify-audit -- $(if $(HEADS),--heads '$(HEADS)') $(if $(KEY),--key '$(KEY)')

verify: build ## regenerates everything generated and fails on a difference
	@npm run -s verify

new-handler: dependencies ## the skeleton of a handler of your own: make new-handler NAME=image.resize
	@node deploy/new-handler.mjs '$(NAME)'

dependencies:
	@node deploy/ensure-dependencies.mjs

build: dependencies
	@npm run -s build
