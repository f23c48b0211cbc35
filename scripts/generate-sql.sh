#!/bin/sh
# Generates internal/store/db from the migrations and the queries, then checks
# that the queries keep to what both engines understand. One run at a time,
# because several people may work in one tree. SQLC names another sqlc binary.
set -eu
cd "$(dirname "$0")/.."

SQLC="${SQLC:-$(command -v sqlc || echo "$(go env GOPATH)/bin/sqlc")}"

lock="${TMPDIR:-/tmp}/turno-sqlc.lock"
if [ "${TURNO_SQLC_LOCKED:-}" != 1 ] && command -v flock >/dev/null; then
	TURNO_SQLC_LOCKED=1 exec flock "$lock" "$0" "$@"
fi

# What PostgreSQL takes and SQLite does not, or takes to mean something else
# ("$1::text" is the name of one parameter there).
forbidden="::|now\(\)|CURRENT_TIMESTAMP|ILIKE|jsonb|ARRAY\[|= *ANY|FOR UPDATE|DISTINCT ON|interval +'"
if grep -nEi "$forbidden" internal/store/queries/*.sql | grep -vE '^[^:]+:[0-9]+: *--'; then
	echo "generate-sql: these lines do not run on both engines; write CAST(x AS TEXT), take time from Go" >&2
	exit 1
fi

"$SQLC" generate
