"""The real program subscribes by each way in: dialog, drop, a second start with a link, a list of feeds, the catalogue.

The web is a farm on loopback behind a proxy, so that real names of hosts are asked as they are.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from newsreader.domain.feeds import Feed
from newsreader.library.library import open_library
from tests.hostile.support.certificates import Authority
from tests.support.drag_source import TITLE
from tests.support.planted import plant
from tests.support.program import NO_KEYRING, needs_screen, program
from tests.support.screen import Screen, open_screen, wait_for
from tests.support.site_farm import Farm

pytestmark = needs_screen


@pytest.fixture
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    with Farm(Authority(tmp_path_factory.mktemp("authority"))) as farm:
        plant(farm)
        yield farm


class Person:
    """Somebody at the screen, over one data folder."""

    def __init__(self, screen: Screen, folder: Path, farm: Farm) -> None:
        self.screen, self.folder, self.farm = screen, folder, farm
        self.environment = {
            **screen.environment,
            **farm.environment,
            **NO_KEYRING,
        }
        folder.mkdir()
        (folder / "settings.json").write_text(json.dumps(farm.settings()), encoding="utf-8")

    def program(self, *words: str) -> AbstractContextManager[subprocess.Popen[bytes]]:
        """The program on the screen, over the data folder, in the web of the farm."""
        return program(self.screen, self.folder, *words, environment=self.farm.environment)

    def feeds(self) -> dict[str, Feed]:
        """The feeds of the cache, by address."""
        library = open_library(self.folder, "command")
        try:
            return {feed.url: feed for feed in library.feeds.all()}
        finally:
            library.close()

    def has(self, *urls: str) -> None:
        """Wait until these feeds are there with their stories, and every dialog is gone."""
        wait_for(
            lambda: all(url in (feeds := self.feeds()) and feeds[url].total == 2 for url in urls),
            f"{urls} to be subscribed to",
        )
        wait_for(lambda: not self.screen.windows("Add feed"), "the dialog to close")

    def second_start(self, word: str) -> None:
        """Start the program again with a word; it hands it over and ends."""
        with self.program(word) as second:
            assert second.wait(30) == 0

    def drags(self, address: str) -> None:
        """Drag a link from another window onto the middle of the program's."""
        line = [sys.executable, "-m", "tests.support.drag_source", address]
        source = subprocess.Popen(line, env=self.environment)
        try:
            self.screen.focus(TITLE)
            self.screen.xdotool("mousemove", "30", "30", "mousedown", "1")
            for x, y in ((40, 40), (80, 50), (300, 300), (600, 420), (620, 440), (622, 442)):
                self.screen.xdotool("mousemove", "--sync", str(x), str(y), "sleep", "0.05")
            self.screen.xdotool("mouseup", "1")
            self.screen.focus("Add feed")
        finally:
            source.kill()
            source.wait(10)


@pytest.mark.timeout(400)  # five waits of a minute at the worst
def test_every_way_in(farm: Farm, tmp_path: Path) -> None:
    with open_screen() as screen:
        person = Person(screen, tmp_path / "data", farm)
        with person.program() as process:
            by_dialog(person)
            by_second_start(person)
            by_drop(person)
            by_list(person, tmp_path)
            by_catalogue(person)
            process.terminate()
            assert process.wait(20) == 0
        log = person.folder / "logs" / "window.log"
        assert not log.exists() or "uncaught" not in log.read_text()


def by_dialog(person: Person) -> None:
    """A page in capitals, without quotes, with a base elsewhere."""
    screen = person.screen
    screen.focus("Newsreader")
    screen.key("ctrl+n")
    screen.focus("Add feed")
    screen.type("shout.example/index.htm")
    screen.key("Return")
    wait_for(
        lambda: "https://cdn.shout.example/pub/main.rdf" in person.farm.asked, "the feed to be looked at"
    )
    wait_until_found(screen)
    person.has("https://cdn.shout.example/pub/main.rdf")


def by_second_start(person: Person) -> None:
    """A link of the kind that the system hands to its newsreader."""
    person.second_start("feed:https://courier.example/news/atom.xml")
    person.screen.focus("Add feed")
    wait_until_found(person.screen)
    person.has("https://courier.example/news/atom.xml")


def by_drop(person: Person) -> None:
    """A channel dragged out of a browser: two feeds are offered, the first is taken."""
    person.drags("https://www.youtube.com/@lighthouse")
    person.screen.focus("Add feed")
    wait_until_found(person.screen)
    person.has("https://www.youtube.com/feeds/videos.xml?playlist_id=UULFabcdefghijklmnopqrstuv")


def by_list(person: Person, folder: Path) -> None:
    """A list of feeds, opened with the program."""
    screen, path = person.screen, folder / "mine.opml"
    path.write_text(
        '<opml version="2.0"><body><outline text="Quay">'
        '<outline text="Boats" xmlUrl="https://quay.example/category/boats/feed/"/></outline></body></opml>'
    )
    person.second_start(str(path))
    screen.focus("Import feeds")
    wait_for(lambda: press_return(screen, "Import feeds"), "the list to be imported and the dialog to close")
    person.has("https://quay.example/category/boats/feed/")
    assert person.feeds()["https://quay.example/category/boats/feed/"].folder == "Quay"


def by_catalogue(person: Person) -> None:
    """Searched, chosen by the keyboard; only then is anything fetched."""
    screen = person.screen
    screen.focus("Newsreader")
    screen.key("ctrl+n")
    screen.focus("Add feed")
    screen.key("ctrl+Tab")
    screen.type("quanta")
    screen.key("Down", "space")
    assert "https://www.quantamagazine.org/feed/" not in person.farm.asked
    screen.key("Return")
    person.has("https://www.quantamagazine.org/feed/")


def wait_until_found(screen: Screen) -> None:
    """Enter adds what was found as soon as it is shown; before that it does nothing."""
    wait_for(lambda: press_return(screen, "Add feed"), "the feed to be added")


def press_return(screen: Screen, dialog: str) -> bool:
    """Press Enter in a dialog; True once there is none."""
    if not screen.windows(dialog):
        return True
    screen.key("Return")
    return False
