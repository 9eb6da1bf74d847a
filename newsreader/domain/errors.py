"""The faults a person can meet. Each carries one plain sentence that says what happened and what to do.

Everything else that is raised is a bug: it is not caught by name, and reaches the log.
"""

from __future__ import annotations


class NewsreaderError(Exception):
    """A fault of the world, not of ours. ``sentence`` is shown to the person as it stands.

    ``tried`` are the addresses that were asked in vain, where feeds were looked for.
    """

    tried: tuple[str, ...] = ()

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    @property
    def kind(self) -> str:
        """The name of this fault as it goes over the worker's pipe: the name of its class."""
        return type(self).__name__


class UsageError(NewsreaderError):
    """What was asked for is not there or makes no sense: an unknown id, a name that is taken, an empty address."""


class Cancelled(NewsreaderError):
    """The person stopped the job, or the program is closing."""


# -- the cache ---------------------------------------------------------------------------------------------------


class StoreError(NewsreaderError):
    """The cache could not do what was asked; nothing of it was done."""


class CacheBusy(StoreError):
    """Another process kept the cache locked for longer than we wait."""


class CacheNewer(StoreError):
    """The cache was written by a newer version of the program; it was not touched."""


class CacheDamaged(StoreError):
    """The cache cannot be read. It was set aside, never overwritten."""


class DiskFull(StoreError):
    """No room is left; the whole change was taken back."""


class NotWritable(StoreError):
    """The data folder cannot be written."""


# -- the network -------------------------------------------------------------------------------------------------


class NetError(NewsreaderError):
    """A request did not give what was asked for. ``status`` is the HTTP status, or None when there was no answer.

    ``retry_after`` is in seconds, when the server asked for a pause.
    """

    def __init__(self, sentence: str, *, status: int | None = None, retry_after: int | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.retry_after = retry_after


class AddressRefused(NetError):
    """The address is not one we open: another scheme, a private host for a public page, a broken form."""


class HostNotFound(NetError):
    """The name of the host has no address."""


class ConnectionRefused(NetError):
    """Nobody answers at that host and port, or the connection broke."""


class TimedOut(NetError):
    """The server took longer than we wait."""


class TlsFault(NetError):
    """The connection is not safe: expired, self-signed, for another host, or too old."""


class NoTls(TlsFault):
    """What answers at the address does not speak https at all: it may speak http."""


class TooLarge(NetError):
    """The answer is larger than we take."""


class BrokenAnswer(NetError):
    """The answer is not HTTP as it should be: cut off, wrongly encoded, too many redirects."""


class NotFound(NetError):
    """404: there is no page at this address."""


class Gone(NetError):
    """410: the page was removed for good; it is not asked for again."""


class LoginNeeded(NetError):
    """401 or 407: the server wants a name and a password, or refused those it got."""


class Forbidden(NetError):
    """403: the server refuses."""


class ServerBusy(NetError):
    """429 or 503: the server asks for a pause."""


class ServerFault(NetError):
    """Any other status that is not a success."""


class ProxyFault(NetError):
    """The proxy cannot be reached or refuses."""


# -- what came back ----------------------------------------------------------------------------------------------


class ParseError(NewsreaderError):
    """The document could not be turned into stories."""


class NotAFeed(ParseError):
    """The document is something else: a web page, a picture, nothing."""


class ListOfFeeds(NotAFeed):
    """The document is a list of feeds (OPML): it is imported, not subscribed to."""


class HostileDocument(ParseError):
    """The document is built to exhaust the reader: entity bombs, endless nesting."""


class NoWholeStory(ParseError):
    """The page of a story gives no text that could be told from what surrounds it, or no more than the feed."""


class ParserDied(ParseError):
    """The parse process ended or took too long over this document."""


# -- secrets -----------------------------------------------------------------------------------------------------


class SecretsError(NewsreaderError):
    """The system's keyring could not be used. The feed waits; reading goes on; nothing is stored in plain text."""


class KeyringLocked(SecretsError):
    """The keyring is locked, or its prompt was dismissed."""


class KeyringMissing(SecretsError):
    """The system has no keyring we can use."""


class KeyringHung(SecretsError):
    """The keyring did not answer in time."""


# -- mail --------------------------------------------------------------------------------------------------------


class MailError(NewsreaderError):
    """A message could not be sent. The draft is whole, and the server has not taken the message."""


class MailAccountMissing(MailError):
    """There is no mail account to send through, or it is not complete."""


class MailLoginRefused(MailError):
    """The mail server does not accept the name and password, or wants some and has none (535)."""


class MailAddressRefused(MailError):
    """The mail server does not take the address of the sender or of the recipient."""


class MailTooLarge(MailError):
    """The message is larger than the mail server takes (552)."""


class MailRefused(MailError):
    """The mail server refuses the message for good, for a reason of its own."""


class MailDelayed(MailError):
    """The mail server cannot take the message now, or the connection broke before it had it. It is tried again."""


class MailUnsure(MailError):
    """The connection broke after the server had the message and before it said so: it may have been sent."""


class PictureRefused(NewsreaderError):
    """A file that was to go with an event is no picture we take, or cannot be read."""


# -- jobs --------------------------------------------------------------------------------------------------------


class NoFeedFound(NewsreaderError):
    """Neither the page nor its links nor the usual addresses hold a feed."""


class WorkerDied(NewsreaderError):
    """The worker process ended in the middle of a job."""
