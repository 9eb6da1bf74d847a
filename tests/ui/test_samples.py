"""The sample feeds of the gallery fare as real feeds do: what a page says of one agrees with itself."""

from __future__ import annotations

import time

import pytest

from newsreader.domain.fetching import FeedReport
from newsreader.net.waits import http_date
from newsreader.ui.dialogs.samples import SampleLibrary, sample_feeds

WEEK = 7 * 86_400
each = pytest.mark.parametrize("number", [feed.id for feed in sample_feeds()])


@pytest.fixture
def report(number: int) -> FeedReport:
    """What is told of a sample feed."""
    found: FeedReport = SampleLibrary().feeds.report(number)
    return found


@each
def test_the_chart_ends_with_the_newest_story(report: FeedReport) -> None:
    assert report.latest is not None
    weeks_ago = (int(time.time()) - report.latest) // WEEK
    quiet = next((n for n, count in enumerate(reversed(report.weeks)) if count), None)
    assert quiet == (weeks_ago if weeks_ago < len(report.weeks) else None)


@each
def test_the_counts_agree_with_the_chart(report: FeedReport) -> None:
    assert report.feed.unread <= report.feed.total <= max(sum(report.weeks), 1)


@each
def test_nothing_came_after_the_last_check_nor_while_checks_failed(report: FeedReport) -> None:
    assert report.latest is not None
    assert report.feed.last_checked is not None
    assert report.state.last_checked == report.feed.last_checked
    assert report.feed.last_checked - report.latest > report.state.failures * 3600
    assert http_date(report.state.validators.last_modified) in (None, report.latest)


@each
def test_the_next_check_is_due_and_for_the_reason_given(report: FeedReport) -> None:
    last, wait = report.feed.last_checked, report.feed.next_check
    if report.state.waits_for_person:
        assert (wait, report.state.last_status) == (None, 401)
        return
    assert last is not None
    assert wait is not None
    assert wait > time.time() or report.feed.paused
    if report.state.failures:
        assert f"{report.state.failures} checks failed" in report.why_next
        assert wait - last == pytest.approx(min(2 ** (report.state.failures - 1), 24) * 3600, rel=0.11)


def test_the_tree_counts_what_its_feeds_count() -> None:
    tree = SampleLibrary().feeds.tree()
    assert (tree.unread, tree.total) == (sum(f.unread for f in tree.feeds), sum(f.total for f in tree.feeds))


def test_feeds_in_trouble_fare_as_their_own_pages_say() -> None:
    library = SampleLibrary()
    for health in library.feeds.health():
        report = library.feeds.report(health.feed.id)
        assert (health.latest, health.failures) == (report.latest, report.state.failures)
