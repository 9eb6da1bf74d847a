"""Safe connections: the system's trusted certificates, TLS 1.2 at least, and plain words for what is wrong.

There is no way past a fault: a feed can wait until its server is mended (HOSTILE N30-N33).
"""

from __future__ import annotations

import os
import ssl
from pathlib import Path

from newsreader.domain.errors import NoTls, TlsFault

_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
_EXPIRED, _NOT_YET, _SELF_SIGNED = {10}, {9}, {18}
_UNTRUSTED = {2, 19, 20, 21}
_WRONG_HOST = {62, 64}
_TOO_OLD = (
    "UNSUPPORTED_PROTOCOL",
    "PROTOCOL_VERSION",
    "NO_PROTOCOLS_AVAILABLE",
    "VERSION_TOO_LOW",
    "DH_KEY_TOO_SMALL",
    "NO_SHARED_CIPHER",
    "HANDSHAKE_FAILURE",
    "EE_KEY_TOO_SMALL",
    "CA_MD_TOO_WEAK",
)


_NO_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "UNKNOWN_PROTOCOL")
"""What OpenSSL of various ages says when the first bytes that come back are no TLS."""


def make_context(extra_ca: Path | None = None, *, speaks: tuple[str, ...] = ("http/1.1",)) -> ssl.SSLContext:
    """A client context. ``extra_ca`` is a PEM file, trusted besides the system's. Raises OSError if it is not there.
    ``speaks`` are the protocols that are told to the server (ALPN), which may refuse all others.

    Costs some milliseconds, so the client makes one for all its connections, at the first https request.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if speaks:
        context.set_alpn_protocols(list(speaks))
    if not context.cert_store_stats()["x509_ca"] and not os.environ.get("SSL_CERT_DIR"):
        # A frozen program carries an OpenSSL that looks where the machine it was built on keeps certificates.
        for bundle in _BUNDLES:
            if os.path.exists(bundle):
                context.load_verify_locations(bundle)
                break
    if extra_ca is not None:
        context.load_verify_locations(extra_ca)
    return context


def tls_fault(fault: BaseException, host: str) -> TlsFault:
    """What went wrong with the connection to ``host``, in one sentence; NoTls when it was no TLS at all."""
    code = getattr(fault, "verify_code", None)
    reason = f"{getattr(fault, 'reason', '') or ''} {fault}".upper()
    nothing = "Nothing was sent."
    if code in _EXPIRED:
        return TlsFault(f"The certificate of {host} has expired, so the connection is not safe. {nothing}")
    if code in _NOT_YET:
        return TlsFault(f"The certificate of {host} is not valid yet. Check this computer's clock. {nothing}")
    if code in _SELF_SIGNED:
        return TlsFault(f"{host} vouches only for itself (a self-signed certificate). {nothing}")
    if code in _WRONG_HOST:
        return TlsFault(f"The certificate shown by {host} belongs to another host. {nothing}")
    if code in _UNTRUSTED:
        return TlsFault(f"Nobody this computer trusts vouches for {host}. {nothing}")
    if any(name in reason for name in _TOO_OLD):
        return TlsFault(f"{host} offers only outdated encryption, which is not safe. {nothing}")
    if any(name in reason for name in _NO_TLS):
        return NoTls(f"{host} does not speak https at this address. Perhaps the address begins with http.")
    return TlsFault(f"No safe connection to {host} could be made. {nothing}")
