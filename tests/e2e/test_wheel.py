"""The wheel: everything the program needs is in it, and it runs from where it was installed."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_wheel_runs_from_elsewhere(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    wheel = next(tmp_path.glob("*.whl"))
    names = zipfile.ZipFile(wheel).namelist()
    assert "newsreader/_resources/theme/tokens.json" in names
    assert "newsreader/store/migrations/env.py" in names
    assert any(name.endswith("/data/share/applications/newsreader.desktop") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "packaging/"))]
    place = tmp_path / "place"
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(place),
    ]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    picture = tmp_path / "window.png"
    run = [
        sys.executable,
        "-P",
        "-m",
        "newsreader",
        "--data-dir",
        str(tmp_path / "data"),
        "--screenshot",
        str(picture),
    ]
    done = subprocess.run(
        run,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(place)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert picture.stat().st_size > 20_000
    where = "import newsreader.resources as r; print(r.resource_root())"
    found = subprocess.run(
        [sys.executable, "-P", "-c", where], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(place)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(found.stdout.strip()) == place / "newsreader" / "_resources"
