"""The frozen program's first lines: spawned parse processes start here too, and must not open a window."""

from multiprocessing import freeze_support

if __name__ == "__main__":
    freeze_support()
    import sys

    from newsreader.app.main import main

    sys.exit(main())
