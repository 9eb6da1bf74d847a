"""Commands and queries about events a person submits, over a real cache."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from newsreader.domain.errors import MailError, UsageError
from newsreader.domain.events import Draft, MailAccount, SubmissionState
from newsreader.library.library import Library, open_library
from newsreader.settings.file import SettingsFile

NOW = 1_804_000_000
FULL = Draft(
    publication="Harbour Courier",
    email="desk@courier.example",
    title="Harbour festival",
    begins=NOW + 86_400,
    zone="Europe/Berlin",
    place="Market hall",
)


class Clock:
    now = NOW

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Iterator[Library]:
    opened = open_library(tmp_path, "window", clock=clock)
    yield opened
    opened.close()


def kept(library: Library, draft: Draft = FULL) -> int:
    (draft_id,) = library.events.save(draft).drafts
    return draft_id


def state(library: Library, draft_id: int) -> SubmissionState | None:
    submission = library.events.draft(draft_id).submission
    return None if submission is None else submission.state


def test_a_draft_is_kept_and_gone_on_with(library: Library, clock: Clock) -> None:
    draft_id = kept(library, Draft(title="Half"))
    clock.now += 5
    assert library.events.save(Draft(draft_id, title="Half a title")).drafts == (draft_id,)
    found = library.events.open_draft()
    assert found is not None
    assert found.draft == Draft(draft_id, title="Half a title", changed=NOW + 5)
    assert found.submission is None


def test_a_person_goes_on_with_the_draft_for_that_newsroom(library: Library, clock: Clock) -> None:
    first = kept(library)
    clock.now += 1
    kept(library, replace(FULL, email="news@lantern.example"))
    found = library.events.open_draft("Desk@courier.example ")
    assert found is not None
    assert found.draft.id == first
    assert library.events.open_draft("nobody@courier.example") is None


def test_pictures_come_and_go_with_their_files(library: Library, tmp_path: Path) -> None:
    draft_id = kept(library)
    library.events.add_picture(draft_id, b"one", "jpg", 20, 10, "IMG_1.JPG")
    library.events.add_picture(draft_id, b"two", "png", 30, 40, "plan.png")
    library.events.add_picture(draft_id, b"one", "jpg", 20, 10, "again.jpg")
    one, two = library.events.draft(draft_id).draft.pictures
    assert (one.width, one.height, one.size, one.name) == (20, 10, 3, "IMG_1.JPG")
    assert library.events.picture_bytes(draft_id, two) == b"two"
    library.events.save(replace(FULL, id=draft_id, pictures=()))
    assert len(library.events.draft(draft_id).draft.pictures) == 2
    library.events.remove_picture(draft_id, one.file)
    assert library.events.draft(draft_id).draft.pictures == (two,)
    assert [path.name for path in (tmp_path / "drafts" / str(draft_id)).iterdir()] == [two.file]


def test_a_removed_draft_takes_its_files_with_it(library: Library, tmp_path: Path) -> None:
    draft_id = kept(library)
    library.events.add_picture(draft_id, b"one", "jpg", 20, 10, "a.jpg")
    assert library.events.remove(draft_id).drafts == (draft_id,)
    assert library.events.drafts() == []
    assert not (tmp_path / "drafts" / str(draft_id)).exists()


def test_a_copy_has_pictures_of_its_own(library: Library) -> None:
    draft_id = kept(library)
    library.events.add_picture(draft_id, b"one", "jpg", 20, 10, "a.jpg")
    (copy_id,) = library.events.copy(draft_id).drafts
    library.events.remove(draft_id)
    copy = library.events.draft(copy_id).draft
    assert (copy.title, copy.email) == (FULL.title, "")
    assert library.events.picture_bytes(copy_id, copy.pictures[0]) == b"one"


def test_no_copy_stays_when_a_picture_is_gone(library: Library, tmp_path: Path) -> None:
    draft_id = kept(library)
    library.events.add_picture(draft_id, b"one", "jpg", 20, 10, "a.jpg")
    for path in (tmp_path / "drafts" / str(draft_id)).iterdir():
        path.unlink()
    with pytest.raises(MailError):
        library.events.copy(draft_id)
    assert len(library.events.drafts()) == 1


def test_what_is_not_complete_is_not_queued(library: Library) -> None:
    draft_id = kept(library, replace(FULL, place=""))
    with pytest.raises(UsageError, match="where it takes place"):
        library.events.queue(draft_id)
    assert state(library, draft_id) is None


def test_queued_taken_back_changed_and_queued_again(library: Library) -> None:
    draft_id = kept(library)
    library.events.queue(draft_id)
    library.events.queue(draft_id)
    (waiting,) = library.events.outgoing()
    assert library.events.next_try() == NOW
    with pytest.raises(UsageError):
        library.events.save(replace(FULL, id=draft_id, title="Other"))
    library.events.take_back(draft_id)
    assert library.events.outgoing() == []
    assert library.events.next_try() is None
    library.events.save(replace(FULL, id=draft_id, title="Other"))
    library.events.queue(draft_id)
    (again,) = library.events.outgoing()
    assert (again.message_id, again.title) == (waiting.message_id, "Other")


def test_only_what_is_unknown_can_be_confirmed(library: Library) -> None:
    draft_id = kept(library)
    library.events.queue(draft_id)
    with pytest.raises(UsageError):
        library.events.confirm(draft_id)
    assert library.events.sent() == []


def test_the_account_is_kept_in_the_settings_without_a_password(library: Library, tmp_path: Path) -> None:
    account = MailAccount("smtp.lee.example", 587, "starttls", "ann", "ann@lee.example")
    library.events.set_account(account)
    assert library.events.account() == account
    assert SettingsFile(tmp_path / "settings.json").text("mail.host") == "smtp.lee.example"
    assert account.origin == "smtp://smtp.lee.example:587"
    with pytest.raises(UsageError, match="no e-mail address"):
        library.events.set_account(replace(account, sender="ann"))
    with pytest.raises(UsageError, match="no name of a server"):
        library.events.set_account(replace(account, host="smtp lee"))


def test_the_file_for_a_mail_program_holds_everything(library: Library) -> None:
    draft_id = kept(library)
    library.events.add_picture(draft_id, b"\xff\xd8\xffone", "jpg", 20, 10, "a.jpg")
    path = library.events.write_eml(draft_id)
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert path.name == "harbour-festival.eml"
    assert (mail["X-Unsent"], mail["To"], mail["From"]) == ("1", "desk@courier.example", None)
    calendar, picture = mail.iter_attachments()  # type: ignore[attr-defined]
    assert calendar.get_content_type() == "text/calendar"
    assert picture.get_content() == b"\xff\xd8\xffone"
