"""Where secrets live: names and passwords of protected feeds, by the origin they belong to. Never in a file of ours."""

from __future__ import annotations

from typing import Protocol

from newsreader.domain.errors import SecretsError


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


class AskedOnce:
    """A vault that is not asked again after it refused: a locked keyring puts its question to the person once, not for
    every feed with a password. One for each job: the next job asks anew. Not for several threads at a time."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._refusal: SecretsError | None = None

    def get(self, origin: str, user: str) -> str | None:
        """The secret. Raises the refusal that came first, without asking again."""
        if self._refusal is not None:
            raise type(self._refusal)(self._refusal.sentence)
        try:
            return self._vault.get(origin, user)
        except SecretsError as fault:
            self._refusal = fault
            raise

    def set(self, origin: str, user: str, secret: str) -> None:
        """Keep ``secret``."""
        self._vault.set(origin, user, secret)

    def delete(self, origin: str, user: str) -> None:
        """Forget the secret."""
        self._vault.delete(origin, user)
