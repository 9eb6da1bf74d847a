"""The rules of redirects (HOSTILE N11-N18, 2.5). Pure."""

from __future__ import annotations

from collections.abc import Sequence

from newsreader.domain.errors import AddressRefused, BrokenAnswer
from newsreader.net.address import WebAddress, resolve
from newsreader.net.message import Redirect

STATUSES = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})


def next_address(current: WebAddress, location: str, *, with_credentials: bool) -> WebAddress:
    """Where a redirect leads.

    Raises BrokenAnswer when the server named no place, AddressRefused when the place is not http(s), or when it would
    take a request that carries credentials from https to http.
    """
    if not location.strip():
        raise BrokenAnswer("The server sent us on without saying where to.")
    try:
        target = resolve(current, location)
    except AddressRefused as refusal:
        raise AddressRefused(
            f"The server sent us on to an address we do not open. {refusal.sentence}"
        ) from None
    if with_credentials and is_downgrade(current, target):
        raise AddressRefused(
            f"{target.host} wants the password over a connection that is not safe (http). Nothing was sent; "
            "check the feed's address."
        )
    return target


def is_downgrade(current: WebAddress, target: WebAddress) -> bool:
    """True when a hop leads from https to http."""
    return current.secure and not target.secure


def keeps_credentials(start: WebAddress, target: WebAddress) -> bool:
    """True when ``target`` has the origin that the credentials belong to; another port or scheme is another origin.

    The one exception is the step from http to https on the usual ports of the same host: the secret belongs to that
    host, and from there on it is safer than before.
    """
    usual = (start.scheme, start.port, target.scheme, target.port) == ("http", 80, "https", 443)
    return start.origin == target.origin or (usual and start.host == target.host)


def permanent_url(start: str, hops: Sequence[Redirect]) -> str:
    """The address at the end of the unbroken permanent beginning (301, 308) of a chain, ``""`` when it has none.

    The first temporary hop ends it, and so does a hop from https to http: an address never becomes less safe by itself.
    """
    found, before = "", start
    for hop in hops:
        downgrade = before.startswith("https:") and not hop.url.startswith("https:")
        if hop.status not in PERMANENT or downgrade:
            break
        found = before = hop.url
    return "" if found == start else found


def check_hops(visited: Sequence[str], target: WebAddress, limit: int) -> None:
    """Raise BrokenAnswer when the chain is longer than ``limit`` hops or comes back to where it was.

    ``visited`` are the addresses asked so far, the first one included.
    """
    if target.url in visited:
        raise BrokenAnswer(
            "The server sends us round in a circle. It may want cookies, which we do not keep."
        )
    if len(visited) > limit:
        raise BrokenAnswer(
            f"The server sent us on more than {limit} times. The feed's address may be out of date."
        )
