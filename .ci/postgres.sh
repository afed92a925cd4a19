#!/usr/bin/env bash
# The server's suite on a PostgreSQL 15 of Debian with PostGIS, in a folder and on a port of its own.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=/usr/lib/postgresql/15/bin
postgis=/usr/share/postgresql/15/extension/postgis.control
if [ "$(id -u)" = 0 ] && { [ ! -x "$bin/initdb" ] || [ ! -e "$postgis" ] || ! command -v ogrinfo >/dev/null; }; then
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq &&
    apt-get install -y -qq --no-install-recommends postgresql-15 postgresql-15-postgis-3 gdal-bin >/dev/null; } ||
    [ -x "$bin/initdb" ]
fi
if [ ! -x "$bin/initdb" ]; then echo 'postgresql-15 is not installed: its suite is left out'; exit 0; fi
[ -e "$postgis" ] || echo 'PostGIS is not installed: the schema gis is left out'
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }
dir=$(mktemp -d /tmp/vithanh-pg-XXXXXX)
[ "$(id -u)" != 0 ] || chown postgres "$dir"
as "$bin/initdb" -D "$dir/data" -U vithanh --auth=trust -E UTF8 --locale=C.UTF-8 >/dev/null
as "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/log" -o "-c listen_addresses=127.0.0.1 -p 54329 -k $dir -c fsync=off" start >/dev/null
trap 'as "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null; rm -rf "$dir"' EXIT
export TEST_DATABASE_URL="postgres://vithanh@127.0.0.1:54329/postgres"
# Where it is installed, tests of the schema gis are not left out.
[ ! -e "$postgis" ] || export TEST_POSTGIS=1
export PATH="$PWD/node_modules/.bin:$PATH"
# Left out is what asks the database nothing of its own: routes, lamps, the text page; and kernels, whose runs are stored as others are.
left_out=()
for name in lamps lighting text-page traffic travel; do left_out+=(--exclude "test/flow/server-$name.test.ts"); done
vitest run --project flow test/flow/server "${left_out[@]}" --reporter=dot
