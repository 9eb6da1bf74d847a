"""The fast path: lxml and a table of the elements whose meaning is fully known. In a parse process.

It answers in feedparser's place and must give what feedparser gives, value by value. Whatever is not in the table, or
stands where it is not expected, is declined and goes to the reference: a single entry, or the whole document.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from newsreader.domain.errors import HostileDocument
from newsreader.parse.fast import links, people, words
from newsreader.parse.fast.names import IGNORED
from newsreader.parse.fast.walk import FastDocument, Handler, Tables, Walk

_MEDIA: Final[dict[str, Handler]] = {
    **dict.fromkeys((name for name in IGNORED if name.startswith("media_")), people.ignored),
    "media_category": people.media_category,
    "media_content": links.media_content,
    "media_description": words.description,
    "media_group": links.media_group,
    "media_keywords": people.media_keywords,
    "media_thumbnail": links.thumbnail,
    "media_title": words.media_title,
}
_COMMON: Final[dict[str, Handler]] = {
    **dict.fromkeys(IGNORED, people.ignored),
    **_MEDIA,
    "author": people.author,
    "category": people.category,
    "content": words.content,
    "content_encoded": words.encoded,
    "created": words.created,
    "dc_author": people.author,
    "dc_creator": people.author,
    "dc_date": words.updated,
    "dc_description": words.description,
    "dc_language": words.language_of,
    "dc_publisher": people.publisher,
    "dc_subject": people.category,
    "dc_title": words.title,
    "dcterms_created": words.created,
    "dcterms_issued": words.published,
    "dcterms_modified": words.updated,
    "description": words.description,
    "enclosure": links.enclosure,
    "guid": links.guid,
    "id": links.guid,
    "image": links.image,
    "issued": words.published,
    "itunes_author": people.author,
    "itunes_category": people.itunes_category,
    "itunes_image": links.itunes_image,
    "itunes_keywords": people.itunes_keywords,
    "itunes_summary": words.summary,
    "keywords": people.category,
    "language": words.language_of,
    "lastbuilddate": words.updated,
    "link": links.link,
    "managingeditor": people.author,
    "modified": words.updated,
    "pubdate": words.published,
    "published": words.published,
    "summary": words.summary,
    "title": words.title,
    "updated": words.updated,
    "webmaster": people.publisher,
}
_ENTRY: Final[dict[str, Handler]] = {**_COMMON, "source": people.source}
_HEAD: Final[dict[str, Handler]] = {
    **_COMMON,
    "copyright": words.rights,
    "dc_rights": words.rights,
    "icon": links.icon,
    "itunes_owner": people.owner,
    "itunes_subtitle": words.subtitle,
    "logo": links.logo,
    "rights": words.rights,
    "subtitle": words.subtitle,
    "tagline": words.subtitle,
    "textinput": links.textinput,
}
_TABLES: Final = Tables(entry=_ENTRY, head=_HEAD, media=_MEDIA)


def parse_fast(data: bytes) -> FastDocument | None:
    """Read ``data`` (UTF-8, no document type), or None when it is not well-formed.

    Raises Declined when it is, but its root, its bases or what it says of the feed itself are not known well enough;
    HostileDocument for nesting deeper than any feed has.
    """
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        if "Excessive depth" in str(fault):
            raise HostileDocument("The feed's document is nested too deep; it was not read.") from fault
        return None
    return Walk(root, _TABLES).document(root)
