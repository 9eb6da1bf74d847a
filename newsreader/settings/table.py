"""Every setting of the program, in one table. Preferences, command line help and documentation are made from it.

Standard library only: the window reads its theme from here before its first paint.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

SettingValue = bool | int | float | str
SettingType = Literal["bool", "int", "float", "text", "choice", "list"]
"""How a value is edited. ``list`` is a text of words separated by commas."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a setting of type ``choice``, and the words a person sees for it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Group:
    """A page of the preferences. ``key`` is the first part of the keys of its settings."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: how it is stored, what it may be, and what a person reads about it.

    ``key`` is ``group.name``. ``doc`` is one or two plain sentences. ``minimum`` and ``maximum`` bound numbers, both
    included, in ``unit``. ``restart`` tells that a change shows only after the next start. ``hidden`` keeps it out of
    the preferences (it is set where it is used, like the order of the list).
    """

    key: str
    type: SettingType
    default: SettingValue
    doc: str
    label: str
    group: str
    choices: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    restart: bool = False
    hidden: bool = False

    def accepts(self, value: object) -> bool:
        """True when ``value`` has this setting's type and lies within its bounds or choices."""
        match self.type:
            case "bool":
                return isinstance(value, bool)
            case "int":
                return isinstance(value, int) and not isinstance(value, bool) and self._within(value)
            case "float":
                numeric = isinstance(value, int | float) and not isinstance(value, bool)
                return numeric and self._within(float(value))  # type: ignore[arg-type]
            case "choice":
                return any(choice.value == value for choice in self.choices)
            case "text" | "list":
                return isinstance(value, str) and len(value) <= 4096 and value.isprintable()

    def read(self, text: str) -> SettingValue:
        """The value that ``text``, typed in a terminal, means. Raises ValueError with a plain sentence if none."""
        value: SettingValue = text
        match self.type:
            case "bool":
                words = {"true": True, "yes": True, "on": True, "1": True}
                words |= {"false": False, "no": False, "off": False, "0": False}
                if text.strip().lower() not in words:
                    raise ValueError(f"{self.key} is on or off.")
                value = words[text.strip().lower()]
            case "int" | "float":
                try:
                    value = int(text) if self.type == "int" else float(text)
                except ValueError:
                    raise ValueError(f"{self.key} is a number.") from None
        if not self.accepts(value):
            raise ValueError(f"{self.key} is {self.allowed()}.")
        return value

    def allowed(self) -> str:
        """What it may be, in words: ``one of light, dark`` or ``a number from 10 to 40``."""
        if self.type == "bool":
            return "on or off"
        if self.choices:
            return "one of " + ", ".join(choice.value for choice in self.choices)
        if self.type in ("int", "float"):
            whole = "a whole number" if self.type == "int" else "a number"
            return f"{whole} from {self.minimum:g} to {self.maximum:g}"
        return "a line of text"

    def _within(self, number: float) -> bool:
        if not math.isfinite(number):
            return False
        low = self.minimum is None or number >= self.minimum
        return low and (self.maximum is None or number <= self.maximum)


GROUPS: tuple[Group, ...] = (
    Group("look", "Look"),
    Group("list", "Story list"),
    Group("reader", "Reading"),
    Group("briefs", "Briefs"),
    Group("sync", "Fetching"),
    Group("notify", "Notifications"),
    Group("privacy", "Privacy"),
    Group("network", "Network"),
    Group("storage", "Storage"),
)

