# Everything a developer, a visitor or CI does with this repository.
# `make test` needs Go, Node and make on a Debian machine; the rest it installs.

SHELL       := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

GOLANGCI_VERSION := v2.15.0
SQLC_VERSION     := v1.31.1

# Named folders rather than ./...: npm packages under web/node_modules carry Go files.
GO_PACKAGES = $(shell go list ./cmd/... ./internal/... ./test/... ./web 2>/dev/null)
# Chosen for two cores: packages one beside the other, tests inside them in parallel.
GO_TEST_FLAGS ?= -race -timeout 20m

.PHONY: run build test lint dev bench soak generate generate-sql fresh web help \
	test-go test-web test-e2e lint-go lint-web tools packages clean

help: ## this list
	@grep -hE '^[a-z%-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{ printf "  %-14s %s\n", $$1, $$2 }'

run: build ## build all and serve on http://localhost:8080 with a demo organisation in ./data
	bin/turno serve --demo $(ARGS)

build: web ## the one binary, bin/turno, with the screens inside
	go build -o bin/turno ./cmd/turno

test: packages tools lint-web test-web build lint-go fresh test-go test-e2e ## everything that must pass
	@echo "make test: all passed"

lint: tools lint-go lint-web ## Go and web linters

dev: web/node_modules/.package-lock.json ## server and Vite with hot reload
	scripts/dev.sh

generate: tools ## write the generated files: queries, OpenAPI, TypeScript types
	scripts/generate.sh

generate-sql: tools ## write the store's queries only
	scripts/generate.sh sql

fresh: tools ## fail if a generated file is stale
	scripts/fresh.sh

# ── Go ──────────────────────────────────────────────────────────────────────

test-go: packages ## Go tests with the race detector
	go test $(GO_TEST_FLAGS) $(GO_PACKAGES)

cover: packages ## how much of each package its own tests run
	go test -cover ./cmd/turno ./internal/...

lint-go: tools
	.tools/bin/golangci-lint run --timeout 15m ./cmd/... ./internal/... ./test/... ./web

tools:
	@scripts/need-tool.sh golangci-lint github.com/golangci/golangci-lint/v2/cmd/golangci-lint $(GOLANGCI_VERSION)
	@scripts/need-tool.sh sqlc github.com/sqlc-dev/sqlc/cmd/sqlc $(SQLC_VERSION)

packages:
	@scripts/need-packages.sh compiler chromium postgresql

# ── Web ─────────────────────────────────────────────────────────────────────

# npm writes this file last, so it tells what is installed.
web/node_modules/.package-lock.json: web/package-lock.json
	npm --prefix web ci --no-audit --no-fund --loglevel=error
	@touch $@

web: web/node_modules/.package-lock.json
	npm --prefix web run --silent build

lint-web: web/node_modules/.package-lock.json
	npm --prefix web run --silent lint
	npm --prefix web run --silent check

test-web: web/node_modules/.package-lock.json ## web unit tests
	npm --prefix web run --silent test

test-e2e: packages build ## browser tests against the real binary
	npm --prefix web run --silent e2e

# ── Figures ─────────────────────────────────────────────────────────────────
# Every area ends with lines `metric value unit`. An area is a program in
# test/bench, or bench-web: the size of the scripts each space loads.

BENCH_AREAS = $(notdir $(patsubst %/,%,$(wildcard test/bench/*/)))

bench: $(addprefix bench-,$(BENCH_AREAS)) bench-web ## all figures

bench-web: build ## size of the scripts, how soon the desk is there, and how smoothly a full floor moves
	node scripts/web-size.mjs
	@scripts/need-packages.sh chromium
	cd web && node test/perf/desk.mjs
	cd web && node test/perf/floor.mjs

bench-%: packages ## figures of one area: routing, floor, …
	go run ./test/bench/$*

SOAK ?= 10m

soak: ## long random runs: the engine against its auditor, the twin against formulas, and 300 kills
	TURNO_SOAK=$(SOAK) go test -count=1 -timeout 0 -run TestSeededWorkload ./internal/routing
	TURNO_SOAK=1 go test -count=1 -timeout 0 -run 'TestErlang|TestReference' ./internal/sim
	go test -count=1 -timeout 0 -run TestKill ./test/faults -args -kills 300 -kills-postgres 100

clean: ## remove what was built
	rm -rf bin web/dist/assets web/dist/*.html web/test-results
