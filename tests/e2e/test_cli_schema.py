"""Every command of the terminal: the keys, types and nulls of its JSON, its exit codes, each failure included.

They run in this process, with the real library, jobs, network and parsers; ``test_cli_process`` runs the program.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from newsreader.app.command_main import CommandServices
from newsreader.cli import main
from newsreader.cli.command_names import COMMANDS
from newsreader.cli.commands import command
from newsreader.domain.errors import KeyringMissing
from newsreader.domain.events import Draft
from newsreader.library.library import open_library
from newsreader.settings.file import SettingsFile
from newsreader.submit.account import settings_of
from tests.hostile.support.certificates import Authority
from tests.support.feed_site import FeedSite, FeedStory, rss
from tests.support.mail_server import Habits, MailServer

TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


class When:
    """A time as the command line writes it."""


class Maybe:
    """The type, or null."""

    def __init__(self, kind: Any) -> None:
        self.kind = kind


FEED = {
    "id": int, "url": str, "title": str, "site": str, "folder": str, "unread": int, "total": int,
    "last_checked": Maybe(When), "next_check": Maybe(When), "error": str, "paused": bool,
}  # fmt: skip
CANDIDATE = {
    "url": str, "title": str, "type": str, "stories": int, "latest": Maybe(When), "subscribed": Maybe(int),
}  # fmt: skip
STORY = {
    "id": int, "title": str, "link": str, "author": str, "published": Maybe(When), "received": When, "teaser": str,
    "read": bool, "saved": bool, "tags": [str], "feed": Maybe({"id": int, "title": str, "url": str}),
}  # fmt: skip
WHOLE_STORY = STORY | {
    "html": str, "text": str, "enclosures": [{"url": str, "type": str, "length": Maybe(int)}], "related": [int],
}  # fmt: skip
SYNC = {
    "feeds": int, "due": int, "unchanged": int, "changed": int, "failed": int, "new_stories": int,
    "updated_stories": int, "seconds": float, "errors": [{"url": str, "error": str}],
}  # fmt: skip
BRIEF = {"id": int, "headline": str, "teaser": str, "sources": [str], "stories": [int], "newest": When}
ERROR = {"error": str}


def fits(value: Any, shape: Any, where: str = "$") -> None:
    """Assert that a document has exactly this shape."""
    if isinstance(shape, Maybe):
        if value is not None:
            fits(value, shape.kind, where)
    elif isinstance(shape, dict):
        assert isinstance(value, dict), where
        assert list(value) == list(shape), where
        for key, kind in shape.items():
            fits(value[key], kind, f"{where}.{key}")
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        for number, one in enumerate(value):
            fits(one, shape[0], f"{where}[{number}]")
    elif shape is When:
        assert isinstance(value, str), where
        assert TIME.fullmatch(value), f"{where}: {value}"
    else:
        assert type(value) is shape, f"{where}: {value!r} is no {shape.__name__}"


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


class NoKeyring(CommandServices):
    """The machine of the tests must not be asked for its keyring."""

    def keyring(self) -> str:
        raise KeyringMissing("There is no keyring here.")


class Terminal:
    """Runs commands on one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *words: str, secret: str = "", json: bool = True) -> Said:
        out, err = io.StringIO(), io.StringIO()
        made: list[NoKeyring] = []

        def services(data_dir: Path | None) -> NoKeyring:
            made.append(NoKeyring(data_dir or self.folder, "1.2.3"))
            return made[0]

        before, sys.stdin = sys.stdin, io.StringIO(secret)
        try:
            with redirect_stdout(out), redirect_stderr(err):
                code = main.run([*words, *(["--json"] if json else [])], "1.2.3", services, command)
        finally:
            sys.stdin = before
            for one in made:
                one.close()
        return Said(code, out.getvalue(), err.getvalue())

    def done(self, *words: str, shape: Any, **options: Any) -> Any:
        """Run a command that ends well and says exactly this; its document."""
        said = self(*words, **options)
        assert (said.code, said.err) == (0, ""), said
        fits(said.document, shape)
        return said.document

    def fails(self, *words: str, shape: Any = ERROR, **options: Any) -> Any:
        """Run a command that is not done: exit 1, one plain line, one document."""
        said = self(*words, **options)
        assert said.code == 1, said
        assert re.fullmatch(r"newsreader: [^\n]+\n", said.err), said.err
        assert "Traceback" not in said.err
        fits(said.document, shape)
        plain = self(*words, json=False, **options)
        assert plain.code == 1
        return said.document


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


