"""What a command of the terminal comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """``document`` is printed with ``--json``, ``lines`` without. A ``fault`` goes to standard error, with exit 1."""

    document: Any
    lines: list[str] = field(default_factory=list)
    fault: str = ""
