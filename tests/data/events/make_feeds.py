"""Write the invented events as 60 RSS feeds and an OPML list: ``make_feeds.py FOLDER [BASE_ADDRESS]``.

The stories are dated so that the last one is five minutes old. ``BASE_ADDRESS`` is where the folder will be served
(default: the folder itself is named in file addresses of the list).
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import formatdate
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

CORPUS = Path(__file__).with_name("corpus.jsonl")
FRESH = 300


def stories() -> list[dict[str, str]]:
    """The stories of the corpus, oldest first."""
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    return sorted((json.loads(line) for line in lines), key=lambda story: str(story["date"]))


def expected() -> dict[str, list[str]]:
    """The links of the stories of each cluster: one brief each."""
    groups: dict[str, list[str]] = {}
    for story in stories():
        groups.setdefault(story["cluster"], []).append(story["link"])
    return groups


def feeds(now: int | None = None) -> dict[str, tuple[str, str]]:
    """File name to title and RSS document of each publication. ``now`` is UTC epoch seconds, default the clock."""
    all_stories = stories()
    shift = (int(time.time()) if now is None else now) - FRESH - _seconds(all_stories[-1])
    by_source: dict[str, list[dict[str, str]]] = {}
    for story in all_stories:
        by_source.setdefault(story["source"], []).append(story)
    return {
        f"feed{number:02d}.xml": (source, _rss(source, told, shift))
        for number, (source, told) in enumerate(by_source.items(), 1)
    }


def write(folder: Path, base: str = "", now: int | None = None) -> Path:
    """Write all feeds and ``feeds.opml`` into ``folder``; the path of the list."""
    folder.mkdir(parents=True, exist_ok=True)
    outlines = []
    for name, (title, document) in feeds(now).items():
        (folder / name).write_text(document, encoding="utf-8")
        address = f"{base.rstrip('/')}/{name}" if base else (folder / name).resolve().as_uri()
        outlines.append(
            f'<outline type="rss" text={quoteattr(title)} title={quoteattr(title)} xmlUrl={quoteattr(address)}/>'
        )
    opml = folder / "feeds.opml"
    opml.write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0"><head><title>Invented news</title></head><body>\n'
        + "\n".join(outlines)
        + "\n</body></opml>\n",
        encoding="utf-8",
    )
    return opml


def _rss(source: str, told: Sequence[Mapping[str, str]], shift: int) -> str:
    items = "".join(
        f"<item><title>{escape(story['title'])}</title><link>{story['link']}</link>"
        f'<guid isPermaLink="false">{story["id"]}</guid>'
        f"<pubDate>{formatdate(_seconds(story) + shift, usegmt=True)}</pubDate>"
        f"<description>{escape(story['lead'])}</description></item>\n"
        for story in reversed(told)
    )
    site = told[0]["link"].rsplit("/", 1)[0]
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(source)}</title><link>{site}/</link><description>{escape(source)}</description>"
        f"<language>{told[0]['lang']}</language>\n{items}</channel></rss>\n"
    )


def _seconds(story: Mapping[str, str]) -> int:
    return int(datetime.fromisoformat(story["date"].replace("Z", "+00:00")).timestamp())


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), *sys.argv[2:3]))
