#!/usr/bin/env bash
# Installs what the tests need (LibreOffice, Chinese fonts, openpyxl) and runs
# all tests. Works on a bare Debian, Ubuntu, Kylin or UOS with Go and git.
set -eu
cd "$(dirname "$0")/.."

sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
need=
command -v soffice >/dev/null 2>&1 || need="$need libreoffice-calc"
/usr/bin/python3 -c 'import openpyxl' >/dev/null 2>&1 || need="$need python3-openpyxl"
command -v pdftoppm >/dev/null 2>&1 || need="$need poppler-utils"
fc-list :lang=zh 2>/dev/null | grep -q . || need="$need fontconfig fonts-noto-cjk"
if [ -n "$need" ]; then
  export DEBIAN_FRONTEND=noninteractive
  $sudo apt-get update -qq
  # shellcheck disable=SC2086 # a list of packages
  $sudo apt-get install -y -qq --no-install-recommends $need >/dev/null
fi

unformatted=$(gofmt -l .)
[ -z "$unformatted" ] || { echo "gofmt would change: $unformatted"; exit 1; }
go vet ./...
go test -timeout 60m ./...
# The tool must build for every desktop it is meant for, without cgo.
for target in windows/amd64 windows/arm64 linux/amd64 linux/arm64 linux/loong64; do
  CGO_ENABLED=0 GOOS=${target%/*} GOARCH=${target#*/} go build -o /dev/null ./cmd/ysgk
  echo "builds for $target"
done
