"""The real program in a real window: what a person does on the first morning, and what must still be there after it."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.support.feed_site import FeedSite, FeedStory
from tests.support.program import command, needs_screen, program
from tests.support.screen import Screen, wait_for

pytestmark = needs_screen


@pytest.fixture
def site() -> Iterator[FeedSite]:
    with FeedSite() as site:
        stories = [
            FeedStory(f"s{n}", f"Story number {n}", f"<p>Words of story {n}.</p>") for n in range(1, 6)
        ]
        site.feed("/deep/news.xml", title="Quay Street News", stories=stories)
        site.page("/", links=["/deep/news.xml"], title="Quay Street")
        yield site


def add_by_keyboard(screen: Screen, address: str) -> None:
    """Open the add-feed dialog from the main window, and type an address into it."""
    screen.focus("Newsreader")
    screen.key("ctrl+n")
    screen.focus("Add feed")
    screen.key("ctrl+a")
    screen.type(address)
    screen.key("Return")


def log_of(folder: Path) -> str:
    path = folder / "logs" / "window.log"
    return path.read_text() if path.exists() else ""


def test_a_first_morning(screen: Screen, site: FeedSite, tmp_path: Path) -> None:
    with program(screen, tmp_path) as process:
        add_by_keyboard(screen, site.url("/nothing-here"))
        wait_for(lambda: "answered 404" in log_of(tmp_path), "the person to be told that nothing is there")
        add_again_after_404(screen, site)
        wait_for(lambda: command(tmp_path, "feeds"), "the feed to be stored")
        wait_for(lambda: len(command(tmp_path, "list")) == 5, "the stories to be stored")
        screen.focus("Newsreader")
        screen.key("j")
        read = wait_for(
            lambda: [row for row in command(tmp_path, "list") if row["read"]], "a story to be read"
        )
        screen.key("s")
        saved = wait_for(lambda: [row for row in command(tmp_path, "list") if row["saved"]], "it to be saved")
        assert saved[0]["id"] in [row["id"] for row in read]
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
    with program(screen, tmp_path) as process:
        screen.focus("Newsreader")
        rows = {row["id"]: row for row in command(tmp_path, "list")}
        assert rows[saved[0]["id"]]["read"]
        assert rows[saved[0]["id"]]["saved"]
        process.terminate()
        assert process.wait(15) == 0
    assert "uncaught" not in log_of(tmp_path)


def add_again_after_404(screen: Screen, site: FeedSite) -> None:
    """The dialog said what was wrong and kept what was typed; the front page holds the feed."""
    screen.focus("Add feed")
    screen.key("ctrl+a")
    screen.type(site.url("/"))
    screen.key("Return")
    wait_for(lambda: site.asked("/deep/news.xml"), "the feed of the page to be looked at")

    def added() -> bool:
        """Return adds what was found as soon as it is shown; before that it does nothing."""
        screen.key("Return")
        return not screen.windows("Add feed")

    wait_for(added, "the dialog to show the feed and take it")


def test_a_second_start_hands_its_address_over(screen: Screen, site: FeedSite, tmp_path: Path) -> None:
    """HOSTILE D07"""
    with program(screen, tmp_path):
        screen.focus("Newsreader")
        with program(screen, tmp_path, f"feed:{site.url('/deep/news.xml')}") as second:
            assert second.wait(15) == 0
        screen.focus("Add feed")
        wait_for(lambda: site.asked("/deep/news.xml"), "the address to be looked at")


def test_d06_a_foreign_lock_keeps_the_window_alive_and_loses_no_mark(
    screen: Screen, site: FeedSite, tmp_path: Path
) -> None:
    """HOSTILE D06: what a person does while another program holds the cache is kept as soon as it lets go."""
    command(tmp_path, "add", site.url("/deep/news.xml"))
    with program(screen, tmp_path):
        screen.focus("Newsreader")

        def read() -> list[Any]:
            screen.key("j")  # until there is a list to step through
            return [row for row in command(tmp_path, "list") if row["read"]]

        wait_for(read, "a story to be read")
        with closing(sqlite3.connect(tmp_path / "cache.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            screen.key("s")
            screen.key("ctrl+n")
            screen.focus("Add feed")
            screen.key("Escape")
            wait_for(lambda: not screen.windows("Add feed"), "the window to answer while the cache is held")
            assert not [row for row in command(tmp_path, "list") if row["saved"]]
            other.execute("ROLLBACK")
        wait_for(lambda: [row for row in command(tmp_path, "list") if row["saved"]], "the mark to be kept")


def test_a_lock_left_by_a_crash_is_overcome(screen: Screen, tmp_path: Path) -> None:
    with program(screen, tmp_path) as process:
        screen.focus("Newsreader")
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
    with program(screen, tmp_path) as process:
        screen.focus("Newsreader")
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 0


def test_closing_in_the_middle_of_a_sync(screen: Screen, tmp_path: Path) -> None:
    with FeedSite() as slow:
        stories = [FeedStory("one", "One"), FeedStory("two", "Two")]
        addresses = [slow.feed(f"/feed{n}.xml", title=f"Feed {n}", stories=stories) for n in range(8)]
        (tmp_path / "list.opml").write_text(
            "<opml version='2.0'><body>"
            + "".join(f"<outline type='rss' text='F' xmlUrl='{address}'/>" for address in addresses)
            + f"<outline type='rss' text='Slow' xmlUrl='{slow.slow('/slow.xml', 60)}'/></body></opml>"
        )
        data = tmp_path / "data"
        assert command(data, "import", str(tmp_path / "list.opml"))["added"] == 9
        with program(screen, data) as process:
            screen.focus("Newsreader")
            wait_for(lambda: slow.asked("/slow.xml"), "the sync to begin by itself")
            process.terminate()
            assert process.wait(15) == 0
        assert command(data, "doctor")["checks"]
        assert "uncaught" not in log_of(data)
