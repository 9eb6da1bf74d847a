"""The job that logs in to the mail server without sending: with the password typed, or the one that is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from newsreader.domain.errors import ConnectionRefused, MailAccountMissing, MailLoginRefused
from newsreader.domain.events import MailAccount
from newsreader.library import jobs as ask
from tests.hostile.support.certificates import Authority
from tests.support.mail_server import MailServer
from tests.support.worker_desk import TestDesk


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def server(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.pem))
    with MailServer(authority.context("localhost")) as found:
        yield found


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[TestDesk]:
    found = TestDesk(tmp_path)
    yield found
    await found.close()


async def check(desk: TestDesk, account: MailAccount, secret: str = "") -> dict[str, Any]:
    return await desk.run("check_mail", **ask.check_mail(account, secret))


async def test_the_password_that_was_typed(server: MailServer, desk: TestDesk) -> None:
    assert await check(desk, server.account(), "tide-tables") == {"origin": server.account().origin}
    assert not server.received
    with pytest.raises(MailLoginRefused, match="535"):
        await check(desk, server.account(), "wrong")


async def test_the_password_that_is_kept(server: MailServer, desk: TestDesk) -> None:
    with pytest.raises(MailLoginRefused, match="Enter the password"):
        await check(desk, server.account())
    assert server.connections == 0
    await desk.run("secret", **ask.mail_secret(server.account(), "tide-tables"))
    await check(desk, server.account())
    assert server.logins == ["PLAIN"]


async def test_nobody_is_told_that_it_is_tried_again(desk: TestDesk) -> None:
    with pytest.raises(ConnectionRefused) as fault:
        await check(desk, MailAccount("localhost", 1, "tls", "", "ann@lee.example"))
    assert fault.value.sentence == "Nobody answers at localhost, port 1."


async def test_an_account_that_is_not_complete(desk: TestDesk) -> None:
    with pytest.raises(MailAccountMissing, match="Name the mail server"):
        await check(desk, MailAccount("", 465, "tls", "", "ann@lee.example"))
