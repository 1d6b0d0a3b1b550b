#!/bin/sh
# Bring the project's environment up to one of the requirement sets, and netgraph itself into it.
# Usage: tools/venv.sh run|test|lint    PYTHON=... and VENV=... choose the Python and the place.
set -eu
cd "$(dirname "$0")/.."
set_name=$1
venv=${VENV:-.venv}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for candidate in ${PYTHON:-python3 python python3.14 python3.13 python3.12 python3.11}; do
        if new_enough "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    echo "netgraph needs Python 3.11 or newer; tried: ${PYTHON:-python3, python, python3.14 to python3.11}" >&2
    echo "  next: install one (Debian 12, Ubuntu 24.04: apt-get install python3 python3-venv)," >&2
    echo "        or name it: make ${MAKE_VERB:-demo} PYTHON=/path/to/python3.11" >&2
    exit 1
}

if ! new_enough "$venv/bin/python"; then # none there, or its Python is gone
    python=$(find_python)
    echo "making $venv with $("$python" --version) ..." >&2
    rm -rf "$venv"
    if command -v uv >/dev/null; then
        uv venv --quiet --no-python-downloads --python "$python" "$venv"
    elif ! "$python" -m venv "$venv"; then
        rm -rf "$venv"
        echo "this Python cannot make environments" >&2
        echo "  next: install its venv module (Debian, Ubuntu: apt-get install python3-venv), or uv" >&2
        exit 1
    fi
fi

# uv is used where it is at hand because it is faster; both install the same files, checked by hash.
echo "installing requirements/$set_name.txt ..." >&2
if command -v uv >/dev/null; then
    install() { uv pip install --quiet --python "$venv/bin/python" "$@"; }
else
    install() { "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }
fi
# Nothing is compiled: only PySpark, which is Python and Java, has no wheel, and is packed into one here.
install --require-hashes --only-binary :all: --no-binary pyspark -r "requirements/$set_name.txt"
install --no-deps --no-build-isolation --editable .
