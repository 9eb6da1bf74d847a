"""Loads the Qt binding without its price. Import this before anything else that imports PySide6.

PySide6 replaces ``builtins.__import__`` by one that reads the source of every module imported after it, to serve
``from __feature__ import …``, which we do not use. Putting the plain one back makes the start of the library in its
thread about 40 ms shorter and saves 14 MB.

It also compiles and runs some 2,000 lines about the signatures of its functions, a fifth of the time until a window
is painted. They make the words of a TypeError and serve ``inspect.signature``; ``app.late_signatures`` lets them come
with the first of these.
"""

from __future__ import annotations

import builtins

from newsreader.app.late_signatures import importer

_plain_import = builtins.__import__
builtins.__import__ = importer(_plain_import)

import PySide6.QtCore  # noqa: E402

builtins.__import__ = _plain_import

QT_VERSION: str = PySide6.QtCore.qVersion()
