"""The way to a mail server: straight, or through the SOCKS proxy that the person or the system names.

Proxies of the web carry no mail, so an HTTP proxy is not used for it. A SOCKS proxy always is: whoever set one does not
want to be seen beside it.
"""

from __future__ import annotations

import socket

from newsreader.domain.errors import NewsreaderError, ProxyFault
from newsreader.net.address import WebAddress
from newsreader.net.faults import proxy_library_fault
from newsreader.net.proxy import ProxyChooser, ProxySettings, Route
from newsreader.net.smtp import Connect, connect_straight


def connector(settings: ProxySettings) -> Connect:
    """What opens connections to mail servers as the network settings want it."""

    def connect(host: str, port: int, seconds: float) -> socket.socket:
        address = WebAddress("https", host.lower(), port, f"https://{host}:{port}/")
        route = ProxyChooser(settings).route(address)
        if route is None or route.kind != "socks5":
            return connect_straight(host, port, seconds)
        return _through(route, host, port, seconds)

    return connect


def _through(route: Route, host: str, port: int, seconds: float) -> socket.socket:
    """The name of the server is looked up by the proxy."""
    # Imported here: few people have such a proxy.
    from python_socks import ProxyType
    from python_socks.sync import Proxy

    proxy = Proxy(
        ProxyType.SOCKS5, route.host, route.port, route.user or None, route.secret or None, rdns=True
    )
    try:
        connection: socket.socket = proxy.connect(host, port, timeout=seconds)
    except Exception as fault:
        known: NewsreaderError | None = proxy_library_fault(fault, route)
        raise known or ProxyFault(f"The proxy {route.host} did not connect us to {host}.") from fault
    return connection