@pytest.fixture
def site() -> Iterator[FeedSite]:
    with FeedSite() as found:
        yield found


DATED = FeedStory(
    "dated", "A dated story", "<p>Hello <b>wide</b> world</p>", date="Sat, 21 Nov 2020 10:00:00 GMT"
)
FUTURE = FeedStory("future", "From the future", "<p>Later</p>", date="Sat, 21 Nov 2099 10:00:00 GMT")
PLAIN = FeedStory("plain", "A plain story", "<p>Words</p>")


@pytest.fixture
def feed(terminal: Terminal, site: FeedSite) -> dict[str, Any]:
    """A feed with three stories."""
    url = site.feed("/a.xml", "A feed", [DATED, FUTURE, PLAIN])
    return terminal.done("add", url, shape=FEED)


# -- the commands ----------------------------------------------------------------------------------------------------


def test_every_command_is_tested_here() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    for name in COMMANDS:
        assert re.search(rf'(done|fails|terminal)\(\s*"{name}"', source), name


def test_add_stores_the_stories_at_once(terminal: Terminal, site: FeedSite) -> None:
    url = site.feed("/a.xml", "A feed", [DATED, PLAIN])
    feed = terminal.done("add", url, "--folder", "World/Europe", "--title", "Mine", shape=FEED)
    assert (feed["url"], feed["title"], feed["folder"], feed["total"], feed["unread"]) == (
        url, "Mine", "World/Europe", 2, 2,
    )  # fmt: skip
    assert feed["last_checked"] is not None
    assert site.asked() == 1, "one request where the address is a feed"
    again = terminal.done("add", url, shape=FEED)
    assert again["id"] == feed["id"]
    assert site.asked() == 1


def test_add_finds_the_feed_of_a_page(terminal: Terminal, site: FeedSite) -> None:
    site.feed("/a.xml", "Found")
    assert terminal.done("add", site.page("/", ["/a.xml"]), shape=FEED)["title"] == "Found"


def test_add_lists_several_candidates(terminal: Terminal, site: FeedSite) -> None:
    site.feed("/a.xml", "One", [PLAIN])
    site.feed("/b.xml", "Two", [DATED])
    found = terminal.fails("add", site.page("/", ["/a.xml", "/b.xml"]), shape=[CANDIDATE])
    assert [one["title"] for one in found] == ["One", "Two"]
    assert terminal.done("feeds", shape=[FEED]) == []


def test_a_login_is_entered_later_and_a_token_has_no_name(terminal: Terminal, site: FeedSite) -> None:
    url = site.feed("/private.xml")
    terminal.done("add", url, shape=FEED)
    assert "password" in terminal.fails("set", url, "--user", "ann", secret="")["error"]
    # Machines that run tests have no keyring: it is said, and nothing is changed.
    said = terminal("set", url, "--user", "", secret="t0ken\n")
    assert said.code == (1 if "keyring" in said.err else 0), said
    assert "t0ken" not in said.out + said.err


def test_add_with_a_login_keeps_the_secret_out_of_everything(terminal: Terminal, site: FeedSite) -> None:
    site.feed("/a.xml")
    url = site.protected("/a.xml", "ann", "s3cret")
    assert "401" in terminal.fails("add", url)["error"]
    terminal.fails("add", url, "--user", "ann", secret="wrong\n")
    assert "password" in terminal.fails("add", url, "--user", "ann", secret="")["error"]
    # There is no keyring here, and a command has no session to keep it for: not added, nothing kept.
    terminal.fails("add", url, "--user", "ann", secret="s3cret\n")
    assert terminal.done("feeds", shape=[FEED]) == []
    for path in terminal.folder.rglob("*"):
        assert path.is_dir() or b"s3cret" not in path.read_bytes()


