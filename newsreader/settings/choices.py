"""What can be chosen in the settings that offer a choice: the value in the file, and its words in the preferences."""

from __future__ import annotations

from newsreader.settings.setting import Choice

THEMES = (
    Choice("system", "Like the system"),
    Choice("light", "Light"),
    Choice("sepia", "Sepia"),
    Choice("dark", "Dark"),
    Choice("contrast", "High contrast"),
)
DENSITIES = (
    Choice("comfortable", "Comfortable"),
    Choice("compact", "Compact"),
    Choice("cards", "Cards with pictures"),
)
MOTION = (Choice("system", "Like the system"), Choice("on", "Always"), Choice("off", "Never"))
MARK_READ = (
    Choice("at_once", "At once"),
    Choice("delay", "After a delay"),
    Choice("never", "Never, only when I say so"),
)
SORT = (Choice("newest", "Newest first"), Choice("oldest", "Oldest first"))
GROUP_BY = (Choice("none", "Not at all"), Choice("day", "By day"), Choice("feed", "By feed"))
START_VIEW = (
    Choice("last", "The one shown last"),
    Choice("today", "Today"),
    Choice("unread", "Unread"),
    Choice("all", "All stories"),
)
FEED_ORDER = (
    Choice("hand", "By hand"),
    Choice("name", "By name"),
    Choice("unread", "Most unread first"),
    Choice("activity", "Newest story first"),
)
PICTURES = (Choice("always", "Always"), Choice("ask", "Ask for each feed"), Choice("never", "Never"))
FACES = (Choice("serif", "Serif"), Choice("sans", "Sans serif"))
PROXIES = (
    Choice("system", "As the system says"),
    Choice("none", "None"),
    Choice("http", "HTTP proxy"),
    Choice("socks5", "SOCKS5 proxy"),
)
SECURITIES = (Choice("tls", "TLS from the start"), Choice("starttls", "STARTTLS"))
SECRETS = (Choice("keyring", "In the system's keyring"), Choice("session", "For this session only"))
