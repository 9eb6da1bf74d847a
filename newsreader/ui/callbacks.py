"""Callbacks that come back to the main thread later than their widget may live."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject


def alive(callback: Callable[..., object]) -> bool:
    """False when ``callback`` is a method of a QObject that was destroyed meanwhile: it must not be called."""
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
