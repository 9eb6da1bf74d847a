"""A session bus and a notification service of a test's own: real D-Bus, nobody's desktop."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"


@contextmanager
def session_bus() -> Iterator[str]:
    """The address of a bus that lives as long as the block."""
    program = shutil.which("dbus-daemon")
    if program is None:
        pytest.skip("dbus-daemon is not installed")
    command = [program, "--session", "--nofork", "--print-address=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as bus:
        try:
            assert bus.stdout is not None
            yield bus.stdout.readline().strip()
        finally:
            bus.kill()


@dataclass(frozen=True)
class Shown:
    """What ``Notify`` was asked to show."""

    replaces: int
    summary: str
    body: str


class NoticeService:
    """Owns the name of the service, notes what is shown, and clicks when the test says so."""

    def __init__(self, address: str) -> None:
        from jeepney import message_bus
        from jeepney.io.blocking import open_dbus_connection

        self.shown: list[Shown] = []
        self._bus = open_dbus_connection(address)
        self._bus.send_and_get_reply(message_bus.RequestName(_NAME))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> NoticeService:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped = True
        self._thread.join(5)
        self._bus.close()

    _stopped = False
    _numbers = 0

    def click(self, number: int) -> None:
        """The person clicks a notice."""
        from jeepney import DBusAddress, new_signal

        self._bus.send(
            new_signal(DBusAddress(_PATH, interface=_NAME), "ActionInvoked", "us", (number, "default"))
        )

    def _serve(self) -> None:
        while not self._stopped:
            try:
                message = self._bus.receive(timeout=0.05)
            except TimeoutError:
                continue
            self._answer(message)

    def _answer(self, message: Any) -> None:
        from jeepney import HeaderFields, MessageType, new_method_return

        if message.header.message_type is not MessageType.method_call:
            return
        member = message.header.fields[HeaderFields.member]
        if member == "GetCapabilities":
            self._bus.send(new_method_return(message, "as", (["body", "body-markup", "actions"],)))
        elif member == "Notify":
            _, replaces, _, summary, body, *_ = message.body
            self.shown.append(Shown(replaces, summary, body))
            self._numbers += not replaces
            self._bus.send(new_method_return(message, "u", (replaces or self._numbers,)))
