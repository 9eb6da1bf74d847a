"""The settings file: only what differs, replaced as a whole, read with patience."""

from __future__ import annotations

import errno
import json
import logging
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from newsreader.domain.errors import DiskFull, NotWritable, UsageError
from newsreader.settings.file import SettingsFile, replace_file
from newsreader.settings.table import SETTINGS, Choice, Setting, SettingValue

TABLE = (
    Setting("a.on", "bool", True, "On or off.", "On", "a"),
    Setting("a.count", "int", 5, "How many.", "Count", "a", minimum=0, maximum=9),
    Setting("a.size", "float", 1.5, "How large.", "Size", "a", minimum=0.5, maximum=4),
    Setting("a.kind", "choice", "x", "Which.", "Kind", "a", (Choice("x", "X"), Choice("y", "Y"))),
    Setting("a.name", "text", "", "A name.", "Name", "a"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "settings.json"


@pytest.fixture
def file(path: Path) -> SettingsFile:
    return SettingsFile(path, TABLE)


def on_disk(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def test_without_a_file_the_defaults_hold(file: SettingsFile, path: Path) -> None:
    assert file.all() == {setting.key: setting.default for setting in TABLE}
    assert file.changed() == {}
    assert not path.exists()


def test_only_what_differs_is_on_disk(file: SettingsFile, path: Path) -> None:
    file.set("a.count", 7)
    file.set("a.kind", "y")
    assert on_disk(path) == {"a.count": 7, "a.kind": "y"}
    file.set("a.count", 5)
    assert on_disk(path) == {"a.kind": "y"}
    file.reset("a.kind")
    assert on_disk(path) == {}
    assert SettingsFile(path, TABLE).all() == file.all()


def test_values_by_their_type(file: SettingsFile) -> None:
    assert file.boolean("a.on") is True
    assert file.integer("a.count") == 5
    assert file.number("a.size") == 1.5
    assert file.text("a.kind") == "x"
    file.set("a.size", 2)
    assert isinstance(file.get("a.size"), float)


@pytest.mark.parametrize(
    ("key", "value"),
    [("a.on", 1), ("a.count", 10), ("a.count", True), ("a.kind", "z"), ("a.size", float("nan"))],
)
def test_what_the_table_does_not_allow_is_refused(
    file: SettingsFile, path: Path, key: str, value: SettingValue
) -> None:
    with pytest.raises(UsageError, match="is "):
        file.set(key, value)
    assert not path.exists()


def test_an_unknown_key_is_a_mistake_of_ours(file: SettingsFile) -> None:
    for call in (lambda: file.get("no.such"), lambda: file.set("no.such", 1), lambda: file.reset("no.such")):
        with pytest.raises(KeyError):
            call()


def test_several_at_once_are_all_or_none(file: SettingsFile, path: Path) -> None:
    with pytest.raises(UsageError):
        file.set_many({"a.count": 3, "a.kind": "z"})
    assert not path.exists()
    file.set_many({"a.count": 3, "a.kind": "y"})
    assert on_disk(path) == {"a.count": 3, "a.kind": "y"}


def test_keys_of_another_version_are_kept(file: SettingsFile, path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"later.thing": {"deep": [1]}, "a.count": 6}', encoding="utf-8")
    assert file.integer("a.count") == 6
    file.set("a.on", False)
    assert on_disk(path) == {"later.thing": {"deep": [1]}, "a.count": 6, "a.on": False}


def test_a_bad_value_counts_as_absent_and_is_told_once(
    file: SettingsFile, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.parent.mkdir()
    path.write_text('{"a.count": "many", "a.kind": "y"}', encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        assert file.integer("a.count") == 5
        assert file.text("a.kind") == "y"
    assert [record.getMessage() for record in caplog.records] == [
        "The setting a.count is not a whole number from 0 to 9; its default holds."
    ]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 100_000, b"x" * 2_000_000]
)
def test_a_broken_file_gives_the_defaults_and_is_kept(
    file: SettingsFile, path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        assert file.all() == {setting.key: setting.default for setting in TABLE}
    assert len(caplog.records) == 1
    file.set("a.count", 1)
    assert on_disk(path) == {"a.count": 1}
    assert path.with_name("settings.json.broken").read_bytes() == content


def test_a_byte_order_mark_does_no_harm(file: SettingsFile, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b'\xef\xbb\xbf{"a.count": 2}')
    assert file.integer("a.count") == 2


def test_a_change_by_another_process_is_seen(file: SettingsFile, path: Path) -> None:
    other = SettingsFile(path, TABLE)
    assert file.integer("a.count") == 5
    other.set("a.count", 6)
    assert file.integer("a.count") == 6
    other.set("a.kind", "y")
    assert file.refresh()
    assert not file.refresh()
    file.set("a.on", False)
    assert on_disk(path) == {"a.count": 6, "a.kind": "y", "a.on": False}
    path.unlink()
    assert file.integer("a.count") == 5


def test_a_change_of_the_same_length_in_the_same_instant_is_seen(file: SettingsFile, path: Path) -> None:
    file.set("a.count", 6)
    before = path.stat()
    replace_file(path, b'{\n  "a.count": 7\n}\n')
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.integer("a.count") == 7


def test_writing_replaces_the_file_in_one_step(
    file: SettingsFile, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.set("a.count", 6)
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)

    def torn(*_paths: object) -> None:
        raise OSError(errno.EIO, "the power went")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", torn)
        with pytest.raises(NotWritable):
            file.set("a.count", 7)
    assert on_disk(path) == {"a.count": 6}
    assert file.integer("a.count") == 6
    assert [item.name for item in path.parent.iterdir()] == ["settings.json"]
    assert synced  # the new bytes were on disk before they were to take the place


@pytest.mark.parametrize(
    ("code", "kind"), [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EROFS, NotWritable)]
)
def test_a_full_or_closed_disk_has_its_sentence(
    file: SettingsFile, path: Path, code: int, kind: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(code, "no")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(kind):
        file.set("a.count", 7)
    assert list(path.parent.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    kept.write_text("{}", encoding="utf-8")
    link = tmp_path / "settings.json"
    link.symlink_to(kept)
    SettingsFile(link, TABLE).set("a.count", 3)
    assert link.is_symlink()
    assert on_disk(kept) == {"a.count": 3}


def test_several_threads_lose_nothing(file: SettingsFile, path: Path) -> None:
    keys = ["a.count", "a.kind", "a.on", "a.name"]
    values: list[SettingValue] = [3, "y", False, "n"]
    threads = [threading.Thread(target=file.set, args=pair) for pair in zip(keys, values, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert on_disk(path) == dict(zip(keys, values, strict=True))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from([setting.key for setting in SETTINGS]) | st.text(max_size=10)


@given(st.dictionaries(KEYS, JSON, max_size=8))
@hypothesis_settings(max_examples=60)
def test_whatever_the_file_says_every_setting_has_a_proper_value(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]
) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    file = SettingsFile(path)
    assert all(setting.accepts(file.get(setting.key)) for setting in SETTINGS)
    file.set("look.theme", "sepia")
    unknown = {key: value for key, value in document.items() if key not in file.all()}
    written = json.loads(path.read_text(encoding="utf-8"))
    assert json.dumps({key: written[key] for key in unknown}, sort_keys=True) == json.dumps(
        unknown, sort_keys=True
    )
