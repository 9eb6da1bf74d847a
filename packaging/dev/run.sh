#!/usr/bin/env bash
# Opens the window; where there is no display, draws it with the welcome edition to a picture and says where.
set -euo pipefail
cd "$(dirname "$0")/../.."
# -OO: without documentation strings and asserts the window takes 15 MB less and starts sooner.
newsreader=(.venv/bin/python -OO -m newsreader)
if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} || $(uname) != Linux ]]; then
  exec "${newsreader[@]}"
fi
echo "There is no display here, so the window is drawn to a picture instead."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"${newsreader[@]}" --data-dir "$scratch" --screenshot "$PWD/newsreader.png" --size 1440x900
echo "See $PWD/newsreader.png"
