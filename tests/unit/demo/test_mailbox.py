"""The authored mailbox as the demo's server receives it: how much, how old, where, in which words, and from whom."""

from __future__ import annotations

import email
import hashlib
import os
import re
import subprocess
import sys
import time
from collections import Counter
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from importlib.resources import files
from pathlib import Path

import pytest

from desktop.core.demo.authored import DemoMail, build_mails, load_accounts, load_catalogue
from desktop.core.demo.lists import takes_one_click
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.mime.list_fields import read_list_fields

# A Tuesday morning in winter, a Sunday night in summer, the hour after a change to summer time, and a 29 February.
NOWS = (1_795_514_400, 1_785_711_300, 1_806_195_700, 1_835_432_130)
NOW = NOWS[0]
DAY = 86_400
RESERVED = re.compile(r"(^|\.)(example|example\.(com|net|org))$")


@pytest.fixture(scope="module")
def mails() -> tuple[DemoMail, ...]:
    return build_mails(NOW)


@pytest.fixture(scope="module")
def parsed(mails: tuple[DemoMail, ...]) -> dict[str, Message]:
    return {mail.message_id: email.message_from_bytes(mail.raw) for mail in mails}


def by_id(mails: tuple[DemoMail, ...]) -> dict[str, DemoMail]:
    return {mail.message_id: mail for mail in mails}


def texts(message: Message) -> str:
    """All text that a mail shows, its HTML included."""
    out = []
    for part in message.walk():
        if part.get_content_maintype() == "text" and not part.get_filename():
            data = part.get_payload(decode=True)
            assert isinstance(data, bytes)
            out.append(data.decode(part.get_content_charset("us-ascii")))
    return "\n".join(out)


def test_about_three_hundred_mails_in_two_accounts(mails: tuple[DemoMail, ...]) -> None:
    count = Counter(mail.account for mail in mails)
    assert 290 <= len(mails) <= 330
    assert 210 <= count["ana@beltranquiles.example"] <= 240
    assert 70 <= count["soporte@beltranquiles.example"] <= 90
    assert len(count) == 2


@pytest.mark.parametrize("now", NOWS)
def test_same_now_same_bytes_and_nothing_from_the_future(now: int) -> None:
    first, second = build_mails(now), build_mails(now)
    assert first == second
    assert all(mail.internaldate <= now for mail in first)
    assert all(now - mail.internaldate < 101 * DAY for mail in first)
    assert [mail.internaldate for mail in first] == sorted(mail.internaldate for mail in first)


def test_another_process_gives_the_same_bytes(mails: tuple[DemoMail, ...]) -> None:
    program = (
        "import hashlib; from desktop.core.demo.authored import build_mails;"
        f"print(hashlib.sha256(b''.join(mail.raw for mail in build_mails({NOW}))).hexdigest())"
    )
    root = Path(__file__).parents[3]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(root)}
    found = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=root, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == hashlib.sha256(b"".join(mail.raw for mail in mails)).hexdigest()


def test_another_day_gives_other_dates_but_the_same_message_ids(mails: tuple[DemoMail, ...]) -> None:
    later = build_mails(NOW + 3 * DAY)
    assert {mail.message_id for mail in later} == {mail.message_id for mail in mails}
    assert {mail.raw for mail in later}.isdisjoint(mail.raw for mail in mails if b"\nDate:" in mail.raw)


def test_every_mail_parses_without_a_defect(parsed: dict[str, Message]) -> None:
    defects = {name: part.defects for name, message in parsed.items() for part in message.walk() if part.defects}
    assert defects == {}


def test_lines_end_in_crlf_and_are_short_enough(mails: tuple[DemoMail, ...]) -> None:
    for mail in mails:
        assert b"\n" not in mail.raw.replace(b"\r\n", b""), mail.message_id
        assert max(map(len, mail.raw.split(b"\r\n"))) <= 998, mail.message_id


def test_message_ids_are_unique_and_stand_in_the_mail(mails: tuple[DemoMail, ...], parsed: dict[str, Message]) -> None:
    assert len(parsed) == len(mails)
    assert all(message["Message-ID"] == name for name, message in parsed.items())


