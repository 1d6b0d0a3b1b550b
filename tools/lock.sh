#!/bin/sh
# Write requirements/*.txt anew from pyproject.toml: exact versions with hashes, for every platform.
# Usage: tools/lock.sh [--upgrade]    Needs uv on PATH.
set -eu
cd "$(dirname "$0")/.."

if ! command -v uv >/dev/null; then
    echo "make lock needs uv on PATH; making and using the environment does not" >&2
    exit 1
fi

compile() { # NAME, then options of uv
    name=$1
    shift
    uv pip compile pyproject.toml --output-file "requirements/$name.txt" --quiet \
        --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-annotate --no-header "$@"
    echo "requirements/$name.txt: $(grep -c == "requirements/$name.txt") packages"
}

# Each file holds the one before it. The largest is decided first and the others follow it, so that a
# package has one version in all three.
compile lint --group build --extra py2neo --extra match --extra privacy --extra spark --group test --group lint "$@"
compile test --group build --extra py2neo --extra match --extra privacy --extra spark --group test --constraint requirements/lint.txt "$@"
compile run --group build --constraint requirements/lint.txt "$@"
