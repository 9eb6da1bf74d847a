"""A load server: many copies of the feeds at hand, spread over loopback hosts, with ETags and editions.

    python -m tests.benchmarks.load_server --count 1000 --opml FILE [--hosts 100] [--latency SECONDS]

Feeds come from the folder NEWSREADER_CORPUS names, else from tests/data/feeds. When it listens it prints one JSON
line: {"port", "feeds", "distinct", "bytes"}. ``/feed/N.xml`` is a feed, ``/edition/K`` puts one new story into every
tenth feed and resets the count of requests, ``/stats`` tells {"requests", "full", "unchanged"}.
It ends with its standard input, so that no run leaves it behind.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import re
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import quoteattr

from aiohttp import web

_ITEM = re.compile(rb"<(item|entry)[\s>]")
_IDENTITY = re.compile(rb"(<(guid|id)\b[^>]*>)([^<]+)(</\2>)")
_NEWS = """<item><title>Late news {edition} of feed {index}</title><link>http://127.0.0.1/late/{edition}/{index}</link>\
<guid isPermaLink="false">late-{edition}-{index}</guid><pubDate>{date}</pubDate>\
<description>Something happened while you were reading the rest.</description></item>"""


def source_documents() -> list[bytes]:
    """The XML feeds with at least one entry, of NEWSREADER_CORPUS or of tests/data/feeds."""
    folder = os.environ.get("NEWSREADER_CORPUS") or Path(__file__).resolve().parents[1] / "data" / "feeds"
    paths = sorted(
        path for path in Path(folder).iterdir() if path.suffix in {".xml", ".rss", ".atom", ".rdf"}
    )
    documents = [document for path in paths if _ITEM.search(document := path.read_bytes())]
    if not documents:
        raise SystemExit(f"no feeds in {folder}")
    return documents


@dataclass
class Load:
    """The feeds, the edition they stand at, and how often they were asked for."""

    documents: list[bytes]
    count: int
    latency: float
    edition: int = 0
    requests: int = 0
    full: int = 0
    unchanged: int = 0
    made: dict[tuple[int, int], tuple[bytes, str]] = field(default_factory=dict)

    def representation(self, index: int) -> tuple[bytes, str]:
        """The bytes and ETag of feed ``index`` in this edition."""
        key = (index, self.edition if index % 10 == 0 else 0)
        if key not in self.made:
            body = self._document(index, key[1])
            self.made[key] = body, f'"{hashlib.sha1(body).hexdigest()[:20]}"'
        return self.made[key]

    def _document(self, index: int, edition: int) -> bytes:
        original = self.documents[index % len(self.documents)]
        mark = b"#%d" % (index // len(self.documents))
        document = _IDENTITY.sub(lambda m: m[1] + m[3] + mark + m[4], original)
        if edition and (at := document.find(b"<item>")) >= 0:
            date = format_datetime(datetime.now(UTC))
            news = _NEWS.format(edition=edition, index=index, date=date).encode("ascii")
            document = document[:at] + news + document[at:]
        return document

    async def feed(self, request: web.Request) -> web.Response:
        index = int(request.match_info["index"])
        if index >= self.count:
            raise web.HTTPNotFound
        if self.latency:
            await asyncio.sleep(self.latency)
        body, etag = self.representation(index)
        self.requests += 1
        if request.headers.get("If-None-Match") == etag:
            self.unchanged += 1
            return web.Response(status=304, headers={"ETag": etag})
        self.full += 1
        return web.Response(body=body, content_type="application/xml", headers={"ETag": etag})

    async def begin_edition(self, request: web.Request) -> web.Response:
        self.edition = int(request.match_info["edition"])
        self.requests = self.full = self.unchanged = 0
        return web.Response(text="ok")

    async def stats(self, _request: web.Request) -> web.Response:
        return web.json_response({"requests": self.requests, "full": self.full, "unchanged": self.unchanged})


def write_opml(path: Path, hosts: list[str], port: int, count: int) -> None:
    """An OPML file of all the feeds, ten folders."""
    rows = []
    for index in range(count):
        address = f"http://{hosts[index % len(hosts)]}:{port}/feed/{index}.xml"
        rows.append(f'<outline text="Feed {index}" type="rss" xmlUrl={quoteattr(address)}/>')
    body = "\n".join(rows)
    path.write_text(f'<opml version="2.0"><head><title>Load</title></head><body>\n{body}\n</body></opml>\n')


async def serve(arguments: argparse.Namespace) -> None:
    """Serve until standard input ends."""
    load = Load(source_documents(), arguments.count, arguments.latency)
    size = sum(len(load.representation(index)[0]) for index in range(arguments.count))
    application = web.Application()
    application.add_routes(
        [
            web.get(r"/feed/{index:\d+}.xml", load.feed),
            web.get(r"/edition/{edition:\d+}", load.begin_edition),
            web.get("/stats", load.stats),
        ]
    )
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    hosts = [f"127.0.1.{number}" for number in range(1, arguments.hosts + 1)]
    first = web.TCPSite(runner, "127.0.0.1", arguments.port)
    await first.start()
    port = runner.addresses[0][1]
    for host in hosts:
        await web.TCPSite(runner, host, port).start()
    if arguments.opml:
        write_opml(arguments.opml, hosts, port, arguments.count)
    ready = {"port": port, "feeds": arguments.count, "distinct": len(load.documents), "bytes": size}
    print(json.dumps(ready), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await runner.cleanup()


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--hosts", type=int, default=100)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--opml", type=Path)
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
