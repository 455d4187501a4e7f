"""The plug-in's own tests: python -m pytest, with Bandeja and the plug-in on the path."""

import uuid

import pytest
from bandeja_notes import BACKEND

from desktop.core.api.errors import ConnectionFailure, SetupError
from desktop.core.api.linking import LinkKind, Person
from desktop.core.clock import SystemClock
from desktop.core.connectors.protocol import MailSnapshot, Means, Presence, Wish

ANA = Person("Ana", "ana@example.org")
MAIL = MailSnapshot("a@example.org", "Offer", ANA, (), (), 0, 0, "Hello", None, True, "us@example.net", "INBOX")


@pytest.fixture
def notes(tmp_path):
    return BACKEND.open({"folder": str(tmp_path)}, {}, Means(SystemClock()))


def make_wish(title="Answer the offer"):
    return Wish(LinkKind.TASK, str(uuid.uuid4()), title, "Hello", (MAIL,), due_at=0)


def test_a_task_is_a_note_and_twice_is_once(notes, tmp_path):
    wish = make_wish()
    made = notes.create(wish)
    assert notes.create(wish).remote_id == made.remote_id
    (note,) = tmp_path.iterdir()
    assert note.read_text("utf-8").startswith(
        "- [ ] Answer the offer\nDue: 1970-01-01 00:00 UTC\n<mid:a%40example.org>\n"
    )


def test_a_ticked_note_is_done_and_a_missing_one_gone(notes, tmp_path):
    made = notes.create(make_wish())
    note = tmp_path / made.remote_id
    note.write_text(note.read_text("utf-8").replace("[ ]", "[x]"), "utf-8")
    assert notes.presence(LinkKind.TASK, made.remote_id) == Presence.DONE
    notes.delete(LinkKind.TASK, made.remote_id)
    assert notes.presence(LinkKind.TASK, made.remote_id) == Presence.GONE


def test_a_disk_that_is_away_is_no_missing_note(notes, tmp_path):
    made = notes.create(make_wish())
    tmp_path.rename(tmp_path.with_name("away"))
    assert notes.presence(LinkKind.TASK, made.remote_id) == Presence.UNKNOWN
    with pytest.raises(ConnectionFailure):
        notes.create(make_wish())


def test_the_folder_has_to_be_a_whole_path():
    with pytest.raises(SetupError):
        BACKEND.open({"folder": "notes"}, {}, Means(SystemClock()))
