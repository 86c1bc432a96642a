#!/usr/bin/env bash
# The files of a release, of the commit at hand, into a folder (发布 if none is named);
# with names like linux-amd64 behind it, only those.
# They are made in a clone of their own: changes that are not committed are not in them,
# and whoever makes those of the same commit gets the same bytes.
# YSGK_RELEASE_KEY names the file of the private key that signs, YSGK_RELEASE_PASSWORD
# is its password, if it has one. See CONTRIBUTING.md.
set -eu -o pipefail
folder=$(realpath -m "${1:-$(dirname "$0")/../发布}")
[ -z "${YSGK_RELEASE_KEY:-}" ] || YSGK_RELEASE_KEY=$(realpath "$YSGK_RELEASE_KEY")
export YSGK_RELEASE_KEY="${YSGK_RELEASE_KEY:-}"
cd "$(dirname "$0")/.."
commit=$(git rev-parse HEAD)
clone=$(mktemp -d)
trap 'rm -rf "$clone"' EXIT
git clone -q --shared --no-checkout . "$clone"
cd "$clone"
git checkout -q --detach "$commit"
go run ./cmd/release "$folder" "${@:2}"
