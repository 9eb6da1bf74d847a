"""What we know about how each origin wants to be logged in to, so that it is asked once and not with every request."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from newsreader.net.address import WebAddress
from newsreader.net.auth import Digest, basic, bearer, is_stale, parse_challenges, strongest
from newsreader.net.message import Credentials

_Key = tuple[str, Credentials]


class Logins:
    """Chooses the Authorization header. Belongs to one event loop; forgotten when the process ends.

    A bearer token, and over https a name and password as Basic, go with the first request; over plain http the server
    is asked first, as it may want Digest, which does not show the password.
    """

    def __init__(self) -> None:
        self._digests: dict[_Key, Digest] = {}
        self._basic: set[_Key] = set()

    def header(self, address: WebAddress, credentials: Credentials) -> str:
        """The Authorization value to send to ``address``, ``""`` to ask without one."""
        key = (address.origin, credentials)
        if credentials.scheme == "bearer":
            return bearer(credentials)
        if (digest := self._digests.get(key)) is not None:
            return digest.authorization(credentials, _target(address))
        return basic(credentials) if address.secure or key in self._basic else ""

    def learn(self, address: WebAddress, credentials: Credentials, challenges: Sequence[str]) -> bool:
        """Take in a 401. True when there is something new to try; False when the server has seen it all and said no."""
        key = (address.origin, credentials)
        if credentials.scheme == "bearer":
            return False
        offered = parse_challenges(challenges)
        chosen = strongest(offered)
        known = self._digests.get(key)
        if isinstance(chosen, Digest):
            # The nonce that was refused may just be old. One that was fresh means: wrong password.
            if (
                known is not None
                and (not is_stale(offered) or known.nonce == chosen.nonce)
                and known.used <= 1
            ):
                del self._digests[key]
                return False
            self._digests[key] = chosen
            return True
        tried = address.secure or key in self._basic
        self._digests.pop(key, None)
        self._basic.discard(key)
        if chosen is None or tried:
            return False
        self._basic.add(key)
        return True


def _target(address: WebAddress) -> str:
    """Path and query, as in the request line."""
    parts = urlsplit(address.url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