@pytest.mark.parametrize("command", ["add", "discover"])
def test_addresses_that_give_no_feed(terminal: Terminal, site: FeedSite, command: str) -> None:
    site.status("/500", 500)
    for address, said in (
        (site.url("/404"), "404"),
        (site.url("/500"), "500"),
        ("http://127.0.0.1:9/", "127.0.0.1"),
        ("not an address", "not an address"),
        ("ftp://site.example/feed", "not an address"),
        ("", "not an address"),
    ):
        assert said in terminal.fails(command, address)["error"]


def test_discover(terminal: Terminal, site: FeedSite, feed: dict[str, Any]) -> None:
    found = terminal.done("discover", feed["url"], shape=[CANDIDATE])
    assert len(found) == 1
    assert (found[0]["stories"], found[0]["type"], found[0]["subscribed"]) == (3, "rss", feed["id"])
    site.feed("/b.xml", "Two")
    fresh = terminal.done("discover", site.page("/", ["/b.xml"]), shape=[CANDIDATE])
    assert fresh[0]["subscribed"] is None
    assert terminal.fails("discover", site.page("/nothing"), shape=[CANDIDATE]) == []
    site.raw("/png", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "image/png")
    assert terminal.fails("discover", site.url("/png"), shape=[CANDIDATE]) == []


def test_feeds(terminal: Terminal, feed: dict[str, Any]) -> None:
    assert terminal.done("feeds", shape=[FEED]) == [feed]


def test_remove_and_undo(terminal: Terminal, feed: dict[str, Any]) -> None:
    assert terminal.done("remove", str(feed["id"]), shape=FEED) == feed
    assert terminal.done("feeds", shape=[FEED]) == []
    undone = terminal.done("undo", shape={"undone": Maybe(str), "changed": [int]})
    assert undone == {"undone": "Feed “A feed” removed", "changed": []}
    assert terminal.done("feeds", shape=[FEED]) == [feed]


def test_rename_move_and_set(terminal: Terminal, feed: dict[str, Any]) -> None:
    url = feed["url"]
    assert terminal.done("rename", url, "New name", shape=FEED)["title"] == "New name"
    assert terminal.done("move", url, "World/Asia", shape=FEED)["folder"] == "World/Asia"
    assert terminal.done("move", url, "", shape=FEED)["folder"] == ""
    assert terminal.done("set", url, "--pause", shape=FEED)["paused"] is True
    assert terminal.done("set", url, "--resume", shape=FEED)["paused"] is False
    assert terminal.done("set", url, "--interval", "30", shape=FEED)["url"] == url
    assert terminal.done("set", url, "--url", f"{url}?new", shape=FEED)["url"] == f"{url}?new"
    for words, said in (
        (("--offline", "--notify"), "kept for reading offline"),
        (("--no-offline",), "not kept offline"),
        (("--keep-days", "30"), "30 days"),
        (("--keep-days", "default"), "as in the preferences"),
    ):
        assert said in terminal("set", str(feed["id"]), *words, json=False).out
    terminal.fails("set", str(feed["id"]), "--interval", "5")
    terminal.fails("set", str(feed["id"]), "--url", "javascript:alert(1)")
    terminal.fails("set", str(feed["id"]), "--url", "http://ann:s3cret@127.0.0.1/")


def test_unknown_feeds(terminal: Terminal) -> None:
    for which in ("7", "http://127.0.0.1:9/x", "nonsense", "9" * 40):
        for words in (
            ("remove", which),
            ("rename", which, "T"),
            ("move", which, "F"),
            ("set", which, "--pause"),
        ):
            assert "feed" in terminal.fails(*words)["error"]
        terminal.fails("sync", which)
        terminal.fails("list", "--feed", which)
        terminal.fails("mark", "read", "--feed", which)


def test_sync(terminal: Terminal, site: FeedSite, feed: dict[str, Any]) -> None:
    assert terminal.done("sync", shape=SYNC)["due"] == 0
    site.feed("/a.xml", "A feed", [FeedStory("new"), DATED, FUTURE, PLAIN])
    report = terminal.done("sync", feed["url"], shape=SYNC)
    assert (report["feeds"], report["due"], report["changed"], report["new_stories"]) == (1, 1, 1, 1)
    assert terminal.done("sync", "--force", shape=SYNC)["unchanged"] == 1
    site.status("/a.xml", 404)
    failed = terminal.done("sync", "--force", shape=SYNC)
    assert failed["failed"] == 1, "exit 0 even when feeds fail"
    assert failed["errors"][0]["url"] == feed["url"]
    assert terminal.done("feeds", shape=[FEED])[0]["error"] == failed["errors"][0]["error"]


