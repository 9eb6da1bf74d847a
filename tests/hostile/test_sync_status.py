"""N20-N24 and N30-N39 through whole syncs: what statuses, pauses, certificates and cuts do to a feed, and when it is
asked again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from newsreader.domain.changes import Mark
from newsreader.library import jobs
from newsreader.library.library import open_library
from newsreader.net.limits import Limits
from newsreader.store import statuses
from tests.hostile.conftest import Serve
from tests.hostile.support.certificates import Authority
from tests.hostile.support.conditions import BAD_HOST, CALM, CALM_HEADERS, DAY, HOUR, Trial, known_names
from tests.hostile.support.names import Names
from tests.hostile.support.rawserver import Exchange, always, reply
from tests.support.feed_site import FeedStory, rss
from tests.support.worker_desk import TestDesk

MakeTrial = Callable[..., Awaitable[Trial]]
Desks = Callable[..., TestDesk]
WEEK = 7 * DAY


async def ask(trial: Trial, *, due_only: bool = True) -> int:
    """Let the schedule look at the bad feed alone; how often it was asked. The conditions of the cache hold."""
    before = trial.asked()
    await trial.desk.sync(trial.bad_id, due_only=due_only)
    await trial.check_cache()
    return trial.asked() - before


async def restart(trial: Trial, desks: Desks, **options: Any) -> None:
    """Another process, at the same time of day."""
    now = trial.desk.now
    await trial.desk.close()
    trial.desk = desks(**options)
    trial.desk.now = now


def next_due(trial: Trial) -> int | None:
    """When an open window would start a worker."""
    library = open_library(trial.desk.folder, "command", clock=lambda: trial.desk.now)
    try:
        return library.feeds.next_due()
    finally:
        library.close()


# -- statuses ---------------------------------------------------------------------------------------------------


async def test_n20_410_stops_for_good_also_after_a_restart(trial: Trial, desks: Desks) -> None:
    trial.answer = reply(410)
    assert "given up for good" in await trial.sync()
    assert (await trial.state())["gone"] == 1
    await restart(trial, desks)
    trial.desk.now += 400 * DAY
    assert await ask(trial) == 0
    await trial.desk.sync(force=True)
    assert trial.asked() == 1
    # A person who thinks that the server is wrong may ask by hand.
    trial.calm()
    await trial.desk.sync(trial.bad_id, force=True)
    await trial.check_cache()
    assert (trial.asked(), await trial.error(), (await trial.state())["gone"]) == (2, "", 0)


PAUSES = [
    ("120", 120),
    ("date", HOUR),
    ("0", 600),
    ("-1", 600),
    ("soon", 600),
    ("1000000000000", WEEK),
    ("", 600),
]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("value", "pause"), PAUSES, ids=[value or "none" for value, _ in PAUSES])
async def test_n21_retry_after_is_kept_up_to_a_week(
    trial: Trial, value: str, pause: int, status: int
) -> None:
    # The server's clock is an hour behind ours: a date counts from its own.
    theirs = trial.desk.now - HOUR
    headers = {"Date": formatdate(theirs, usegmt=True)}
    if value:
        headers["Retry-After"] = formatdate(theirs + HOUR, usegmt=True) if value == "date" else value
    trial.answer = reply(status, b"", headers)
    await trial.sync()
    planned = (await trial.state())["next_check"] - trial.desk.now
    assert pause <= planned <= pause + 600
    trial.calm()
    trial.desk.now += pause - 1
    assert await ask(trial) == 0
    await trial.desk.sync(force=True)
    assert trial.asked() == 1, "nor by force"
    trial.desk.now += 601
    assert await ask(trial) == 1
    assert await trial.error() == ""


async def test_n22_after_429_the_whole_host_waits_also_after_a_restart(trial: Trial, desks: Desks) -> None:
    await trial.desk.subscribe(*(trial.bad.url(f"/{name}", host=BAD_HOST) for name in "abc"))
    trial.answer = reply(429, b"", {"Retry-After": str(2 * HOUR)})
    report = await trial.desk.sync(force=True)
    await trial.check_cache()
    assert report["failed"] == trial.asked() <= 2, "those under way, and no more"
    await restart(trial, desks)
    trial.desk.now += HOUR
    asked = trial.asked()
    await trial.desk.sync(due_only=True)
    await trial.desk.sync(force=True)
    assert trial.asked() == asked
    due = next_due(trial)
    assert due is not None, "no worker is started for nothing meanwhile"
    assert due > trial.desk.now
    trial.calm()
    trial.desk.now += HOUR + 601
    await trial.desk.sync(due_only=True)
    await trial.check_cache()
    assert trial.asked() == asked + 4


@pytest.mark.parametrize("status", [404, 429, 500, 503])
async def test_n23_validators_outlive_a_fault(trial: Trial, status: int) -> None:
    trial.answer = reply(status, b"", {"ETag": '"fault"', "Last-Modified": "Thu, 02 Jan 2025 00:00:00 GMT"})
    await trial.sync()
    trial.answer = reply(304)
    trial.desk.now += 8 * DAY
    assert await ask(trial) == 1
    sent = trial.bad.requests[-1].headers
    assert (sent["if-none-match"], sent["if-modified-since"]) == ('"calm"', CALM_HEADERS["Last-Modified"])


async def test_n24_401_waits_for_the_person_and_is_asked_once(trial: Trial, desks: Desks) -> None:
    trial.answer = reply(401, b"", {"WWW-Authenticate": 'Basic realm="feeds"'})
    assert "wants a name and a password" in await trial.sync()
    assert (await trial.desk.feed(trial.bad_id)).error_kind == "LoginNeeded"
    await restart(trial, desks)
    trial.desk.now += 30 * DAY
    assert await ask(trial) == 0
    await trial.desk.sync(force=True)
    assert trial.asked() == 1
    trial.answer = password_wanted
    args = jobs.secret(trial.bad_id, "ann", "s3cret-word")
    trial.secrets.add("s3cret-word")
    await trial.desk.run("secret", **args)
    assert await ask(trial) == 2, "once without, to learn how, and once with it"
    assert await trial.error() == ""


async def test_n24_a_wrong_password_is_tried_once(trial: Trial) -> None:
    trial.answer = reply(401, b"", {"WWW-Authenticate": 'Basic realm="feeds"'})
    trial.secrets.add("wr0ng-word")
    await trial.desk.run("secret", **jobs.secret(trial.bad_id, "ann", "wr0ng-word"))
    trial.desk.now += 1
    assert await ask(trial) == 2
    assert "does not accept" in await trial.error()
    trial.desk.now += 30 * DAY
    assert await ask(trial) == 0


@pytest.mark.parametrize("status", [403, 407])
async def test_n24_403_and_407_are_tried_less_and_less_often(trial: Trial, status: int) -> None:
    trial.answer = reply(status)
    await trial.sync()
    asked = 0
    for _ in range(2 * 24):
        trial.desk.now += HOUR
        asked += await ask(trial)
    assert 3 <= asked <= 7, "after 1, 2, 4, 8, 16 hours"


def password_wanted(exchange: Exchange) -> None:
    if exchange.request.headers.get("authorization") == "Basic YW5uOnMzY3JldC13b3Jk":
        exchange.send(reply(200, CALM, CALM_HEADERS))
    else:
        exchange.send(reply(401, b"", {"WWW-Authenticate": 'Basic realm="feeds"'}))


# -- certificates -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("N30 expired", "expired"),
        ("N31 self-signed", "vouches"),
        ("N32 wrong host", "another"),
        ("N33 TLS 1.0", "encryption"),
    ],
)
async def test_n30_n31_n32_n33_what_is_not_safe_is_named_and_not_got_around(
    make_trial: MakeTrial, authority: Authority, serve: Serve, case: str, words: str
) -> None:
    context = {
        "N30": lambda: authority.context(BAD_HOST, expired=True),
        "N31": lambda: authority.self_signed_context(BAD_HOST),
        "N32": lambda: authority.context("other.example"),
        "N33": lambda: authority.old_context(BAD_HOST),
    }[case[:3]]()
    trial = await make_trial(
        tls=authority.context(BAD_HOST), extra_ca=authority.pem, limits=Limits(total=5, connect=3, read=2)
    )
    bad = serve(always(reply(200, rss("Not ours", [FeedStory("smuggled")]))), tls=context)
    await trial.desk.rows("UPDATE feeds SET url = ? WHERE id = ?", (bad.url(host=BAD_HOST), trial.bad_id))
    said = await trial.sync()
    assert words in said, said
    assert bad.requests == [], "nothing is sent"
    assert await trial.total() == 2
    assert (await trial.url()).startswith("https://")


# -- cuts, restarts, crowds -------------------------------------------------------------------------------------


async def test_n34_a_cut_in_the_middle_of_a_body(trial: Trial) -> None:
    def cut(exchange: Exchange) -> None:
        exchange.send(reply(200, CALM[:200], {"ETag": '"half"'}, length=len(CALM)))
        exchange.close()

    trial.answer = cut
    assert "cut off" in await trial.sync()
    assert (await trial.state())["etag"] == '"calm"'


async def test_n34_three_days_offline_end_without_a_storm(trial: Trial, desks: Desks) -> None:
    names = Names()
    await restart(trial, desks, lookup=names)
    for _ in range(72):
        trial.desk.now += HOUR
        await trial.desk.sync(due_only=True)
    await trial.check_cache()
    assert trial.asked() == 0
    assert len(names.asked) <= 2 * 10, "each waits longer after every failure"
    names.hosts.update(known_names().hosts)
    trial.calm()
    trial.desk.now += DAY
    trial.expect_edition()
    for _ in range(5):
        await trial.desk.sync(due_only=True)
    await trial.check(fails=False)
    assert trial.asked() == 1


async def test_n35_ten_restarts_in_a_minute_ask_for_nothing(trial: Trial, desks: Desks) -> None:
    asked = len(trial.good.requests)
    for _ in range(10):
        await restart(trial, desks)
        trial.desk.now += 6
        await trial.desk.sync(due_only=True)
    await trial.check_cache()
    assert (trial.asked(), len(trial.good.requests)) == (0, asked)


async def test_n36_many_feeds_of_one_host_come_over_two_connections(trial: Trial) -> None:
    urls = [trial.bad.url(f"/{number}.xml", host=BAD_HOST) for number in range(200)]
    await trial.desk.subscribe(*urls)
    trial.answer = lambda exchange: exchange.send(
        reply(200, rss("One of many", [FeedStory(exchange.request.target)]))
    )
    trial.bad.open_most = trial.bad.open_now
    trial.expect_edition()
    report = await trial.desk.sync(force=True)
    await trial.check(fails=False)
    assert (report["failed"], report["changed"]) == (0, 202)
    assert trial.bad.open_most <= 2


EVERY_HOUR = "<skipHours>" + "".join(f"<hour>{hour}</hour>" for hour in range(24)) + "</skipHours>"


@pytest.mark.parametrize(
    ("headers", "extra"),
    [
        pytest.param({"Cache-Control": f"max-age={365 * DAY}"}, "", id="max-age of a year"),
        pytest.param({"Expires": "Thu, 01 Jan 2099 00:00:00 GMT"}, "", id="Expires in 2099"),
        pytest.param({}, "<ttl>1000000</ttl>", id="ttl of two years"),
        pytest.param({}, EVERY_HOUR, id="every hour skipped"),
    ],
)
async def test_n37_a_day_is_the_longest_that_a_feed_is_left(
    trial: Trial, headers: dict[str, str], extra: str
) -> None:
    body = rss("The bad feed", [FeedStory("old-1", "Old one")], extra=extra)
    trial.answer = reply(200, body, {"ETag": '"x"'} | headers)
    await trial.sync(fails=False)
    assert (await trial.state())["next_check"] <= trial.desk.now + DAY
    trial.desk.now += DAY
    assert await ask(trial) == 1


async def test_n38_netrc_is_not_sent(trial: Trial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text(f"machine {BAD_HOST} login ann password s3cret-word\ndefault login a password b\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    trial.answer = reply(401, b"", {"WWW-Authenticate": 'Basic realm="feeds"'})
    await trial.sync()
    assert trial.asked() == 1
    assert "authorization" not in trial.bad.requests[0].headers


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(reply(200, b"\x89PNG\r\n\x1a\n", length=50 << 20), id="50 MB"),
        pytest.param(
            reply(200, b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'),
            id="SVG",
        ),
    ],
)
async def test_n39_a_picture_that_is_no_picture_of_ours_is_ignored(trial: Trial, answer: bytes) -> None:
    """As small as a favicon is meant to be, it goes through the same job as every picture."""
    trial.answer = answer
    url = trial.bad.url("/favicon.ico", host=BAD_HOST)
    (found,) = (await trial.desk.run("pictures", urls=[url], story=1))["pictures"]
    assert "error" in found
    await trial.check_cache()
    folder = trial.desk.folder / "pictures"
    assert not [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size]


async def test_marks_are_kept_whatever_comes(trial: Trial) -> None:
    """A check that the conditions see a mark that was lost."""
    await trial.desk.desk.cache.write(lambda w: statuses.mark(w, [1], Mark.UNREAD))
    with pytest.raises(AssertionError):
        await trial.check_cache()
