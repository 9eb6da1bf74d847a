"""Names of elements as feedparser has them: a known prefix, an underscore, the local name in lower case.

The fast path asks feedparser's question - which handler would take this element? - so it has to know elements by the
same names. ``IGNORED`` are those feedparser handles in a way that touches nothing we read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, cast

from lxml import etree

_CORE: Final = (
    "http://backend.userland.com/rss",
    "http://blogs.law.harvard.edu/tech/rss",
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://example.com/newformat#",
    "http://example.com/necho",
    "http://purl.org/echo/",
    "uri/of/echo/namespace#",
    "http://purl.org/pie/",
    "http://purl.org/atom/ns#",
    "http://www.w3.org/2005/Atom",
    "http://purl.org/rss/1.0/modules/rss091#",
)
_MODULES: Final = {
    "http://webns.net/mvcb/": "admin",
    "http://purl.org/rss/1.0/modules/aggregation/": "ag",
    "http://purl.org/rss/1.0/modules/annotate/": "annotate",
    "http://media.tangent.org/rss/1.0/": "audio",
    "http://backend.userland.com/blogChannelModule": "blogChannel",
    "http://creativecommons.org/ns#license": "cc",
    "http://web.resource.org/cc/": "cc",
    "http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html": "creativeCommons",
    "http://backend.userland.com/creativeCommonsRssModule": "creativeCommons",
    "http://purl.org/rss/1.0/modules/company": "co",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://my.theinfo.org/changed/1.0/rss/": "cp",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/email/": "email",
    "http://purl.org/rss/1.0/modules/event/": "ev",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://freshmeat.net/rss/fm/": "fm",
    "http://xmlns.com/foaf/0.1/": "foaf",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "http://www.georss.org/georss": "georss",
    "http://www.opengis.net/gml": "gml",
    "http://postneo.com/icbm/": "icbm",
    "http://purl.org/rss/1.0/modules/image/": "image",
    "http://www.itunes.com/DTDs/PodCast-1.0.dtd": "itunes",
    "http://example.com/DTDs/PodCast-1.0.dtd": "itunes",
    "http://purl.org/rss/1.0/modules/link/": "l",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://madskills.com/public/xml/rss/module/pingback/": "pingback",
    "http://prismstandard.org/namespaces/1.2/basic/": "prism",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs",
    "http://purl.org/rss/1.0/modules/reference/": "ref",
    "http://purl.org/rss/1.0/modules/richequiv/": "reqv",
    "http://purl.org/rss/1.0/modules/search/": "search",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://schemas.xmlsoap.org/soap/envelope/": "soap",
    "http://purl.org/rss/1.0/modules/servicestatus/": "ss",
    "http://hacks.benhammersley.com/rss/streaming/": "str",
    "http://purl.org/rss/1.0/modules/subscription/": "sub",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://schemas.pocketsoap.com/rss/myDescModule/": "szf",
    "http://purl.org/rss/1.0/modules/taxonomy/": "taxo",
    "http://purl.org/rss/1.0/modules/threading/": "thr",
    "http://purl.org/rss/1.0/modules/textinput/": "ti",
    "http://madskills.com/public/xml/rss/module/trackback/": "trackback",
    "http://wellformedweb.org/commentAPI/": "wfw",
    "http://purl.org/rss/1.0/modules/wiki/": "wiki",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "http://podlove.org/simple-chapters": "psc",
}
_PREFIXES: Final = {uri.lower(): "" for uri in _CORE} | {
    uri.lower(): prefix for uri, prefix in _MODULES.items()
}

IGNORED: Final = frozenset(
    (
        *(
            "cc_license",
            "cloud",
            "contributor",
            "copyright",
            "creativeCommons_license",
            "creativecommons_license",
        ),
        *(
            "dc_contributor",
            "dc_rights",
            "dcterms_valid",
            "expirationdate",
            "generator",
            "georss_box",
            "georss_line",
        ),
        *("georss_point", "georss_polygon", "height", "info", "feedburner_browserfriendly", "itunes_block"),
        *(
            "itunes_explicit",
            "itunes_subtitle",
            "media_credit",
            "media_license",
            "media_player",
            "media_rating",
        ),
        *("media_restriction", "newlocation", "rights", "subtitle", "tagline", "width"),
    )
)
"""Handled by feedparser, without any effect on what we read of an entry; only as long as they hold no markup."""

DECLINED: Final = frozenset(
    (
        *(
            "abstract",
            "body",
            "xhtml_body",
            "fullitem",
            "tags",
            "channel",
            "feed",
            "rss",
            "item",
            "entry",
            "textinput",
        ),
        *(
            "textInput",
            "source",
            "georss_where",
            "georssgeom",
            "where",
            "gml_exterior",
            "gml_linearring",
            "gml_linestring",
        ),
        *(
            "gml_point",
            "gml_polygon",
            "gml_pos",
            "gml_poslist",
            "geom",
            "psc_chapter",
            "psc_chapters",
            "itunes_owner",
        ),
        *("itunes_name", "itunes_email", "itunes_link", "name", "email", "url", "homepage", "uri"),
        # no handlers, but keys under which feedparser keeps something else
        *(
            "authors",
            "author_detail",
            "contributors",
            "date",
            "description_detail",
            "links",
            "publisher_detail",
        ),
        *("publishers", "summary_detail", "title_detail"),
    )
)
"""Handled by feedparser in ways that are not followed here: an entry that has one directly goes to the reference."""


Element = etree._Element
Attributes = Mapping[str, str]
"""What ``attributes_of`` gives."""

_MOST_ATTRIBUTES: Final = 1_000
_NO_ATTRIBUTES: Final[Attributes] = MappingProxyType({})


class Declined(Exception):
    """The shape is not one that the fast path fully knows."""


class Names:
    """The names of the elements of one document. One object a document; not for several threads."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def of(self, element: Element) -> str:
        """The name of ``element``."""
        tag = element.tag
        name = self._names.get(tag)
        if name is None:
            name = self._names[tag] = self._name(element, tag)
        return name

    @staticmethod
    def _name(element: Element, tag: str) -> str:
        uri, _, local = tag[1:].rpartition("}") if tag[0] == "{" else ("", "", tag)
        local, uri = local.lower(), uri.lower()
        if not uri or "backend.userland.com/rss" in uri:
            return local
        prefix = _PREFIXES.get(uri)
        if prefix is None:
            prefix = element.prefix
        return f"{prefix.lower()}_{local}" if prefix else local


def attributes_of(element: Element) -> Attributes:
    """The attributes of ``element`` as feedparser names them; ``rel`` and ``type`` in lower case."""
    keys = element.keys()
    if not keys:
        return _NO_ATTRIBUTES
    if len(keys) > _MOST_ATTRIBUTES:
        raise Declined  # lxml takes quadratic time over their values
    plain: dict[str, str] = {}
    found: dict[str, str] = {}
    for name, value in cast("Iterable[tuple[str, str]]", element.items()):
        if name[0] == "{":
            uri, _, local = name[1:].rpartition("}")
            prefix = _PREFIXES.get(uri.lower(), "")
            found[f"{prefix}:{local}".lower() if prefix else local.lower()] = value
        else:
            name = name.lower()
            plain[name] = value.lower() if name in ("rel", "type") else value
    return found | plain if found else plain


def base_in(attributes: Attributes) -> str:
    """The base that an element with these ``attributes`` declares, ``""`` for none."""
    return attributes.get("xml:base", attributes.get("base", "")) if attributes else ""
