"""What an import would do, said before it is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsreader.domain.errors import UsageError
from newsreader.subscribe.preview import preview_import


def test_new_feeds_are_told_from_those_there_already_and_from_doubles(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text(
        "https://a.example/\nhttps://b.example/rss\nhttp://www.a.example\nexec:x\n", encoding="utf-8"
    )
    found = preview_import(file, ["https://b.example/rss/"])
    assert [feed.url for feed in found.new] == ["https://a.example/"]
    assert found.already == 2
    assert [each.url for each in found.skipped] == ["exec:x"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.opml"):
        preview_import(tmp_path / "gone.opml", [])
