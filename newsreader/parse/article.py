"""The story of a web page: its text, without menus, comments and advertising around it. In a parse process.

trafilatura tells the story from its surroundings. It is given the page and asks no network; what it gives is foreign
HTML still, for ``text.sanitize``.
"""

from __future__ import annotations

import re
from typing import Final

from trafilatura import extract

from newsreader.domain.errors import NoWholeStory
from newsreader.parse.encoding import to_utf8

LEAST_LETTERS: Final = 200
"""A page that gives fewer gives no story: a notice about cookies, a login, a shell that scripts would fill."""
MOST_BYTES: Final = 3 << 20
MOST_TAGS: Final = 60_000

_META: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DOUBLE_CODE: Final = re.compile(r"<pre>\s*<pre>(.*?)</pre>\s*</pre>", re.DOTALL)
_BODY: Final = re.compile(r"<body>(.*)</body>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")
_NOTHING: Final = (
    "The page of this story gives no text that could be told from what surrounds it. "
    "Open it in the browser instead."
)


def article(page: bytes, content_type: str, url: str) -> str:
    """The HTML of the story of ``page``, which came from ``url``: headings, paragraphs, links, pictures, tables.

    Not sanitized; addresses are absolute where the page's were sound. Raises NoWholeStory.
    """
    if len(page) > MOST_BYTES or page.count(b"<") > MOST_TAGS:
        raise NoWholeStory(
            "The page of this story is too large to look for its text. Open it in the browser instead."
        )
    declared = _META.search(page[:4096])
    if declared and "charset" not in content_type.lower():
        content_type = f"text/html; charset={declared[1].decode('ascii', 'replace')}"
    text = to_utf8(page, content_type).decode("utf-8", "replace").replace("\x00", "")
    found = extract(
        text,
        url=url,
        output_format="html",
        include_comments=False,
        include_tables=True,
        include_images=True,
        include_links=True,
        include_formatting=True,
    )
    inner = _BODY.search(found or "")
    html = _DOUBLE_CODE.sub(r"<pre>\1</pre>", inner[1]) if inner else ""
    if len(_TAG.sub("", html).strip()) < LEAST_LETTERS:
        raise NoWholeStory(_NOTHING)
    return html
