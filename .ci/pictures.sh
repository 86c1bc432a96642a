#!/usr/bin/env bash
# Makes the pictures of README and docs/手册.md anew, from real runs: pages of the window
# as Chromium shows them, sheets as LibreOffice prints them. Tests say when they are stale.
# It needs these two, poppler-utils and Chinese fonts. Look at the pictures before they are committed.
set -eu -o pipefail
cd "$(dirname "$0")/.."
# One after another: a LibreOffice that has to wait for others takes minutes.
YSGK_ALL=1 YSGK_PICTURES=$PWD/docs/图 go test -count=1 -p 1 -parallel 1 -timeout 60m -run 'ThePicturesOfTheWindow|TheManual' ./internal/window ./internal/cli
go test -count=1 -timeout 30m -run 'Picture|TheManualIs' ./internal/window ./internal/cli
