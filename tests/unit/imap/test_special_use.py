"""Roles of mailboxes: attribute before name, one per role, in the languages of the world."""

from __future__ import annotations

import pytest

from desktop.core.imap.special_use import Role, assign_roles
from desktop.core.mail.mailbox import SpecialUse as Use


def roles(*mailboxes: tuple[str, str | None, list[str]]) -> list[Use]:
    return [role.special_use for role in assign_roles(mailboxes)]


@pytest.mark.parametrize(
    ("name", "use"),
    [
        ("Borradores", Use.DRAFTS),
        ("Enviados", Use.SENT),
        ("Papelera", Use.TRASH),
        ("Correo no deseado", Use.JUNK),
        ("Archivo", Use.ARCHIVE),
        ("Sent Items", Use.SENT),
        ("Deleted Messages", Use.TRASH),
        ("Junk E-mail", Use.JUNK),
        ("Entwürfe", Use.DRAFTS),
        ("ENTWÜRFE", Use.DRAFTS),
        ("Entwu\u0308rfe", Use.DRAFTS),
        ("Gelöschte Elemente", Use.TRASH),
        ("Gesendet", Use.SENT),
        ("Éléments envoyés", Use.SENT),
        ("Corbeille", Use.TRASH),
        ("Bozze", Use.DRAFTS),
        ("Posta indesiderata", Use.JUNK),
        ("Itens Excluídos", Use.TRASH),
        ("Lixo Eletrônico", Use.JUNK),
        ("Verzonden items", Use.SENT),
        ("Kopie robocze", Use.DRAFTS),
        ("Elementy usunięte", Use.TRASH),
        ("Отправленные", Use.SENT),
        ("Черновики", Use.DRAFTS),
        ("Корзина", Use.TRASH),
        ("送信済みメール", Use.SENT),
        ("下書き", Use.DRAFTS),
        ("迷惑メール", Use.JUNK),
        ("已发送", Use.SENT),
        ("草稿箱", Use.DRAFTS),
        ("垃圾邮件", Use.JUNK),
        ("寄件備份", Use.SENT),
        ("보낸편지함", Use.SENT),
        ("المسودات", Use.DRAFTS),
        ("ถังขยะ", Use.TRASH),
        ("Projects", Use.NONE),
        ("Sentences", Use.NONE),
    ],
)
def test_names(name: str, use: Use):
    assert assign_roles([(name, "/", [])]) == [Role(use, by_name=use is not Use.NONE)]


def test_an_attribute_beats_a_name():
    assert roles(("Sent", "/", []), ("Sortie", "/", ["\\HasNoChildren", "\\SENT"])) == [Use.NONE, Use.SENT]


def test_a_role_is_given_by_name_once_and_to_the_nearest():
    assert roles(("INBOX.Trash", ".", []), ("Deleted Items", ".", []), ("Papelera", ".", [])) == [
        Use.NONE,
        Use.TRASH,
        Use.NONE,
    ]


def test_a_deep_folder_is_somebodys_own():
    assert roles(("Clients/Sent", "/", []), ("INBOX/a/Sent", "/", []), ("INBOX/Sent", "/", [])) == [
        Use.NONE,
        Use.NONE,
        Use.SENT,
    ]


def test_gmail_and_xlist_words():
    assert roles(
        ("INBOX", "/", ["\\HasNoChildren"]),
        ("[Gmail]/Alle Nachrichten", "/", ["\\All"]),
        ("[Gmail]/Wichtig", "/", ["\\Important"]),
        ("[Gmail]/Markiert", "/", ["\\Starred"]),
        ("[Gmail]/Spam", "/", ["\\Spam"]),
        ("[Gmail]/Bin", "/", []),
    ) == [Use.INBOX, Use.ALL, Use.IMPORTANT, Use.FLAGGED, Use.JUNK, Use.TRASH]


def test_inbox_is_a_name_in_any_case_and_nothing_else():
    assert roles(("inbox", None, []), ("Mine", None, ["\\Inbox"])) == [Use.INBOX, Use.NONE]


def test_two_with_one_attribute_both_keep_it():
    assert roles(("A", "/", ["\\Archive"]), ("B", "/", ["\\Archive"]), ("Archive", "/", [])) == [
        Use.ARCHIVE,
        Use.ARCHIVE,
        Use.NONE,
    ]
