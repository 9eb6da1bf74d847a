"""N11-N19 through a whole sync: where redirects lead, what goes along, and when a feed's address changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from newsreader.library.library import open_library
from newsreader.net.limits import Limits
from newsreader.store import feeds
from tests.hostile.conftest import Serve
from tests.hostile.support.certificates import Authority
from tests.hostile.support.conditions import BAD_HOST, BEFORE, CALM, CALM_HEADERS, GOOD_HOST, Trial
from tests.hostile.support.rawserver import Exchange, Handler, always, reply
from tests.support.feed_site import rss
from tests.support.worker_desk import TestDesk

MakeTrial = Callable[..., Awaitable[Trial]]
LOGIN_PAGE = b"<!doctype html><html><head><title>Log in</title></head><body><form></form></body></html>"


def to(location: str, status: int = 301) -> bytes:
    return reply(status, b"", {"Location": location})


def moved_to(body: bytes, *statuses: int) -> Handler:
    """Each ``/N`` leads on to the next by the status at N, the last one to ``body``."""

    def handle(exchange: Exchange) -> None:
        step = int(exchange.request.target.removeprefix("/"))
        exchange.send(to(f"/{step + 1}", statuses[step]) if step < len(statuses) else reply(200, body))

    return handle


async def with_user(trial: Trial, user: str, secret: str, url: str = "") -> None:
    """The bad feed has a name and a password from now on."""
    await trial.desk.desk.cache.write(lambda w: feeds.set_feed(w, trial.bad_id, user=user))
    await trial.desk.desk.keep_secret(url or await trial.url(), user, secret, for_now=False)
    trial.secrets.add(secret)


def undo(trial: Trial) -> None:
    library = open_library(trial.desk.folder, "command", clock=lambda: trial.desk.now)
    library.journal.undo()
    library.close()


# -- chains and schemes -----------------------------------------------------------------------------------------


async def test_n11_a_redirect_loop_ends(trial: Trial) -> None:
    trial.answer = lambda exchange: exchange.send(to(exchange.request.target))
    assert "circle" in await trial.sync()


async def test_n11_an_endless_chain_ends_after_five_hops(trial: Trial) -> None:
    trial.answer = lambda exchange: exchange.send(to(exchange.request.target + "x", 302))
    assert "more than 5 times" in await trial.sync()
    assert trial.asked() == 6


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://bad.example/feed", "data:text/xml,<rss/>", "javascript:alert(1)"],
)
async def test_n12_a_redirect_to_another_scheme_is_refused(trial: Trial, location: str) -> None:
    trial.answer = to(location)
    assert "do not open" in await trial.sync()
    assert await trial.url() == trial.bad.url(host=BAD_HOST)


@pytest.mark.parametrize(
    "url", ["feed:file:///etc/passwd", "feed://ftp://x.example/", "feed:data:text/xml,x"]
)
async def test_n12_a_subscription_with_such_an_address_is_refused(trial: Trial, url: str) -> None:
    await trial.desk.rows("UPDATE feeds SET url = ? WHERE id = ?", (url, trial.bad_id))
    await trial.sync()
    assert trial.asked() == 0


async def test_n13_from_https_to_http_the_feed_is_read_but_the_address_stays(
    make_trial: MakeTrial, authority: Authority, serve: Serve
) -> None:
    trial = await secure_trial(make_trial, authority)
    plain = serve(always(reply(200, CALM, CALM_HEADERS)))
    trial.answer = to(plain.url(host=BAD_HOST))
    for _ in range(3):
        await trial.sync(fails=False)
    assert (await trial.url()).startswith("https://")
    assert (await trial.state())["redirects"].count("http://") == 1, (
        "the feed's page tells where it came from"
    )


async def test_n13_with_a_password_it_is_refused(
    make_trial: MakeTrial, authority: Authority, serve: Serve
) -> None:
    trial = await secure_trial(make_trial, authority)
    await with_user(trial, "ann", "s3cret-word")
    plain = serve(always(reply(200, CALM)))
    trial.answer = to(plain.url(host=BAD_HOST))
    assert "not safe" in await trial.sync()
    assert plain.requests == []


async def secure_trial(make_trial: MakeTrial, authority: Authority) -> Trial:
    """A trial whose bad feed is served over https."""
    return await make_trial(
        tls=authority.context(BAD_HOST), extra_ca=authority.pem, limits=Limits(total=5, connect=3, read=2)
    )


# -- what goes along --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ["N14 another host", "N15 another port of the host"])
async def test_n14_n15_nothing_secret_goes_to_another_origin(trial: Trial, serve: Serve, case: str) -> None:
    """Neither the password nor a cookie nor where we came from. It is asked without, and says what it wants."""
    other = serve(always(reply(401, b"", {"WWW-Authenticate": 'Basic realm="give"'})))
    await with_user(trial, "ann", "s3cret-word")

    def first_in_then_on(exchange: Exchange) -> None:
        if "authorization" not in exchange.request.headers:
            exchange.send(reply(401, b"", {"WWW-Authenticate": 'Basic realm="feeds"', "Set-Cookie": "id=7"}))
        else:
            exchange.send(reply(302, b"", {"Location": elsewhere, "Set-Cookie": "id=8"}))

    elsewhere = other.url(host=GOOD_HOST if case.startswith("N14") else BAD_HOST)
    trial.answer = first_in_then_on
    assert "401" in await trial.sync()
    assert "authorization" in trial.bad.requests[-1].headers
    assert len(other.requests) == 1
    assert not {"authorization", "cookie", "referer", "proxy-authorization"} & set(other.requests[0].headers)


# -- when the address changes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("statuses", [(301,), (308,), (301, 308, 301)])
async def test_n16_goal_5_a_permanent_move_seen_twice_changes_the_address_and_undo_brings_it_back(
    trial: Trial, serve: Serve, statuses: tuple[int, ...]
) -> None:
    new = serve(moved_to(CALM, *statuses))
    old_url, hop = await trial.url(), new.url("/1", host=BAD_HOST)
    trial.answer = to(hop, statuses[0])
    final = new.url(f"/{len(statuses)}", host=BAD_HOST)
    await trial.sync(fails=False)
    assert await trial.url() == old_url, "once is not enough"
    await trial.sync(fails=False)
    assert await trial.url() == final
    assert "moved" in (await trial.state())["last_result"]
    asked = trial.asked()
    await trial.sync(fails=False)
    assert trial.asked() == asked, "the old address is left alone"

    undo(trial)
    for _ in range(3):
        await trial.sync(fails=False)
        assert await trial.url() == old_url, "what a person took back is not done again"
    assert "took it away" in (await trial.state())["last_result"]
    assert await trial.total() == 2


async def test_n16_an_address_that_the_person_left_is_not_taken_over_again(
    trial: Trial, serve: Serve
) -> None:
    """Set by hand, not by undo; another place is still taken over."""
    left, new = serve(always(reply(200, CALM))), serve(always(reply(200, CALM)))
    old_url = await trial.url()
    library = open_library(trial.desk.folder, "command", clock=lambda: trial.desk.now)
    library.feeds.set(trial.bad_id, url=left.url(host=BAD_HOST))
    library.feeds.set(trial.bad_id, url=old_url)
    library.close()
    trial.answer = to(left.url(host=BAD_HOST))
    for _ in range(3):
        await trial.sync(fails=False)
        assert await trial.url() == old_url
    trial.answer = to(new.url(host=BAD_HOST))
    for _ in range(2):
        await trial.sync(fails=False)
    assert await trial.url() == new.url(host=BAD_HOST)


async def test_n16_a_restart_lies_between_the_two(
    trial: Trial, serve: Serve, desks: Callable[..., TestDesk]
) -> None:
    new = serve(always(reply(200, CALM)))
    trial.answer = to(new.url(host=BAD_HOST))
    await trial.sync(fails=False)
    await trial.desk.close()
    trial.desk = desks()
    await trial.sync(fails=False)
    assert await trial.url() == new.url(host=BAD_HOST)


async def test_n16_two_different_places_are_not_one_seen_twice(trial: Trial, serve: Serve) -> None:
    new = serve(always(reply(200, CALM)))
    for number in range(4):
        trial.answer = to(new.url(f"/{number}", host=BAD_HOST))
        await trial.sync(fails=False)
    assert await trial.url() == trial.bad.url(host=BAD_HOST)


async def test_n16_a_permanent_move_to_a_304_counts(trial: Trial, serve: Serve) -> None:
    new = serve(always(reply(304)))
    trial.answer = to(new.url(host=BAD_HOST))
    for _ in range(2):
        await trial.sync(fails=False)
    assert await trial.url() == new.url(host=BAD_HOST)


@pytest.mark.parametrize("first", [302, 303, 307])
async def test_n17_a_temporary_hop_first_changes_nothing(trial: Trial, serve: Serve, first: int) -> None:
    new = serve(moved_to(CALM, first, 301))
    trial.answer = to(new.url("/1", host=BAD_HOST), first)
    for _ in range(3):
        await trial.sync(fails=False)
    assert await trial.url() == trial.bad.url(host=BAD_HOST)


async def test_n18_a_move_to_a_login_page_changes_nothing(trial: Trial, serve: Serve) -> None:
    portal = serve(always(reply(200, LOGIN_PAGE, {"Content-Type": "text/html"})))
    trial.answer = to(portal.url("/login", host=BAD_HOST))
    for _ in range(3):
        assert "web page" in await trial.sync()
    assert await trial.url() == trial.bad.url(host=BAD_HOST)
    trial.answer = reply(304)
    await trial.sync(fails=False)
    assert trial.bad.requests[-1].headers["if-none-match"] == '"calm"'


async def test_n18_a_login_page_between_two_moves_starts_the_count_anew(trial: Trial, serve: Serve) -> None:
    page = reply(200, LOGIN_PAGE, {"Content-Type": "text/html"})
    answers = [reply(200, CALM), page, reply(200, CALM), reply(200, CALM)]
    new = serve(lambda exchange: exchange.send(answers.pop(0)))
    trial.answer = to(new.url(host=BAD_HOST))
    for fails in (False, True, False):
        await trial.sync(fails=fails)
        assert await trial.url() == trial.bad.url(host=BAD_HOST)
    await trial.sync(fails=False)
    assert await trial.url() == new.url(host=BAD_HOST)


async def test_n19_a_move_onto_another_subscription_asks_and_loses_nothing(
    trial: Trial, serve: Serve
) -> None:
    new = serve(always(reply(200, rss("The new one", BEFORE), CALM_HEADERS)))
    (other,) = await trial.desk.subscribe(new.url(host=BAD_HOST))
    await trial.desk.rows("UPDATE feeds SET own_title = 'My own', title = 'My own' WHERE id = ?", (other,))
    trial.answer = to(new.url(host=BAD_HOST), 308)
    for _ in range(3):
        await trial.sync(fails=False)
    assert await trial.url() == trial.bad.url(host=BAD_HOST)
    assert "“My own”" in (await trial.state())["last_result"]
    assert (await trial.total(), (await trial.desk.feed(other)).total) == (2, 2)
    library = open_library(trial.desk.folder, "command")
    assert library.journal.next_undo() is None, "nothing was done"
    library.close()


# -- passwords and moves ----------------------------------------------------------------------------------------


async def test_n16_a_feed_with_a_password_stays_where_the_password_belongs(
    trial: Trial, serve: Serve
) -> None:
    new = serve(always(reply(200, CALM)))
    await with_user(trial, "ann", "s3cret-word")
    trial.answer = to(new.url(host=BAD_HOST))
    for _ in range(3):
        await trial.sync(fails=False)
    assert await trial.url() == trial.bad.url(host=BAD_HOST)
    assert not [seen for seen in new.requests if "authorization" in seen.headers]
