"""Where secrets live: names and passwords of protected feeds, by the origin they belong to. Never in a file of ours."""

from __future__ import annotations

from typing import Protocol


class Vault(Protocol):
    """A place for secrets. ``origin`` is ``scheme://host[:port]`` as ``net.address.origin`` gives it; a secret is
    sent to that origin only.

    Every call may wait for the system (a few seconds at the most) and so never happens on the window's main thread.
    Each raises KeyringLocked, KeyringMissing or KeyringHung when the system's keyring cannot be used; the caller then
    pauses the feed with that sentence, and nothing is kept in plain text instead.
    """

    def get(self, origin: str, user: str) -> str | None:
        """The secret of ``user`` at ``origin``, None if there is none."""

    def set(self, origin: str, user: str, secret: str) -> None:
        """Keep ``secret``; a former one is replaced."""

    def delete(self, origin: str, user: str) -> None:
        """Forget the secret; nothing happens when there is none."""


class ChainVault:
    """First this session's secrets, then the keyring's: what a person gave "for this session only" wins.

    ``set`` and ``delete`` go to ``lasting`` and clear the session's copy; use ``session`` itself to keep one for now.
    """

    def __init__(self, session: Vault, lasting: Vault) -> None:
        self.session = session
        self.lasting = lasting

    def get(self, origin: str, user: str) -> str | None:
        """The session's secret, else the lasting one. The keyring is not asked when the session has it."""
        found = self.session.get(origin, user)
        return self.lasting.get(origin, user) if found is None else found

    def set(self, origin: str, user: str, secret: str) -> None:
        """Keep it for good."""
        self.lasting.set(origin, user, secret)
        self.session.delete(origin, user)

    def delete(self, origin: str, user: str) -> None:
        """Forget both."""
        self.session.delete(origin, user)
        self.lasting.delete(origin, user)
