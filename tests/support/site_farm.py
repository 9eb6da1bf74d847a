"""A farm of invented and well-known sites on loopback, behind a proxy that leads every host to it. A thread of its own.

The server is the proxy: what is asked in absolute form, or inside of a CONNECT, is answered by the table of the farm,
https with certificates of the tests' own authority. So the real program can be sent to ``www.youtube.com`` without
leaving the machine: ``settings()`` are those of its data folder, ``environment`` makes it trust the authority.

::

    with Farm(Authority(folder)) as farm:
        farm.feed("https://courier.example/rss", "Harbour Courier")
        farm.page("https://courier.example/", b"<link rel=alternate type=application/rss+xml href=/rss>")
"""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import urlsplit

from tests.hostile.support.certificates import Authority
from tests.support.feed_site import FeedStory, rss

Kind = Literal["rss", "atom", "json"]
TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gives."""

    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Farm:
    """``asked`` are the addresses that were asked, in their order. Unknown ones give 404, of unknown hosts as well."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        self.asked: list[str] = []
        self.answers: dict[str, Answer] = {}
        self.everywhere: dict[str, Answer] = {}
        """What any unknown address of a host gives, by host."""
        self.without_tls: set[str] = set()
        """Hosts that do not speak https."""
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.farm = self
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> Farm:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def settings(self) -> dict[str, Any]:
        """What the settings of a data folder must say for its network to be this farm."""
        return {"network.proxy": "http", "network.proxy_host": "127.0.0.1", "network.proxy_port": self.port}

    @property
    def environment(self) -> dict[str, str]:
        """What makes a process trust the certificates of the farm."""
        return {"SSL_CERT_FILE": str(self.authority.pem)}

    # -- planting ------------------------------------------------------------------------------------------------

    def put(self, url: str, body: bytes, content_type: str = "text/html; charset=utf-8", **more: Any) -> str:
        """Answer ``url`` with these bytes."""
        self.answers[url] = Answer(body, content_type, **more)
        return url

    def feed(self, url: str, title: str, kind: Kind = "rss", *, content_type: str = "") -> str:
        """A feed of two stories that are told by ``title``."""
        stories = [FeedStory(f"{title}-{n}", f"{title}, story {n}") for n in (1, 2)]
        body = {"rss": rss, "atom": _atom, "json": _json}[kind](title, stories)
        return self.put(url, body, content_type or TYPES[kind])

    def redirect(self, url: str, to: str, status: int = 301) -> str:
        """Send whoever asks for ``url`` elsewhere."""
        return self.put(url, b"", status=status, headers={"Location": to})

    # -- answering -----------------------------------------------------------------------------------------------

    def answer(self, url: str) -> Answer:
        """What ``url`` gives."""
        with self._lock:
            self.asked.append(url)
        host = urlsplit(url).hostname or ""
        missing = Answer(b"<html><body>There is no such page.</body></html>", status=404)
        return self.answers.get(url, self.everywhere.get(host, missing))

    def context(self, host: str) -> ssl.SSLContext:
        """The certificate of ``host``."""
        with self._lock:
            if host not in self._contexts:
                self._contexts[host] = self.authority.context(host)
            return self._contexts[host]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    farm: Farm


class _Handler(BaseHTTPRequestHandler):
    """One connection: a proxy's, until a CONNECT makes it that of a host."""

    protocol_version = "HTTP/1.1"
    server: _Server
    _inside = ""

    def do_CONNECT(self) -> None:
        """Become the host that is asked for, speaking https if it does."""
        host = self.path.rpartition(":")[0]
        self.send_response(200, "Connected")
        self.end_headers()
        self.close_connection = False
        if host in self.server.farm.without_tls:
            return  # what comes now is no request, and is told so in plain text
        try:
            tls = self.server.farm.context(host).wrap_socket(self.connection, server_side=True)
        except OSError:  # the client did not like what it saw
            self.close_connection = True
            return
        self.connection = tls
        self.rfile, self.wfile = tls.makefile("rb"), tls.makefile("wb", 0)  # type: ignore[assignment]
        self._inside = f"https://{host}"

    def do_GET(self) -> None:
        """Answer by the table."""
        answer = self.server.farm.answer(self._inside + self.path)
        self.send_response(answer.status)
        for name, value in {**answer.headers, "Content-Type": answer.content_type}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def finish(self) -> None:
        """Close what the connection became."""
        super().finish()
        self.connection.close()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Quietly."""


def _atom(title: str, stories: Sequence[FeedStory]) -> bytes:
    entries = "".join(
        f"<entry><id>tag:{escape(story.guid)}</id><title>{escape(story.title)}</title>"
        f"<link href='https://site.example/{escape(story.guid)}'/><updated>2023-11-14T10:00:00Z</updated></entry>"
        for story in stories
    )
    return (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><id>tag:{escape(title)}</id><title>{escape(title)}</title>"
        f"<updated>2023-11-14T10:00:00Z</updated>{entries}</feed>"
    ).encode()


def _json(title: str, stories: Sequence[FeedStory]) -> bytes:
    items = [{"id": story.guid, "title": story.title, "content_text": "Words."} for story in stories]
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": title, "items": items}
    ).encode()
