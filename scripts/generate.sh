#!/usr/bin/env bash
# Writes every generated file: the store's queries (sqlc), the OpenAPI document
# (from the API's own code) and the web app's types (from that document).
set -euo pipefail
cd "$(dirname "$0")/.."

git ls-files --cached --others --exclude-standard -- '*sqlc.yaml' '*sqlc.yml' | while read -r config; do
	.tools/bin/sqlc generate -f "$config"
done

document=docs/openapi.json
temporary=$(mktemp)
trap 'rm -f "$temporary"' EXIT
go run ./cmd/turno openapi >"$temporary"
cp "$temporary" "$document"
node_modules_of_typegen=web/typegen/node_modules
[ -d "$node_modules_of_typegen" ] || npm ci --prefix web/typegen --no-audit --no-fund --loglevel=error
"$node_modules_of_typegen/.bin/openapi-typescript" "$document" --output web/src/api/schema.gen.ts >/dev/null
