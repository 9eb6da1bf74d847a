#!/usr/bin/env bash
# Tells the desktop of this user about the program: its entry in the menu, its icon, and that it opens feed: links and
# files of feeds.   install.sh [PROGRAM]   without one, that of this folder's .venv       install.sh --remove
set -euo pipefail
cd "$(dirname "$0")/../.."
share=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$share/applications/newsreader.desktop
icons=$share/icons/hicolor

refresh() {  # a desktop without these looks by itself, or at the next login
  ! command -v update-desktop-database >/dev/null || update-desktop-database -q "$share/applications"
  ! command -v gtk-update-icon-cache >/dev/null || gtk-update-icon-cache -qtf "$icons" || true
}

if [[ ${1:-} == --remove ]]; then
  rm -f "$entry" "$icons"/*/apps/newsreader.{png,svg}
  refresh
  exit 0
fi
program=$(realpath "${1:-.venv/bin/newsreader}")
[[ -x $program ]] || { echo "There is no program $program. Run \`make run\` first, or name it." >&2; exit 1; }
# As the specification of desktop entries wants it: quoted, and what is special in quotes escaped for both of its readers.
quoted=\"$(sed 's/\\/&&&&/g; s/[`$"]/\\\\&/g; s/%/%%/g' <<<"$program")\"
mkdir -p "${entry%/*}"
while IFS= read -r line; do
  [[ $line != Exec=* ]] || line="Exec=$quoted %u"
  printf '%s\n' "$line"
done <packaging/linux/newsreader.desktop >"$entry"
install -Dm644 resources/icons/app/newsreader.svg "$icons/scalable/apps/newsreader.svg"
for icon in resources/icons/app/newsreader-*.png; do
  size=${icon##*-}; size=${size%.png}
  install -Dm644 "$icon" "$icons/${size}x$size/apps/newsreader.png"
done
refresh
echo "Newsreader is in the menu of your desktop, and offered for feed: links and files of feeds."