@pytest.mark.parametrize("now", NOWS)
def test_threads_hang_together(now: int) -> None:
    mails = build_mails(now)
    known = by_id(mails)
    children = 0
    for mail in mails:
        head = email.message_from_bytes(mail.raw.partition(b"\r\n\r\n")[0])
        references = (head["References"] or "").split()
        if not references:
            assert head["In-Reply-To"] is None
            continue
        children += 1
        assert head["In-Reply-To"] == references[-1]
        parent = email.message_from_bytes(known[references[-1]].raw)
        assert references[:-1] == (parent["References"] or "").split(), mail.message_id
        assert known[references[-1]].internaldate < mail.internaldate, mail.message_id
    assert children > 100


def test_there_are_threads_of_many_lengths(parsed: dict[str, Message]) -> None:
    roots = Counter((message["References"] or name).split()[0] for name, message in parsed.items())
    lengths = {length for length in roots.values() if length > 1}
    assert {2, 3, 4, 5, 7, 9} <= lengths


def test_answered_mails_are_flagged_so(mails: tuple[DemoMail, ...], parsed: dict[str, Message]) -> None:
    known = by_id(mails)
    answers = [mail for mail in mails if mail.mailbox == "Sent" and parsed[mail.message_id]["In-Reply-To"]]
    assert len(answers) > 50
    for mail in answers:
        assert "\\Answered" in known[parsed[mail.message_id]["In-Reply-To"]].flags


def test_mail_lies_only_in_the_mailboxes_of_its_account(mails: tuple[DemoMail, ...]) -> None:
    accounts = {account.address: account for account in load_accounts()}
    for mail in mails:
        assert mail.mailbox in {box.name for box in accounts[mail.account].mailboxes}
    ana = accounts["ana@beltranquiles.example"]
    names = {box.name for box in ana.mailboxes}
    assert {"Administración", "Proyectos/Casa Levante", "Proyectos/Oficina Ruzafa", "Facturas", "Newsletters"} <= names
    roles = {box.special_use for box in ana.mailboxes}
    assert {SpecialUse.DRAFTS, SpecialUse.SENT, SpecialUse.ARCHIVE, SpecialUse.JUNK, SpecialUse.TRASH} <= roles
    used = {mail.mailbox for mail in mails if mail.account == ana.address}
    # "Proyectos" only holds other mailboxes.
    assert used == names - {"Proyectos"}


def test_unread_mail_is_recent_and_not_too_much(mails: tuple[DemoMail, ...]) -> None:
    inbox = [mail for mail in mails if mail.account.startswith("ana@") and mail.mailbox == "INBOX"]
    unread = [mail for mail in inbox if "\\Seen" not in mail.flags]
    assert 12 <= len(unread) <= 20
    assert all(NOW - mail.internaldate < 14 * DAY for mail in unread)
    assert sum("\\Flagged" in mail.flags for mail in mails) >= 8
    assert all("\\Draft" in mail.flags for mail in mails if mail.mailbox == "Drafts")
    assert all("\\Seen" in mail.flags for mail in mails if mail.mailbox in {"Sent", "Drafts"})
    assert all("$Junk" in mail.flags for mail in mails if mail.mailbox == "Junk")


@pytest.mark.parametrize("now", NOWS)
@pytest.mark.parametrize("days", ["6.9", "7.1", "29.9", "30.1", "89.9", "90.1"])
def test_a_mail_on_each_side_of_every_line(days: str, now: int) -> None:
    known = by_id(build_mails(now))
    mail = known[load_catalogue().one(f"boundary-{days}")]
    assert now - mail.internaldate == round(float(days) * DAY)


def test_every_plan_has_something_to_keep_and_something_to_let_go(mails: tuple[DemoMail, ...]) -> None:
    ages = [(NOW - mail.internaldate) / DAY for mail in mails]
    assert sum(age <= 7 for age in ages) >= 50
    assert sum(7 < age <= 30 for age in ages) >= 80
    assert sum(30 < age <= 90 for age in ages) >= 100
    assert sum(age > 90 for age in ages) >= 12


