"""The enumerations of Qt are made in a quick way of our own; nobody may notice, but by the clock."""

from __future__ import annotations

import subprocess
import sys
from enum import KEEP, Enum, EnumType, Flag, IntEnum
from typing import Any

import pytest

from newsreader.app.quick_enums import creator

_TELL = """
import pickle
from enum import EnumType
from PySide6 import QtCore, QtGui, QtWidgets

def outcome(work):
    try:
        return work()
    except (ValueError, TypeError, KeyError) as fault:
        return repr(fault)

def tell(one):
    print(one.__module__, one.__qualname__, one.__name__, one.__mro__[1:], one.__doc__, len(one), sorted(vars(one)))
    print(list(one), list(reversed(one)), outcome(lambda: one(987_654_321)), outcome(lambda: one["Absent"]))
    for name, member in one.__members__.items():
        print(name, repr(member), str(member), format(member), member.name, member.value, vars(member))
        assert getattr(one, name) is one[name] is one(member.value) is pickle.loads(pickle.dumps(member)) is member
        assert member in one and type(member) is one and {member: 1}[one(member.value)] == 1

def all_in(holder):
    names = vars(holder) if isinstance(holder, type) else dir(holder)
    for name in sorted(names):
        one = getattr(holder, name, None)
        if isinstance(one, EnumType):
            yield one
        elif isinstance(one, type) and not isinstance(holder, type):
            yield from all_in(one)

for module in (QtCore, QtGui, QtWidgets):
    for one in all_in(module):
        tell(one)
"""


def _told(before: str) -> list[str]:
    """What a Python of its own tells of all enumerations of Qt once it has done what ``before`` says."""
    run = [sys.executable, "-c", before + _TELL]
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout.splitlines()


def test_all_enumerations_of_qt_are_what_python_would_have_made_of_them() -> None:
    ours = _told("import newsreader.app.binding")
    assert len(ours) > 5_000
    for mine, plain in zip(ours, _told(""), strict=True):
        assert mine == plain


class _Watched:
    """Tells what Python's own way was asked for."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self._plain = vars(EnumType)["_create_"]

    def __call__(self, cls: type[Enum], class_name: str, names: Any, **how: Any) -> type[Enum]:
        self.made.append(class_name)
        made: type[Enum] = self._plain(cls, class_name, names, **how)
        return made


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="other versions may keep more of a member")
@pytest.mark.parametrize("base", [Enum, IntEnum])
def test_those_of_numbers_are_quick(base: type[Enum]) -> None:
    plain = _Watched()
    made = creator(plain)(base, "Side", (("Left", 1), ("Right", 2), ("West", 1)), boundary=KEEP)
    assert plain.made == ["Learnt"]
    assert made["West"] is made["Left"]
    assert [each.name for each in made] == ["Left", "Right"]


@pytest.mark.parametrize(
    ("base", "names", "how"),
    [
        (Enum, (("Left", 1),), {}),
        (Enum, "Left Right", {"boundary": KEEP}),
        (Enum, ["Left", "Right"], {"boundary": KEEP}),
        (Enum, {"Left": 1}, {"boundary": KEEP}),
        (Enum, (("Left", 1),), {"boundary": KEEP, "type": int}),
        (Enum, (("Left", "l"),), {"boundary": KEEP}),
        (Enum, (("name", 1),), {"boundary": KEEP}),
        (Flag, (("Left", 1),), {"boundary": KEEP}),
    ],
)
def test_all_others_are_left_to_python(base: type[Enum], names: Any, how: dict[str, Any]) -> None:
    plain = _Watched()
    made = creator(plain)(base, "Side", names, **how)
    assert plain.made[-1] == "Side"
    assert len(made) >= 1
