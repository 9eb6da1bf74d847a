"""The job ``check_mail``: log in to the person's mail server without sending anything."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

from newsreader.domain.errors import MailAccountMissing, MailLoginRefused, NewsreaderError
from newsreader.domain.events import MailAccount
from newsreader.net import smtp_faults
from newsreader.net.smtp import Connect, Delivery, Envelope, MailTimes, connect_straight
from newsreader.net.tls import make_context
from newsreader.submit.account import account_problems
from newsreader.sync import side_thread
from newsreader.sync.desk import Desk
from newsreader.sync.reporting import Changed, Report

_TIMES = MailTimes(connect=15.0, step=20.0)
"""Somebody sits before it and waits."""


async def check_mail(desk: Desk, args: dict[str, Any], progress: Report, changed: Changed) -> dict[str, Any]:
    """Gives ``{"origin": origin}`` when the server let us in.

    Raises MailAccountMissing when the account cannot be used, MailLoginRefused, SecretsError, and what
    ``Delivery.try_login`` raises.
    """
    account = MailAccount(
        host=str(args.get("host", "")),
        port=int(args.get("port") or 0),
        security="starttls" if args.get("security") == "starttls" else "tls",
        user=str(args.get("user", "")),
        sender=str(args.get("sender", "")),
    )
    if wrong := account_problems(account):
        raise MailAccountMissing(next(iter(wrong.values())))
    secret = str(args.get("secret", ""))
    if account.user and not secret:
        kept = await asyncio.to_thread(desk.vault.get, account.origin, account.user)
        if not kept:
            raise MailLoginRefused("Enter the password of your mail account.")
        secret = kept
    connect: Connect = connect_straight
    if desk.make_mail_connect is not None:
        connect = await asyncio.to_thread(desk.make_mail_connect)
    delivery = Delivery(
        account,
        secret,
        Envelope(account.sender, "", b""),
        partial(make_context, speaks=()),
        lambda: None,
        connect=connect,
        times=_TIMES,
    )
    try:
        await _run(delivery)
    except NewsreaderError as fault:
        # Nothing is tried again by itself here.
        fault.sentence = fault.sentence.removesuffix(smtp_faults.LATER).rstrip()
        raise
    return {"origin": account.origin}


async def _run(delivery: Delivery) -> None:
    trying = side_thread.start(delivery.try_login, "mail check")
    try:
        await asyncio.shield(trying)
    except asyncio.CancelledError:
        delivery.abort()
        trying.add_done_callback(lambda done: done.cancelled() or done.exception())
        raise
