#!/usr/bin/env bash
# Installs, through the system's package manager, what the tests need and the
# machine does not have. Arguments say what: compiler (the race detector needs
# one), chromium, postgresql.
set -euo pipefail

missing=()
for what in "$@"; do
	case "$what" in
	compiler)
		command -v gcc >/dev/null || missing+=(gcc libc6-dev)
		;;
	chromium)
		command -v chromium >/dev/null || missing+=(chromium fonts-dejavu-core)
		;;
	postgresql)
		# The server is not on PATH in Debian; the tests look in the same places.
		ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing+=(postgresql)
		;;
	*)
		echo "need-packages.sh: unknown: $what" >&2
		exit 2
		;;
	esac
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
	echo "Please install with your package manager: ${missing[*]}" >&2
	exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null; then
		echo "Please install as root: apt-get install ${missing[*]}" >&2
		exit 1
	fi
	as_root=(sudo)
fi
echo "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
