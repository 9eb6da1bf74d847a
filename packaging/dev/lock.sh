#!/usr/bin/env bash
# Writes requirements-dev.lock anew from pyproject.toml: every name, version and hash, for every platform and Python we run on.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v uv >/dev/null || { echo "uv is needed: pip install uv" >&2; exit 1; }
uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url \
  --python-version 3.11 --no-header --quiet --output-file requirements-dev.lock
echo "requirements-dev.lock: $(grep -c '==' requirements-dev.lock) packages"
