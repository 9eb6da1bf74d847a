"""Stands in for the modules in which PySide6 keeps what it knows of signatures, until one of them is used."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any

_LATE = {
    "shibokensupport.signature": ("errorhandler", "layout", "parser"),
    "shibokensupport.signature.lib": ("enum_sig", "pyi_generator", "tool"),
}
"""By package, the modules that the start of PySide6 imports, but does not use. ``mapping`` is not among them: the C++
looks into it without asking."""


class _Late:
    """A module that is run when it is first asked for anything. Any thread."""

    _one_at_a_time = threading.RLock()  # they import one another

    def __init__(self, spec: ModuleSpec) -> None:
        self._spec = spec
        self._module: ModuleType | None = None

    def value(self, name: str) -> Any:
        """What the module calls ``name``."""
        with self._one_at_a_time:
            if self._module is None:
                assert self._spec.loader
                self._module = sys.modules[self._spec.name] = module_from_spec(self._spec)
                self._spec.loader.exec_module(self._module)
        return getattr(self._module, name)


def importer(plain: Callable[..., ModuleType]) -> Callable[..., ModuleType]:
    """An ``__import__`` that does what ``plain`` does, but leaves those modules for later."""

    def import_late(
        name: str,
        globals: Mapping[str, object] | None = None,
        locals: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        if name in _LATE:
            plain(name)
            for part in set(fromlist or ()).intersection(_LATE[name]):
                _stand_in(name, part)
        return plain(name, globals, locals, fromlist, level)

    return import_late


def _stand_in(package: str, part: str) -> None:
    """Put a module in the place of ``part`` of ``package`` that has whatever the true one has, once it is asked."""
    name = f"{package}.{part}"
    spec = None if name in sys.modules else find_spec(name)
    if spec is None:
        return
    module = sys.modules[name] = module_from_spec(spec)
    module.__getattr__ = _Late(copy(spec)).value  # type: ignore[method-assign]
    setattr(sys.modules[package], part, module)
