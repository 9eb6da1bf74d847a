"""The name and password of a protected feed, out of the vault when it is asked. Secrets go to their origin only."""

from __future__ import annotations

import asyncio

from newsreader.credentials.vault import Vault
from newsreader.domain.errors import LoginNeeded
from newsreader.net.address import origin
from newsreader.net.message import Credentials


class Login:
    """Looks secrets up, in a thread: a keyring may take seconds. A feed without a user costs nothing.

    One look-up at a time: keyrings answer one after the other anyway, and waiting ones would hold every thread that
    the look-up of hosts needs.
    """

    BEARER = "Bearer"
    """The user of a feed that wants a token and no name."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._turn = asyncio.Lock()

    async def __call__(self, url: str, user: str) -> Credentials | None:
        """What to log in with at ``url``, None when the feed has no user.

        Raises SecretsError when the keyring cannot be used, LoginNeeded when it has nothing for the feed: it is not
        asked without, so that a wrong login is not tried again and again (HOSTILE N24).
        """
        if not user:
            return None
        async with self._turn:
            secret = await asyncio.to_thread(self._vault.get, origin(url), user)
        if secret is None:
            raise LoginNeeded("The password of this feed is not kept here any more. Enter it anew.")
        return credentials_of(user, secret)


def credentials_of(user: str, secret: str) -> Credentials:
    """A name and password, or a bearer token where there is no name."""
    if user in ("", Login.BEARER):
        return Credentials("", secret, "bearer")
    return Credentials(user, secret)
