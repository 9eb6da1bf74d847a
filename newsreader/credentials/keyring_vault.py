"""Secrets in the system's keyring. Calls run in a thread of their own and are waited for, but not forever."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, NoReturn

from newsreader.domain.errors import KeyringHung, KeyringLocked, KeyringMissing, SecretsError

_PLAINTEXT = ("plaintext", "keyrings.alt.file", "keyrings.alt.windows", "keyrings.alt.multi")
_LOCKED_NAMES = frozenset(
    {
        "KeyringLocked",
        "InitError",
        "PasswordSetError",
        "PasswordDeleteError",
        "LockedException",
        "PromptDismissedException",
    }
)
_HINT = "You can keep the password for this session only."

Call = Callable[[Any], Any]


class KeyringVault:
    """A Vault in the keyring of the desktop (Secret Service, KWallet, Keychain, Credential Manager).

    ``backend`` gives the keyring to use; it is called in the vault's own thread, at the first use, because importing
    keyring costs 70-140 ms and may talk to D-Bus. ``timeout`` is in seconds and holds for each call; after a call that
    hung, others fail at once for ``rest`` seconds instead of hanging one after the other. Callable from any thread.
    """

    def __init__(
        self,
        backend: Callable[[], Any] | None = None,
        *,
        timeout: float = 10.0,
        rest: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._backend = backend or system_backend
        self._timeout = timeout
        self._rest = rest
        self._clock = clock
        self._lock = threading.Lock()
        self._thread: _CallThread | None = None
        self._hung_at: float | None = None

    def get(self, origin: str, user: str) -> str | None:
        """The secret of ``user`` at ``origin``, None if there is none. Raises the SecretsError family."""
        found = self._call(lambda keyring: keyring.get_password(_service(origin), user))
        return found if isinstance(found, str) else None

    def set(self, origin: str, user: str, secret: str) -> None:
        """Keep ``secret`` in the keyring. Raises the SecretsError family."""
        self._call(lambda keyring: keyring.set_password(_service(origin), user, secret))

    def delete(self, origin: str, user: str) -> None:
        """Forget the secret, if there is one. Raises the SecretsError family."""

        def delete(keyring: Any) -> None:
            if keyring.get_password(_service(origin), user) is not None:
                keyring.delete_password(_service(origin), user)

        self._call(delete)

    def check(self) -> str:
        """The name of the keyring in use, for ``doctor``. Raises the SecretsError family."""
        return str(self._call(lambda keyring: getattr(keyring, "name", type(keyring).__name__)))

    def __repr__(self) -> str:
        return "<KeyringVault>"

    def _call(self, call: Call) -> Any:
        with self._lock:
            if self._hung_at is not None and self._clock() - self._hung_at < self._rest:
                raise KeyringHung(f"The system's keyring does not answer. {_HINT}")
            if self._thread is None:
                self._thread = _CallThread(self._backend)
            thread = self._thread
        answer = thread.submit(call)
        try:
            fault = answer.exception(self._timeout)
        except TimeoutError:
            self._abandon(thread)
            sentence = "The system's keyring did not answer in time. Perhaps a window of it waits for you."
            raise KeyringHung(f"{sentence} {_HINT}") from None
        if fault is not None:
            _raise_plain(fault)
        self._hung_at = None
        return answer.result()

    def _abandon(self, thread: _CallThread) -> None:
        """Leave a hung thread behind: it is a daemon, and ends with the process or when the keyring answers."""
        with self._lock:
            self._hung_at = self._clock()
            if self._thread is thread:
                self._thread = None
        thread.stop()


class _CallThread:
    """One daemon thread that makes calls one after the other: keyring backends are not made for several threads.

    Not an executor of the standard library: those are waited for when the program ends, also when they hang.
    """

    def __init__(self, backend: Callable[[], Any]) -> None:
        self._backend = backend
        self._calls: queue.SimpleQueue[tuple[Call, Future[Any]] | None] = queue.SimpleQueue()
        threading.Thread(target=self._run, name="keyring", daemon=True).start()

    def submit(self, call: Call) -> Future[Any]:
        future: Future[Any] = Future()
        self._calls.put((call, future))
        return future

    def stop(self) -> None:
        self._calls.put(None)

    def _run(self) -> None:
        keyring: Any = None
        while (job := self._calls.get()) is not None:
            call, future = job
            if not future.set_running_or_notify_cancel():
                continue
            try:
                if keyring is None:
                    keyring = self._backend()
                future.set_result(call(keyring))
            except Exception as fault:  # noqa: BLE001 - handed to the caller, who names it
                future.set_exception(fault)


def system_backend() -> Any:
    """The keyring that the system offers. Raises KeyringMissing for none, or for one that writes plain text."""
    # Imported here: it costs 70-140 ms and 23 MB, and most people have no protected feed.
    import keyring

    backend = keyring.get_keyring()
    refuse_unsafe(backend)
    return backend


def refuse_unsafe(backend: Any) -> None:
    """Raise KeyringMissing when ``backend`` stores nothing (fail, null, an empty chain) or stores plain text."""
    for part in [backend, *getattr(backend, "backends", ())]:
        kind = f"{type(part).__module__}.{type(part).__qualname__}".lower()
        if any(name in kind for name in _PLAINTEXT):
            raise KeyringMissing(f"The only keyring here would store passwords in plain text. {_HINT}")
        if kind.startswith(("keyring.backends.fail.", "keyring.backends.null.")):
            raise _missing()
    if type(backend).__name__ == "ChainerBackend" and not list(backend.backends):
        raise _missing()


def _missing() -> KeyringMissing:
    return KeyringMissing(f"This system has no keyring we can use. {_HINT}")


def _service(origin: str) -> str:
    return f"Newsreader {origin}"


def _raise_plain(fault: BaseException) -> NoReturn:
    """Turn what a backend raised into our words. Backends let errors of their own libraries through, so by name.

    The original is not chained: its text could hold what was to be stored.
    """
    if isinstance(fault, SecretsError):
        raise fault
    names = {kind.__name__ for kind in type(fault).__mro__}
    if names & _LOCKED_NAMES:
        raise KeyringLocked(
            f"The system's keyring is locked, or its question was dismissed. Unlock it and try again. {_HINT}"
        )
    if "NoKeyringError" in names:
        raise _missing()
    raise KeyringMissing(f"The system's keyring failed ({type(fault).__name__}). {_HINT}")
