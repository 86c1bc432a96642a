#!/usr/bin/env bash
# Tests for every day: formatting, vet, and all tests that need nothing but Go.
# With --全部, as CI runs it, also those that need LibreOffice, openpyxl, Chromium and
# Chinese fonts (it installs them on a bare Debian, Ubuntu, Kylin or UOS), every case of
# the tests that draw at random, the race detector, a while of fuzzing, and a release
# for every desktop, with the program for Windows run under Wine. Nothing is passed over
# there: what is missing is a failure.
set -eu -o pipefail
cd "$(dirname "$0")/.."

everything=
case "${1:-}" in
  "") ;;
  --全部) everything=1 ;;
  *) echo "usage: .ci/test.sh [--全部]"; exit 2 ;;
esac

# stage says what comes, and after how many seconds.
stage() { echo "== $1 (${SECONDS} s)"; }

unformatted=$(gofmt -l .)
[ -z "$unformatted" ] || { echo "gofmt would change: $unformatted"; exit 1; }
go vet ./...
if [ -z "$everything" ]; then
  YSGK_ALL='' go test -json -timeout 20m ./... | go run .ci/tally.go
  exit
fi

sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
need=
command -v soffice >/dev/null 2>&1 || need="$need libreoffice-calc"
command -v lowriter >/dev/null 2>&1 || need="$need libreoffice-writer" # for the documents
/usr/bin/python3 -c 'import openpyxl' >/dev/null 2>&1 || need="$need python3-openpyxl"
fc-list :lang=zh 2>/dev/null | grep -q . || need="$need fontconfig fonts-noto-cjk"
command -v chromium >/dev/null 2>&1 || need="$need chromium" # for the window
command -v gcc >/dev/null 2>&1 || need="$need gcc libc6-dev" # for the race detector
command -v wine >/dev/null 2>&1 || need="$need wine wine64" # for the program for Windows
command -v minisign >/dev/null 2>&1 || need="$need minisign" # for the signature of a release
command -v script >/dev/null 2>&1 || need="$need bsdutils"
if [ -n "$need" ]; then
  export DEBIAN_FRONTEND=noninteractive
  $sudo apt-get update -qq
  # shellcheck disable=SC2086 # a list of packages
  $sudo apt-get install -y -qq --no-install-recommends $need >/dev/null
fi

stage "staticcheck"
go tool staticcheck ./...

stage "race detector" # it takes ten times as long: of the long lists, those that go the ways of all threads are enough; bounds are measured without it, below
for tests in "-skip WithinBounds|SharesTogether|TablesOfAnEarlierRun|PageNumbers ./internal/batch ./internal/watch ./internal/xlsxread" "-run SameTime|Published|Bytes ./internal/app"; do
  # shellcheck disable=SC2086 # a flag and packages
  CGO_ENABLED=1 YSGK_ALL='' go test -race -vet=off -json -timeout 30m $tests | go run .ci/tally.go
done

stage "fuzzing" # for new inputs, not for the smallest ones that reach as far
fuzzers=$(mktemp -d)
trap 'rm -rf "$fuzzers"' EXIT
for package in $(grep -rl --include='*_test.go' '^func Fuzz' internal cmd | xargs -n1 dirname | sort -u); do
  program=$fuzzers/${package##*/}
  go test -vet=off -c -fuzz=. -o "$program" "./$package" # once for all targets of a package
  for target in $("$program" -test.list '^Fuzz' | grep '^Fuzz'); do
    echo "$package $target"
    fuzz() (cd "$package" && "$program" -test.run '^$' -test.fuzz "^$target\$" -test.fuzztime "$1" -test.fuzzminimizetime 1x -test.fuzzcachedir "$fuzzers/found")
    # When the time is up while an input is tried, a target may fail without having found
    # any; a count has no deadline, and an input that was found fails again.
    fuzz "${YSGK_FUZZTIME:-2s}" || fuzz 500x
  done
done

stage "speed, in ratios beside bare code: none may be worse by half than the kept one, twice in a row"
go test ./internal/speed -run - -bench . -skip "Large|Cores|Help" -benchtime 5x -kept -timeout 30m # Cores and Help are too short to be judged beside others

stage "a release: programs for every desktop, without cgo"
release=$(mktemp -d)
trap 'rm -rf "$fuzzers" "$release"' EXIT
.ci/release.sh "$release/files"
(cd "$release/files" && sha256sum --quiet -c SHA256SUMS)
# Made once more, in another folder. What is compiled may come from the first time, since
# the compiler gives the same bytes by itself; versions, dates, icons and packages may not.
(cd "$release" && files/*-linux-amd64 pack keygen key >/dev/null)
YSGK_RELEASE_KEY=$release/key.key .ci/release.sh "$release/again" linux-amd64
minisign -V -p "$release/key.pub" -m "$release/again/SHA256SUMS"
for file in "$release"/again/ysgk*; do cmp "$file" "$release/files/${file##*/}"; done

stage "the packages: what they put on a machine, and that it goes away again"
for package in "$release"/files/*.deb; do dpkg-deb -x "$package" "$release/${package##*_}"; done
root=$release/root
mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates"
touch "$root/var/lib/dpkg/status"
(
  [ "$(id -u)" = 0 ] || dpkg() { sudo dpkg "$@"; }
  dpkg --root="$root" --force-architecture -i "$release"/files/*_amd64.deb
  [ "$("$root/usr/bin/ysgk" version | head -1)" = "$("$release"/files/*-linux-amd64 version | head -1)" ]
  grep -q '^Exec=/usr/bin/ysgk ' "$root/usr/share/applications/ysgk.desktop"
  dpkg --root="$root" -r ysgk
  [ ! -e "$root/usr/bin/ysgk" ] && [ ! -e "$root/usr/share/applications/ysgk.desktop" ]
)

stage "the program for Windows, under Wine"
.ci/wine.sh "$release"/files/*-windows-amd64.exe

stage "all tests"
YSGK_ALL=1 go test -vet=off -json -timeout 60m ./... | go run .ci/tally.go -all