def test_list(terminal: Terminal, feed: dict[str, Any]) -> None:
    stories = terminal.done("list", shape=[STORY])
    assert [story["title"] for story in stories][-1] == "A dated story"
    by_title = {story["title"]: story for story in stories}
    assert by_title["A dated story"]["published"] == "2020-11-21T10:00:00Z"
    assert by_title["A dated story"]["teaser"] == "Hello wide world"
    assert by_title["A plain story"]["published"] is None
    future = by_title["From the future"]
    assert future["published"] == future["received"], "a future time is told as that of the arrival"
    assert future["feed"] == {"id": feed["id"], "title": "A feed", "url": feed["url"]}
    assert len(terminal.done("list", "--limit", "1", shape=[STORY])) == 1
    assert len(terminal.done("list", "--limit", "0", shape=[STORY])) == 3
    assert len(terminal.done("list", "--today", shape=[STORY])) == 2
    assert len(terminal.done("list", "--today", "--feed", feed["url"], "--unread", shape=[STORY])) == 2
    assert terminal.done("list", "--saved", shape=[STORY]) == []


def test_list_by_folder(terminal: Terminal, feed: dict[str, Any]) -> None:
    terminal.done("move", feed["url"], "World/Asia", shape=FEED)
    assert len(terminal.done("list", "--folder", "World", shape=[STORY])) == 3
    assert len(terminal.done("list", "--folder", "World/Asia", "--feed", str(feed["id"]), shape=[STORY])) == 3
    terminal.done("move", feed["url"], "", shape=FEED)
    assert terminal.done("list", "--folder", "World", "--feed", str(feed["id"]), shape=[STORY]) == []
    terminal.fails("list", "--folder", "Nowhere")


def test_a_saved_story_of_a_removed_feed_has_no_feed(terminal: Terminal, feed: dict[str, Any]) -> None:
    story = terminal.done("list", shape=[STORY])[0]
    terminal.done("mark", "saved", str(story["id"]), shape={"changed": [int]})
    terminal.done("remove", feed["url"], shape=FEED)
    (left,) = terminal.done("list", shape=[STORY])
    assert (left["id"], left["feed"]) == (story["id"], None)
    assert terminal.done("show", str(story["id"]), shape=WHOLE_STORY)["feed"] is None


def test_show(terminal: Terminal, feed: dict[str, Any]) -> None:
    story = next(one for one in terminal.done("list", shape=[STORY]) if one["title"] == "A dated story")
    whole = terminal.done("show", str(story["id"]), shape=WHOLE_STORY)
    assert {key: whole[key] for key in STORY} == story
    assert whole["html"] == "<p>Hello <b>wide</b> world</p>"
    assert whole["text"] == "Hello wide world"
    terminal.fails("show", "999999")


def test_fulltext(terminal: Terminal, site: FeedSite) -> None:
    words = "The council opened the bridge after eleven years of work, and the first trams run in May. " * 4
    site.page("/whole", body=f"<article><p>{words}</p></article>")
    site.page("/bare", body="<p>Please accept our cookies.</p>")
    url = site.feed(
        "/teasers.xml",
        stories=[
            FeedStory("1", "One", "<p>A teaser.</p>", site.url("/whole")),
            FeedStory("2", "Two", "<p>A teaser.</p>", site.url("/bare")),
        ],
    )
    terminal("add", url)
    by_title = {story["title"]: story["id"] for story in terminal("list").document}
    whole = terminal.done("fulltext", str(by_title["One"]), shape=WHOLE_STORY)
    assert "eleven years" in whole["html"]
    assert "eleven years" in whole["text"]
    assert terminal.done("show", str(by_title["One"]), shape=WHOLE_STORY)["text"] == "A teaser."
    assert "browser" in terminal.fails("fulltext", str(by_title["Two"]))["error"]
    assert "no story 999" in terminal.fails("fulltext", "999")["error"]


