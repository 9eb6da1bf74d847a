"""Where the data folder is. It holds everything: cache, settings, pictures, logs."""

from __future__ import annotations

import os
from pathlib import Path

from newsreader.domain.errors import NotWritable


def data_folder(given: str | None) -> Path:
    """The data folder: ``given`` (``--data-dir``), else NEWSREADER_DATA_DIR, else the platform's own place.

    It is made if it is not there. Raises NotWritable when that cannot be done.
    """
    chosen = given or os.environ.get("NEWSREADER_DATA_DIR")
    if chosen:
        folder = Path(chosen).expanduser().absolute()
    else:
        import platformdirs  # only when nobody said where: it is not needed for a second window or a test

        folder = Path(platformdirs.user_data_dir("newsreader", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritable(
            f"The data folder {folder} cannot be made: {error.strerror or error}. "
            "Choose another one with --data-dir."
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise NotWritable(
            f"The data folder {folder} cannot be written. Change its permissions or choose another one with --data-dir."
        )
    return folder
