"""Feed documents made by hypothesis: well-formed XML in which anything may stand anywhere."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

_NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:x="http://unknown.example/" xmlns:georss="http://www.georss.org/georss" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml" xmlns:thr="http://purl.org/syndication/thread/1.0"'
)
_NAMES = st.sampled_from(
    [
        "title",
        "link",
        "description",
        "summary",
        "content",
        "content:encoded",
        "guid",
        "id",
        "pubDate",
        "published",
        "updated",
        "issued",
        "modified",
        "created",
        "dc:date",
        "dc:creator",
        "dc:title",
        "dc:description",
        "dc:subject",
        "dc:publisher",
        "dc:language",
        "dcterms:created",
        "dcterms:modified",
        "author",
        "category",
        "keywords",
        "enclosure",
        "source",
        "comments",
        "image",
        "url",
        "name",
        "email",
        "uri",
        "itunes:author",
        "itunes:summary",
        "itunes:subtitle",
        "itunes:image",
        "itunes:keywords",
        "itunes:category",
        "itunes:duration",
        "itunes:explicit",
        "itunes:owner",
        "media:content",
        "media:thumbnail",
        "media:title",
        "media:description",
        "media:group",
        "media:keywords",
        "media:category",
        "media:credit",
        "media:rating",
        "atom:link",
        "atom:author",
        "atom:updated",
        "atom:id",
        "x:any",
        "x:title",
        "any",
        "thr:total",
        "georss:point",
        "language",
        "rights",
        "copyright",
        "generator",
        "managingEditor",
        "webMaster",
        "subtitle",
        "tagline",
        "icon",
        "logo",
        "ttl",
        "docs",
        "cloud",
        "textInput",
        "contributor",
        "info",
        "date",
        "links",
        "tags",
        "body",
        "xhtml:body",
        "lastBuildDate",
        "expirationDate",
    ]
)
_WORDS = st.sampled_from(
    (
        *(
            "",
            " ",
            "word",
            "Two words",
            "a <b>bold</b> one",
            "x &amp; y",
            "&nbsp;",
            "3 < 4",
            "<p>para</p>",
            "né",
            "日本",
        ),
        *(
            "\u00c3\u00a9",
            "\x93quoted\x94",
            "https://a.example/x?y=1&z=2",
            "/relative",
            "relative",
            "12345",
            "urn:uuid:1",
        ),
        *(
            "Tue, 05 Mar 2024 09:30:00 GMT",
            "2024-03-05T09:30:00Z",
            "a@b.example (Name)",
            "a@b.org",
            "Name <a@b.org>",
        ),
        *(
            "one, two ,three",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "  spaces\n around ",
            "en-GB",
            "&lt;i&gt;",
        ),
        *("https:///x", "http://[", "a\u00a0b", "&#8212;", "<br>", "</i>", "text/html", "]]", "true"),
    )
)
_ATTRIBUTE_NAMES = st.sampled_from(
    [
        "rel",
        "type",
        "href",
        "url",
        "src",
        "term",
        "scheme",
        "label",
        "domain",
        "length",
        "isPermaLink",
        "medium",
        "text",
        "xml:lang",
        "xml:base",
        "lang",
        "mode",
        "fileSize",
        "width",
        "x:rel",
        "title",
        "base",
    ]
)
_ATTRIBUTE_VALUES = st.one_of(
    st.sampled_from(
        (
            *(
                "alternate",
                "self",
                "enclosure",
                "related",
                "text",
                "html",
                "xhtml",
                "text/html",
                "text/plain",
            ),
            *(
                "audio/mpeg",
                "image/png",
                "true",
                "false",
                "https://a.example/dir/",
                "/rel/",
                "en",
                "de_AT",
                "123",
            ),
            *("application/atom+xml", "base64", "escaped", "plain", "image", "ALTERNATE", "Audio/MPEG", ""),
        )
    ),
    _WORDS,
)
_ATTRIBUTES = st.dictionaries(_ATTRIBUTE_NAMES, _ATTRIBUTE_VALUES, max_size=3)
_SECTIONS = st.booleans()


def _element(
    name: str, attributes: dict[str, str], text: str, section: bool, children: list[str], tail: str
) -> str:
    written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    inner = f"<![CDATA[{text}]]>" if section and "]]>" not in text else escape(text)
    return f"<{name}{written}>{inner}{''.join(children)}</{name}>{escape(tail)}"


_LEAVES = st.builds(
    _element, _NAMES, _ATTRIBUTES, _WORDS, _SECTIONS, st.just([]), st.sampled_from(("", "\n "))
)
_XHTML = st.sampled_from(
    (
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p class="A">x &amp;<br/></p></div></content>',
        '<content type="xhtml"> <div xmlns="http://www.w3.org/1999/xhtml">x</div> y</content>',
        '<content type="xhtml"><xhtml:div><xhtml:b>x</xhtml:b></xhtml:div></content>',
        '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <em>title</em></div></title>',
        '<summary type="xhtml"><xhtml:p>x</xhtml:p><p xmlns="http://www.w3.org/1999/xhtml"/></summary>',
        "<author><name>A Name</name><email>a@b.example</email><uri>/me</uri></author>",
        "<author><name>Only A Name</name></author>",
        "<itunes:owner><itunes:name>Owner</itunes:name><itunes:email>o@b.example</itunes:email></itunes:owner>",
        "<image><url>/i.png</url><title>Image</title><link>/</link></image>",
        '<source url="http://s.example/">Source</source>',
        '<source><title>Src</title><id>s</id><link href="/s"/></source>',
        '<media:group><media:title>M</media:title><media:content url="/m.mp4" type="video/mp4"/></media:group>',
        "<textInput><title>T</title><description>d</description><name>q</name><link>/q</link></textInput>",
    )
)
_NESTED = st.builds(
    _element,
    _NAMES,
    _ATTRIBUTES,
    _WORDS,
    _SECTIONS,
    st.lists(_LEAVES, max_size=3),
    st.sampled_from(("", "\n ", "t")),
)
_USUAL_NAMES = st.sampled_from(
    [
        "title",
        "link",
        "description",
        "content:encoded",
        "guid",
        "pubDate",
        "updated",
        "dc:date",
        "dc:creator",
        "author",
        "category",
        "summary",
        "id",
        "media:thumbnail",
        "media:description",
        "itunes:summary",
        "atom:link",
        "comments",
        "x:any",
        "enclosure",
        "published",
        "dc:subject",
    ]
)
_USUAL_ATTRIBUTES = st.one_of(
    st.just({}),
    st.just({}),
    st.fixed_dictionaries(
        {"href": _WORDS}, optional={"rel": st.sampled_from(("alternate", "self", "enclosure"))}
    ),
    st.sampled_from(
        ({"isPermaLink": "false"}, {"type": "html"}, {"type": "text"}, {"url": "/u.jpg"}, {"term": "t"})
    ),
)
_USUAL = st.builds(_element, _USUAL_NAMES, _USUAL_ATTRIBUTES, _WORDS, _SECTIONS, st.just([]), st.just("\n"))
_ELEMENTS = st.one_of(
    st.lists(st.one_of(_USUAL, _USUAL, _USUAL, _XHTML), max_size=8),
    st.lists(st.one_of(_LEAVES, _LEAVES, _XHTML, _NESTED), max_size=5),
)
_ENTRIES = st.lists(
    st.tuples(_ELEMENTS, st.sampled_from(("", ' xml:lang="fr"', ' xml:base="/e/"'))), max_size=4
)


def _rss(head: list[str], entries: list[tuple[list[str], str]], root: str) -> bytes:
    items = "".join(f"<item{attributes}>{''.join(elements)}</item>" for elements, attributes in entries)
    return f'<rss version="2.0" {_NAMESPACES}{root}><channel>{"".join(head)}{items}</channel></rss>'.encode()


def _atom(head: list[str], entries: list[tuple[list[str], str]], root: str) -> bytes:
    items = "".join(f"<entry{attributes}>{''.join(elements)}</entry>" for elements, attributes in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {_NAMESPACES}{root}>{"".join(head)}{items}</feed>'.encode()


def _rdf(head: list[str], entries: list[tuple[list[str], str]], root: str) -> bytes:
    items = "".join(
        f'<item rdf:about="http://r.example/{index}"{attributes}>{"".join(elements)}</item>'
        for index, (elements, attributes) in enumerate(entries)
    )
    namespaces = _NAMESPACES.replace(
        'xmlns:atom="http://www.w3.org/2005/Atom"', 'xmlns:atom="http://purl.org/atom/ns#"'
    )
    rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    channel = f"<channel>{''.join(head)}</channel>"
    return f"<rdf:RDF {rdf} {namespaces}{root}>{channel}{items}</rdf:RDF>".encode()


_ROOTS = st.sampled_from(("", "", "", ' xml:lang="en_GB"', ' xml:base="https://base.example/d/"'))

feeds = st.builds(
    lambda make, head, entries, root: make(head, entries, root),
    st.sampled_from((_rss, _atom, _rdf)),
    _ELEMENTS,
    _ENTRIES,
    _ROOTS,
)
"""Bytes of a document (UTF-8, no declaration)."""
