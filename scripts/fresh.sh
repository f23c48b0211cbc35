#!/usr/bin/env bash
# Fails when a generated file is not what generating it now gives. The new
# content is left in the tree, so that it can be looked at and committed.
set -euo pipefail
cd "$(dirname "$0")/.."

generated() {
	git ls-files --cached --others --exclude-standard -- \
		'docs/openapi.json' '*.gen.ts' '*_gen.go' 'internal/store/db/*' |
		sort -u | while read -r file; do [ -f "$file" ] && sha256sum "$file"; done
}

before=$(generated)
scripts/generate.sh
after=$(generated)
if [ "$before" != "$after" ]; then
	echo "Generated files were stale; they are fresh now, commit them:" >&2
	diff <(printf '%s\n' "$before") <(printf '%s\n' "$after") | awk '/^[<>]/ { print $3 }' | sort -u >&2
	exit 1
fi
echo "generated files are fresh"
