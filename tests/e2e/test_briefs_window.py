"""The invented events of tests/data/events in the real sidebar of a real window: open, expand, read, take back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from newsreader.domain.stories import View, ViewKind
from tests.data.events import make_feeds
from tests.support.event_site import event_site
from tests.support.program import command, needs_screen, program
from tests.support.screen import Screen, wait_for

pytestmark = needs_screen


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder with the sixty feeds, synced."""
    with event_site(tmp_path / "site") as opml:
        folder = tmp_path / "data"
        assert command(folder, "import", str(opml))["added"] == 60
        assert command(folder, "sync")["failed"] == 0
        yield folder


def read_stories(folder: Path) -> set[int]:
    return {row["id"] for row in command(folder, "list", "--limit", "0") if row["read"]}


def press_until(screen: Screen, keys: tuple[str, ...], seen: Callable[[], Any], what: str) -> Any:
    """Press ``keys`` until they do something: nobody outside can see when the briefs have come."""
    for _ in range(10):
        screen.key(*keys)
        try:
            return wait_for(seen, what, patience=2)
        except AssertionError:
            continue
    return wait_for(seen, what)


def test_an_event_is_opened_unfolded_read_and_taken_back(screen: Screen, data: Path) -> None:
    with program(screen, data) as process:
        screen.focus("Newsreader")
        # Each of these may be pressed again: it comes to the same.
        first_card = ("Escape", "b", "Home", "Return")
        read = press_until(screen, first_card, lambda: read_stories(data), "the story of a card to be read")
        event = next(
            set(brief["stories"]) for brief in command(data, "briefs") if read <= {*brief["stories"]}
        )
        assert len(event) > 2
        second_source = ("Home", "Right", "Right", "j", "Return")
        press_until(screen, second_source, lambda: read_stories(data) > read, "a source to be read")
        opened = read_stories(data)
        screen.key("Home", "Left", "e")
        wait_for(lambda: event <= read_stories(data), "the whole event to be read")
        screen.key("ctrl+z")
        wait_for(lambda: read_stories(data) == opened, "the event to be as before")
        process.terminate()
        assert process.wait(15) == 0


def test_the_sidebar_holds_every_event_once(data: Path) -> None:
    """What the window's own library tells its sidebar; the groups are those that the corpus was written with."""
    from newsreader.app.window import library_opener

    library = library_opener(data)()
    shown = library.briefs.list(168, None, hide_read=True).briefs
    links = {row["id"]: row["link"] for row in command(data, "list", "--limit", "0")}
    listed = [sorted(library.stories.ids(View(ViewKind.EVENT, brief.id))) for brief in shown]
    library.close()
    found = {frozenset(links[story] for story in brief.stories) for brief in shown}
    assert found == {frozenset(group) for group in make_feeds.expected().values()}
    assert all(brief.place for brief in shown)
    assert listed == [sorted(brief.stories) for brief in shown], "as a list too"