_THEMES = (
    Choice("system", "Like the system"),
    Choice("light", "Light"),
    Choice("sepia", "Sepia"),
    Choice("dark", "Dark"),
    Choice("contrast", "High contrast"),
)
_DENSITIES = (
    Choice("comfortable", "Comfortable"),
    Choice("compact", "Compact"),
    Choice("cards", "Cards with pictures"),
)
_MOTION = (Choice("system", "Like the system"), Choice("on", "Always"), Choice("off", "Never"))
_MARK_READ = (
    Choice("at_once", "At once"),
    Choice("delay", "After a delay"),
    Choice("never", "Never, only when I say so"),
)
_SORT = (Choice("newest", "Newest first"), Choice("oldest", "Oldest first"))
_GROUP_BY = (Choice("none", "Not at all"), Choice("day", "By day"), Choice("feed", "By feed"))
_START_VIEW = (
    Choice("last", "The one shown last"),
    Choice("today", "Today"),
    Choice("unread", "Unread"),
    Choice("all", "All stories"),
)
_PICTURES = (Choice("always", "Always"), Choice("ask", "Ask for each feed"), Choice("never", "Never"))
_FACES = (Choice("serif", "Serif"), Choice("sans", "Sans serif"))
_PROXIES = (
    Choice("system", "As the system says"),
    Choice("none", "None"),
    Choice("http", "HTTP proxy"),
    Choice("socks5", "SOCKS5 proxy"),
)
_SECRETS = (Choice("keyring", "In the system's keyring"), Choice("session", "For this session only"))

