"""Drafts, messages on their way and the log, in a real cache; and a cache of the version before that had none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from newsreader.domain.errors import MailError, UsageError
from newsreader.domain.events import Draft, DraftPicture, SubmissionState
from newsreader.store import aside, drafts, feeds, migrating, opening
from newsreader.store.database import Database, open_database
from newsreader.store.draft_files import DraftFiles
from newsreader.store.revision import APPLICATION_ID, HEAD

FULL = Draft(
    0, "Harbour Courier", "desk@courier.example", "Harbour festival", 1_800_000_000, 1_800_010_000, "Europe/Berlin",
    "Market hall", "3 Mole Road, Eastport", "Boats, food,\nand a choir.", "https://festival.example/", "Ann Lee",
)  # fmt: skip
PICTURES = (DraftPicture("a.jpg", 1600, 1200, 4711, "quay.jpg"), DraftPicture("b.png", 10, 20, 99))


def older(path: Path) -> None:
    """A cache as the first version made it, with a feed."""
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
        migrating.upgrade(raw, "0001")
        raw.execute("PRAGMA journal_mode=WAL")


def test_a_cache_of_the_first_version_gets_the_tables_and_keeps_what_it_had(path: Path) -> None:
    older(path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("INSERT INTO folders (name, position, expanded) VALUES ('Local', 1, 1)")
        raw.commit()
    assert opening.version(path) == "0001"
    database = open_database(path, role="window")
    with database.read() as r:
        assert r.rows("SELECT name FROM folders") == [("Local",)]
        assert drafts.entries(r) == []
        assert feeds.feeds(r) == []
    with database.write() as w:
        drafts.save(w, FULL, 10)
    database.close()
    assert opening.version(path) == HEAD
    (copy,) = aside.backups(path)
    assert opening.version(copy) == "0001"


def kept(db: Database, draft: Draft = FULL, now: int = 10) -> int:
    with db.write() as w:
        return drafts.save(w, draft, now)


def queued(db: Database, draft_id: int, now: int = 20) -> int:
    with db.write() as w:
        return drafts.queue(w, draft_id, f"<{draft_id}@lee.example>", "ann@lee.example", now)


def test_a_draft_comes_back_as_it_was_written(db: Database) -> None:
    draft_id = kept(db)
    with db.write() as w:
        drafts.set_pictures(w, draft_id, PICTURES, 11)
    with db.read() as r:
        assert drafts.draft(r, draft_id) == replace(FULL, id=draft_id, pictures=PICTURES, changed=11)


def test_keeping_a_draft_leaves_its_pictures_alone(db: Database) -> None:
    draft_id = kept(db)
    with db.write() as w:
        drafts.set_pictures(w, draft_id, PICTURES, 11)
        assert drafts.save(w, Draft(draft_id, title="Half a ti"), 12) == draft_id
    with db.read() as r:
        assert drafts.draft(r, draft_id) == Draft(draft_id, title="Half a ti", pictures=PICTURES, changed=12)


def test_the_newest_draft_comes_first(db: Database) -> None:
    first, second = kept(db, now=1), kept(db, now=2)
    with db.read() as r:
        assert [entry.draft.id for entry in drafts.entries(r)] == [second, first]
    kept(db, replace(FULL, id=first), now=3)
    with db.read() as r:
        assert [entry.draft.id for entry in drafts.entries(r)] == [first, second]


def test_ids_are_never_used_again(db: Database) -> None:
    first = kept(db)
    with db.write() as w:
        drafts.remove(w, first)
    assert kept(db) > first
    with db.read() as r, pytest.raises(UsageError, match="no event"):
        drafts.draft(r, first)


def test_text_with_half_a_surrogate_is_kept(db: Database) -> None:
    draft_id = kept(db, Draft(title="Fest \ud83d"))
    with db.read() as r:
        assert drafts.draft(r, draft_id).title == "Fest ?"


def test_a_draft_is_given_to_send_once_however_often_it_is_asked(db: Database) -> None:
    draft_id = kept(db)
    first = queued(db, draft_id)
    assert queued(db, draft_id, 30) == first
    with db.read() as r:
        assert [each.id for each in drafts.due(r, 20)] == [first]
        assert drafts.due(r, 19) == []
        assert drafts.next_try(r) == 20
        found = drafts.submission(r, first)
    assert (found.recipient, found.queued, found.state) == (
        "desk@courier.example",
        20,
        SubmissionState.QUEUED,
    )


def test_what_is_on_its_way_cannot_be_changed(db: Database) -> None:
    draft_id = kept(db)
    queued(db, draft_id)
    with pytest.raises(UsageError, match="Take it back"), db.write() as w:
        drafts.save(w, replace(FULL, id=draft_id), 30)
    with pytest.raises(UsageError, match="Take it back"), db.write() as w:
        drafts.set_pictures(w, draft_id, (), 30)
    with db.write() as w:
        drafts.take_back(w, draft_id)
        drafts.save(w, replace(FULL, id=draft_id, title="Another title"), 30)
    again = queued(db, draft_id, 40)
    with db.read() as r:
        found = drafts.submission(r, again)
    assert (found.title, found.message_id) == ("Another title", f"<{draft_id}@lee.example>")


def test_what_was_taken_back_is_not_handed_over(db: Database) -> None:
    draft_id = kept(db)
    submission_id = queued(db, draft_id)
    with db.write() as w:
        drafts.take_back(w, draft_id)
        assert not drafts.hand_over(w, submission_id)
        assert drafts.next_try(w) is None


def test_what_is_handed_over_is_not_handed_over_again_nor_taken_back(db: Database) -> None:
    draft_id = kept(db)
    submission_id = queued(db, draft_id)
    with db.write() as w:
        assert drafts.hand_over(w, submission_id)
        assert not drafts.hand_over(w, submission_id)
        assert drafts.due(w, 1000) == []
    for refused in (drafts.take_back, drafts.remove):
        with pytest.raises(UsageError), db.write() as w:
            refused(w, draft_id)
    assert queued(db, draft_id) == submission_id
    with db.read() as r:
        assert drafts.submission(r, submission_id).state is SubmissionState.SENDING


def test_what_was_perhaps_sent_waits_for_the_person_and_keeps_its_message_id(db: Database) -> None:
    draft_id = kept(db)
    submission_id = queued(db, draft_id)
    with db.write() as w:
        drafts.hand_over(w, submission_id)
        drafts.set_unsure(w, submission_id, "The connection was lost.", "MailUnsure")
        assert drafts.due(w, 10**10) == []
        assert drafts.due(w, 10**10, [submission_id]) == []
        before = drafts.submission(w, submission_id)
    assert queued(db, draft_id, 50) == submission_id
    with db.read() as r:
        after = drafts.submission(r, submission_id)
    assert after.state is SubmissionState.QUEUED
    assert after.message_id == before.message_id
    assert after.error == ""


def test_what_was_sent_stays_in_the_log_when_its_draft_goes(db: Database) -> None:
    draft_id = kept(db)
    submission_id = queued(db, draft_id)
    with db.write() as w:
        drafts.hand_over(w, submission_id)
        drafts.set_sent(w, submission_id, 99)
    with pytest.raises(UsageError, match="sent already"):
        queued(db, draft_id)
    with pytest.raises(UsageError, match="Make a new one"), db.write() as w:
        drafts.save(w, replace(FULL, id=draft_id), 30)
    with db.write() as w:
        drafts.remove(w, draft_id)
        assert drafts.entries(w) == []
        (sent,) = drafts.in_state(w, SubmissionState.SENT)
    assert (sent.title, sent.recipient, sent.sent) == ("Harbour festival", "desk@courier.example", 99)


def test_a_put_off_message_is_due_again_at_its_time(db: Database) -> None:
    submission_id = queued(db, kept(db))
    with db.write() as w:
        drafts.put_off(w, submission_id, "Nobody answers.", "ConnectionRefused", 500, 3)
        assert drafts.next_try(w) == 500
        assert drafts.due(w, 499) == []
        (found,) = drafts.due(w, 500)
    assert (found.tries, found.error) == (3, "Nobody answers.")


def test_a_copy_goes_to_nobody_yet(db: Database) -> None:
    draft_id = kept(db)
    with db.write() as w:
        drafts.set_pictures(w, draft_id, PICTURES, 11)
        copy = drafts.draft(w, drafts.copy(w, draft_id, 70))
    assert copy == replace(FULL, id=copy.id, publication="", email="", pictures=PICTURES, changed=70)


# -- files -----------------------------------------------------------------------------------------------------------


def test_a_picture_is_read_back_only_when_it_is_the_one_that_was_kept(tmp_path: Path) -> None:
    files = DraftFiles(tmp_path)
    picture = DraftPicture(files.add(7, b"picture", "jpg"), 1, 1, 7)
    assert files.read(7, picture) == b"picture"
    files.path(7, picture.file).write_bytes(b"another")
    with pytest.raises(MailError, match="no longer"):
        files.read(7, picture)
    files.path(7, picture.file).unlink()
    with pytest.raises(MailError, match="no longer"):
        files.read(7, picture)


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    files = DraftFiles(tmp_path)
    assert files.path(7, "../../etc/passwd") == tmp_path / "drafts" / "7" / "passwd"


def test_files_that_no_draft_has_are_swept_away(tmp_path: Path) -> None:
    files = DraftFiles(tmp_path)
    keep, drop = files.add(7, b"one", "jpg"), files.add(7, b"two", "png")
    files.sweep(7, [keep])
    assert files.path(7, keep).exists()
    assert not files.path(7, drop).exists()
    files.sweep(8, [])
    files.remove(7)
    assert not files.folder(7).exists()
