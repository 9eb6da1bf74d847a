"""A parse process: documents in on standard input, clean stories out on standard output, until the input ends.

It runs apart so that a document that kills, hangs or bloats it costs one feed's update and nothing else
(HOSTILE P04, P16). It opens no file and no connection for what it reads.
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
import sys
from collections.abc import Sequence
from typing import BinaryIO

from newsreader.domain.errors import HostileDocument, ParseError
from newsreader.parse.document import parse
from newsreader.sync import wire
from newsreader.sync.shape import shape_feed


def main(words: Sequence[str]) -> int:
    """Serve documents until standard input ends. The exit code. ``words`` are ``parser`` and the bytes of address space
    it may take, the command line of ``pool.parser_command``."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches the whole group; the worker ends us by closing the pipe
    _limit_memory(int(words[1]))
    source = sys.stdin.buffer
    target = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not get between the frames
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    _send(target, wire.frame(wire.READY))
    while head := source.read(8):
        body = source.read(int.from_bytes(head, "big"))
        _send(target, _serve(body))
    return 0


def _serve(body: bytes) -> bytes:
    number, url, content_type, known, wanted, document = marshal.loads(body)
    try:
        if wanted == "page":
            return _page(number, document, url, content_type)
        incoming = parse(document, url=url, content_type=content_type, known=known)
        return (
            wire.raw_answer(number, incoming)
            if wanted == "raw"
            else wire.answer(number, shape_feed(incoming))
        )
    except ParseError as fault:
        return wire.fault(number, fault)
    except (MemoryError, RecursionError):
        return wire.fault(number, HostileDocument("The document needs too much memory to be read."))
    except Exception:  # noqa: BLE001 - a fault of ours costs one feed's update; the worker logs it
        import traceback  # as for logging in ``wire``

        return wire.bug(number, traceback.format_exc())


def _page(number: int, document: bytes, url: str, content_type: str) -> bytes:
    # Imported here: the extractor takes half a second, and feeds do not need it.
    from newsreader.parse.article import article
    from newsreader.text.sanitize import CLEAN_VERSION, clean

    return wire.page_answer(number, clean(article(document, content_type, url), url), CLEAN_VERSION)


def _send(target: BinaryIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[target.write(view) :]


def _limit_memory(most: int) -> None:
    if sys.platform == "win32":  # no such limit there
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
