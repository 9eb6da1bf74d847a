"""The job ``secret``: keep the name and password of a feed that asked for them, and ask it again."""

from __future__ import annotations

from functools import partial
from typing import Any

from newsreader.domain.errors import UsageError
from newsreader.store import feeds, fetches
from newsreader.store.database import Writer
from newsreader.sync.desk import Desk
from newsreader.sync.login import Login
from newsreader.sync.reporting import Changed, Report


async def keep_secret(desk: Desk, args: dict[str, Any], progress: Report, changed: Changed) -> dict[str, Any]:
    """Gives ``{"feed": id}``. Raises SecretsError when the keyring cannot be used, UsageError for an unknown feed."""
    feed_id, secret = int(args["feed"]), str(args.get("secret", ""))
    user = str(args.get("user") or "") or Login.BEARER
    if not secret:
        raise UsageError("The password is empty.")
    feed = await desk.cache.read(partial(feeds.feed, feed_id=feed_id))
    await desk.keep_secret(feed.url, user, secret, for_now=args.get("remember") == "session")
    await desk.cache.write(partial(_ask_again, feed_id=feed_id, user=user, now=desk.now()))
    return {"feed": feed_id}


def _ask_again(writer: Writer, feed_id: int, user: str, now: int) -> None:
    feeds.set_feed(writer, feed_id, user=user)
    fetches.set_next_check(writer, feed_id, now, "You entered its password.")
