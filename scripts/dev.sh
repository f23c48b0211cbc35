#!/usr/bin/env bash
# The server on :8080 and Vite with hot reload on :5173, which passes API and
# live feed on to it. Ctrl C ends both.
set -euo pipefail
cd "$(dirname "$0")/.."
go build -o bin/turno ./cmd/turno
bin/turno serve --demo &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null || true' EXIT
npm --prefix web run dev
