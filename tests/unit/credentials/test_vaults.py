"""The vaults that need no system."""

from __future__ import annotations

import subprocess
import sys

import pytest

from newsreader.credentials.memory_vault import MemoryVault
from newsreader.credentials.vault import ChainVault, Vault

ORIGIN = "https://news.example"


@pytest.mark.parametrize("make", [MemoryVault, lambda: ChainVault(MemoryVault(), MemoryVault())])
def test_what_is_kept_is_found_until_it_is_deleted(make: type[MemoryVault]) -> None:
    vault: Vault = make()
    assert vault.get(ORIGIN, "ada") is None
    vault.set(ORIGIN, "ada", "one")
    vault.set(ORIGIN, "ada", "two")
    vault.set(ORIGIN, "bob", "three")
    vault.set("http://news.example", "ada", "four")
    assert vault.get(ORIGIN, "ada") == "two"
    vault.delete(ORIGIN, "ada")
    vault.delete(ORIGIN, "ada")
    assert vault.get(ORIGIN, "ada") is None
    assert (vault.get(ORIGIN, "bob"), vault.get("http://news.example", "ada")) == ("three", "four")


def test_this_sessions_secret_wins_until_a_lasting_one_is_given() -> None:
    session, lasting = MemoryVault(), MemoryVault()
    vault = ChainVault(session, lasting)
    lasting.set(ORIGIN, "ada", "old")
    session.set(ORIGIN, "ada", "now")
    assert vault.get(ORIGIN, "ada") == "now"
    vault.set(ORIGIN, "ada", "new")
    assert vault.get(ORIGIN, "ada") == "new"
    assert session.get(ORIGIN, "ada") is None
    vault.delete(ORIGIN, "ada")
    assert vault.get(ORIGIN, "ada") is None


def test_no_repr_shows_a_secret() -> None:
    vault = MemoryVault()
    vault.set(ORIGIN, "ada", "s3cret")
    assert repr(vault) == "<MemoryVault, 1 secrets>"


def test_keyring_is_imported_only_when_it_is_used() -> None:
    script = (
        "import sys; from newsreader.credentials.keyring_vault import KeyringVault; KeyringVault(); "
        "print('keyring' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=30
    )
    assert run.stdout.strip() == "False"
