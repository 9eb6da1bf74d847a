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

    def learn(
        self, address: WebAddress, credentials: Credentials, challenges: Sequence[str], sent: str
    ) -> bool:
        """Take in a 401 to a request that carried ``sent``. True when there is something new to try.

        False means that the server has seen the secret and does not accept it, or wants what we cannot do.
        """
        if credentials.scheme == "bearer":
            return False
        key = (address.origin, credentials)
        offered = parse_challenges(challenges)
        chosen = strongest(offered)
        if isinstance(chosen, Digest):
            return self._learn_digest(key, chosen, sent, stale=is_stale(offered))
        self._digests.pop(key, None)
        if chosen is None or sent.startswith("Basic "):
            self._basic.discard(key)
            return False
        self._basic.add(key)
        return True

    def accepted(self, address: WebAddress, credentials: Credentials) -> None:
        """The server took the login: from now on a refusal means an old nonce before it means a wrong password."""
        if (digest := self._digests.get((address.origin, credentials))) is not None:
            digest.accepted = True

    def _learn_digest(self, key: _Key, chosen: Digest, sent: str, *, stale: bool) -> bool:
        known = self._digests.get(key)
        self._basic.discard(key)
        if known is not None and f'nonce="{known.nonce}"' not in sent:
            return True  # another request has learnt it meanwhile
        if sent.startswith("Digest ") and not stale and (known is None or not known.accepted):
            self._digests.pop(key, None)
            return False
        self._digests[key] = chosen
        return True


def _target(address: WebAddress) -> str:
    """Path and query, as in the request line."""
    parts = urlsplit(address.url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
