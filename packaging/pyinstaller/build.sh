#!/usr/bin/env bash
# Builds the one-folder program: dist/newsreader/newsreader, or below the folder DIST names.
set -euo pipefail
cd "$(dirname "$0")/../.."
dist=${DIST:-dist}
.venv/bin/python -m PyInstaller --noconfirm --clean --log-level WARN --distpath "$dist" --workpath "$dist/build" \
  packaging/pyinstaller/newsreader.spec
rm -rf "$dist/build"
du -sh "$dist/newsreader"
