"""What the client uses of aiohttp, loaded without the certificates that aiohttp reads for itself.

aiohttp makes two TLS contexts as it loads and fills both with every authority the system trusts: two fifths of the
time it takes to load, for contexts that are never used, since each https request names its own (``tls``). They are left
empty, so that a request which forgot to name one would trust nobody.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from threading import get_ident

__all__ = ["AbstractResolver", "ConnectionKey", "ResolveResult", "ResponseHandler", "aiohttp"]


@contextmanager
def _no_certificates() -> Iterator[None]:
    """Contexts that this thread makes meanwhile trust nobody; other threads notice nothing."""
    here = get_ident()
    read = ssl.SSLContext.set_default_verify_paths

    def read_elsewhere(context: ssl.SSLContext) -> None:
        if get_ident() != here:
            read(context)

    ssl.SSLContext.set_default_verify_paths = read_elsewhere  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        ssl.SSLContext.set_default_verify_paths = read  # type: ignore[method-assign]


with _no_certificates():
    import aiohttp
    from aiohttp.abc import AbstractResolver, ResolveResult
    from aiohttp.client_proto import ResponseHandler
    from aiohttp.client_reqrep import ConnectionKey
