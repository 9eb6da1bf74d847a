"""What to do about a fault of subscribing: a second sentence, and the one action that helps. Pure; any thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from newsreader.domain import errors
from newsreader.domain.errors import NewsreaderError
from newsreader.text.urls import normalize_address

Action = Literal["", "again", "front", "login", "browse", "import"]


@dataclass(frozen=True, slots=True)
class Advice:
    """``text`` stands under the fault's own sentence; ``action`` is offered as a button."""

    text: str = ""
    action: Action = ""


_ONLY_FOR_FEEDS = (
    " It will be asked again later.",
    " It will be asked for again.",
    " It is not asked again.",
)
_USUAL = "Tried the page, its links and the usual feed addresses. "
_ADVICE: tuple[tuple[type[NewsreaderError], Advice], ...] = (
    (
        errors.NotFound,
        Advice(_USUAL + "Check the spelling, or paste the address of the site’s front page.", "front"),
    ),
    (errors.Gone, Advice("The site may have another one.", "front")),
    (
        errors.NoFeedFound,
        Advice(
            _USUAL + "Not every site has a feed; sometimes a page about a topic or an author has one.",
            "front",
        ),
    ),
    (errors.HostNotFound, Advice("", "again")),
    (
        errors.ConnectionRefused,
        Advice("The server may be down. Check the address, or try again later.", "again"),
    ),
    (errors.TimedOut, Advice("The server or the connection may be busy. Try again in a moment.", "again")),
    (errors.NoTls, Advice("With http:// in front it is fetched without encryption.", "again")),
    (errors.TlsFault, Advice("This is for the owner of the site to mend.", "again")),
    (errors.LoginNeeded, Advice("They are sent to this site only.", "login")),
    (errors.Forbidden, Advice("The site may be for members, or refuse all programs but browsers.", "front")),
    (errors.ServerBusy, Advice("Try again when that is over.", "again")),
    (errors.ServerFault, Advice("The fault is the server’s. Try again later.", "again")),
    (
        errors.TooLarge,
        Advice("A feed is never that large. Paste the address of the site’s front page.", "front"),
    ),
    (
        errors.BrokenAnswer,
        Advice("The fault is the server’s, or of something on the way. Try again later.", "again"),
    ),
    (errors.ProxyFault, Advice("The proxy is set in the preferences, under Network.", "again")),
    (errors.HostileDocument, Advice("It was not read any further.", "front")),
    (errors.ParserDied, Advice("It was not read any further.", "again")),
    (errors.ListOfFeeds, Advice("What is in it is shown before anything is added.", "import")),
    (errors.NotAFeed, Advice("Paste the address of the site’s front page, or of the feed itself.", "front")),
    (errors.AddressRefused, Advice("An address looks like courier.example or https://courier.example/news.")),
    (
        errors.UsageError,
        Advice("An address looks like courier.example or https://courier.example/news.", "browse"),
    ),
    (errors.WorkerDied, Advice("", "again")),
    (errors.StoreError, Advice("Nothing was changed.", "again")),
    (errors.SecretsError, Advice("", "login")),
)


def advice_for(fault: NewsreaderError, typed: str) -> Advice:
    """What to say and offer beside the sentence of ``fault``, which came of the address ``typed``."""
    found = next((advice for kind, advice in _ADVICE if isinstance(fault, kind)), Advice("", "again"))
    if found.action == "front" and not front_page(typed):
        return Advice(found.text.replace(", or paste the address of the site’s front page", ""), "")
    return found


def said(fault: NewsreaderError) -> str:
    """The sentence of ``fault`` without what holds for a subscription only: nothing is asked again by itself here."""
    sentence = fault.sentence
    for tail in _ONLY_FOR_FEEDS:
        sentence = sentence.replace(tail, "")
    return sentence


def front_page(typed: str) -> str:
    """The front page of the site that ``typed`` lies on; ``""`` when that is the front page already."""
    for address in normalize_address(typed)[:1]:
        parts = urlsplit(address)
        if parts.path.strip("/") or parts.query:
            front = urlunsplit((parts.scheme, parts.netloc, "/", "", ""))
            return front if "://" in typed else parts.netloc
    return ""
