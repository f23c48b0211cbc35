#!/usr/bin/env bash
# Writes every generated file: the store's queries (sqlc), the OpenAPI document
# (from the API's own code) and the web app's types (from that document). With
# the argument `sql` only the queries.
set -euo pipefail
cd "$(dirname "$0")/.."

git ls-files --cached --others --exclude-standard -- '*sqlc.yaml' | while read -r config; do
	# One at a time: sqlc removes and rewrites the whole folder.
	flock .tools/sqlc.lock .tools/bin/sqlc generate -f "$config"
done
[ "${1:-all}" = sql ] && exit 0

document=docs/openapi.json
temporary=$(mktemp)
trap 'rm -f "$temporary"' EXIT
go run ./cmd/turno openapi >"$temporary"
mkdir -p docs
cat "$temporary" >"$document"
typegen=web/typegen/node_modules
[ -d "$typegen" ] || npm --prefix web/typegen ci --no-audit --no-fund --loglevel=error
"$typegen/.bin/openapi-typescript" "$document" --output web/src/api/schema.gen.ts >/dev/null
