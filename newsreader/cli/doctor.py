"""``doctor``: whether everything is in order, a plain line for each thing that was looked at."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass

from newsreader.cli.outcome import Outcome
from newsreader.cli.services import Services
from newsreader.domain.errors import NewsreaderError, SecretsError
from newsreader.library.disk import disk_use
from newsreader.text.numbers import counted

_ROOM = 200 << 20  # bytes free below which a sync may not fit


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str


def doctor(services: Services, options: argparse.Namespace) -> Outcome:
    """``doctor``"""
    looks: list[Callable[[Services], Check]] = [_data_folder, _disk, _cache, _keyring, _display, _versions]
    checks = [look(services) for look in looks]
    ok = all(check.ok for check in checks)
    lines = [f"{'ok ' if check.ok else 'NOT'}  {check.name}: {check.detail}" for check in checks]
    bad = ", ".join(check.name for check in checks if not check.ok)
    return Outcome(
        {"ok": ok, "checks": [asdict(check) for check in checks]},
        lines,
        f"not in order: {bad}" if bad else "",
    )


def _data_folder(services: Services) -> Check:
    folder = services.data_dir
    ok = folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
    return Check("data folder", ok, str(folder) if ok else f"{folder} cannot be written.")


def _disk(services: Services) -> Check:
    free = shutil.disk_usage(services.data_dir).free
    use = disk_use(services.data_dir)
    parts = ", ".join(
        f"{name} {size / 1e6:.1f} MB"
        for name, size in (
            ("cache", use.cache),
            ("pictures", use.pictures),
            ("icons", use.icons),
            ("copies of the cache", use.copies),
            ("other", use.other),
        )
    )
    return Check("disk", free >= _ROOM, f"{free / (1 << 30):.1f} GB free; in use: {parts}")


def _cache(services: Services) -> Check:
    try:
        library = services.library()
        findings = library.check()
    except NewsreaderError as fault:
        return Check("integrity", False, fault.sentence)
    feeds = len(library.feeds.all())
    sound = f"the cache is sound; {counted(feeds, 'feed')}"
    return Check("integrity", not findings, findings[0] if findings else sound)


def _keyring(services: Services) -> Check:
    """A missing keyring is a fault only for who has a feed that needs a secret."""
    try:
        name = services.keyring()
    except SecretsError as fault:
        try:
            needed = services.library().feeds.protected()
        except NewsreaderError:
            needed = 0
        return Check("keyring", not needed, fault.sentence)
    return Check("keyring", True, name)


def _display(services: Services) -> Check:
    if sys.platform in ("win32", "darwin"):
        return Check("display", True, "the system's own")
    for name in ("WAYLAND_DISPLAY", "DISPLAY"):
        if os.environ.get(name):
            return Check("display", True, f"{name}={os.environ[name]}")
    return Check(
        "display", True, "none: the window cannot be opened here, --screenshot and all commands work"
    )


def _versions(services: Services) -> Check:
    versions = services.versions()
    missing = [name for name, version in versions.items() if not version]
    known = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
    return Check("versions", not missing, f"missing: {', '.join(missing)}" if missing else known)
