"""The page of the day as one HTML file: it needs nothing else and runs nothing. Pure; any thread.

All text is foreign: everything is escaped, only http and https links are kept, and the file's own policy forbids
scripts, frames, forms and anything from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from newsreader.domain.briefs import Brief, BriefSource
from newsreader.domain.errors import NotWritable
from newsreader.library.edition import Edition, names_of
from newsreader.resources import resource_text
from newsreader.text.dates import age_words

Sources = Mapping[int, Sequence[BriefSource]]
"""The sources of briefs by the id of the brief."""

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def edition_html(edition: Edition, sources: Sources, now: int) -> str:
    """The whole document; ``now`` (UTC epoch seconds) is what ages are counted from."""
    parts = [_lead(edition.lead, sources, now)] if edition.lead is not None else [_empty()]
    for section in edition.sections:
        heading = f'<h2 dir="auto">{_text(section.name)}</h2>\n' if section.name else ""
        briefs = "\n".join(_brief(brief, sources, now) for brief in section.briefs)
        parts.append(f'<section>\n{heading}<div class="columns">\n{briefs}\n</div>\n</section>')
    title = _text(edition.title)
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" '
        f'content="{_POLICY}">\n<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}, {_text(edition.date)}</title>\n"
        f"<style>\n{resource_text('theme/edition.css')}</style>\n</head>\n"
        f"<body>\n<header>\n<h1>{title}</h1>\n<p><span>{_text(edition.date)}</span> "
        f"<span>{_text(edition.count)}</span></p>\n</header>\n<main>\n"
        + "\n".join(parts)
        + "\n</main>\n</body>\n</html>\n"
    )


def keep_edition(
    path: Path, edition: Edition, sources_of: Callable[[int], Sequence[BriefSource]], now: int
) -> None:
    """Write the page of ``edition`` to a file. Raises NotWritable, and what ``sources_of`` a brief's id raises."""
    sources = {brief.id: sources_of(brief.id) for brief in edition.briefs}
    write_html(path, edition_html(edition, sources, now))


def write_html(path: Path, document: str) -> None:
    """Write the document, whole or not at all. Raises NotWritable."""
    aside = path.with_name(path.name + ".part")
    try:
        aside.write_text(document, encoding="utf-8", errors="replace")
        aside.replace(path)
    except OSError as fault:
        raise NotWritable(f"The page could not be written to {path}: {fault.strerror or fault}.") from fault


def _lead(brief: Brief, sources: Sources, now: int) -> str:
    return f'<article class="lead">\n{_told(brief, sources, now, "h2")}\n</article>'


def _brief(brief: Brief, sources: Sources, now: int) -> str:
    return f"<article>\n{_told(brief, sources, now, 'h3')}\n</article>"


def _told(brief: Brief, sources: Sources, now: int, tag: str) -> str:
    known = sources.get(brief.id, ())
    told_by = next((source for source in known if source.story == brief.story), None)
    headline = _linked(brief.headline or brief.teaser or "Untitled", told_by.link if told_by else "")
    teaser = f'\n<p dir="auto">{_text(brief.teaser)}</p>' if brief.headline and brief.teaser else ""
    who = (
        ", ".join(_linked(source.title or "Unknown", source.link) for source in _each_once(known))
        if known
        else _text(names_of(brief))
    )
    when = _text(age_words(brief.newest, now))
    return f'<{tag} dir="auto">{headline}</{tag}>{teaser}\n<p class="who"><bdi>{who}</bdi> · {when}</p>'


def _each_once(sources: Sequence[BriefSource]) -> list[BriefSource]:
    """The first story of each publication."""
    return list({source.title: source for source in reversed(sources)}.values())[::-1]


def _linked(text: str, link: str) -> str:
    return (
        f'<a href="{escape(link)}" rel="noreferrer noopener">{_text(text)}</a>'
        if _may_link(link)
        else _text(text)
    )


def _may_link(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _text(text: str) -> str:
    """``text`` escaped, in one line, without controls that would turn around what stands beside it."""
    return escape(_UNSAFE.sub("", " ".join(text.split())))


def _empty() -> str:
    return '<p class="empty">Nothing in brief yet.</p>'
