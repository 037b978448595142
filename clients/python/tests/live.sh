#!/usr/bin/env bash
# The whole client against a running instance: live.sh WORKDIR MODEL
# WORKDIR is one that `scstream demo --headless --workdir WORKDIR` left; MODEL the name in its store.
# Makes a virtual environment under WORKDIR, unless PYTHON names an interpreter that has everything.
set -euo pipefail
workdir=$1 model=$2
cd "$(dirname "$0")/.."
scstream=${SCSTREAM:-../../scstream}

if [ -z "${PYTHON:-}" ]; then
  [ -d "$workdir/venv" ] || python3 -m venv "$workdir/venv"
  PYTHON=$workdir/venv/bin/python
  if ! "$PYTHON" -m pip install -q --disable-pip-version-check ".[test]"; then
    echo "clients/python: NOT TESTED, as its packages cannot be had from PyPI" >&2
    exit 0
  fi
fi

rm -rf "$workdir/exported" "$workdir/exported.h5ad"
"$scstream" models export "$model@latest" --workdir "$workdir" --out "$workdir/exported"
"$scstream" export --model "$model" --workdir "$workdir" --out "$workdir/exported.h5ad"
"$scstream" embed --model "$model@latest" --follow --workdir "$workdir" 2> "$workdir/embed.log" &
running=$!
trap 'kill $running; wait $running || true' EXIT
for _ in $(seq 240); do
  [ -f "$workdir/bootstrap" ] && break
  kill -0 $running 2> /dev/null || { cat "$workdir/embed.log" >&2; exit 1; }
  sleep 0.25
done
SCSTREAM_WORKDIR=$workdir SCSTREAM_MODEL=$workdir/exported SCSTREAM_H5AD=$workdir/exported.h5ad \
  "$PYTHON" -m pytest -q -rA