def test_download(terminal: Terminal, site: FeedSite, tmp_path: Path) -> None:
    site.raw("/one.mp3", b"sound" * 1000, "audio/mpeg")
    item = f'<item><title>One</title><guid>1</guid><enclosure url="{site.url("/one.mp3")}" type="audio/mpeg"/></item>'
    feed = f'<rss version="2.0"><channel><title>Show</title>{item}</channel></rss>'
    site.raw("/show.xml", feed.encode())
    terminal("add", site.url("/show.xml"))
    (story,) = (one for one in terminal("list").document if one["title"] == "One")
    folder = tmp_path / "music"
    shape = [{"path": str, "size": int, "resumed": bool}]
    (saved,) = terminal.done("download", str(story["id"]), "--to", str(folder), shape=shape)
    assert Path(saved["path"]) == folder / "one.mp3"
    assert Path(saved["path"]).read_bytes() == b"sound" * 1000
    assert "1 file" in terminal.fails("download", str(story["id"]), "--number", "2")["error"]
    assert "no story 999" in terminal.fails("download", "999")["error"]


def test_mark(terminal: Terminal, feed: dict[str, Any]) -> None:
    changed = {"changed": [int]}
    first, *others = [str(story["id"]) for story in terminal.done("list", shape=[STORY])]
    assert terminal.done("mark", "read", first, shape=changed) == {"changed": [int(first)]}
    assert terminal.done("mark", "read", first, shape=changed) == {"changed": []}
    assert "999999" in terminal.fails("mark", "read", others[0], "999999")["error"]
    assert len(terminal.done("list", "--unread", shape=[STORY])) == 2, "an unknown id: nothing is changed"
    assert sorted(terminal.done("mark", "read", "--all", shape=changed)["changed"]) == sorted(
        map(int, others)
    )
    assert len(terminal.done("mark", "unread", "--feed", feed["url"], shape=changed)["changed"]) == 3
    assert terminal.done("mark", "saved", *others, shape=changed)["changed"]
    assert len(terminal.done("list", "--saved", shape=[STORY])) == 2
    terminal.fails("mark", "read", "--folder", "Nowhere")


def test_undo(terminal: Terminal, feed: dict[str, Any]) -> None:
    shape = {"undone": Maybe(str), "changed": [int]}
    terminal.done("mark", "read", "--all", shape={"changed": [int]})
    undone = terminal.done("undo", shape=shape)
    assert (undone["undone"], len(undone["changed"])) == ("3 stories marked read", 3)
    assert terminal.done("undo", shape=shape)["undone"] == "Feed “A feed” added"
    assert terminal.done("feeds", shape=[FEED]) == []
    assert terminal.done("undo", shape=shape) == {"undone": None, "changed": []}


def test_no_query_can_raise_a_fault(terminal: Terminal, feed: dict[str, Any]) -> None:
    queries = (
        "",
        '"',
        "a AND",
        "(",
        "NEAR(",
        "*",
        "title:",
        "-",
        "--",
        "'",
        ";drop table stories",
        "\0",
        "😀",
        "x" * 5000,
    )
    for query in queries:
        said = terminal("--json", "search", "--", query, json=False)
        assert (said.code, said.err) == (0, ""), query
        fits(said.document, [STORY | {"snippet": str}])


def test_search(terminal: Terminal, feed: dict[str, Any]) -> None:
    found = terminal.done("search", "hello world", shape=[STORY | {"snippet": str}])
    assert [story["title"] for story in found] == ["A dated story"]
    assert "Hello" in found[0]["snippet"]
    assert terminal.done("search", "hello nowhere", shape=[STORY]) == []
    assert len(terminal.done("search", "story", "--limit", "1", shape=[STORY | {"snippet": str}])) == 1


def test_briefs(terminal: Terminal, feed: dict[str, Any]) -> None:
    found = terminal.done("briefs", shape=[BRIEF])
    assert {brief["headline"] for brief in found} >= {"A plain story"}
    assert found[0]["sources"] == ["A feed"]
    assert terminal.done("briefs", shape=[BRIEF]) == found, "ids are stable"
    assert len(terminal.done("briefs", "--hours", "1", "--limit", "1", shape=[BRIEF])) == 1
    page = terminal.folder / "day.html"
    assert terminal.done("briefs", "--html", str(page), shape=[BRIEF]) == found
    assert "<h1>Today in brief</h1>" in page.read_text(encoding="utf-8")


