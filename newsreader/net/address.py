"""Web addresses as the client uses them: checked, in ASCII, without fragment, user and password apart. Pure."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote, unquote, urljoin, urlsplit

from yarl import URL

from newsreader.domain.errors import AddressRefused

_PORTS = {"http": 80, "https": 443}
_SAFE = "%/:?#[]@!$&'()*+,;=-._~|^`{}\\"
_LONGEST = 16_384
_REMEMBERED = 4096
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PLAIN = re.compile(rf"[A-Za-z0-9{re.escape(_SAFE)}]*")
_PLAIN_HOST = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_NO_HOST = "This address names no host we can look up. Check its spelling."


@dataclass(frozen=True, slots=True)
class WebAddress:
    """``url`` is what is requested: scheme, ASCII host, port unless it is the usual one, path and query as given.

    ``host`` is lower-case and in IDNA form, an IPv6 address without brackets. ``user`` and ``password`` are those the
    text held, ``""`` for none; they are in no other field.
    """

    scheme: str
    host: str
    port: int
    url: str
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def origin(self) -> str:
        """``scheme://host``, with ``:port`` unless it is the usual one. Secrets belong to an origin."""
        return f"{self.scheme}://{_authority(self.scheme, self.host, self.port)}"

    @property
    def secure(self) -> bool:
        """True for https."""
        return self.scheme == "https"


@lru_cache(_REMEMBERED)
def parse(text: str) -> WebAddress:
    """Check an address. Raises AddressRefused for any scheme but http and https, and for broken forms.

    Remembers what it found: a sync asks several times about each feed, and each time costs as much as ten look-ups.
    """
    cleaned = text.strip(" \t\r\n\f\x00")
    if len(cleaned) > _LONGEST or _CONTROL.search(cleaned):
        raise AddressRefused("This is not an address we can open. Check it for stray characters.")
    try:
        parts = urlsplit(cleaned)
        port = parts.port
        host = parts.hostname or ""
    except ValueError:
        raise AddressRefused("This is not an address we can open. Check its spelling.") from None
    if parts.scheme not in _PORTS:
        named = f"“{parts.scheme[:20]}:”" if parts.scheme else "nothing"
        raise AddressRefused(
            f"Only addresses that begin with http or https can be opened; this one begins with {named}."
        )
    if not host or port == 0:
        raise AddressRefused("This address names no host. Check its spelling.")
    port = port or _PORTS[parts.scheme]
    ascii_host = _ascii_host(host)
    target = _encode(parts.path or "/") + (f"?{_encode(parts.query)}" if parts.query else "")
    return WebAddress(
        scheme=parts.scheme,
        host=ascii_host,
        port=port,
        url=f"{parts.scheme}://{_authority(parts.scheme, ascii_host, port)}{target}",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def origin(url: str) -> str:
    """The origin of an address, the name under which its secret is kept. Raises AddressRefused."""
    return parse(url).origin


def resolve(base: WebAddress, reference: str) -> WebAddress:
    """The address that ``reference``, absolute or relative, means on ``base``. Raises AddressRefused.

    User and password in it are dropped: a server does not choose what we log in with.
    """
    try:
        joined = urljoin(base.url, reference.strip(" \t\r\n"))
    except ValueError:
        raise AddressRefused("The server led to a broken address.") from None
    found = parse(joined)
    return WebAddress(found.scheme, found.host, found.port, found.url)


def is_public(ip: str) -> bool:
    """True when ``ip`` lies in the open internet: not loopback, private, link-local, multicast or reserved.

    IPv4 addresses wrapped in IPv6 (mapped, 6to4, NAT64, Teredo) count as what they hold.
    """
    try:
        address = ipaddress.ip_address(ip.split("%", 1)[0])
    except ValueError:
        return False
    inner: list[ipaddress.IPv4Address | None] = []
    if isinstance(address, ipaddress.IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, (address.teredo or (None, None))[1]]
        if address in _NAT64:
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    held = [part for part in inner if part is not None]
    if held:
        return all(is_public(str(part)) for part in held)
    return address.is_global and not address.is_multicast and not address.is_reserved


@lru_cache(_REMEMBERED)
def is_loopback(host: str) -> bool:
    """True for this very machine: ``localhost`` and names under it, 127.0.0.0/8, ::1."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_literal(host: str) -> bool:
    """True when ``host`` is an IP address and not a name."""
    try:
        ipaddress.ip_address(host.split("%", 1)[0])
    except ValueError:
        return False
    return True


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def _authority(scheme: str, host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    return shown if port == _PORTS[scheme] else f"{shown}:{port}"


def _ascii_host(host: str) -> str:
    """The host in IDNA form. Characters that would make other programs read another host are refused."""
    encoded = host if _PLAIN_HOST.fullmatch(host) else _idna(host)
    encoded = encoded.lower().removesuffix(".")
    if not encoded or len(encoded) > 253:
        raise AddressRefused(_NO_HOST)
    # After the encoding, which also turns exotic digits and dots into plain ones.
    return _ipv4_number(encoded) or encoded


def _idna(host: str) -> str:
    if ":" not in host and any(char in host for char in "%/\\ <>\"'`{}|^@#?"):
        raise AddressRefused(_NO_HOST)
    try:
        return URL.build(scheme="http", host=host).raw_host or ""
    except (ValueError, UnicodeError):
        raise AddressRefused(_NO_HOST) from None


def _ipv4_number(host: str) -> str | None:
    """The dotted form of an IPv4 address in disguise (``127.1``, ``0x7f000001``, ``2130706433``), None for a name.

    Systems read these as numbers, so they are written out before anybody judges them. Raises AddressRefused for a
    host that ends in a number and is no address (the same rule as browsers have: URL Standard, section 3.5).
    """
    if ":" in host or not _NUMBER.fullmatch(host.rpartition(".")[2]):
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        raise AddressRefused(_NO_HOST) from None


def _encode(part: str) -> str:
    """Percent-encode only what may not stand in a request line; what is encoded already stays as it is."""
    return part if _PLAIN.fullmatch(part) else quote(part, safe=_SAFE, errors="surrogateescape")
