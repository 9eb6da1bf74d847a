"""The entry for the menus of Linux desktops: valid, and installed for one user with the program it belongs to."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
from pathlib import Path

import pytest

LINUX = Path(__file__).resolve().parents[2] / "packaging" / "linux"
ENTRY = LINUX / "newsreader.desktop"


def entry_of(file: Path) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(file)
    return parser["Desktop Entry"]


def test_links_and_files_of_feeds_are_taken() -> None:
    entry = entry_of(ENTRY)
    assert entry["Exec"] == "newsreader %u"
    types = entry["MimeType"].split(";")
    assert {"x-scheme-handler/feed", "application/rss+xml", "application/atom+xml"} <= set(types)


@pytest.mark.skipif(
    shutil.which("desktop-file-validate") is None, reason="desktop-file-utils is not installed"
)
def test_the_entry_is_valid() -> None:
    said = subprocess.run(
        ["desktop-file-validate", ENTRY], check=False, capture_output=True, text=True
    ).stdout
    assert said == ""


def test_it_is_put_into_the_menu_of_one_user_and_taken_out_again(tmp_path: Path) -> None:
    program = tmp_path / "100 % $mine" / "newsreader"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    share = tmp_path / "share"
    run = ["bash", str(LINUX / "install.sh")]
    env = os.environ | {"XDG_DATA_HOME": str(share)}
    subprocess.run([*run, str(program)], env=env, check=True, capture_output=True)
    entry = entry_of(share / "applications" / "newsreader.desktop")
    quoted = str(program).replace("%", "%%").replace("$", r"\\$")
    assert entry["Exec"] == f'"{quoted}" %u'
    assert (share / "icons" / "hicolor" / "48x48" / "apps" / "newsreader.png").is_file()
    subprocess.run([*run, "--remove"], env=env, check=True, capture_output=True)
    assert not list(share.rglob("newsreader.*"))
