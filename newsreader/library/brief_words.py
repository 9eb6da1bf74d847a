"""What is said of briefs: why a story belongs to one, and what a command did. Pure."""

from __future__ import annotations

from newsreader.domain.stories import StoryHeader

_SAID = {
    ("dismissed", True): "Brief {} dismissed",
    ("dismissed", False): "Brief {} brought back",
    ("followed", True): "Following {}",
    ("followed", False): "No longer following {}",
    ("less", True): "Less of {}",
    ("less", False): "{} as before",
}
_LONGEST = 60


def why(bond: str, words: str, nearest: StoryHeader | None, *, first: bool, alone: bool) -> str:
    """Why a story belongs to its brief. ``words`` are those it shares, one a line; ``nearest`` the story it was
    compared with, None when it is gone; ``first`` tells that it came before the others."""
    if alone:
        return "No other publication tells of this yet."
    other = f" with “{_short(nearest.title or nearest.teaser)}” ({nearest.feed_title})" if nearest else ""
    match bond:
        case "person":
            return f"You put it together{other or ' with the others'}."
        case "link":
            return (
                f"It has the same link as a story of {nearest.feed_title}."
                if nearest
                else "It has the same link."
            )
        case "text":
            return (
                f"It has the same words as a story of {nearest.feed_title}."
                if nearest
                else "It has the same words."
            )
        case "words":
            told = ", ".join(f"“{word}”" for word in words.split("\n") if word)
            return f"It shares {told}{other}." if told else f"Its headline is much alike{other}."
        case _ if first:
            return "It was the first to tell of this event."
        case _:
            return "Later stories showed that it tells of the same event."


def said(what: str, on: bool, title: str) -> str:
    """What was said of a brief."""
    return _SAID[what, on].format(f"“{_short(title)}”")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
