"""A server on loopback that can misbehave: every byte and every pause is the test's own. One thread a connection."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Headers = Mapping[str, str]


@dataclass(frozen=True)
class Seen:
    """A request as it came: ``headers`` by lower-case name, ``raw`` its bytes, ``at`` a monotonic time."""

    method: str
    target: str
    headers: Headers
    raw: bytes
    at: float


class Exchange:
    """One request and the connection it came on. What a handler does to it is the reply."""

    def __init__(self, request: Seen, connection: socket.socket, server: RawServer) -> None:
        self.request = request
        self._connection = connection
        self._server = server
        self.keep = True

    def send(self, data: bytes) -> None:
        """Send ``data`` as it stands. Raises OSError when the client has gone."""
        self._connection.sendall(data)

    def pause(self, seconds: float) -> None:
        """Wait, but not longer than the server lives. Raises OSError then, which ends the connection."""
        if self._server.stopping.wait(seconds):
            raise ConnectionAbortedError("the server stops")

    def until_gone(self) -> None:
        """Wait until the client hangs up or the server stops; what the client sends meanwhile is thrown away."""
        with contextlib.suppress(OSError):
            while not self._server.stopping.is_set() and self._connection.recv(65536):
                pass
        self.close()

    def close(self) -> None:
        """End the connection after this reply."""
        self.keep = False


Handler = Callable[[Exchange], None]


class RawServer:
    """Listens on ``host`` and a free port, hands each request to ``handler``, remembers what it saw.

    A handler that returns leaves the connection open for the next request unless it called ``close`` (or the client
    asked for it). ``greeting`` is sent before any request is read. ``open_now`` and ``open_most`` count connections.
    """

    def __init__(
        self,
        handler: Handler,
        *,
        host: str = "127.0.0.1",
        tls: ssl.SSLContext | None = None,
        greeting: bytes = b"",
    ) -> None:
        self.handler = handler
        self.host = host
        self.requests: list[Seen] = []
        self.stopping = threading.Event()
        self.open_now = self.open_most = self.accepted = 0
        self._tls = tls
        self._greeting = greeting
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, 0), family=family, backlog=512)
        self.port: int = self._listener.getsockname()[1]
        self._acceptor = threading.Thread(target=self._accept, name=f"raw server {self.port}", daemon=True)
        self._acceptor.start()

    def url(self, path: str = "/feed", *, host: str = "") -> str:
        """An address on this server; ``host`` is a name that the test's look-up leads here."""
        return f"{'https' if self._tls else 'http'}://{host or self.host}:{self.port}{path}"

    def targets(self) -> list[str]:
        """The request targets seen, in order."""
        return [seen.target for seen in self.requests]

    def stop(self) -> None:
        """Close everything and wait for the threads."""
        self.stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in [self._acceptor, *self._threads]:
            thread.join(5)

    def _accept(self) -> None:
        while not self.stopping.is_set():
            try:
                connection, _peer = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(
                target=self._serve, args=(connection,), name="raw connection", daemon=True
            )
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with self._lock:
            self.accepted += 1
            self.open_now += 1
            self.open_most = max(self.open_most, self.open_now)
            self._connections.add(connection)
        try:
            connection.settimeout(30)
            if self._tls is not None:
                with self._lock:
                    self._connections.discard(connection)
                connection = self._tls.wrap_socket(connection, server_side=True)
                with self._lock:
                    self._connections.add(connection)
            connection.sendall(self._greeting)
            self._talk(connection)
        except OSError:
            pass  # the client hung up, or a handshake that was meant to fail did
        finally:
            with self._lock:
                self.open_now -= 1
                self._connections.discard(connection)
            connection.close()

    def _talk(self, connection: socket.socket) -> None:
        buffer = b""
        while not self.stopping.is_set():
            while b"\r\n\r\n" not in buffer:
                data = connection.recv(65536)
                if not data:
                    return
                buffer += data
            head, _, buffer = buffer.partition(b"\r\n\r\n")
            seen = _read_head(head)
            with self._lock:
                self.requests.append(seen)
            exchange = Exchange(seen, connection, self)
            if seen.headers.get("connection", "").lower() == "close":
                exchange.close()
            self.handler(exchange)
            if not exchange.keep:
                return


def _read_head(head: bytes) -> Seen:
    lines = head.decode("utf-8", "surrogateescape").split("\r\n")
    method, target, _version = lines[0].split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    return Seen(method, target, headers, head + b"\r\n\r\n", time.monotonic())


def reply(
    status: int = 200, body: bytes = b"", headers: Headers | None = None, *, length: int | None = None
) -> bytes:
    """A whole well-formed answer; ``length`` lies about the body's."""
    lines = [f"HTTP/1.1 {status} Status"]
    if status not in (204, 304) or length is not None:
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


def always(answer: bytes) -> Handler:
    """A handler that sends ``answer`` to every request."""
    return lambda exchange: exchange.send(answer)


def by_path(answers: Mapping[str, bytes | Handler]) -> Handler:
    """A handler that answers by the path of the request, 404 elsewhere."""

    def handle(exchange: Exchange) -> None:
        answer = answers.get(exchange.request.target.partition("?")[0], reply(404, b"no"))
        if callable(answer):
            answer(exchange)
        else:
            exchange.send(answer)

    return handle


FEED = (
    b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Harbour</title>'
    b"<item><guid>1</guid><title>One</title><link>https://harbour.example/1</link></item></channel></rss>"
)
"""A small feed of one story."""