def test_spanish_and_english_and_a_little_of_the_world(mails: tuple[DemoMail, ...], parsed: dict[str, Message]) -> None:
    languages = Counter(load_catalogue().languages[mail.message_id] for mail in mails)
    assert languages["es"] / len(mails) >= 0.5
    assert languages["en"] / len(mails) >= 0.3
    assert set(languages) >= {"zh", "ja", "ko", "ar", "he", "fr", "de", "ca"}
    # The catalogue says what the author meant; common words say what the reader reads.
    own = {name: texts(message).partition("\n-- \n")[0] for name, message in parsed.items()}
    spanish = re.compile(r"\b(que|el|los|una|por|con|para)\b")
    english = re.compile(r"\b(the|and|you|with|is|for)\b")
    for name, text in own.items():
        body = re.split(r"^>|escribió:|wrote:", text, maxsplit=1, flags=re.MULTILINE)[0]
        counts = {"es": len(spanish.findall(body)), "en": len(english.findall(body))}
        language = load_catalogue().languages[name]
        if language in counts and sum(counts.values()) >= 6:
            assert counts[language] == max(counts.values()), name


def test_nobody_and_nothing_real(parsed: dict[str, Message]) -> None:
    """Every address and every link lies under a name that RFC 2606 or RFC 6761 keeps for examples."""
    for name, message in parsed.items():
        fields = [
            value
            for field in ("From", "To", "Cc", "Bcc", "Reply-To", "Return-Path")
            for value in message.get_all(field, [])
        ]
        for _, address in getaddresses([str(value) for value in fields]):
            if address:
                assert RESERVED.search(address.rpartition("@")[2]), (name, address)
        body = texts(message)
        hosts = re.findall(r"(?:https?://|@)([\w-]+(?:\.[\w-]+)+)", body + str(message["List-Unsubscribe"]))
        for host in hosts:
            assert RESERVED.search(host.lower()), (name, host)
        for host in re.findall(r"\bwww\.[\w.-]+\w", body):
            assert RESERVED.search(host), (name, host)


def test_no_two_mails_say_the_same(mails: tuple[DemoMail, ...], parsed: dict[str, Message]) -> None:
    openings: dict[str, str] = {}
    for name, message in parsed.items():
        words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", texts(message))).strip()[:90]
        assert words not in openings, (name, openings.get(words))
        openings[words] = name
    subjects = Counter(str(make_header(decode_header(message["Subject"] or ""))) for message in parsed.values())
    assert not [
        subject for subject, count in subjects.items() if count > 1 and subject and not subject.startswith("Re: ")
    ]


def test_no_placeholder_or_author_mark_is_left_over(parsed: dict[str, Message]) -> None:
    for name, message in parsed.items():
        assert not re.search(
            r"\[\[|\]\]|@COMMUNITY@|^>>> |^%%|=> .*<http", texts(message) + str(message["Subject"]), re.MULTILINE
        ), name


def test_date_headers_are_close_to_receipt_except_where_they_lie(
    mails: tuple[DemoMail, ...], parsed: dict[str, Message]
) -> None:
    odd = set()
    for mail in mails:
        date = parsed[mail.message_id]["Date"]
        if date is None or abs(parsedate_to_datetime(date).timestamp() - mail.internaldate) > 60:
            odd.add(mail.message_id.split(".", 1)[1].partition("@")[0])
    assert odd == {"nodate", "junk-future", "junk-lottery"}


def test_the_assets_are_small() -> None:
    folder = files("resources") / "demo"
    sizes = [
        len(item.read_bytes()) for sub in folder.iterdir() if sub.is_dir() for item in sub.iterdir() if item.is_file()
    ]
    assert 300_000 < sum(sizes) < 1_500_000


def test_building_is_quick_enough_for_the_first_screen() -> None:
    """The whole mailbox takes about 0.15 s of processor time; the first mail must be on screen within 3 s of the command."""
    start = time.process_time()
    build_mails(NOW)
    assert time.process_time() - start < 1.0


def test_the_newsletters_say_how_they_are_left(mails: tuple[DemoMail, ...]) -> None:
    found = [read_list_fields(mail.raw) for mail in mails if mail.mailbox == "Newsletters"]
    lists = [one for one in found if one is not None]
    assert len(lists) > 10
    assert all(takes_one_click(one.one_click) or one.mail is not None for one in lists)
    assert {bool(one.one_click) for one in lists} == {True, False}
    assert not takes_one_click("https://www.python.example/u/1")


def test_both_accounts_have_a_signature() -> None:
    assert all(account.signature for account in load_accounts())
