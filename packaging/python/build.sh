#!/usr/bin/env bash
# Builds wheel and sdist into dist/ with the pinned tools of the lock, without fetching anything.
set -euo pipefail
cd "$(dirname "$0")/../.."
rm -rf dist/newsreader-*
.venv/bin/python -m build --no-isolation --outdir dist . >/dev/null
ls -1 dist/newsreader-*
