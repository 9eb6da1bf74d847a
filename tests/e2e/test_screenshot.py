"""``newsreader --screenshot``: a picture that cannot be kept is refused with the reason, before anything is drawn."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.program import run

UNSEEN = os.environ | {"QT_QPA_PLATFORM": "offscreen"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere/window.png", "There is no folder "),
        ("nowhere/window", "There is no folder "),
        ("nowhere/", "There is no folder "),
        (".", "is a folder. Name the picture too"),
        ("window.gif", "window.gif should end in .png or .jpg"),
        ("window", "window should end in .png or .jpg"),
    ],
)
def test_a_picture_that_cannot_be_kept_is_refused_with_the_reason(
    tmp_path: Path, name: str, said: str
) -> None:
    done = run(tmp_path / "data", "--screenshot", f"{tmp_path}/{name}", env=UNSEEN)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_picture_is_drawn(tmp_path: Path) -> None:
    picture = tmp_path / "window.PNG"
    done = run(tmp_path / "data", "--screenshot", str(picture), "--size", "900x600", env=UNSEEN)
    assert done.returncode == 0, done.stderr
    assert picture.read_bytes().startswith(b"\x89PNG")
