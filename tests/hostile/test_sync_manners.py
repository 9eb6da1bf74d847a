"""The goals of politeness (HOSTILE section 2) through whole syncs, each against a real server."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from email.utils import formatdate

import pytest

from newsreader.domain.errors import NewsreaderError
from tests.hostile.conftest import Serve
from tests.hostile.support.conditions import BAD_HOST, CALM, CALM_HEADERS, DAY, HOUR, Trial, known_names
from tests.hostile.support.rawserver import Exchange, always, by_path, reply
from tests.support.feed_site import FeedStory, rss
from tests.support.worker_desk import TestDesk

Desks = Callable[..., TestDesk]
MakeTrial = Callable[..., Awaitable[Trial]]
NOW = 1_700_000_000
TAG = {"ETag": '"x"'}


async def delay(trial: Trial) -> int:
    """Seconds from now to the next check that is planned."""
    return int((await trial.state())["next_check"]) - trial.desk.now


async def test_goal_1_both_validators_of_one_answer_go_along_and_outlive_faults_and_restarts(
    trial: Trial, desks: Desks
) -> None:
    for answer in (reply(304, b"", {"ETag": '"other"'}), reply(429), reply(500)):
        trial.answer = answer
        trial.desk.now += 8 * DAY
        await trial.desk.sync(trial.bad_id, due_only=True)
    now = trial.desk.now + 8 * DAY
    await trial.desk.close()
    trial.desk = desks()
    trial.desk.now = now
    trial.answer = reply(
        200, rss("Anew", [FeedStory("new")]), {"Last-Modified": "Thu, 02 Jan 2025 00:00:00 GMT"}
    )
    await trial.desk.sync(trial.bad_id, due_only=True)
    assert len(trial.bad.requests) == 4
    for seen in trial.bad.requests:
        assert seen.headers["if-none-match"] == '"calm"'
        assert seen.headers["if-modified-since"] == CALM_HEADERS["Last-Modified"]
    await trial.desk.sync(trial.bad_id, force=True)
    sent = trial.bad.requests[-1].headers
    assert sent["if-modified-since"] == "Thu, 02 Jan 2025 00:00:00 GMT"
    assert "if-none-match" not in sent, "the pair of one answer, never half of another's"
    await trial.check_cache()


SY = '<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">daily</sy:updatePeriod>'
WISHES = [
    pytest.param(TAG, "", HOUR, HOUR * 1.1, id="an hour at the least"),
    pytest.param({}, "", DAY, DAY * 1.1, id="a day without validators"),
    pytest.param(
        TAG | {"Cache-Control": "public, max-age=14400", "Age": "3600"}, "", 3 * HOUR, 3.3 * HOUR, id="max-age less Age"
    ),
    pytest.param(
        TAG | {"Date": formatdate(NOW, usegmt=True), "Expires": formatdate(NOW + 5 * HOUR, usegmt=True)},
        "", 5 * HOUR, 5.5 * HOUR, id="Expires",
    ),
    pytest.param(TAG, "<ttl>360</ttl>", 6 * HOUR, 6.6 * HOUR, id="ttl"),
    pytest.param(TAG, SY, 0.9 * DAY, DAY, id="sy:updatePeriod"),
    pytest.param(TAG, "<skipHours>" + "".join(f"<hour>{h}</hour>" for h in (23, 0, 1)) + "</skipHours>",
                 3 * HOUR, 4 * HOUR, id="skipHours"),
    pytest.param(TAG, "<skipDays><day>Tuesday</day></skipDays>", 1.5 * HOUR, 2 * HOUR, id="skipDays"),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "extra", "least", "most"), WISHES)
async def test_goal_2_the_next_check_is_as_late_as_anybody_asks_but_a_day(
    trial: Trial, headers: dict[str, str], extra: str, least: float, most: float
) -> None:
    """A feed that publishes every few minutes, at 22:13 on a Tuesday."""
    stories = [FeedStory(f"{n}", date=formatdate(NOW - 300 * n, usegmt=True)) for n in range(1, 30)]
    trial.answer = reply(200, rss("The bad feed", stories, extra=extra), headers)
    await trial.sync(fails=False)
    assert least <= await delay(trial) <= most
    assert (await trial.state())["why_next"].endswith(".")


@pytest.mark.parametrize(("minutes", "least"), [(15, 900), (60, HOUR), (2 * 24 * 60, 2 * DAY)])
async def test_goal_2_a_persons_own_interval_counts(trial: Trial, minutes: int, least: int) -> None:
    await trial.desk.rows("UPDATE feeds SET interval = ? WHERE id = ?", (minutes * 60, trial.bad_id))
    await trial.sync(fails=False)
    assert least * 0.9 <= await delay(trial) <= least * 1.1
    assert await delay(trial) >= 15 * 60
    assert "You chose" in (await trial.state())["why_next"]


async def test_goal_3_pauses_without_a_length_double_up_to_a_day(trial: Trial) -> None:
    trial.answer = reply(503)
    trial.desk.now += DAY
    pauses = []
    for _ in range(10):
        await trial.desk.sync(trial.bad_id, due_only=True)
        trial.desk.now += (pause := await delay(trial))
        pauses.append(pause)
    assert len(trial.bad.requests) == 10
    for number, pause in enumerate(pauses):
        least = min(600 * 2**number, DAY)
        assert least <= pause <= least + 600
    await trial.check_cache()


@pytest.mark.parametrize(
    "answer",
    [reply(403), reply(404), reply(500), reply(200, b"<html><body>no feed</body></html>")],
    ids=["403", "404", "500", "no feed"],
)
async def test_goal_4_after_each_failure_it_waits_longer(trial: Trial, answer: bytes) -> None:
    trial.answer = answer
    trial.desk.now += DAY
    delays = []
    for _ in range(7):
        await trial.desk.sync(trial.bad_id, due_only=True)
        trial.desk.now += (pause := await delay(trial))
        delays.append(pause / HOUR)
    assert len(trial.bad.requests) == 7
    for hours, pause in zip((1, 2, 4, 8, 16, 24, 24), delays, strict=True):
        assert hours * 0.9 - 0.01 <= pause <= min(hours * 1.1, 24)
    await trial.check_cache()


async def test_goal_6_adding_a_feed_is_one_plain_request(trial: Trial, serve: Serve) -> None:
    server = serve(always(reply(200, CALM)))
    await trial.desk.run("add", url=server.url(host=BAD_HOST))
    (seen,) = server.requests
    assert (seen.method, seen.target) == ("GET", "/feed")
    assert set(seen.headers) <= {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert seen.headers["accept-encoding"] == "gzip, deflate"


async def test_goal_6_well_known_places_are_tried_only_where_a_page_names_none(
    trial: Trial, serve: Serve
) -> None:
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/named"></head></html>'
    named = serve(by_path({"/": reply(200, page, {"Content-Type": "text/html"}), "/named": reply(200, CALM)}))
    await trial.desk.run("add", url=named.url("/", host=BAD_HOST))
    assert named.targets() == ["/", "/named"]
    bare = serve(by_path({"/": reply(200, b"<html><body>x</body></html>", {"Content-Type": "text/html"})}))
    with pytest.raises(NewsreaderError):
        await trial.desk.run("add", url=bare.url("/", host=BAD_HOST))
    assert bare.targets()[0] == "/"
    assert {seen.method for seen in bare.requests} == {"GET"}
    assert len(set(bare.targets())) == len(bare.targets()) <= 16


async def test_goal_7_we_say_who_we_are_and_carry_nothing_else(trial: Trial) -> None:
    trial.answer = reply(200, CALM, CALM_HEADERS | {"Set-Cookie": "id=7; Path=/"})
    for _ in range(2):
        await trial.sync(fails=False)
    for seen in trial.bad.requests:
        assert re.fullmatch(r"Newsreader/\d[\w.]* \(\+https://\S+\)", seen.headers["user-agent"])
        assert not {"cookie", "referer", "from", "authorization", "cache-control", "pragma"} & set(
            seen.headers
        )


async def test_goal_8_a_refresh_of_everything_is_conditional_and_comes_every_five_minutes(
    trial: Trial,
) -> None:
    asked = trial.asked()
    trial.desk.now += 299
    await trial.desk.sync()
    assert trial.asked() == asked, "all was asked less than five minutes ago"
    trial.desk.now += 2
    trial.answer = reply(304)
    await trial.desk.sync()
    assert trial.asked() == asked + 1
    assert trial.bad.requests[-1].headers["if-none-match"] == '"calm"'
    await trial.check_cache()


async def test_goal_8_two_connections_a_host_and_sixty_four_in_all(desks: Desks, serve: Serve) -> None:
    lock, now, most = threading.Lock(), Counter[str](), Counter[str]()

    def slow(exchange: Exchange) -> None:
        names = (exchange.request.headers["host"], "all")
        with lock:
            now.update(names)
            most.update({name: max(0, now[name] - most[name]) for name in names})
        exchange.pause(0.02)
        with lock:
            now.subtract(names)
        exchange.send(reply(200, rss("One", [FeedStory(exchange.request.target)])))

    server, names = serve(slow), known_names()
    for number in range(80):
        names.set(f"host{number}.example", "127.0.0.1")
    desk = desks(lookup=names)
    await desk.subscribe(
        *(server.url(f"/{n}/{k}", host=f"host{n}.example") for n in range(80) for k in range(2))
    )
    assert (await desk.sync())["failed"] == 0
    assert len(server.requests) == 160
    assert 2 < most.pop("all") <= 64
    assert max(most.values()) <= 2
