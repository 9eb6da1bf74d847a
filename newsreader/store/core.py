"""Runs what SQLAlchemy Core composed on the driver's connection, inside the transaction that is open there.

SQLAlchemy takes 13 MB and a good part of a start, and most of what a window, a command or a sync does is plain SQL:
only what composes statements imports this, or ``schema``, and late.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from sqlalchemy import Select
from sqlalchemy.dialects.sqlite import dialect

from newsreader.store.transactions import Reader


def rows(r: Reader, statement: Select[Any]) -> list[Any]:
    """All rows of ``statement``; their values go by the names of its columns."""
    compiled = statement.compile(dialect=dialect())
    parameters = [compiled.params[name] for name in compiled.positiontup or ()]
    names = statement.selected_columns.keys()
    return [
        SimpleNamespace(**dict(zip(names, row, strict=True)))
        for row in r.raw.execute(str(compiled), parameters)
    ]
