"""Secrets for this session only: gone when the process ends. Safe on any thread."""

from __future__ import annotations

import threading


class MemoryVault:
    """A Vault in memory, for people without a usable keyring who chose "for this session only", and for tests."""

    def __init__(self) -> None:
        self._secrets: dict[tuple[str, str], str] = {}
        self._lock = threading.Lock()

    def get(self, origin: str, user: str) -> str | None:
        """The secret of ``user`` at ``origin``, None if there is none."""
        with self._lock:
            return self._secrets.get((origin, user))

    def set(self, origin: str, user: str, secret: str) -> None:
        """Keep ``secret`` until the process ends."""
        with self._lock:
            self._secrets[(origin, user)] = secret

    def delete(self, origin: str, user: str) -> None:
        """Forget the secret, if there is one."""
        with self._lock:
            self._secrets.pop((origin, user), None)

    def __repr__(self) -> str:
        return f"<MemoryVault, {len(self._secrets)} secrets>"
