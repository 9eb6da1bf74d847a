"""The way to the network: straight, as the system says, or through a proxy the person named. Decides per host.

This machine itself is always reached straight. What the system says is read once, when the chooser is made.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import unquote, urlsplit

from newsreader.domain.errors import ProxyFault
from newsreader.net.address import WebAddress, is_loopback

ProxyKind = Literal["system", "none", "http", "socks5"]


@dataclass(frozen=True, slots=True)
class ProxySettings:
    """What the person set. ``bypass`` are hosts to reach straight: a name, or ``.example.org`` for all under it."""

    kind: ProxyKind = "system"
    host: str = ""
    port: int = 0
    user: str = ""
    secret: str = field(default="", repr=False)
    bypass: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """One way: ``http`` or ``socks5`` through ``host:port``; with ``secure`` the proxy itself is spoken to by TLS."""

    kind: Literal["http", "socks5"]
    host: str
    port: int
    user: str = ""
    secret: str = field(default="", repr=False)
    secure: bool = False

    @property
    def url(self) -> str:
        """The proxy's address, without user and password."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.secure else 'http'}://{shown}:{self.port}"


class ProxyChooser:
    """Says which way an address is reached. ``system`` replaces what the system says, for tests."""

    def __init__(self, settings: ProxySettings, system: Mapping[str, str] | None = None) -> None:
        self._settings = settings
        self._system: Mapping[str, str] = {}
        if settings.kind == "system":
            self._system = urllib.request.getproxies() if system is None else system
        self._ask_system = settings.kind == "system" and system is None
        self._manual = _manual_route(settings) if settings.kind in ("http", "socks5") else None

    def route(self, address: WebAddress) -> Route | None:
        """The proxy for ``address``, None for straight. Raises ProxyFault when what is set makes no sense."""
        if self._settings.kind == "none" or is_loopback(address.host):
            return None
        if self._manual is not None:
            return None if _bypassed(address.host, self._settings.bypass) else self._manual
        named = self._system.get(address.scheme) or self._system.get("all") or ""
        if not named or _bypassed(address.host, self._system.get("no", "").split(",")):
            return None
        # The platform knows more than the variables (Windows and macOS keep a list of their own).
        if self._ask_system and urllib.request.proxy_bypass(address.host):
            return None
        return _route_of(named)


def _manual_route(settings: ProxySettings) -> Route:
    host = settings.host.strip().strip("[]")
    if not host or not 0 < settings.port < 65536 or any(char in host for char in "/@ ?#"):
        raise ProxyFault(
            "The proxy in the preferences has no proper host and port. Correct it under Network."
        )
    kind: Literal["http", "socks5"] = "socks5" if settings.kind == "socks5" else "http"
    return Route(kind, host, settings.port, settings.user, settings.secret)


def _route_of(named: str) -> Route:
    """The route that an environment variable names: ``http://user:pw@host:port``, ``socks5://host``, ``host:port``."""
    try:
        parts = urlsplit(named if "://" in named else f"http://{named}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    scheme = parts.scheme.lower() if host else ""
    user, secret = (unquote(parts.username or ""), unquote(parts.password or "")) if host else ("", "")
    if scheme in ("http", "https"):
        return Route(
            "http", host, port or (443 if scheme == "https" else 80), user, secret, scheme == "https"
        )
    if scheme in ("socks", "socks5", "socks5h"):
        return Route("socks5", host, port or 1080, user, secret)
    raise ProxyFault("The system names a proxy of a kind we cannot use. Set another one under Network.")


def _bypassed(host: str, entries: tuple[str, ...] | list[str]) -> bool:
    """True when an entry names ``host``, a domain above it, or everything (``*``). Ports in entries do not matter."""
    for entry in entries:
        name = entry.strip().lower().removeprefix("*")
        if name.count(":") == 1:
            name = name.partition(":")[0]
        if not name:
            if entry.strip() == "*":
                return True
            continue
        bare = name.lstrip(".")
        if host == bare or host.endswith(f".{bare}"):
            return True
    return False
