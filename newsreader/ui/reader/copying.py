"""What a person takes of a story: as text, as Markdown, as a quote with its source, as a message. Pure; any thread."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from newsreader.domain.stories import Story
from newsreader.text.dates import exact_words
from newsreader.text.markdown import escaped, markdown, paragraphs, quoted
from newsreader.text.teaser import teaser
from newsreader.ui.reader.headline import headline
from newsreader.ui.reader.words import author_words

Cleaned = Callable[[str], str]
"""An address as it is given on, without what only follows the reader."""

Maker = Callable[[Story, Cleaned], str]

_LONGEST_MAIL = 1800
"""Letters of a message: longer addresses are cut by mail programs."""


def as_text(story: Story, cleaned: Cleaned = str) -> str:
    """Headline, source, text and address."""
    parts = [headline(story.header), _source(story), paragraphs(story.body), cleaned(story.header.link)]
    return "\n\n".join(part for part in parts if part)


def as_markdown(story: Story, cleaned: Cleaned = str) -> str:
    """The same with its form: headings, links, lists, tables."""
    title, link = escaped(headline(story.header)), cleaned(story.header.link)
    head = f"# [{title}]({_target(link)})" if link else f"# {title}"
    parts = [head, f"*{escaped(_source(story))}*" if _source(story) else "", markdown(story.body)]
    return "\n\n".join(part for part in parts if part)


def as_quote(story: Story, selected: str, cleaned: Cleaned = str) -> str:
    """``selected`` (without a selection the beginning of the story) as a quote, and where it comes from."""
    words = selected.strip() or story.header.teaser or teaser(" ".join(paragraphs(story.body).split()))
    link = cleaned(story.header.link)
    lines = [f"“{headline(story.header)}”, {_source(story)}".rstrip(", "), link]
    return (f"{quoted(words)}\n\n— " if words else "") + "\n".join(line for line in lines if line)


def as_mail(story: Story, cleaned: Cleaned = str) -> str:
    """The ``mailto:`` address of a message without an addressee: headline, source, teaser and address."""
    title = headline(story.header)
    parts = [title, _source(story), story.header.teaser, cleaned(story.header.link)]
    body = "\r\n\r\n".join(part for part in parts if part)
    if len(body) > _LONGEST_MAIL:
        body = "\r\n\r\n".join(part for part in (title[:300], parts[-1][:1400]) if part)
    return f"mailto:?subject={quote(title[:300], safe='')}&body={quote(body, safe='')}"


def _source(story: Story) -> str:
    """``By Ada Long · Harbour Courier · 22 November 2026, 09:31``."""
    header = story.header
    author = author_words(header.author)
    if author.casefold() == header.feed_title.casefold():
        author = ""
    parts = [f"By {author}" if author else "", header.feed_title, exact_words(header.when)]
    return " · ".join(part for part in parts if part)


def _target(link: str) -> str:
    return link.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
