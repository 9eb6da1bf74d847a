"""Plain sentences for all that can go wrong with a request. They name hosts, not addresses: those may hold secrets."""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl

from newsreader.domain.errors import (
    BrokenAnswer,
    ConnectionRefused,
    Forbidden,
    Gone,
    HostNotFound,
    LoginNeeded,
    NetError,
    NotFound,
    ProxyFault,
    ServerBusy,
    ServerFault,
    TimedOut,
)
from newsreader.net.address import WebAddress
from newsreader.net.http_library import aiohttp
from newsreader.net.limits import Limits
from newsreader.net.proxy import Route
from newsreader.net.tls import tls_fault
from newsreader.net.words import pause_words

_PREFERENCES = "Check the preferences, under Network."
_UNREACHABLE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}


def status_fault(status: int, *, with_credentials: bool) -> NetError:
    """The fault that a status means which is neither success, redirect, 304, 429 nor 503."""
    said = f"The server answered {status}:"
    match status:
        case 401 if with_credentials:
            return LoginNeeded(
                f"{said} it does not accept this name and password. Enter them anew.", status=status
            )
        case 401:
            return LoginNeeded(f"{said} it wants a name and a password.", status=status)
        case 403:
            return Forbidden(f"{said} it does not let us read this address.", status=status)
        case 404:
            return NotFound(f"{said} there is no page at this address.", status=status)
        case 407:
            sentence = "The proxy wants a name and a password. Enter them in the preferences, under Network."
            return LoginNeeded(sentence, status=status)
        case 410:
            return Gone(f"{said} this address was given up for good. It is not asked again.", status=status)
        case 451:
            return Forbidden(f"{said} it may not show this address, for legal reasons.", status=status)
    if 500 <= status < 600:
        return ServerFault(f"{said} it has a fault of its own. It will be asked again later.", status=status)
    if 400 <= status < 500:
        return ServerFault(f"{said} it does not take our request. Check the address.", status=status)
    return ServerFault(f"The server answered {status}, which is no page. Check the address.", status=status)


def busy_fault(host: str, status: int, pause: int) -> ServerBusy:
    """429 or 503: the host is left alone for ``pause`` seconds."""
    why = "it was asked too often" if status == 429 else "it is overloaded or being mended"
    sentence = f"The server answered {status}: {why}. {host} is left alone for {pause_words(pause)}."
    return ServerBusy(sentence, status=status, retry_after=pause)


def waiting_fault(host: str, pause: int) -> ServerBusy:
    """The host asked for a pause that is not over; it was not asked."""
    return ServerBusy(f"{host} asked to be left alone for {pause_words(pause)} more.", retry_after=pause)


def total_timeout(host: str, limits: Limits) -> TimedOut:
    """The whole request took too long."""
    return TimedOut(f"{host} took longer than {pause_words(limits.total)}. It will be asked again later.")


def transport_fault(
    fault: BaseException, address: WebAddress, route: Route | None, limits: Limits
) -> NetError:
    """The fault that an exception of aiohttp, its proxy connector or the system means."""
    if isinstance(fault, NetError):
        return fault
    if isinstance(fault.__cause__, NetError):
        return fault.__cause__
    if route is not None and (proxy := _proxy_fault(fault, route)) is not None:
        return proxy
    host = address.host
    cause = getattr(fault, "certificate_error", None) or getattr(fault, "os_error", None) or fault
    if isinstance(cause, ssl.SSLError) or isinstance(fault, aiohttp.ClientConnectorSSLError):
        return tls_fault(cause, host)
    if isinstance(fault, aiohttp.ClientConnectorDNSError) or isinstance(cause, socket.gaierror):
        return _name_fault(cause, host)
    if isinstance(fault, aiohttp.ConnectionTimeoutError):
        return TimedOut(f"{host} does not answer. It will be asked again later.")
    if isinstance(fault, aiohttp.SocketTimeoutError):
        return TimedOut(f"{host} fell silent in the middle. It will be asked again later.")
    if isinstance(fault, TimeoutError | asyncio.TimeoutError):
        return total_timeout(host, limits)
    if isinstance(fault, aiohttp.ClientConnectorError):
        return _connect_fault(cause, host)
    if isinstance(fault, aiohttp.ClientPayloadError):
        return BrokenAnswer("The answer was cut off in the middle. It will be asked for again.")
    if isinstance(fault, aiohttp.ServerDisconnectedError | aiohttp.ClientOSError | OSError):
        return ConnectionRefused(f"{host} ended the connection before it answered.")
    return BrokenAnswer(f"{host} does not answer as a web server should.")


def _name_fault(cause: object, host: str) -> HostNotFound:
    if isinstance(cause, OSError) and cause.errno == socket.EAI_AGAIN:
        return HostNotFound(f"The name {host} could not be looked up. Check your connection to the internet.")
    return HostNotFound(
        f"There is no host named {host}. Check the spelling, or your connection to the internet."
    )


def _connect_fault(cause: object, host: str) -> ConnectionRefused:
    if isinstance(cause, OSError) and cause.errno in _UNREACHABLE:
        return ConnectionRefused(f"{host} cannot be reached. Check your connection to the internet.")
    return ConnectionRefused(f"Nobody answers at {host}. It will be asked again later.")


def _proxy_fault(fault: BaseException, route: Route) -> NetError | None:
    """The fault if the proxy is to blame, else None."""
    if isinstance(fault, aiohttp.ClientHttpProxyError):
        if fault.status == 407:
            return status_fault(407, with_credentials=False)
        return ProxyFault(f"The proxy {route.host} refuses to connect us (it answered {fault.status}).")
    if isinstance(fault, aiohttp.ClientProxyConnectionError):
        return _dead_proxy(route)
    return proxy_library_fault(fault, route)


def proxy_library_fault(fault: BaseException, route: Route | None) -> ProxyFault | None:
    """The fault if the SOCKS proxy failed, else None. Told by name: its library is imported only when used."""
    if route is None:
        return None
    match type(fault).__name__:
        case "ProxyConnectionError":
            return _dead_proxy(route)
        case "ProxyError" | "ProxyTimeoutError":
            return ProxyFault(f"The proxy {route.host} did not connect us. {_PREFERENCES}")
    return None


def _dead_proxy(route: Route) -> ProxyFault:
    return ProxyFault(f"The proxy {route.host} cannot be reached. {_PREFERENCES}")
