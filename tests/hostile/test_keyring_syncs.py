"""K01-K04 through a whole sync: protected feeds wait and say why, all else is synced, the keyring is asked once."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterator

import keyring.errors
import pytest

from newsreader.credentials.keyring_vault import KeyringVault
from newsreader.store import feeds
from tests.hostile.support.conditions import BAD_HOST, CALM, CALM_HEADERS, DAY, Trial
from tests.hostile.support.rawserver import reply
from tests.hostile.test_keyring_faults import FakeKeyring

MakeTrial = Callable[..., Awaitable[Trial]]
SECRET = "s3cret-word"


@pytest.fixture
def system() -> Iterator[FakeKeyring]:
    """The system's keyring; one that hangs answers when the test is over."""
    found = FakeKeyring()
    yield found
    if found.hang is not None:
        found.hang.set()


@pytest.fixture
async def protected(make_trial: MakeTrial, system: FakeKeyring) -> Trial:
    """The bad feed and two more of its host have a password that was kept in calmer days."""
    trial = await make_trial(keyring=KeyringVault(lambda: system, timeout=0.3))
    more = await trial.desk.subscribe(*(trial.bad.url(f"/{name}", host=BAD_HOST) for name in "ab"))
    await trial.sync(fails=False)
    for feed_id in (trial.bad_id, *more):
        await trial.desk.desk.cache.write(lambda w, feed_id=feed_id: feeds.set_feed(w, feed_id, user="ann"))
    await trial.desk.desk.keep_secret(await trial.url(), "ann", SECRET, for_now=False)
    trial.secrets.add(SECRET)
    trial.bad.requests.clear()
    return trial


FAULTS = [
    pytest.param(keyring.errors.KeyringLocked(), "locked", id="K01 locked"),
    pytest.param(keyring.errors.NoKeyringError(), "no keyring", id="K02 no backend"),
    pytest.param(keyring.errors.InitError("dismissed"), "dismissed", id="K03 prompt dismissed"),
    pytest.param(None, "did not answer", id="K04 hangs"),
]


@pytest.mark.parametrize(("fault", "words"), FAULTS)
async def test_k01_k02_k03_k04_protected_feeds_wait_and_the_keyring_is_asked_once(
    protected: Trial, system: FakeKeyring, fault: Exception | None, words: str
) -> None:
    trial = protected
    break_keyring(system, fault)
    system.asked = 0
    trial.expect_edition()
    report = await trial.desk.sync(force=True)
    assert report["failed"] == 3
    await trial.check(fails=True)
    assert words in await trial.error()
    assert trial.bad.requests == [], "nothing is asked without its password"
    assert system.asked == 1, "three feeds are no reason to ask a person three times"
    assert await trial.total() == 2

    mend_keyring(system)
    trial.desk.now += DAY
    trial.answer = reply(200, CALM, CALM_HEADERS)
    trial.desk.desk.keyring = KeyringVault(lambda: system)
    trial.expect_edition()
    assert (await trial.desk.sync(due_only=True))["failed"] == 0, "it is tried again by itself"
    await trial.check(fails=False)


@pytest.mark.parametrize(("fault", "words"), FAULTS)
async def test_k01_k02_k03_k04_a_secret_for_this_run_needs_no_keyring(
    protected: Trial, system: FakeKeyring, fault: Exception | None, words: str
) -> None:
    trial = protected
    break_keyring(system, fault)
    await trial.desk.run("secret", feed=trial.bad_id, user="ann", secret=SECRET, remember="session")
    trial.expect_edition()
    report = await trial.desk.sync(force=True)
    await trial.check_cache()
    assert await trial.error() == ""
    assert report["failed"] == 0, "the others have the same origin and name"
    assert trial.asked() == 3


def break_keyring(system: FakeKeyring, fault: Exception | None) -> None:
    """``None`` hangs."""
    system.fault = fault
    if fault is None:
        system.hang = threading.Event()


def mend_keyring(system: FakeKeyring) -> None:
    system.fault = None
    if system.hang is not None:
        system.hang.set()
        system.hang = None
