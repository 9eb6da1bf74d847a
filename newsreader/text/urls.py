"""Addresses: what people type, what feeds write, what is shown. Pure; standard library only; any thread."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

_SPACE_AND_CONTROLS = "".join(map(chr, range(0x21)))
_INSIDE = re.compile(r"[\t\r\n]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HOST_AND_PORT = re.compile(r"[^/?#:@]+(?::\d{1,5})?(?:[/?#]|$)")
# What nearly all addresses look like; anything else is taken apart by the library.
_USUAL = re.compile(r"https?://[a-z0-9](?:[a-z0-9-]*\.)*[a-z0-9-]+(?:[/?#]|$)")
_PLAIN = re.compile(r"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)*)(/[A-Za-z0-9/._~-]*)?")
"""Addresses whose key is told without taking them apart: a list of thousands asks for each several times."""
_USER_AND_HOST = re.compile(
    r"(?!(?:mailto|xmpp|sips?|acct|im):)[^/?#:@]+:[^/?#@]*@[^/?#@]+(?:[/?#]|$)", re.IGNORECASE
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_FEED_SCHEMES = ("feed", "rss", "pcast", "itpc", "feeds")


@cache
def _tracking() -> re.Pattern[str]:
    """Names of parameters that only follow a person. It takes some milliseconds to compile, and no list needs it."""
    return re.compile(
        r"(?:utm_\w+|mtm_\w+|pk_\w+|piwik_\w+|matomo_\w+|hsa_\w+|_hs(?:enc|mi)|mc_[ce]id|fbclid|gclid|gclsrc|dclid|msclkid"
        r"|yclid|twclid|ttclid|igshid|igsh|wbraid|gbraid|_openstat|vero_(?:id|conv)|wt_?zmc|at_(?:campaign|medium)\w*"
        r"|ns_(?:mchannel|source|campaign|linkname|fee)|oly_(?:anon|enc)_id|rb_clickid|s_cid|cmpid|mkt_tok|spm|ref_src)",
        re.IGNORECASE,
    )


def strip(address: str) -> str:
    """``address`` as the URL standard reads it: spaces and controls around it and line breaks within it are dropped."""
    return _INSIDE.sub("", address.strip(_SPACE_AND_CONTROLS))


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(strip(address))
        _ = parts.port, parts.hostname
    except ValueError:  # a broken port or IPv6 address
        return None
    return parts


def is_web(url: str) -> bool:
    """Whether ``url`` is absolute, http or https, and has a host."""
    if _USUAL.match(url):
        return True
    if not url[:5].lower().startswith("http"):
        return False
    parts = _split(url)
    return parts is not None and parts.scheme in _DEFAULT_PORTS and bool(parts.hostname)


def join(base: str, url: str) -> str:
    """``url`` made absolute against ``base``; ``""`` when either is so broken that nothing can be made of it.

    The result may have any scheme: ask ``is_web`` before it is used.
    """
    url = strip(url)
    try:
        return urljoin(base, url) if base else urlsplit(url).geturl()
    except ValueError:
        return ""


def web_link(base: str, url: str) -> str:
    """``url`` resolved against ``base``, or ``""`` when that is not an http or https address."""
    if not url:
        return ""
    if url.startswith(("https://", "http://")) and "\n" not in url and "\t" not in url:
        joined = url.rstrip(_SPACE_AND_CONTROLS)
    else:
        joined = join(base, url)
    return joined if is_web(joined) else ""


def normalize_address(typed: str) -> list[str]:
    """The addresses to try, in order, for what a person typed or pasted; empty when it cannot be one.

    ``feed:`` and its like are taken off; a bare host is tried by https first, then by http.
    """
    text = strip(typed).strip("<>\"'").strip()
    if not text or re.search(r"\s", text):
        return []
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() in _FEED_SCHEMES:
        rest = text[scheme.end() :]
        return normalize_address(rest[2:] if rest.startswith("//") else rest)
    if text.startswith("//"):
        text = text[2:]
    if scheme and scheme[1].lower() in _DEFAULT_PORTS:
        text = _SCHEME.sub(scheme[1].lower() + ":", text, count=1)
        return [text] if is_web(text) else []
    if scheme and not _HOST_AND_PORT.match(text) and not _USER_AND_HOST.match(text):
        return []
    host = text.split("@")[-1].split("/")[0]
    if "." not in host and ":" not in host and host != "localhost":
        return []
    return [url for url in (f"https://{text}", f"http://{text}") if is_web(url)]


def split_credentials(url: str) -> tuple[str, str, str]:
    """``url`` without the user and password in it, the user, the password; decoded, ``""`` where there is none."""
    parts = _split(url)
    if parts is None or "@" not in parts.netloc:
        return url, "", ""
    user, _, host = parts.netloc.rpartition("@")
    name, _, secret = user.partition(":")
    return urlunsplit(parts._replace(netloc=host)), unquote(name), unquote(secret)


def without_tracking(url: str) -> str:
    """``url`` without the parameters that only tell who sent the reader. The rest is kept byte for byte."""
    head, mark, fragment = url.partition("#")
    path, question, query = head.partition("?")
    if not question:
        return url
    kept = [pair for pair in query.split("&") if not _tracking().fullmatch(pair.partition("=")[0])]
    if len(kept) == query.count("&") + 1:
        return url
    return path + (f"?{'&'.join(kept)}" if kept else "") + mark + fragment


def ascii_host(host: str) -> str:
    """A host name in the form that is sent: lower case, international labels as punycode (``xn--``)."""
    host = host.rstrip(".").lower()
    return (
        host
        if host.isascii()
        else ".".join(_ascii_label(label) for label in re.split("[.\u3002\uff0e\uff61]", host))
    )


def _ascii_label(label: str) -> str:
    if label.isascii():
        return label
    try:
        return label.encode("idna").decode("ascii")
    except UnicodeError:  # newer characters than the codec knows, or too long
        return "xn--" + label.encode("punycode").decode("ascii")


def display_host(url: str) -> str:
    """The host ``url`` really leads to, as punycode, with any port that is not the usual; ``""`` for none."""
    parts = _split(url)
    if parts is None or not parts.hostname:
        return ""
    port = parts.port if parts.port != _DEFAULT_PORTS.get(parts.scheme) else None
    host = ascii_host(parts.hostname)
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{port}" if port else host


def canonical(url: str) -> str:
    """A key under which addresses of the same page or feed are equal. Not an address to fetch.

    Scheme, ``www.``, default port, credentials, fragment, trailing slash, tracking parameters, the order of
    parameters and the spelling of escapes make no difference.
    """
    if plain := _PLAIN.fullmatch(url):
        return f"//{plain[1].removeprefix('www.')}{(plain[2] or '').rstrip('/')}"
    parts = _split(without_tracking(strip(url)))
    if parts is None or parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return strip(url)
    host = ascii_host(parts.hostname).removeprefix("www.")
    port = f":{parts.port}" if parts.port and parts.port not in _DEFAULT_PORTS.values() else ""
    path = quote(
        unquote(parts.path, errors="surrogateescape"), safe="/~!$&'()*+,;=:@", errors="surrogateescape"
    )
    pairs = sorted(parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape"))
    query = f"?{urlencode(pairs, errors='surrogateescape')}" if pairs else ""
    return f"//{host}{port}{path.rstrip('/')}{query}"


def origin(url: str) -> str:
    """Scheme, host and port of ``url``, what credentials belong to; ``""`` when it is no web address."""
    parts = _split(url)
    if parts is None or parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return ""
    return f"{parts.scheme}://{ascii_host(parts.hostname)}:{parts.port or _DEFAULT_PORTS[parts.scheme]}"
