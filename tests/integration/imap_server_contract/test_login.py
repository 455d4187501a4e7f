"""Getting in, by every way that is offered, and what is said before and after."""

from __future__ import annotations

import base64

import pytest

from tests.integration.imap_server_contract.conftest import Site, quoted
from tests.integration.imap_server_contract.dialogue import Dialogue

WANTED = {
    *(
        "IMAP4REV1",
        "LITERAL+",
        "ID",
        "ENABLE",
        "IDLE",
        "NAMESPACE",
        "UNSELECT",
        "UIDPLUS",
        "MOVE",
        "CONDSTORE",
        "QRESYNC",
    ),
    *("SPECIAL-USE", "LIST-EXTENDED", "LIST-STATUS", "CHILDREN", "MULTIAPPEND", "COMPRESS=DEFLATE"),
}


def plain_response(site: Site, *, password: str | None = None) -> str:
    words = ["", site.user, site.password if password is None else password]
    return base64.b64encode("\0".join(words).encode()).decode()


def words_of(dialogue: Dialogue) -> set[str]:
    return set(dialogue.ok("CAPABILITY").starting(b"CAPABILITY")[0].decode().upper().split())


def test_the_greeting_lists_capabilities(site: Site):
    greeting = site.connect().greeting
    assert greeting.startswith(b"* OK [CAPABILITY IMAP4rev1")


def test_before_login_the_ways_in_are_told(site: Site):
    assert {"IMAP4REV1", "AUTH=PLAIN", "SASL-IR"} <= words_of(site.connect())


def test_after_login_everything_is_told(site: Site):
    words = words_of(site.log_in())
    assert words >= WANTED
    assert not {word for word in words if word.startswith("AUTH=")}


def test_login_tells_the_new_capabilities(site: Site):
    dialogue = site.connect()
    answer = dialogue.ok(f"LOGIN {quoted(site.user)} {quoted(site.password)}")
    assert "QRESYNC" in (answer.code("CAPABILITY") or "")


def test_login_with_literals(site: Site):
    dialogue = site.connect()
    tag = dialogue.start(f"LOGIN {{{len(site.user)}}}")
    dialogue.continued()
    dialogue.send(f"{site.user} {{{len(site.password)}}}\r\n".encode())
    dialogue.continued()
    dialogue.send(site.password.encode() + b"\r\n")
    assert dialogue.finish(tag).status == "OK"


def test_login_with_literals_sent_at_once(site: Site):
    dialogue = site.connect()
    words = [f"{{{len(word)}+}}\r\n{word}" for word in (site.user, site.password)]
    assert dialogue.ask(f"LOGIN {words[0]} {words[1]}").status == "OK"


def test_authenticate_plain_with_initial_response(site: Site):
    dialogue = site.connect()
    assert dialogue.ask(f"AUTHENTICATE PLAIN {plain_response(site)}").status == "OK"
    dialogue.ok("SELECT INBOX")


def test_authenticate_plain_after_a_prompt(site: Site):
    dialogue = site.connect()
    tag = dialogue.start("AUTHENTICATE PLAIN")
    assert dialogue.continued() == b""
    dialogue.send(plain_response(site).encode() + b"\r\n")
    assert dialogue.finish(tag).status == "OK"


def test_authenticate_can_be_cancelled(site: Site):
    dialogue = site.connect()
    tag = dialogue.start("AUTHENTICATE PLAIN")
    dialogue.continued()
    dialogue.send(b"*\r\n")
    assert dialogue.finish(tag).status in ("BAD", "NO")
    dialogue.ok(f"LOGIN {quoted(site.user)} {quoted(site.password)}")


def test_authenticate_with_an_unknown_mechanism(site: Site):
    assert site.connect().ask("AUTHENTICATE NONSENSE").status in ("NO", "BAD")


@pytest.mark.parametrize("response", ["%%%", "AAAA"])
def test_authenticate_with_a_response_that_is_none(site: Site, response: str):
    dialogue = site.connect()
    assert dialogue.ask(f"AUTHENTICATE PLAIN {response}").status in ("NO", "BAD")
    dialogue.ok(f"LOGIN {quoted(site.user)} {quoted(site.password)}")


def test_a_wrong_password_is_refused_with_its_code(site: Site):
    dialogue = site.connect()
    answer = dialogue.ask(f'LOGIN {quoted(site.user)} "wrong"')
    assert (answer.status, answer.code("AUTHENTICATIONFAILED")) == ("NO", "")


def test_commands_before_login_are_bad(site: Site):
    dialogue = site.connect()
    assert dialogue.ask("SELECT INBOX").status == "BAD"
    assert dialogue.ask('LIST "" "*"').status == "BAD"


def test_login_twice_is_bad(site: Site):
    assert site.log_in().ask(f"LOGIN {quoted(site.user)} {quoted(site.password)}").status == "BAD"


def test_logout_says_goodbye(site: Site):
    dialogue = site.log_in()
    answer = dialogue.ok("LOGOUT")
    assert answer.starting(b"BYE")
    assert dialogue.is_closed()


def test_id(site: Site):
    assert site.log_in().ok('ID ("name" "test" "version" NIL)').starting(b"ID")
    assert site.connect().ok("ID NIL").starting(b"ID")


def test_namespace(site: Site):
    assert site.log_in().ok("NAMESPACE").starting(b"NAMESPACE") == [b'(("" "/")) NIL NIL']


def test_enable_tells_what_it_enabled(site: Site):
    dialogue = site.log_in()
    words = b" ".join(dialogue.ok("ENABLE QRESYNC NONSENSE").starting(b"ENABLED")).upper().split()
    assert b"QRESYNC" in words
    assert b"NONSENSE" not in words


def test_noop_and_unknown_commands(site: Site):
    dialogue = site.log_in()
    dialogue.ok("NOOP")
    assert dialogue.ask("FROBNICATE").status == "BAD"
    assert dialogue.ask("FETCH 1 FLAGS").status == "BAD"


def test_commands_sent_at_once_are_all_answered(site: Site):
    dialogue = site.log_in()
    open_tags = {dialogue.start(command) for command in ("SELECT INBOX", "NOOP", "STATUS Sent (MESSAGES)", "NOOP")}
    while open_tags:
        tag, _, rest = dialogue.read_line().partition(b" ")
        if tag != b"*":
            assert rest.startswith(b"OK")
            open_tags.remove(tag)
