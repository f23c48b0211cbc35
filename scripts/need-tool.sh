#!/usr/bin/env bash
# Makes a Go tool of an exact version available as .tools/bin/NAME, so that it
# stays out of the module's own dependencies. A binary of that version that the
# machine already has is used; otherwise it is built once and kept.
#
#   scripts/need-tool.sh golangci-lint github.com/golangci/golangci-lint/v2/cmd/golangci-lint v2.15.0
set -euo pipefail
name=$1 package=$2 version=$3
cd "$(dirname "$0")/.."
tools=$PWD/.tools/bin

is_wanted() {
	[ -x "$1" ] && go version -m "$1" 2>/dev/null | awk -v v="$version" '$1 == "mod" && $3 == v { found = 1 } END { exit !found }'
}

is_wanted "$tools/$name" && exit 0
mkdir -p "$tools"
for candidate in "$(go env GOPATH)/bin/$name" "$(command -v "$name" || true)"; do
	if [ -n "$candidate" ] && is_wanted "$candidate"; then
		ln -sf "$candidate" "$tools/$name"
		exit 0
	fi
done
echo "building $name $version (once, some minutes)"
rm -f "$tools/$name"
GOFLAGS=-mod=mod GOBIN=$tools go install "$package@$version"
