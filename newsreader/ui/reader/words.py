"""The words around a story: the meta line, the exact date, what stands below. Plain text; any thread."""

from __future__ import annotations

import re
from urllib.parse import unquote

from newsreader.domain.stories import Enclosure, Story, StoryHeader
from newsreader.text.dates import date_words, exact_words
from newsreader.text.urls import display_host, is_web
from newsreader.ui.reader import runs
from newsreader.ui.reader.ours import DOWNLOAD_SCHEME, PLAY_SCHEME, WHOLE_ALWAYS, WHOLE_OFF, WHOLE_ON
from newsreader.ui.reader.pages import Line, Page
from newsreader.ui.reader.tags import may_open

_BY = re.compile(r"^(?:by|von|par|por|door|av|di)\s+", re.IGNORECASE)
_MAIL_AUTHOR = re.compile(r"^\S+@\S+\s+\((.+)\)$")
MOST_FILES = 20
"""Files listed below a story."""

_SHORT = 150
"""Words under which a text may be only the beginning of a story."""
_TYPES = {
    "audio/mpeg": "MP3",
    "audio/mp4": "M4A",
    "audio/x-m4a": "M4A",
    "video/mp4": "MP4 video",
    "image/jpeg": "JPEG",
    "application/pdf": "PDF",
    "application/zip": "ZIP",
    "application/epub+zip": "EPUB",
    "application/x-bittorrent": "torrent",
}
_UNITS = ("bytes", "KB", "MB", "GB")


def meta_line(header: StoryHeader, page: Page, now: int) -> str:
    """``By author · Today, 09:31 · 4 min``, as far as it is known."""
    author = author_words(header.author)
    if author.casefold() == header.feed_title.casefold():
        author = ""
    parts = [
        f"By {runs.isolated(author)}" if author else "",
        date_words(header.when, now),
        f"{page.minutes} min" if page.words > 60 else "",
    ]
    return " · ".join(part for part in parts if part)


def author_words(author: str) -> str:
    """An author as it is printed: without the address RSS 2.0 asks for and without a "by" of its own."""
    text = runs.label(author, 120)
    if match := _MAIL_AUTHOR.match(text):
        text = match[1]
    return _BY.sub("", text)


def exact_date(header: StoryHeader) -> str:
    """The date in full, in local time: published, else when it was received."""
    words = exact_words(header.when)
    return words if header.published is not None else f"Received {words}; the story has no date of its own"


def ending_lines(story: Story, page: Page) -> tuple[Line, ...]:
    """What stands below a story: its files, where it can be read outside, and the way to the whole story."""
    lines: list[Line] = [_file(number, file) for number, file in enumerate(story.enclosures[:MOST_FILES])]
    host = display_host(story.header.link) if may_open(story.header.link) else ""
    if host:
        begin = "Read it at" if page.words else "The feed carries no text for this story. Read it at"
        line: Line = ((f"{begin} {host}", story.header.link),)
        if has_page(story) and not (story.whole and story.shows_whole) and page.words < _SHORT:
            line += (("Fetch the whole story", WHOLE_ON),)
        lines.append(line)
    elif not page.words and not page.pictures:
        lines.append((("The feed carries no text and no link for this story.", ""),))
    return tuple(lines)


def whole_note(story: Story) -> Line:
    """The line below the meta line of a story that is shown whole; empty for any other."""
    if not (story.whole and story.shows_whole):
        return ()
    host = display_host(story.header.link)
    line: Line = ((f"Whole story from {host}", ""), ("Show the feed’s text", WHOLE_OFF))
    if story.header.feed_id is not None and not story.whole_always:
        line += (("Always for this feed", WHOLE_ALWAYS),)
    return line


def has_page(story: Story) -> bool:
    """Whether the whole story could be fetched: it has a web address, and is none of the welcome edition."""
    return story.header.id > 0 and is_web(story.header.link)


def size_words(length: int) -> str:
    """A size in bytes in words: ``24 MB``."""
    size = float(length)
    for unit in _UNITS[:-1]:
        if size < 1000:
            return f"{size:.0f} {unit}" if size >= 10 or unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} {_UNITS[-1]}"


def file_name(file: Enclosure) -> str:
    """The name of a file as it is shown: the last part of its address."""
    return runs.label(unquote(file.url.split("?", 1)[0]).rstrip("/").rsplit("/", 1)[-1], 80) or "File"


def type_words(type: str) -> str:
    """A media type as people call it: ``MP3`` for ``audio/mpeg``; one we do not know as it stands."""
    plain = runs.label(type, 40).split(";", 1)[0].strip().lower()
    if plain in _TYPES:
        return _TYPES[plain]
    kind, _, name = plain.partition("/")
    return name.removeprefix("x-").upper() if kind in ("audio", "video", "image") else plain


def plays(file: Enclosure) -> bool:
    """Whether a file is sound that can be played."""
    return file.type.startswith("audio/") or file_name(file).lower().endswith(
        (".mp3", ".m4a", ".ogg", ".opus")
    )


def _file(number: int, file: Enclosure) -> Line:
    what = [type_words(file.type), size_words(file.length) if file.length else ""]
    told = ", ".join(word for word in what if word)
    web = is_web(file.url)  # any other address leads nowhere, whatever it looks like
    line: Line = ((f"Attached: {file_name(file)}" + (f" ({told})" if told else ""), file.url if web else ""),)
    if web:
        line += (("Download", f"{DOWNLOAD_SCHEME}{number}"),)
        if plays(file):
            line += (("Play", f"{PLAY_SCHEME}{number}"),)
    return line
