"""How the story list is to look, from the settings. Main thread."""

from __future__ import annotations

from typing import cast

from newsreader.ui.choices import Choices
from newsreader.ui.stories.options import Density, Grouping, ListOptions, MarkRead, Pictures

_MARK_READ = {"at_once": "at_once", "delay": "after_delay", "never": "never"}


def list_options(choices: Choices) -> ListOptions:
    """What the settings say now."""
    return ListOptions(
        density=cast(Density, choices.text("list.density")),
        oldest_first=choices.text("list.sort") == "oldest",
        unread_only=choices.on("list.unread_only"),
        group=cast(Grouping, choices.text("list.group")),
        mark_read=cast(MarkRead, _MARK_READ[choices.text("reader.mark_read")]),
        mark_delay=choices.number("reader.mark_read_delay"),
        fold=choices.on("list.fold_duplicates"),
        mark_on_scroll=choices.on("list.mark_on_scroll"),
        pictures=_card_pictures(choices),
    )


def _card_pictures(choices: Choices) -> Pictures:
    """Nothing is fetched for stories nobody opened, but where a person wants it."""
    pictures = choices.text("reader.pictures")
    if pictures == "never":
        return "none"
    return "load" if pictures == "always" and choices.on("list.load_pictures") else "kept"