SETTINGS: tuple[Setting, ...] = (
    Setting("look.theme", "choice", "system", "The colours of the whole window.", "Theme", "look", _THEMES),
    Setting(
        "look.motion",
        "choice",
        "system",
        "Short movements, such as a bar that slides in.",
        "Motion",
        "look",
        _MOTION,
    ),
    Setting(
        "look.start_view",
        "choice",
        "last",
        "The list that is shown after the start.",
        "Start with",
        "look",
        _START_VIEW,
    ),
    Setting("look.briefs", "bool", True, "Show the briefs beside the page.", "Show briefs", "look"),
    Setting("look.toolbar", "bool", True, "Show the toolbar.", "Show the toolbar", "look", hidden=True),
    Setting(
        "list.density",
        "choice",
        "comfortable",
        "How much of each story the list shows.",
        "Density",
        "list",
        _DENSITIES,
    ),
    Setting("list.sort", "choice", "newest", "The order of the stories.", "Order", "list", _SORT),
    Setting("list.group", "choice", "none", "Headings between the stories.", "Group", "list", _GROUP_BY),
    Setting(
        "list.unread_only",
        "bool",
        False,
        "Leave out what was read, except saved stories in Saved.",
        "Unread only",
        "list",
    ),
    Setting(
        "list.fold_duplicates",
        "bool",
        False,
        "Show stories that several feeds carry in one row.",
        "Fold duplicates",
        "list",
    ),
    Setting(
        "list.mark_on_scroll",
        "bool",
        False,
        "Mark stories read when they leave the list at its top.",
        "Mark read while scrolling",
        "list",
    ),
    Setting(
        "list.confirm_above",
        "int",
        200,
        "Marking more stories than this at once asks first; 0 never asks. It can always be undone.",
        "Ask before marking more than",
        "list",
        minimum=0,
        maximum=1_000_000,
        unit="stories",
    ),
    Setting(
        "reader.mark_read",
        "choice",
        "at_once",
        "When a story that is shown counts as read.",
        "Mark read",
        "reader",
        _MARK_READ,
    ),
    Setting(
        "reader.mark_read_delay",
        "float",
        1.0,
        "How long a story is shown before it counts as read, also while keys repeat.",
        "Delay",
        "reader",
        minimum=0.2,
        maximum=60,
        unit="seconds",
    ),
    Setting("reader.face", "choice", "serif", "The kind of type of the page.", "Type", "reader", _FACES),
    Setting(
        "reader.font",
        "text",
        "",
        "A font family by its name; empty takes the first of our own list that is there.",
        "Font",
        "reader",
    ),
    Setting(
        "reader.size",
        "int",
        18,
        "The size of the text on the page.",
        "Text size",
        "reader",
        (),
        10,
        40,
        unit="pixels",
    ),
    Setting(
        "reader.width",
        "int",
        72,
        "How long a line may get.",
        "Line width",
        "reader",
        (),
        40,
        72,
        unit="characters",
    ),
    Setting(
        "reader.line_height",
        "float",
        1.45,
        "The space from line to line.",
        "Line height",
        "reader",
        (),
        1.2,
        2.0,
    ),
    Setting(
        "reader.pictures",
        "choice",
        "always",
        "Whether the pictures of the story that is open are loaded. Those of closed stories never are.",
        "Pictures",
        "reader",
        _PICTURES,
    ),
    Setting(
        "briefs.hours",
        "int",
        24,
        "How far back the briefs look.",
        "Look back",
        "briefs",
        minimum=1,
        maximum=168,
        unit="hours",
    ),
    Setting(
        "briefs.limit",
        "int",
        30,
        "How many briefs are shown at the most.",
        "At most",
        "briefs",
        minimum=5,
        maximum=200,
        unit="briefs",
    ),
    Setting(
        "briefs.hide_read",
        "bool",
        True,
        "Leave out events whose stories are all read.",
        "Hide what was read",
        "briefs",
    ),
    Setting(
        "sync.automatic",
        "bool",
        True,
        "Fetch feeds by themselves while the window is open, each when it is due.",
        "Fetch by itself",
        "sync",
    ),
    Setting(
        "sync.at_start",
        "bool",
        False,
        "Fetch at the start even what is not due yet. Most people need not: what is due is fetched anyway.",
        "Fetch everything at the start",
        "sync",
    ),
    Setting(
        "sync.interval",
        "int",
        0,
        "How often each feed is asked; 0 follows how often it publishes. A feed can have its own.",
        "Ask every",
        "sync",
        minimum=0,
        maximum=1440,
        unit="minutes",
    ),
    Setting(
        "sync.on_battery",
        "bool",
        True,
        "Fetch also while the computer runs on battery.",
        "Also on battery",
        "sync",
    ),
    Setting(
        "notify.new_stories",
        "bool",
        False,
        "Tell about new stories of feeds that are marked for it, by their headlines.",
        "New stories",
        "notify",
    ),
    Setting("notify.trouble", "bool", False, "Tell when a feed stops working.", "Feeds in trouble", "notify"),
    Setting(
        "privacy.strip_tracking",
        "bool",
        True,
        "Remove parts of links that only serve to follow you.",
        "Clean links",
        "privacy",
    ),
    Setting(
        "privacy.site_icons",
        "bool",
        True,
        "Fetch the small icon of each site, once in a while.",
        "Icons of sites",
        "privacy",
    ),
    Setting(
        "privacy.secrets",
        "choice",
        "keyring",
        "Where names and passwords of protected feeds are kept. Never in a file.",
        "Keep passwords",
        "privacy",
        _SECRETS,
    ),
    Setting("network.proxy", "choice", "system", "The way to the network.", "Proxy", "network", _PROXIES),
    Setting("network.proxy_host", "text", "", "The name or address of the proxy.", "Proxy host", "network"),
    Setting(
        "network.proxy_port",
        "int",
        8080,
        "The port of the proxy.",
        "Proxy port",
        "network",
        minimum=1,
        maximum=65535,
    ),
    Setting(
        "network.proxy_user",
        "text",
        "",
        "The name the proxy wants, if it wants one. Its password goes to the keyring.",
        "Proxy user",
        "network",
    ),
    Setting(
        "network.proxy_bypass",
        "list",
        "",
        "Hosts that are reached directly, separated by commas; .example.org stands for all hosts under it.",
        "Without the proxy",
        "network",
    ),
    Setting(
        "storage.pictures_mb",
        "int",
        300,
        "How much room kept pictures may take; the oldest go first.",
        "Room for pictures",
        "storage",
        minimum=0,
        maximum=100_000,
        unit="MB",
    ),
    Setting(
        "storage.keep_days",
        "int",
        0,
        "Read stories older than this are removed; 0 keeps everything. Unread and saved stories always stay.",
        "Keep read stories for",
        "storage",
        minimum=0,
        maximum=36_500,
        unit="days",
    ),
    Setting(
        "storage.backups",
        "int",
        5,
        "How many backups are kept.",
        "Backups",
        "storage",
        (),
        1,
        100,
        unit="backups",
    ),
)


def find(key: str) -> Setting:
    """The setting of that key. Raises KeyError if there is none."""
    for setting in SETTINGS:
        if setting.key == key:
            return setting
    raise KeyError(key)
