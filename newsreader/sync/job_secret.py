"""The job ``secret``: keep the name and password of a feed that asked for them, and ask it again; or those of the mail
account or the proxy."""

from __future__ import annotations

from functools import partial
from typing import Any

from newsreader.domain.errors import UsageError
from newsreader.store import feeds, fetches
from newsreader.store.database import Writer
from newsreader.sync.desk import PROXY, Desk
from newsreader.sync.login import Login
from newsreader.sync.reporting import Changed, Report


async def keep_secret(desk: Desk, args: dict[str, Any], progress: Report, changed: Changed) -> dict[str, Any]:
    """Gives ``{"feed": id}``, or ``{"origin": origin}`` for a mail server's or the proxy's.

    Raises SecretsError when the keyring cannot be used, UsageError for an unknown feed.
    """
    if "origin" in args:
        return await _keep_secret_of(desk, args)
    feed_id, secret = int(args["feed"]), str(args.get("secret", ""))
    user = str(args.get("user") or "") or Login.BEARER
    if not secret:
        raise UsageError("The password is empty.")
    feed = await desk.cache.read(partial(feeds.feed, feed_id=feed_id))
    await desk.keep_secret(feed.url, user, secret, for_now=args.get("remember") == "session")
    await desk.cache.write(partial(_ask_again, feed_id=feed_id, user=user, now=desk.now()))
    return {"feed": feed_id}


async def _keep_secret_of(desk: Desk, args: dict[str, Any]) -> dict[str, Any]:
    origin, user, secret = str(args["origin"]), str(args.get("user", "")), str(args.get("secret", ""))
    if origin == PROXY and not user:
        raise UsageError("The proxy has no user: enter that first.")
    if origin != PROXY and (not origin.startswith("smtp://") or not user):
        raise UsageError("The mail account has no server or no name.")
    if not secret:
        raise UsageError("The password is empty.")
    await desk.keep_secret_of(origin, user, secret, for_now=args.get("remember") == "session")
    return {"origin": origin}


def _ask_again(writer: Writer, feed_id: int, user: str, now: int) -> None:
    feeds.set_feed(writer, feed_id, user=user)
    fetches.set_next_check(writer, feed_id, now, "You entered its password.")