def test_brief(terminal: Terminal, feed: dict[str, Any]) -> None:
    first, second = terminal.done("briefs", shape=[BRIEF])[:2]
    brief, story = str(first["id"]), str(second["stories"][0])
    changed = {"changed": [int]}
    source = {
        "id": int,
        "title": str,
        "link": str,
        "source": str,
        "published": When,
        "read": bool,
        "why": str,
    }

    def stories() -> set[int]:
        return {one["id"] for one in terminal.done("brief", "show", brief, shape=[source])}

    assert stories() == set(first["stories"])
    for action in ("follow", "unfollow", "less", "usual"):
        assert terminal.done("brief", action, brief, shape=changed) == {"changed": [first["id"]]}, action
        assert terminal.done("brief", action, brief, shape=changed) == {"changed": []}, f"{action} again"
    assert terminal.done("brief", "join", brief, story, shape=changed) == {"changed": [int(story)]}
    assert stories() == {*first["stories"], *second["stories"]}
    assert set(terminal.done("brief", "read", brief, shape=changed)["changed"]) == stories()
    assert terminal.done("brief", "read", brief, shape=changed) == {"changed": []}
    assert terminal.done("brief", "split", brief, story, shape=changed) == {"changed": [int(story)]}
    assert int(story) not in stories()
    assert terminal.done("brief", "dismiss", brief, shape=changed) == {"changed": [first["id"]]}
    assert first["id"] not in [one["id"] for one in terminal.done("briefs", shape=[BRIEF])]
    for action in (["show"], ["read"], ["follow"], ["split", story], ["join", story]):
        terminal.fails("brief", action[0], "999999", *action[1:])


def test_import_and_export(terminal: Terminal, feed: dict[str, Any], tmp_path: Path) -> None:
    out = tmp_path / "out.opml"
    report = {"added": int, "already": int, "skipped": [{"url": str, "why": str}]}
    assert terminal.done("export", str(out), shape={"feeds": int}) == {"feeds": 1}
    assert terminal.done("import", str(out), shape=report) == {"added": 0, "already": 1, "skipped": []}
    terminal.done("remove", feed["url"], shape=FEED)
    assert terminal.done("import", str(out), shape=report)["added"] == 1
    text = out.read_text(encoding="utf-8").replace(feed["url"], "exec:rm -rf /")
    (tmp_path / "bad.opml").write_text(text, encoding="utf-8")
    (left,) = terminal.done("import", str(tmp_path / "bad.opml"), shape=report)["skipped"]
    assert left["url"] == "exec:rm -rf /"
    terminal.fails("import", str(tmp_path / "nowhere.opml"))
    (tmp_path / "page.opml").write_bytes(b"\x89PNG\r\n")
    terminal.fails("export", str(tmp_path / "nowhere" / "out.opml"))


def test_keep_and_tidy(terminal: Terminal, site: FeedSite, tmp_path: Path) -> None:
    shape = {"stories": int, "pictures": int, "icons": int, "exported": str, "problem": str}
    terminal.done("add", site.feed("/a.xml", stories=[FeedStory("1")]), shape=FEED)
    terminal.done("mark", "saved", "1", shape={"changed": [int]})
    assert terminal.done("keep", shape=shape) == {
        "stories": 1, "pictures": 0, "icons": 0, "exported": "", "problem": "",
    }  # fmt: skip
    settings = terminal.folder / "settings.json"
    settings.write_text(json.dumps({"storage.opml_folder": str(tmp_path / "nowhere")}))
    said = terminal("keep")
    assert said.code == 1
    fits(said.document, shape)
    assert "nowhere" in said.document["problem"]
    assert "preferences" in terminal("keep", json=False).err
    (tmp_path / "nowhere").mkdir()
    assert terminal.done("keep", shape=shape)["exported"].endswith(".opml")
    assert terminal.done("tidy", shape={"freed": int}) == {"freed": 0}


