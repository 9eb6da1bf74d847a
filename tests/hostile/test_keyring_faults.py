"""K01-K04: keyrings that are locked, missing, dismissed or hung. A named fault in time, never plain text."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keyring.backends.fail
import keyring.backends.null
import keyring.errors
import pytest

from newsreader.credentials.keyring_vault import KeyringVault, refuse_unsafe
from newsreader.credentials.memory_vault import MemoryVault
from newsreader.credentials.vault import ChainVault
from newsreader.domain.errors import KeyringHung, KeyringLocked, KeyringMissing, SecretsError

ORIGIN = "https://news.example"
SECRET = "s3cret-pass"


class FakeKeyring:
    """A keyring in memory that raises or waits where the test says."""

    name = "Fake"

    def __init__(self, fault: BaseException | None = None) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.fault = fault
        self.hang: threading.Event | None = None
        self.threads: set[str] = set()
        self.asked = 0

    def get_password(self, service: str, user: str) -> str | None:
        self._meet()
        return self.kept.get((service, user))

    def set_password(self, service: str, user: str, secret: str) -> None:
        self._meet()
        self.kept[(service, user)] = secret

    def delete_password(self, service: str, user: str) -> None:
        self._meet()
        del self.kept[(service, user)]

    def _meet(self) -> None:
        self.asked += 1
        self.threads.add(threading.current_thread().name)
        if self.hang is not None:
            self.hang.wait(30)
        if self.fault is not None:
            raise self.fault


class LockedException(Exception):
    """Named as in secretstorage, whose errors keyring lets through."""


class PromptDismissedException(Exception):
    """Likewise."""


CALLS: list[Callable[[KeyringVault], Any]] = [
    lambda vault: vault.get(ORIGIN, "ada"),
    lambda vault: vault.set(ORIGIN, "ada", SECRET),
    lambda vault: vault.delete(ORIGIN, "ada"),
]

each_call = pytest.mark.parametrize("call", CALLS, ids=["get", "set", "delete"])


def test_a_secret_is_kept_under_our_name_and_its_origin() -> None:
    backend = FakeKeyring()
    vault = KeyringVault(lambda: backend)
    assert vault.get(ORIGIN, "ada") is None
    vault.set(ORIGIN, "ada", SECRET)
    assert backend.kept == {(f"Newsreader {ORIGIN}", "ada"): SECRET}
    assert vault.get(ORIGIN, "ada") == SECRET
    assert vault.get("https://news.example:8443", "ada") is None
    vault.delete(ORIGIN, "ada")
    vault.delete(ORIGIN, "ada")
    assert backend.kept == {}
    assert backend.threads == {"keyring"}
    assert vault.check() == "Fake"


@each_call
@pytest.mark.parametrize(
    "fault", [keyring.errors.KeyringLocked("no"), keyring.errors.InitError("no"), LockedException("no")]
)
def test_k01_locked(call: Callable[[KeyringVault], Any], fault: Exception) -> None:
    with pytest.raises(KeyringLocked, match="locked"):
        call(KeyringVault(lambda: FakeKeyring(fault)))


@each_call
def test_k02_no_backend(call: Callable[[KeyringVault], Any]) -> None:
    def none() -> Any:
        refuse_unsafe(keyring.backends.fail.Keyring())

    with pytest.raises(KeyringMissing, match="no keyring"):
        call(KeyringVault(none))
    with pytest.raises(KeyringMissing):
        call(KeyringVault(lambda: FakeKeyring(keyring.errors.NoKeyringError("none"))))


class PlaintextKeyring:
    """Stands for keyrings.alt.file.PlaintextKeyring."""


class ChainerBackend:
    """Stands for keyring's chain of backends."""

    def __init__(self, *backends: object) -> None:
        self.backends = backends


@pytest.mark.parametrize(
    "backend",
    [
        keyring.backends.fail.Keyring(),
        keyring.backends.null.Keyring(),
        PlaintextKeyring(),
        ChainerBackend(),
        ChainerBackend(FakeKeyring(), PlaintextKeyring()),
    ],
    ids=["fail", "null", "plain", "empty chain", "plain in a chain"],
)
def test_k02_backends_that_keep_nothing_or_plain_text_count_as_missing(backend: Any) -> None:
    with pytest.raises(KeyringMissing):
        refuse_unsafe(backend)


