"""What the dialogs say of feeds, in words. Pure but for the names of languages, which Qt knows; any thread."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from newsreader.domain.jobs import Candidate
from newsreader.text.dates import age_words
from newsreader.text.numbers import counted, grouped

TYPE_NAMES = {"rss": "RSS", "rdf": "RSS 1.0", "atom": "Atom", "json": "JSON Feed"}
_NUMBERS = (
    "No",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
)


def number_word(number: int) -> str:
    """A number at the head of a sentence: in letters up to twelve."""
    return _NUMBERS[number] if number < len(_NUMBERS) else grouped(number)


def language_name(code: str) -> str:
    """The English name of a language code (``en-GB``, ``de_at``); ``""`` for none or one that Qt does not know."""
    short = code.replace("_", "-").split("-")[0].strip().lower()
    if not (2 <= len(short) <= 3 and short.isalpha()):
        return ""
    language = QLocale.codeToLanguage(short)
    return (
        ""
        if language in (QLocale.Language.AnyLanguage, QLocale.Language.C)
        else QLocale.languageToString(language)
    )


def country_name(code: str) -> str:
    """The English name of an ISO 3166 code; the code itself for one that Qt does not know."""
    territory = QLocale.codeToTerritory(code)
    return code if territory is QLocale.Country.AnyTerritory else QLocale.territoryToString(territory)


def how_often(per_week: float | None, latest: int | None, now: int) -> str:
    """``about 9 a day``, ``about 2 a week``, ``about 1 a month``, ``silent since 3 Mar 2021``; ``""`` if unknown."""
    if per_week is None:
        return ""
    if per_week >= 7:
        return f"about {grouped(round(per_week / 7))} a day"
    if per_week >= 0.9:
        return f"about {round(per_week)} a week"
    if per_week > 0:
        return f"about {max(1, round(per_week * 4.35))} a month"
    return f"silent since {age_words(latest, now)}" if latest is not None else "silent"


def candidate_words(candidate: Candidate, now: int) -> str:
    """The line under a candidate's title: ``Atom · full text · English · about 9 a day``."""
    parts = [TYPE_NAMES.get(candidate.type, candidate.type)]
    if candidate.stories:
        parts.append("full text" if candidate.full_text else "teasers only")
    else:
        parts.append("no stories yet")
    parts += [language_name(candidate.language), how_often(candidate.per_week, candidate.latest, now)]
    return " · ".join(part for part in parts if part)


def bytes_words(size: int) -> str:
    """``512 bytes``, ``48 KB``, ``1.2 MB``."""
    if size < 1024:
        return counted(size, "byte")
    return f"{grouped(round(size / 1024))} KB" if size < 1024 * 1000 else f"{size / 1024 / 1024:.1f} MB"
