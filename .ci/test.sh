#!/usr/bin/env bash
# Tests for every day: formatting, vet, and all tests that need nothing but Go.
# With --全部, as CI runs it, also those that need LibreOffice, openpyxl, Chromium and
# Chinese fonts (it installs them on a bare Debian, Ubuntu, Kylin or UOS), every case of
# the tests that draw at random, the race detector, a while of fuzzing, and builds
# for every desktop. Nothing is passed over there: what is missing is a failure.
set -eu -o pipefail
cd "$(dirname "$0")/.."

everything=
case "${1:-}" in
  "") ;;
  --全部) everything=1 ;;
  *) echo "usage: .ci/test.sh [--全部]"; exit 2 ;;
esac

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
if [ -n "$need" ]; then
  export DEBIAN_FRONTEND=noninteractive
  $sudo apt-get update -qq
  # shellcheck disable=SC2086 # a list of packages
  $sudo apt-get install -y -qq --no-install-recommends $need >/dev/null
fi

echo "== staticcheck"
go tool staticcheck ./...

echo "== race detector" # it takes ten times as long: of the long lists, those that go the ways of all threads are enough; bounds are measured without it, below
for tests in "-skip WithinBounds ./internal/batch ./internal/fill ./internal/watch ./internal/xlsxread" "-run SameTime|Published|Bytes ./internal/app"; do
  # shellcheck disable=SC2086 # a flag and packages
  CGO_ENABLED=1 YSGK_ALL='' go test -race -json -timeout 30m $tests | go run .ci/tally.go
done

echo "== fuzzing" # for new inputs, not for the smallest ones that reach as far
for package in $(grep -rl --include='*_test.go' '^func Fuzz' internal cmd | xargs -n1 dirname | sort -u); do
  for target in $(go test -list '^Fuzz' "./$package" | grep '^Fuzz'); do
    echo "$package $target"
    fuzz() { go test -run '^$' -fuzz "^$target\$" -fuzztime "$1" -fuzzminimizetime 1x "./$package"; }
    # When the time is up while an input is tried, go test may fail without having found
    # any; a count has no deadline, and an input that was found fails again.
    fuzz "${YSGK_FUZZTIME:-5s}" || fuzz 500x
  done
done

echo "== builds for every desktop, without cgo"
for target in windows/amd64 windows/arm64 linux/amd64 linux/arm64 linux/loong64; do
  CGO_ENABLED=0 GOOS=${target%/*} GOARCH=${target#*/} go build -o /dev/null ./cmd/ysgk
  echo "builds for $target"
done

echo "== all tests"
YSGK_ALL=1 go test -json -timeout 60m ./... | go run .ci/tally.go -all
