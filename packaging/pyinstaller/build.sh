#!/usr/bin/env bash
# Builds the one-folder program dist/newsreader/newsreader.
set -euo pipefail
cd "$(dirname "$0")/../.."
.venv/bin/python -m PyInstaller --noconfirm --clean --log-level WARN --distpath dist --workpath build/pyinstaller \
  packaging/pyinstaller/newsreader.spec
du -sh dist/newsreader
