"""``python -m newsreader``: the same program as the ``newsreader`` command."""

import sys

from newsreader.app.main import main

if __name__ == "__main__":
    sys.exit(main())
