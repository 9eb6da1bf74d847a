"""Subscription lists built to hurt: nesting, entities, size, commands, duplicates. None of them may do anything."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from newsreader.domain.errors import HostileDocument, ParseError
from newsreader.subscribe.entries import DEEPEST
from newsreader.subscribe.opml import LARGEST_FILE, read_opml, write_opml
from tests.support.screen import wait_for


def opml(body: str, before: str = "") -> bytes:
    return f'<?xml version="1.0"?>{before}<opml version="2.0"><body>{body}</body></opml>'.encode()


def test_o01_ten_thousand_folders_in_one_another_are_flattened() -> None:
    depth = 10_000
    inner = '<outline text="F" xmlUrl="https://a.example/rss"/>'
    document = read_opml(opml('<outline text="d">' * depth + inner + "</outline>" * depth))
    assert document.feeds[0].folder == "/".join(["d"] * DEEPEST)
    assert len(document.folders) == DEEPEST
    assert read_opml(write_opml(document)) == document


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_o02_entities_are_refused(encoding: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    for declarations in (
        f'<!ENTITY l0 "lol">{laughs}',
        f'<!ENTITY l9 SYSTEM "{secret.as_uri()}">',
        '<!ENTITY l9 SYSTEM "http://127.0.0.1:9/x">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;',
        f'<!ENTITY l9 "{"x" * 100_000}">',
    ):
        text = opml(
            '<outline text="&l9;" xmlUrl="https://a.example/rss"/>' * 50, f"<!DOCTYPE opml [{declarations}]>"
        )
        with pytest.raises(HostileDocument):
            read_opml(text.decode().replace('"1.0"', f'"1.0" encoding="{encoding}"', 1).encode(encoding))


def test_o02_entities_hidden_behind_broken_mark_up_are_refused_on_the_second_try_too() -> None:
    text = opml(
        '<outline text="a & b &e;" xmlUrl="https://a.example/rss"/>', '<!DOCTYPE opml [<!ENTITY e "x">]>'
    )
    with pytest.raises(HostileDocument):
        read_opml(text)


def test_o02_an_outer_dtd_is_never_fetched() -> None:
    text = opml(
        '<outline text="A" xmlUrl="https://a.example/rss"/>',
        '<!DOCTYPE opml SYSTEM "http://127.0.0.1:9/x.dtd">',
    )
    assert read_opml(text).feeds[0].title == "A"


def test_o03_a_file_larger_than_a_list_can_be_is_refused_unread() -> None:
    with pytest.raises(ParseError, match="16 MB"):
        read_opml(b"<opml>" + b" " * LARGEST_FILE)


@pytest.mark.parametrize(
    "address",
    [
        "|rm -rf ~",
        " |touch x",
        "exec:~/x.sh",
        "EXEC:x",
        "filter:~/x:https://a.example/",
        "file:///etc/passwd",
        "/etc/passwd",
        "~/feed.xml",
        "feed:file:///etc/passwd",
        "feed://|cmd",
        "javascript:alert(1)",
        "data:text/xml,&lt;rss/&gt;",
        "ftp://a.example/x",
        "smb://a.example/x",
        "http://",
        "http://[::1/x",
        "http://a b/",
        "https://..",
    ],
)
def test_o04_commands_files_and_other_schemes_are_skipped_and_listed(address: str) -> None:
    good = '<outline text="Good" xmlUrl="https://good.example/rss"/>'
    document = read_opml(opml(f'<outline text="Bad" type="rss" xmlUrl="{address}"/>{good}'))
    assert [feed.url for feed in document.feeds] == ["https://good.example/rss"]
    assert len(document.skipped) == 1
    assert document.skipped[0].why.endswith(".")
    assert b"passwd" not in write_opml(document)


def test_o04_feeds_filtered_by_a_command_are_skipped() -> None:
    document = read_opml(opml('<outline text="F" xmlUrl="https://a.example/rss" filtercmd="python x.py"/>'))
    assert document.feeds == ()
    assert "command" in document.skipped[0].why


def test_o05_duplicates_are_merged_however_they_are_spelled() -> None:
    spellings = [
        "https://a.example/rss",
        "http://www.a.example/rss/",
        "HTTPS://A.example:443/rss#x",
        "feed://a.example/rss",
    ]
    document = read_opml(
        opml("".join(f'<outline text="{n}" xmlUrl="{url}"/>' for n, url in enumerate(spellings)))
    )
    assert [feed.title for feed in document.feeds] == ["0"]
    assert document.merged == 3


def test_five_thousand_feeds_and_a_hundred_thousand_attributes_are_read_whole() -> None:
    rows = "".join(
        f'<outline text="Feed {n}" xmlUrl="https://h{n % 300}.example/{n}.xml"/>' for n in range(5000)
    )
    assert len(read_opml(opml(f'<outline text="All">{rows}</outline>')).feeds) == 5000
    wide = " ".join(f'a{n}="x"' for n in range(100_000))
    assert read_opml(opml(f"<outline {wide}/>")).feeds == ()


@pytest.mark.parametrize("patience", [0.0, 0.15])
def test_o06_a_process_killed_in_the_middle_has_imported_all_or_nothing(
    tmp_path: Path, patience: float
) -> None:
    rows = "".join(f'<outline text="F{n}" xmlUrl="https://h{n}.example/"/>' for n in range(5000))
    (tmp_path / "in.opml").write_bytes(opml(rows))
    data = tmp_path / "data"
    line = [sys.executable, "-m", "newsreader", "--data-dir", str(data), "import", str(tmp_path / "in.opml")]
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL)
    cache = data / "cache.sqlite3"
    wait_for(lambda: cache.exists() and _has_feeds_table(cache), "the cache to be made")
    time.sleep(patience)
    process.kill()
    process.wait(10)
    with closing(sqlite3.connect(cache)) as connection:
        assert connection.execute("SELECT count(*) FROM feeds").fetchone()[0] in (0, 5000)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _has_feeds_table(cache: Path) -> bool:
    with closing(sqlite3.connect(cache)) as connection:
        return bool(
            connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'feeds'").fetchone()[0]
        )