def test_backup_and_restore(terminal: Terminal, site: FeedSite, tmp_path: Path) -> None:
    made, back = {"path": str, "feeds": int, "size": int}, {"whole": bool, "feeds": int}
    terminal.done("add", site.feed("/a.xml", stories=[FeedStory("1")]), shape=FEED)
    terminal.done("mark", "saved", "1", shape={"changed": [int]})
    copy = tmp_path / "all.sqlite3"
    assert terminal.done("backup", str(copy), shape=made)["feeds"] == 1
    terminal.done("remove", "1", shape=FEED)
    assert terminal.done("restore", str(copy), shape=back) == {"whole": True, "feeds": 1}
    assert terminal.done("list", "--saved", shape=[STORY])[0]["id"] == 1
    terminal.fails("restore", str(tmp_path / "nowhere.sqlite3"))
    terminal.fails("restore", str(terminal.folder / "cache.sqlite3"))
    terminal.fails("backup", str(terminal.folder / "cache.sqlite3"))
    with copy.open("r+b") as file:
        file.truncate(copy.stat().st_size * 9 // 10)
    assert terminal.done("restore", str(copy), shape=back) == {"whole": False, "feeds": 1}
    assert "Not all of it could be read" in terminal("restore", str(copy), json=False).out
    assert terminal("doctor").document["ok"]


def test_doctor(terminal: Terminal) -> None:
    shape = {"ok": bool, "checks": [{"name": str, "ok": bool, "detail": str}]}
    found = terminal.done("doctor", shape=shape)
    assert found["ok"] is True
    assert {"integrity", "keyring", "display", "versions", "disk"} <= {
        check["name"] for check in found["checks"]
    }
    terminal.done("feeds", shape=[FEED])
    cache = terminal.folder / "cache.sqlite3"
    cache.write_bytes(b"not a database" * 1000)
    said = terminal("doctor")
    broken = said.document
    fits(broken, shape)
    assert (said.code, broken["ok"]) == (1, False)
    assert not next(check for check in broken["checks"] if check["name"] == "integrity")["ok"]


def test_a_fault_of_ours_is_one_plain_line_too(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr("newsreader.cli.feeds.show_all", broken)
    assert "log has the details" in terminal.fails("feeds")["error"]
    assert "ZeroDivisionError" in caplog.text


# -- usage -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        [], ["nonsense"], ["add"], ["show"], ["show", "x"], ["show", "-1"], ["rename", "1"], ["mark", "read"],
        ["mark", "eaten", "1"], ["mark", "read", "1", "--all"], ["mark", "read", "--all", "--feed", "1"],
        ["set", "1"], ["set", "1", "--pause", "--resume"], ["set", "1", "--interval", "often"],
        ["brief"], ["brief", "follow"], ["brief", "split", "1"], ["brief", "show", "1", "2"],
        ["list", "--limit", "-1"], ["list", "--limit", "many"], ["briefs", "--hours", "0"], ["sync", "--hard"],
        ["feeds", "--data-dir"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_is_exit_2(terminal: Terminal, words: list[str]) -> None:
    said = terminal(*words, json=False)
    assert (said.code, said.out) == (2, "")
    assert "usage" in said.err
    with_json = terminal("--json", *words, json=False)
    assert with_json.code == 2
    fits(with_json.document, ERROR)


@pytest.mark.parametrize(
    "words", [["--version"], ["feeds", "--version"], ["--version", "show"]], ids=" ".join
)
def test_version_before_and_after_the_command(terminal: Terminal, words: list[str]) -> None:
    assert terminal(*words, json=False) == Said(0, "newsreader 1.2.3\n", "")
    assert terminal(*words).document == {"version": "1.2.3"}


@pytest.mark.parametrize(
    "words",
    [
        ["--data-dir", "{}", "--json", "feeds"],
        ["feeds", "--data-dir", "{}", "--json"],
        ["--json", "feeds", "--data-dir={}"],
    ],
)
def test_the_data_folder_before_and_after_the_command(
    terminal: Terminal, tmp_path: Path, words: list[str]
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    said = terminal(*(word.format(other) for word in words), json=False)
    assert (said.code, said.document) == (0, [])
    assert (other / "cache.sqlite3").exists()


def test_people_read_lines(terminal: Terminal, feed: dict[str, Any]) -> None:
    say: Callable[..., str] = lambda *words: terminal(*words, json=False).out  # noqa: E731
    assert "A feed" in say("feeds")
    assert "A plain story" in say("list")
    assert "Hello wide world" in say(
        "show", str(terminal.done("search", "hello", shape=[STORY | {"snippet": str}])[0]["id"])
    )
    assert "3 stories marked read" in say("mark", "read", "--all")
    assert "Undone: 3 stories" in say("undo")
    assert "0 feeds of 1 asked" in say("sync")
    assert "integrity" in say("doctor")
    assert "A plain story" in say("briefs")


def test_what_a_feed_says_cannot_steer_the_terminal(terminal: Terminal, site: FeedSite) -> None:
    terminal.done(
        "add",
        site.raw("/a.xml", rss("Evil \u202e\u009b title", [FeedStory("a", "\u202ered\u009b31m")])),
        shape=FEED,
    )
    for word in ("feeds", "list", "briefs"):
        out = terminal(word, json=False).out
        assert not set(out) & set("\u202e\u009b\x1b\x07")


EVENT = {
    "id": int, "state": str, "publication": str, "email": str, "title": str, "begins": Maybe(When),
    "ends": Maybe(When), "zone": str, "place": str, "address": str, "description": str, "link": str, "contact": str,
    "pictures": [{"width": int, "height": int, "bytes": int}], "changed": When, "sent": Maybe(When),
    "next_try": Maybe(When), "error": str,
}  # fmt: skip


@pytest.fixture
def event(terminal: Terminal) -> int:
    """A complete draft; its id."""
    library = open_library(terminal.folder, "window")
    begins = 4_000_000_000
    draft = Draft(email="desk@courier.example", title="Fair", begins=begins, zone="UTC", place="Market hall")
    (draft_id,) = library.events.save(draft).drafts
    library.close()
    return draft_id


def test_event(terminal: Terminal, event: int, tmp_path: Path) -> None:
    (listed,) = terminal.done("event", "list", shape=[EVENT])
    assert (listed["id"], listed["state"], listed["begins"]) == (event, "draft", "2096-10-02T07:06:40Z")
    assert terminal.done("event", "show", str(event), shape=EVENT) == listed
    assert "no event 99" in terminal.fails("event", "show", "99")["error"]
    out = tmp_path / "fair.eml"
    assert terminal.done("event", "eml", str(event), str(out), shape={"file": str, "bytes": int})[
        "file"
    ] == str(out)
    assert b"X-Unsent: 1" in out.read_bytes()
    assert (
        "cannot be written"
        in terminal.fails("event", "eml", str(event), str(tmp_path / "no" / "x.eml"))["error"]
    )


def test_event_send(terminal: Terminal, event: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.pem))
    assert "mail account" in terminal.fails("event", "send", str(event), shape=EVENT)["error"]
    with MailServer(authority.context("localhost"), users={}) as server:
        account = server.account(user="")
        SettingsFile(terminal.folder / "settings.json").set_many(settings_of(account))
        assert terminal.done("event", "check", shape={"origin": str})["origin"] == account.origin
        assert not server.received
        sent = terminal.done("event", "send", str(event), shape=EVENT)
        assert sent["state"] == "sent"
        assert "sent already" in terminal.fails("event", "send", str(event))["error"]
        assert [mail.recipients for mail in server.received] == [["desk@courier.example"]]


def test_event_that_was_perhaps_sent_is_not_sent_again(
    terminal: Terminal, event: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.pem))
    with MailServer(authority.context("localhost"), users={}) as server:
        SettingsFile(terminal.folder / "settings.json").set_many(settings_of(server.account(user="")))
        server.habits = Habits(cut="after")
        said = terminal("event", "send", str(event))
        assert (said.code, said.document["state"]) == (1, "unsure")
        assert "may have been sent" in terminal.fails("event", "send", str(event))["error"]
        assert len(server.received) == 1


def test_contact(terminal: Terminal, site: FeedSite, feed: dict[str, Any]) -> None:
    site.page("/", body="<a href='mailto:desk@courier.example'>Write</a><a href='tel:5550142'>Call</a>")
    answer = terminal("contact", str(feed["id"])).document
    assert list(answer) == ["feed", "found", "pages", "contact"]
    assert answer["found"]["email"] == "desk@courier.example"
    assert answer["contact"]["phone"] == {"value": "5550142", "from": "site", "page": answer["pages"][0]}
    terminal.fails("contact", "999")