def test_a_real_keyring_is_accepted() -> None:
    refuse_unsafe(FakeKeyring())
    refuse_unsafe(ChainerBackend(FakeKeyring()))


@each_call
@pytest.mark.parametrize("fault", [keyring.errors.PasswordSetError("dismissed"), PromptDismissedException()])
def test_k03_prompt_dismissed(call: Callable[[KeyringVault], Any], fault: Exception) -> None:
    with pytest.raises(KeyringLocked, match="dismissed"):
        call(KeyringVault(lambda: FakeKeyring(fault)))


@each_call
@pytest.mark.parametrize(
    "fault", [RuntimeError("D-Bus"), OSError("socket"), keyring.errors.KeyringError("?")]
)
def test_any_other_fault_of_a_backend_is_a_missing_keyring(
    call: Callable[[KeyringVault], Any], fault: Exception
) -> None:
    with pytest.raises(KeyringMissing, match="failed"):
        call(KeyringVault(lambda: FakeKeyring(fault)))


def test_k04_a_hang_ends_in_time_and_costs_others_nothing() -> None:
    backend = FakeKeyring()
    backend.hang = threading.Event()
    now = [0.0]
    vault = KeyringVault(lambda: backend, timeout=0.05, rest=60, clock=lambda: now[0])
    began = time.monotonic()
    with pytest.raises(KeyringHung, match="did not answer in time"):
        vault.get(ORIGIN, "ada")
    for _ in range(50):  # fifty more feeds do not wait fifty times
        with pytest.raises(KeyringHung):
            vault.get(ORIGIN, "bob")
    assert time.monotonic() - began < 2
    backend.hang.set()
    backend.hang = None
    now[0] = 61
    vault.set(ORIGIN, "ada", SECRET)
    assert vault.get(ORIGIN, "ada") == SECRET


def test_k04_a_backend_that_hangs_while_it_is_made() -> None:
    release = threading.Event()

    def slow() -> Any:
        release.wait(30)
        return FakeKeyring()

    with pytest.raises(KeyringHung):
        KeyringVault(slow, timeout=0.05).get(ORIGIN, "ada")
    release.set()


def test_k04_the_program_ends_while_the_keyring_hangs() -> None:
    backend = FakeKeyring()
    backend.hang = threading.Event()
    with pytest.raises(KeyringHung):
        KeyringVault(lambda: backend, timeout=0.05).get(ORIGIN, "ada")
    hung = [thread for thread in threading.enumerate() if thread.name == "keyring"]
    assert hung
    assert all(thread.daemon for thread in hung)
    backend.hang.set()


def test_calls_of_several_threads_come_one_after_the_other() -> None:
    backend = FakeKeyring()
    vault = KeyringVault(lambda: backend)
    threads = [threading.Thread(target=vault.set, args=(ORIGIN, f"user{n}", f"secret{n}")) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(backend.kept) == 16
    assert backend.threads == {"keyring"}


@pytest.mark.parametrize(
    "fault", [keyring.errors.PasswordSetError(f"could not store {SECRET}"), RuntimeError(SECRET)]
)
def test_no_fault_and_no_log_holds_the_secret(fault: Exception, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    vault = KeyringVault(lambda: FakeKeyring(fault))
    with pytest.raises(SecretsError) as caught:
        vault.set(ORIGIN, "ada", SECRET)
    assert SECRET not in caught.value.sentence + repr(caught.value) + repr(vault) + caplog.text
    assert caught.value.__cause__ is None


def test_nothing_is_written_when_the_keyring_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    with pytest.raises(SecretsError):
        KeyringVault(lambda: FakeKeyring(keyring.errors.KeyringLocked())).set(ORIGIN, "ada", SECRET)
    assert list(tmp_path.rglob("*")) == []


def test_for_this_session_only_works_without_a_keyring() -> None:
    broken = KeyringVault(lambda: FakeKeyring(keyring.errors.KeyringLocked()))
    session = MemoryVault()
    vault = ChainVault(session, broken)
    session.set(ORIGIN, "ada", SECRET)
    assert vault.get(ORIGIN, "ada") == SECRET  # the keyring is not even asked
    with pytest.raises(KeyringLocked):
        vault.get(ORIGIN, "bob")
    with pytest.raises(KeyringLocked):
        vault.set(ORIGIN, "bob", SECRET)
