"""A story with its page, made on the reader thread, so that the main thread does nothing but set it."""

from __future__ import annotations

from dataclasses import dataclass

from newsreader.domain.stories import Story
from newsreader.ui.reader import runs
from newsreader.ui.reader.document import Ending, Heading
from newsreader.ui.reader.headline import headline
from newsreader.ui.reader.html_adapter import adapt
from newsreader.ui.reader.pages import Page
from newsreader.ui.reader.words import ending_lines, meta_line, whole_note


@dataclass(frozen=True, slots=True)
class Prepared:
    """A story and the page of what is read of it."""

    story: Story
    page: Page

    def same_page(self, other: Prepared) -> bool:
        """Whether ``other`` looks the same but for marks and choices: then nothing needs to move."""
        mine, theirs = self.story, other.story
        return (mine.header.id, mine.pictures) == (
            theirs.header.id,
            theirs.pictures,
        ) and self.page == other.page

    def heading(self, now: int) -> Heading:
        """What stands above the text. ``now`` is UTC epoch seconds."""
        header = self.story.header
        title = headline(header)
        rtl = self.page.rtl if self.page.words else runs.starts_rtl(title)
        meta = meta_line(header, self.page, now)
        return Heading(runs.label(header.feed_title), title, meta, rtl, whole_note(self.story))

    def ending(self) -> Ending:
        """What stands below it."""
        return Ending(ending_lines(self.story, self.page))


def prepare(story: Story | None) -> Prepared | None:
    """Make the page of a story. Any thread."""
    return Prepared(story, adapt(story.body, story.language)) if story is not None else None
