"""The table of settings holds together."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import newsreader.settings.table
from newsreader.settings.table import GROUPS, SETTINGS, Setting, find

ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.lists(st.integers())
)

each = pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)


@each
def test_each_setting_is_complete(setting: Setting) -> None:
    assert setting.accepts(setting.default)
    assert setting.key == f"{setting.group}.{setting.key.partition('.')[2]}"
    assert setting.group in {group.key for group in GROUPS}
    assert setting.label
    assert not setting.label.endswith(".")
    assert setting.doc.endswith(".")
    assert (setting.type == "choice") is bool(setting.choices)
    if setting.type in ("int", "float"):
        assert setting.minimum is not None
        assert setting.maximum is not None


@each
def test_the_default_can_be_typed(setting: Setting) -> None:
    assert setting.read(str(setting.default)) == setting.default


@each
@given(value=ANYTHING)
@hypothesis_settings(max_examples=25)
def test_nothing_foreign_is_accepted(setting: Setting, value: object) -> None:
    if not setting.accepts(value):
        return
    kind = {"bool": bool, "int": int, "float": int | float}.get(setting.type, str)
    assert isinstance(value, kind)
    if setting.choices:
        assert value in {choice.value for choice in setting.choices}


@given(st.sampled_from(SETTINGS), st.text(max_size=12))
def test_whatever_is_typed_is_a_value_or_a_sentence(setting: Setting, text: str) -> None:
    try:
        value = setting.read(text)
    except ValueError:
        with pytest.raises(ValueError, match=rf"^{setting.key} is .*\.$"):
            setting.read(text)
        return
    assert setting.accepts(value)


def test_keys_are_unique_and_found() -> None:
    keys = [setting.key for setting in SETTINGS]
    assert len(set(keys)) == len(keys)
    assert all(find(key).key == key for key in keys)
    with pytest.raises(KeyError):
        find("no.such")


@pytest.mark.parametrize(("text", "value"), [("on", True), ("Yes", True), ("0", False), ("OFF", False)])
def test_on_and_off_in_words(text: str, value: bool) -> None:
    assert find("sync.automatic").read(text) is value


@pytest.mark.parametrize("setting", [setting for setting in SETTINGS if setting.need])
def test_what_a_setting_needs_can_be_chosen_on_the_same_page(setting: Setting) -> None:
    assert setting.need is not None
    needed = find(setting.need.key)
    assert (needed.group, needed.hidden, needed.need) == (setting.group, False, None)
    assert all(needed.accepts(value) for value in setting.need.values)
    assert setting.used({needed.key: setting.need.values[0]}.__getitem__)


def test_every_group_has_settings() -> None:
    assert {group.key for group in GROUPS} == {setting.group for setting in SETTINGS}


def test_the_window_can_read_its_settings_with_the_standard_library_alone() -> None:
    script = (
        "import sys; import newsreader.settings.file; "
        "heavy = ('tempfile', 'random', 'asyncio', 'sqlalchemy', 'aiohttp', 'keyring'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=30
    )
    assert run.stdout.strip() == "[]"


@each
def test_what_a_person_can_set_is_read_somewhere(setting: Setting) -> None:
    """Preferences that do nothing are a lie: ``hidden=True`` until something reads it."""
    package = Path(newsreader.settings.table.__file__).parents[1]
    sources = [path for path in package.rglob("*.py") if path.parent.name != "settings"]
    assert setting.hidden or any(f'"{setting.key}"' in path.read_text(encoding="utf-8") for path in sources)
