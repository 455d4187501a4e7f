"""The CRM rules one by one: what nothing passes, what each mailbox's rule wants, what happens to strangers."""

from __future__ import annotations

import pytest

from desktop.core.crm.policy import Folder, MailFacts, Never, decide
from desktop.core.mail.mailbox import SpecialUse

INBOX = Folder("INBOX", "/", SpecialUse.INBOX)
BOB = "Bob@Client.example"


def why(facts: MailFacts | None = None, auto_save: str = "all", never: tuple[str, ...] = (), unknown: str = "ask", **changes) -> str:  # fmt: skip
    fields = {"incoming": True, "sender": BOB, "correspondents": (BOB,), "folders": (INBOX,), "known": True} | changes
    return decide(MailFacts(**fields), auto_save=auto_save, never=Never(never), unknown_sender=unknown).why


@pytest.mark.parametrize(
    ("entry", "matches"),
    [
        ("bob@client.example", True),
        ("BOB@CLIENT.EXAMPLE ", True),
        ("@client.example", True),
        ("@example", True),
        ("@lient.example", False),
        ("@sub.client.example", False),
        ("ob@client.example", False),
        ("#inbox", True),
        ("#Clients", False),
    ],
)
def test_what_the_never_list_names(entry: str, matches: bool):
    assert why(never=(entry,)) == (f"never:{entry.strip()}" if matches else "saved:all")


def test_the_never_list_is_about_everybody_in_the_mail():
    assert why(never=("@lawyer.example",), correspondents=(BOB, "x@lawyer.example")) == "never:@lawyer.example"


def test_a_folder_is_meant_by_its_name_or_its_last_part():
    nested = Folder("Work/Privé", "/", SpecialUse.NONE)
    assert why(never=("#privé",), folders=(INBOX, nested)) == "never:#privé"
    assert why(never=("#Work/Privé",), folders=(nested,)) == "never:#Work/Privé"
    assert why(never=("#Work",), folders=(nested,)) == "saved:all"


@pytest.mark.parametrize("entry", ["", "#", "@", "a b@x", "a@b@c", "name", "a@"])
def test_what_is_no_entry(entry: str):
    assert not Never.is_entry(entry)


def test_nothing_passes_the_never_list():
    for mode in ("incoming", "outgoing", "replies", "all"):
        assert why(auto_save=mode, never=("@client.example",), answers_saved=True).startswith("never:")


def test_junk_trash_and_drafts_are_never_saved():
    assert why(junk=True) == "junk:"
    for use, rule in ((SpecialUse.JUNK, "junk"), (SpecialUse.TRASH, "trash"), (SpecialUse.DRAFTS, "draft")):
        assert why(folders=(INBOX, Folder("X", "/", use))) == f"{rule}:X"


@pytest.mark.parametrize(
    ("mode", "incoming", "answers", "expected"),
    [
        ("off", True, True, "off:"),
        ("incoming", True, False, "saved:incoming"),
        ("incoming", False, True, "direction:incoming"),
        ("outgoing", False, False, "saved:outgoing"),
        ("outgoing", True, True, "direction:outgoing"),
        ("replies", True, True, "saved:replies"),
        ("replies", False, True, "saved:replies"),
        ("replies", True, False, "no_reply:"),
        ("all", False, False, "saved:all"),
    ],
)
def test_each_mailbox_has_its_rule(mode: str, incoming: bool, answers: bool, expected: str):
    assert why(auto_save=mode, incoming=incoming, answers_saved=answers) == expected


def test_strangers():
    assert why(known=False, unknown="contact") == f"contact:{BOB}"
    assert why(known=False, unknown="ask") == f"ask:{BOB}"
    assert why(known=False, unknown="nothing") == f"unknown:{BOB}"
    assert why(known=False, correspondents=()) == "nobody:"


def test_a_newsletter_makes_no_contact_and_no_question():
    for unknown in ("contact", "ask", "nothing"):
        assert why(known=False, unknown=unknown, from_list=True) == f"list:{BOB}"
    assert why(from_list=True) == "saved:all"
