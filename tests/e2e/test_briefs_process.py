"""The invented events of tests/data/events through the real program: 60 feeds over HTTP, a sync, and what ``briefs``
tells of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.data.events import make_feeds
from tests.support.event_site import event_site
from tests.support.program import run


@pytest.fixture
def feeds(tmp_path: Path) -> Iterator[Path]:
    """The list of the sixty feeds, which a server has."""
    with event_site(tmp_path / "site") as opml:
        yield opml


def test_sixty_feeds_give_each_event_once(tmp_path: Path, feeds: Path) -> None:
    data = tmp_path / "data"
    assert run(data, "import", str(feeds)).returncode == 0
    synced = json.loads(run(data, "--json", "sync").stdout)
    assert (synced["feeds"], synced["failed"]) == (60, 0)
    briefs = json.loads(run(data, "--json", "briefs", "--hours", "168").stdout)
    links = {
        story["id"]: story["link"] for story in json.loads(run(data, "--json", "list", "--limit", "0").stdout)
    }
    found = {frozenset(links[story] for story in brief["stories"]) for brief in briefs}
    expected = {frozenset(group) for group in make_feeds.expected().values()}
    assert found - expected == set(), "wrongly joined or parted"
    assert found == expected
    told_by_most = max(briefs, key=lambda brief: len(brief["sources"]))
    assert len(briefs[0]["sources"]) > 1, "what several tell comes first"
    assert len(told_by_most["sources"]) == len(told_by_most["stories"])
    again = json.loads(run(data, "--json", "sync", "--force").stdout)
    assert again["new_stories"] == 0
    later = json.loads(run(data, "--json", "briefs", "--hours", "168").stdout)
    assert {brief["id"]: brief["stories"] for brief in later} == {
        brief["id"]: brief["stories"] for brief in briefs
    }


def test_a_brief_can_be_put_away_from_the_terminal(tmp_path: Path, feeds: Path) -> None:
    data = tmp_path / "data"
    run(data, "import", str(feeds))
    run(data, "sync")
    first = json.loads(run(data, "--json", "briefs", "--hours", "168").stdout)[0]
    story = json.loads(run(data, "--json", "show", str(first["stories"][0])).stdout)
    assert {*story["related"], story["id"]} == set(first["stories"])
    done = run(data, "--json", "briefs", "--dismiss", str(first["id"]))
    assert (done.returncode, json.loads(done.stdout)) == (0, {"changed": [first["id"]]})
    left = json.loads(run(data, "--json", "briefs", "--hours", "168").stdout)
    assert first["id"] not in [brief["id"] for brief in left]
    assert "Undone: Brief" in run(data, "undo").stdout
    assert run(data, "briefs", "--dismiss", "999999").returncode == 1
