"""Notices on the desktop: the freedesktop service over D-Bus on Linux, the tray elsewhere. Main thread.

QtDBus cannot say "unsigned number" from Python, which the service wants; jeepney can, and is here already for the
keyring. It speaks in a thread of its own, so a bus that hangs stops nothing (HOSTILE K04 is its like).
"""

from __future__ import annotations

import contextlib
import html
import logging
import os
import select
import socket
import sys
import threading
from collections import deque
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from newsreader.resources import resource_path
from newsreader.ui.notifications import Notice, Notifier

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.blocking import DBusConnection

_log = logging.getLogger(__name__)
_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_PATIENCE = 10.0


def make_notifier(parent: QObject) -> Notifier:
    """What shows notices on this desktop."""
    if sys.platform.startswith("linux") and os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return BusNotifier(parent)
    return TrayNotifier(parent)


class TrayNotifier(QObject):
    """Notices of the system's tray, whose icon is there only while one is shown."""

    activated = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._notice: Notice | None = None
        self._tray = QSystemTrayIcon(QIcon(str(resource_path("icons/app/newsreader.svg"))), self)
        self._tray.messageClicked.connect(self._clicked)

    def show(self, notice: Notice) -> None:
        """Show ``notice``; the system takes it as plain text."""
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._notice = notice
            self._tray.show()
            self._tray.showMessage(notice.title, notice.body)

    def close(self) -> None:
        """Take the icon away."""
        self._tray.hide()

    def _clicked(self) -> None:
        if self._notice is not None:
            self.activated.emit(self._notice)


class BusNotifier(QObject):
    """Notices of the freedesktop service (Desktop Notifications Specification 1.2)."""

    activated = Signal(object)
    _heard = Signal(object, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[Notice | None] = deque()
        self._ours, self._theirs = socket.socketpair()
        self._heard.connect(self._clicked, Qt.ConnectionType.QueuedConnection)
        self._thread: threading.Thread | None = None

    def show(self, notice: Notice) -> None:
        """Hand ``notice`` to the thread that talks to the desktop."""
        self._waiting.append(notice)
        if self._thread is None or not self._thread.is_alive():
            # A daemon: a desktop that does not answer keeps nobody from leaving.
            self._thread = threading.Thread(target=self._serve, name="notices", daemon=True)
            self._thread.start()
        self._ours.send(b"!")

    def close(self) -> None:
        """End the thread."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._waiting.append(None)
            self._ours.send(b"!")
            thread.join(1.0)
        self._ours.close()
        self._theirs.close()

    @Slot(object, str)
    def _clicked(self, notice: Notice, token: str) -> None:
        if token:  # what lets a window come to the front on Wayland; Qt takes it from here
            os.environ["XDG_ACTIVATION_TOKEN"] = token
        self.activated.emit(notice)

    # -- the thread ----------------------------------------------------------------------------------------------

    def _serve(self) -> None:
        # Loaded here: only who wants notices pays for it.
        from jeepney.auth import AuthenticationError
        from jeepney.io.blocking import open_dbus_connection
        from jeepney.wrappers import DBusErrorResponse

        try:
            with open_dbus_connection("SESSION") as bus:
                _Talk(bus, self._waiting, self._theirs, self._heard.emit).run()
        except (OSError, AuthenticationError, DBusErrorResponse, RuntimeError) as fault:
            self._waiting.clear()
            _log.warning("The desktop takes no notices: %s", fault)


class _Talk:
    """The conversation with the service, in its thread."""

    def __init__(
        self, bus: DBusConnection, waiting: deque[Notice | None], wake: socket.socket, heard: Any
    ) -> None:
        from jeepney import DBusAddress, MatchRule, message_bus

        self._bus = bus
        self._waiting = waiting
        self._wake = wake
        self._heard = heard
        self._service = DBusAddress(_PATH, _NAME, _NAME)
        self._shown: dict[int, Notice] = {}
        self._token = ""
        self._signals: deque[Message] = deque()
        rule = MatchRule(type="signal", interface=_NAME, path=_PATH)
        self._ask(message_bus.AddMatch(rule))
        self._filter = bus.filter(rule, queue=self._signals)
        capabilities = self._ask(self._call("GetCapabilities"))
        self._markup = "body-markup" in capabilities[0]

    def run(self) -> None:
        """Until told to end, or until the bus is gone."""
        while True:
            self._receive()
            self._hear()
            if self._wake in select.select([self._bus.sock, self._wake], [], [])[0]:
                self._wake.recv(64)
                while self._waiting:
                    notice = self._waiting.popleft()
                    if notice is None:
                        return
                    self._show(notice)

    def _receive(self) -> None:
        """Take in what has arrived, also what lies in the parser already."""
        with contextlib.suppress(TimeoutError):
            while True:
                self._bus.recv_messages(timeout=0)

    def _show(self, notice: Notice) -> None:
        """A body may be markup for the service, a title never is (its section on markup)."""
        body = html.escape(notice.body, quote=False) if self._markup else notice.body
        earlier = next((number for number, shown in self._shown.items() if shown.kind == notice.kind), 0)
        hints = {"urgency": ("y", 1), "desktop-entry": ("s", "newsreader")}
        values = ("Newsreader", earlier, "newsreader", notice.title, body, ["default", "Open"], hints, -1)
        (number,) = self._ask(self._call("Notify", "susssasa{sv}i", values))
        self._shown.pop(earlier, None)
        self._shown[number] = notice

    def _hear(self) -> None:
        while self._signals:
            signal = self._signals.popleft()
            number, *rest = signal.body
            name = str(_member(signal))
            if name == "ActivationToken" and number in self._shown:
                self._token = str(rest[0])
            elif name == "ActionInvoked" and number in self._shown:
                self._heard(self._shown[number], self._token)
                self._token = ""
            elif name == "NotificationClosed":
                self._shown.pop(number, None)

    def _call(self, name: str, signature: str | None = None, values: tuple[Any, ...] = ()) -> Message:
        from jeepney import new_method_call

        return new_method_call(self._service, name, signature, values)

    def _ask(self, message: Message) -> tuple[Any, ...]:
        from jeepney.wrappers import unwrap_msg

        body: tuple[Any, ...] = unwrap_msg(self._bus.send_and_get_reply(message, timeout=_PATIENCE))
        return body


def _member(signal: Message) -> Any:
    from jeepney import HeaderFields

    return signal.header.fields.get(HeaderFields.member, "")
