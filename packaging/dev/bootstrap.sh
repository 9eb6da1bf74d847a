#!/usr/bin/env bash
# Makes a machine ready: the system libraries and fonts that Qt needs, and the environment in .venv from the lock.
#   bootstrap.sh run     what running needs        bootstrap.sh test    what the tests need as well
# On Debian-like systems as root it installs what is missing; otherwise it prints the exact line to run.
set -euo pipefail
cd "$(dirname "$0")/../.."
purpose=${1:-run}

packages=(libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 libxkbcommon-x11-0
  libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0
  libxcb-sync1 libxcb-xfixes0 libxcb-xinerama0 libxcb-xkb1
  fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji)
[[ $purpose == test ]] && packages+=(xvfb xdotool strace)

find_python() {  # the oldest Python we support comes first: it is what the lock was made for
  local candidate
  for candidate in "${PYTHON:-python3}" python3.11 python3.12 python3.13 python3.14; do
    command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null &&
      { command -v "$candidate"; return; }
  done
  echo "Python 3.11 or newer is needed." >&2
  return 1
}

install_packages() {
  command -v dpkg-query >/dev/null || return 0   # not Debian-like: the desktop there brings Qt's libraries
  local package missing=()
  for package in "$@"; do
    # After Debian 12 some names carry a t64 suffix; either one will do.
    # (dpkg-query fails for the name that is unknown, which must not count.)
    [[ $(dpkg-query -W -f '${Status}\n' "$package" "${package}t64" 2>/dev/null || true) == *"ok installed"* ]] ||
      missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  if [[ $(id -u) == 0 ]]; then
    echo "Installing ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  else
    echo "Some system packages are missing. Please run this line, then try again:" >&2
    echo "  sudo apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
}

python=$(find_python)
install_packages "${packages[@]}"

stamp=.venv/.lock-installed
if [[ -f $stamp ]] && cmp -s requirements-dev.lock "$stamp" && [[ -x .venv/bin/newsreader ]]; then
  exit 0
fi
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
  install_packages "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
fi
[[ -x .venv/bin/python ]] || "$python" -m venv .venv
echo "Installing the Python packages of requirements-dev.lock into .venv"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
.venv/bin/python -m compileall -q -o 0 -o 2 newsreader .venv/lib/python*/site-packages/sqlalchemy
cp requirements-dev.lock "$stamp"
