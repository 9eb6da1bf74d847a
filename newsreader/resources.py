"""The one way to the files of ``resources/``: from a checkout, a wheel and a frozen program.

Standard library only; safe on any thread.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def resource_root() -> Path:
    """The folder that holds our resources: inside the package when installed or frozen, beside it in a checkout."""
    installed = _PACKAGE / "_resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def resource_path(name: str) -> Path:
    """The path of the resource ``name`` (parts joined by ``/``). Raises FileNotFoundError if there is none."""
    path = resource_root().joinpath(*name.split("/"))
    if not path.exists():
        raise FileNotFoundError(f"resource not found: {name}")
    return path


def resource_text(name: str) -> str:
    """The UTF-8 text of the resource ``name``. Raises FileNotFoundError if there is none."""
    return resource_path(name).read_text(encoding="utf-8")
