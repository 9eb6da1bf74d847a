"""Loads the Qt binding without its price. Import this before anything else that imports PySide6.

PySide6 replaces ``builtins.__import__`` by one that reads the source of every module imported after it, to serve
``from __feature__ import …``, which we do not use. Putting the plain one back makes the start of the library in its
thread about 40 ms shorter and saves 14 MB.

It also compiles and runs some 2,000 lines about the signatures of its functions, a fifth of the time until a window
is painted. They make the words of a TypeError and serve ``inspect.signature``; ``app.late_signatures`` lets them come
with the first of these.

And it makes thousands of members of enumerations, which takes Python a quarter of the start; ``app.quick_enums`` does
most of it in a sixth of that.
"""

from __future__ import annotations

import builtins
from enum import EnumType

from newsreader.app.late_signatures import importer
from newsreader.app.quick_enums import creator

# For good: the enumerations of a class are made when the class is first touched, which may be at any time.
setattr(EnumType, "_create_", creator(vars(EnumType)["_create_"]))  # noqa: B010 - unknown to its types

_plain_import = builtins.__import__
builtins.__import__ = importer(_plain_import)

import PySide6.QtCore  # noqa: E402

builtins.__import__ = _plain_import

QT_VERSION: str = PySide6.QtCore.qVersion()
