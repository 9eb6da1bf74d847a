"""Two small proxies on loopback: HTTP (with CONNECT) and SOCKS5. They lead every host to one server."""

from __future__ import annotations

import base64
import contextlib
import socket
import struct
import threading


class Proxy:
    """A proxy that carries everything to ``target`` and remembers what it was asked for.

    ``user`` and ``password`` are demanded when they are set. ``refuse`` makes it answer that it cannot connect.
    """

    def __init__(
        self, target: tuple[str, int], *, user: str = "", password: str = "", refuse: bool = False
    ) -> None:
        self.target = target
        self.user, self.password, self.refuse = user, password, refuse
        self.asked: list[str] = []
        self._sockets: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close every connection and wait."""
        for each in [self._listener, *self._sockets]:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._thread.join(5)

    def talk(self, client: socket.socket) -> None:
        """Speak the proxy's own language, then ``carry``."""
        raise NotImplementedError

    def carry(self, client: socket.socket, first: bytes = b"") -> None:
        """Copy bytes both ways until one side ends."""
        upstream = socket.create_connection(self.target)
        self._sockets.append(upstream)
        if first:
            upstream.sendall(first)
        back = threading.Thread(target=_copy, args=(upstream, client), daemon=True)
        back.start()
        _copy(client, upstream)
        back.join(5)

    def _accept(self) -> None:
        while True:
            try:
                client, _peer = self._listener.accept()
            except OSError:
                return
            self._sockets.append(client)
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            self.talk(client)


class HttpProxy(Proxy):
    """Absolute-form requests and CONNECT (RFC 9110 section 9.3.6)."""

    def talk(self, client: socket.socket) -> None:
        """One request head, then bytes."""
        head = _read_until(client, b"\r\n\r\n")
        line, *rest = head.decode("latin-1").split("\r\n")
        method, target, _version = line.split(" ")
        self.asked.append(f"{method} {target}")
        expected = "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        given = next(
            (item.partition(":")[2].strip() for item in rest if item.lower().startswith("proxy-auth")), ""
        )
        if self.user and given != expected:
            client.sendall(b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n")
        elif self.refuse:
            client.sendall(b"HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n")
        elif method == "CONNECT":
            client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            self.carry(client)
        else:
            path = "/" + target.split("/", 3)[3]
            kept = [item for item in rest if not item.lower().startswith("proxy-")]
            self.carry(client, "\r\n".join([f"{method} {path} HTTP/1.1", *kept]).encode("latin-1"))


class SocksProxy(Proxy):
    """SOCKS5 (RFC 1928) with a name and password (RFC 1929); the host is looked up here, not by the client."""

    def talk(self, client: socket.socket) -> None:
        """Greeting, login, CONNECT, then bytes."""
        _version, count = struct.unpack("BB", _read(client, 2))
        offered = _read(client, count)
        wanted = 2 if self.user else 0
        client.sendall(bytes([5, wanted if wanted in offered else 255]))
        if wanted not in offered:
            return
        if self.user and not self._login(client):
            return
        _version, _command, _zero, kind = struct.unpack("BBBB", _read(client, 4))
        if kind == 3:
            host = _read(client, _read(client, 1)[0]).decode()
        else:
            host = socket.inet_ntop(
                *((socket.AF_INET, _read(client, 4)) if kind == 1 else (socket.AF_INET6, _read(client, 16)))
            )
        port = struct.unpack(">H", _read(client, 2))[0]
        self.asked.append(f"{host}:{port}")
        code = 5 if self.refuse else 0
        client.sendall(bytes([5, code, 0, 1, 0, 0, 0, 0, 0, 0]))
        if not self.refuse:
            self.carry(client)

    def _login(self, client: socket.socket) -> bool:
        _read(client, 1)
        user = _read(client, _read(client, 1)[0]).decode()
        password = _read(client, _read(client, 1)[0]).decode()
        right = (user, password) == (self.user, self.password)
        client.sendall(bytes([1, 0 if right else 1]))
        return right


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    for each, how in ((sink, socket.SHUT_WR), (source, socket.SHUT_RD)):
        with contextlib.suppress(OSError):
            each.shutdown(how)


def _read(client: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        piece = client.recv(count - len(data))
        if not piece:
            raise ConnectionResetError("the client ended")
        data += piece
    return data


def _read_until(client: socket.socket, mark: bytes) -> bytes:
    data = b""
    while mark not in data:
        data += _read(client, 1)
    return data
