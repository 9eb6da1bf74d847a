"""Makes the enumerations of Qt in a sixth of the time that Python takes.

PySide6 makes all enumerations of a class when the class is first touched, by Python's functional way, as in
``Enum("Corner", [("TopLeftCorner", 0), ...])``: some 150 with 3,200 members before the first paint, and half as many
again before the first list. Python runs dozens of lines for each member, for the sake of mixed-in types, automatic
values and names that mean something to it; the enumerations of Qt have none of these. They come out the same.

Flags are left to Python: they are few.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import KEEP, Enum, EnumType, Flag
from typing import Any

Create = Callable[..., type[Enum]]

_OF_EACH_CLASS = {"__dict__", "__weakref__"}
"""What a class gets when it is made, and does not take from its body."""
_HOLDERS = {"_member_names_", "_member_map_", "_value2member_map_", "_unhashable_values_"}
_OF_EACH_MEMBER = {"_value_", "_name_", "__objclass__", "_sort_order_"}


class _Form:
    """What all enumerations that are a ``base`` have in common, learnt from one that ``plain`` makes."""

    def __init__(self, base: type[Enum], plain: Create) -> None:
        learnt = plain(base, "Learnt", [("Only", 1)], boundary=KEEP)
        body = {name: value for name, value in vars(learnt).items() if name not in _OF_EACH_CLASS}
        only = body.pop("Only")
        self._base = base
        self._body = body
        self._taken = frozenset(name for one in learnt.__mro__ for name in vars(one)) - {"Only"} | {"mro"}
        # Other versions of Python may keep more, or in other places.
        self._known = (
            not issubclass(base, Flag)
            and only is learnt(1)
            and set(vars(only)) == _OF_EACH_MEMBER
            and {name for name, value in body.items() if isinstance(value, list | dict)} == _HOLDERS
        )

    def fits(self, members: dict[str, Any]) -> bool:
        """Whether there is nothing about ``members`` that Python would make more of than names for numbers."""
        return (
            self._known
            and self._taken.isdisjoint(members)
            and all(type(value) is int for value in members.values())
        )

    def make(self, class_name: str, members: dict[str, int]) -> type[Enum]:
        """An enumeration with ``members``; one whose value came before is another name of that."""
        names: list[str] = []
        by_name: dict[str, Any] = {}
        by_value: dict[int, Any] = {}
        holders = {
            "_member_names_": names,
            "_member_map_": by_name,
            "_value2member_map_": by_value,
            "_unhashable_values_": [],
        }
        made: Any = type.__new__(EnumType, class_name, (self._base,), {**self._body, **holders})
        new, takes_value = made._new_member_, made._use_args_
        put = type.__setattr__  # that of EnumType looks whether there is such a member
        for name, value in members.items():
            member = by_value.get(value)
            if member is None:
                member = by_value[value] = new(made, value) if takes_value else new(made)
                member._value_, member._name_, member.__objclass__ = value, name, made
                member._sort_order_ = len(names)
                names.append(name)
            by_name[name] = member
            put(made, name, member)
        return made  # type: ignore[no-any-return]


def creator(plain: Create) -> Create:
    """An ``EnumType._create_`` that does what ``plain`` does, and is quick where PySide6 asks. Any thread."""
    forms: dict[type[Enum], _Form] = {}

    def create(cls: type[Enum], class_name: str, names: Any, **how: Any) -> type[Enum]:
        if how.get("boundary") is KEEP and how.get("type") is None and _are_pairs(names):
            if (form := forms.get(cls)) is None:
                form = forms[cls] = _Form(cls, plain)
            members = dict(names)
            if form.fits(members):
                return form.make(class_name, members)
        return plain(cls, class_name, names, **how)

    return create


def _are_pairs(names: Any) -> bool:
    """Whether members are given as PySide6 gives them: each with its value."""
    return isinstance(names, tuple | list) and all(type(each) is tuple for each in names)
