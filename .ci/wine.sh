#!/usr/bin/env bash
# Runs the program of a release for Windows, .ci/wine.sh FILE, under Wine: what
# cmd/ysgk/desk_windows_test.go wants of it, and the entry of the start menu. WINEPREFIX, if set, is where Wine keeps its
# files; made where it is not there.
set -eu -o pipefail
program=$(realpath "$1")
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'wineserver -k 2>/dev/null || true; rm -rf "$scratch"' EXIT
export WINEPREFIX="${WINEPREFIX:-$scratch/wine}" WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml=" YSGK_PROGRAM="Z:$program"
command -v wineserver >/dev/null || PATH="$PATH:/usr/lib/wine"
wine wineboot --init >"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }
system=$WINEPREFIX/drive_c/windows/system32
[ -e "$system/bcryptprimitives.dll" ] || go run .ci/prng.go "$system/bcryptprimitives.dll"
code=0
for package in internal/launcher cmd/ysgk; do
  # As the release is built, so that what was compiled for it is used again.
  GOOS=windows GOARCH=amd64 GOAMD64=v1 CGO_ENABLED=0 go test -c -trimpath -o "$scratch/ysgk.test.exe" "./$package"
  # Within a terminal, so that Wine has a console.
  (cd $package && TERM=xterm script -qec "wine $scratch/ysgk.test.exe -test.v -test.run OnWindows" "$scratch/seen" </dev/null >/dev/null) || code=$?
  tr -d '\r' <"$scratch/seen" | sed 's/\x1b\[[0-9;?]*[a-zA-Z]//g'
done
exit $code
