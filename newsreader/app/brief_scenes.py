"""The states of the briefs: the sidebar, and the page of the day."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from newsreader.domain.briefs import Brief, BriefList, BriefSource
from newsreader.domain.errors import StoreError
from newsreader.library.edition import make_edition
from newsreader.ui.main_window import MainWindow

_HOUR = 3600
_LONG = (
    "Regional assembly adopts after eleven hours of debate the third amended version of the ordinance on the use of "
    "inland waterways by pleasure boats, houseboats and rowing clubs"
)
_SHARE = StoreError("The cache is busy: another program holds it. Close that one, then try again.")
_Scene = Callable[[MainWindow], QWidget | None]


def scenes() -> dict[str, _Scene]:
    """The scenes by name."""
    return {
        "briefs-open": _open_cards,
        "briefs-sections": lambda window: _sidebar(window, _sample()),
        "briefs-followed": _followed,
        "briefs-many": _many,
        "briefs-menu": _menu,
        "briefs-latest": lambda window: _sidebar(window, replace(_sample(), latest=True)),
        "briefs-long": lambda window: _sidebar(window, _odd()),
        "briefs-empty": lambda window: _sidebar(window, BriefList(())),
        "briefs-fetching": _fetching,
        "briefs-all-read": _all_read,
        "briefs-loading": lambda window: window.briefs.showLoading(),
        "briefs-error": _fault,
        "list-event": _list_event,
        "compare": _compare,
        "same-event": _choose_event,
        "list-folded": lambda window: window.choices.set("list.fold_duplicates", True),
        "morning": lambda window: window.morning.open(),
        "morning-sections": lambda window: _page(window, _sample()),
        "morning-narrow": _narrow,
        "morning-long": lambda window: _page(window, _odd()),
        "morning-empty": lambda window: _page(window, BriefList(())),
        "morning-error": _page_fault,
    }


def _sidebar(window: MainWindow, briefs: BriefList) -> None:
    window.briefs.model.show(())
    window.briefs.setBriefs(briefs)
    if not briefs.briefs:
        window.briefs.setPublication(None)


def _open_cards(window: MainWindow) -> None:
    window.briefs.focusList()
    window.briefs.list.unfold()
    QApplication.processEvents()


def _followed(window: MainWindow) -> None:
    sample = _sample().briefs
    first, second = replace(sample[0], followed=True), replace(sample[1], less=True)
    _sidebar(window, BriefList((first, replace(sample[2], followed=True, read=True), *sample[3:], second)))
    window.briefs.setSources(first.id, _sources(first))
    window.briefs.list.go_to(2)


def _many(window: MainWindow) -> None:
    """An event of many stories: more publications than an open card lists, some of them more than once."""
    sample = _sample().briefs
    papers = (*_PAPERS, *(f"{paper} on Sunday" for paper in _PAPERS))
    stories = tuple(range(20_000, 20_037))
    first = replace(
        sample[0], stories=stories, story=stories[0], sources=papers, source_feeds=(1,) * len(papers)
    )
    told = _sources(replace(first, sources=tuple(papers[n % (3 if n < 12 else 14)] for n in range(37))))
    _sidebar(window, BriefList((first, *sample[1:])))
    window.briefs.setSources(first.id, told)
    _open_cards(window)


def _fetching(window: MainWindow) -> None:
    _sidebar(window, BriefList(()))
    window.briefs.setFetching(True)


def _all_read(window: MainWindow) -> None:
    _sidebar(window, _sample())
    window.briefs.list.clearSelection()
    window.briefs.setBriefs(BriefList(()))


def _fault(window: MainWindow) -> None:
    window.briefs.setBriefs(BriefList(()))
    window.briefs.showFault(_SHARE)


def _menu(window: MainWindow) -> QWidget | None:
    _open_cards(window)
    window.briefs.menuRequested.emit(window.briefs.list.mapToGlobal(QPoint(40, 60)))
    QApplication.processEvents()
    return QApplication.activePopupWidget()


def _list_event(window: MainWindow) -> None:
    window.briefs.focusList()
    window.actions_table["briefs.list"].trigger()


def _compare(window: MainWindow) -> None:
    window.compare.toggle()


def _choose_event(window: MainWindow) -> QWidget:
    window.desk.choose_brief(-1, lambda _brief: None)
    return next(dialog for dialog in window.findChildren(QDialog) if dialog.windowTitle() == "Same event as…")


def _page(window: MainWindow, briefs: BriefList) -> None:
    window.morning.view.show_edition(make_edition(briefs, int(time.time())))
    window.morning.view.open_page()


def _narrow(window: MainWindow) -> None:
    window.resize(680, window.height())
    _page(window, _sample())


def _page_fault(window: MainWindow) -> None:
    window.morning.view.show_fault(_SHARE)
    window.morning.view.open_page()


# -- samples -----------------------------------------------------------------------------------------------------

_PAPERS = (
    "Harbour Courier",
    "Valley Post",
    "Northside News",
    "World Desk",
    "Meridian",
    "Lab Notes",
    "Sky Watch",
)
_TOLD = (
    ("", 6, "Harbour bridge approved after nine sessions", "Eleven years of planning end with a vote at two in the "
     "morning; the second deck is dropped, the tram line stays, and work could begin in March if the insurers agree "
     "by the end of the year."),
    ("", 4, "Bank fined over gaps in its money checks", "The regulator said controls had been weak for five years, "
     "that staff had warned of it, and that the bank failed to check what it had been told to check."),
    ("", 3, "Parliament fails to elect a president", "A ninth round ended without a majority. The caretaker cabinet, "
     "in office since May, stays with limited powers until the next session."),
    ("", 2, "Storm closes the coast road again", "Crews expect to clear the last fallen trees by noon; drivers are "
     "asked to take the valley route."),
    ("Local", 2, "School kitchens win back the lunch hour", "Fresh food costs eleven cents more a meal and halves what "
     "is thrown away, a trial in four canteens found."),
    ("Local", 1, "Market hall reopens with half its stalls", "The other half waits for a roof that was promised for "
     "last spring."),
    ("World", 3, "Night train returns to the mountain line", "Twelve years after the last sleeper the operator starts "
     "with three coaches, two nights a week."),
    ("World", 1, "Two islands share one ferry again", "The older ship goes to the yard; the timetable is cut by a "
     "third until June."),
    ("World", 1, "Census counts more people over ninety than under one", "The statistics office calls it a first."),
    ("Science", 2, "A quieter way to count whales", "One winter of recordings from a moored buoy gave a better "
     "estimate than ten years of flights."),
    ("Science", 1, "The comet is visible before dawn", "Look low in the east from five o'clock; binoculars help."),
)  # fmt: skip


def _sample() -> BriefList:
    now = int(time.time())
    return BriefList(tuple(_brief(n, *told, now - n * 2200 - 720) for n, told in enumerate(_TOLD, 1)))


def _brief(id: int, section: str, papers: int, headline: str, teaser: str, when: int) -> Brief:
    stories = tuple(10_000 + id * 10 + n for n in range(papers))
    place = f"{papers} publications tell of it, the first of them {id} hours ago."
    return Brief(
        10_000 + id, headline, teaser, stories[0], stories, (_PAPERS * 2)[id % 7 : id % 7 + papers], (1,) * papers,
        when, first=when - id * _HOUR, place=place, section=section,
    )  # fmt: skip


def _sources(brief: Brief) -> tuple[BriefSource, ...]:
    heads = (
        "Council approves the harbour bridge after a long night", "Bridge vote passes", _LONG, "Second deck dropped",
        "What the bridge means for the tram", "Insurers still to agree",
    )  # fmt: skip
    return tuple(
        BriefSource(story, 1, title, heads[n % 6], "", "", brief.newest - n * 1500, n == 1)
        for n, (story, title) in enumerate(zip(brief.stories, brief.sources, strict=True))
    )


def _odd() -> BriefList:
    """Long titles, right to left, no spaces, no headline, no teaser."""
    now = int(time.time())
    arabic = (
        "وافق المجلس على الجسر الجديد بعد تسع جلسات وليلة طويلة، ويبدأ العمل في مارس إذا وافقت شركات التأمين"
    )
    told = (
        ("", 5, _LONG, _LONG + ". " + _LONG),
        ("", 2, "نشرة الميناء: الجسر الجديد يفتح غدا", arabic),
        ("", 3, "港の新しい橋が来週の月曜日に開通する", "市議会は九回の審議の末、夜明け前に橋の建設を承認した。" * 4),
        ("", 1, "", "A story without a headline: its teaser stands in for it, and is not told twice."),
        ("Local", 1, "Rain", ""),
        ("Local", 1, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "Ein Wort."),
        ("Eine sehr lange Rubrik, die nicht in die Spalte passt", 2, "<b>Bold</b> & plain", "<img src=x> stays text."),
    )  # fmt: skip
    return BriefList(tuple(_brief(n, *one, now - n * 4000) for n, one in enumerate(told, 1)))
