"""`bandeja unsubscribe` on a profile with newsletters: who is told what, only after a yes, and what is said of it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from desktop.cli import program, session
from desktop.core.accounts.lookup import Unanswered
from desktop.core.api.discovery import Outcome
from desktop.core.profile import open_profile
from tests.integration.newsletters.test_leaving import FIELDS, URL, Place

ONLY_A_PAGE = f"List-Id: <page.example.com>\r\nList-Unsubscribe: <{URL}>\r\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Command:
    def __init__(self, directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
        place = Place(directory)
        self.key = place.put(1)
        self.page = place.put(2, fields=ONLY_A_PAGE)
        self.plain = place.put(3, fields="")
        self.junk = place.put(4, "Junk")
        place.close()
        self.posted: list[str] = []
        self.answer: Callable[[], int] = lambda: 200
        self._directory, self._capsys, self.err = directory, capsys, ""

    def post(self, url: str) -> int:
        self.posted.append(url)
        return self.answer()

    def run(self, *words: object, code: int = 0) -> str:
        ended = program.run(["--profile", str(self._directory), *map(str, words)])
        said = self._capsys.readouterr()
        self.err = said.err
        assert ended == code, said
        return said.out

    def json(self, *words: object, code: int = 0) -> dict:
        return json.loads(self.run(*words, "--json", code=code))


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    made = Command(tmp_path / "profile", capsys)
    monkeypatch.setattr(session, "open_profile", partial(open_profile, unsubscribe=made.post))
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return made


def test_nobody_is_told_without_a_yes(command: Command, monkeypatch: pytest.MonkeyPatch):
    command.run("unsubscribe", command.key, code=2)
    assert "Leave the list 'Ofertas'? news.example.com is told so at once" in command.err
    assert "--yes" in command.err
    monkeypatch.setattr(sys, "stdin", Terminal("n\n"))
    command.run("unsubscribe", command.key, code=2)
    assert "Nobody was told." in command.err
    assert command.posted == []
    assert command.json("unsubscribe")["left"] == []
    assert command.run("unsubscribe") == ""
    assert "There is no list that was left." in command.err


def test_one_click(command: Command, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", Terminal("y\n"))
    assert "You have left the list" in command.run("unsubscribe", command.key)
    assert command.posted == [URL]
    [left] = command.json("unsubscribe")["left"]
    assert (left["account"], left["list"], left["by"]) == ("ana@example.org", "ofertas.example.com", "click")
    assert left["at"].endswith("Z")
    assert "told with one click" in command.run("unsubscribe")
    answer = command.json("unsubscribe", command.key, "--yes")["unsubscribe"]
    assert "already: told with one click" in command.err
    assert answer == {"list": "Ofertas", "by": "click", "target": "news.example.com", "url": None, "done": True}


def test_a_mail_waits_in_the_outbox_and_comes_back(command: Command):
    assert "bandeja undo" in command.run("unsubscribe", command.key, "--by", "mail", "--yes")
    [mail] = command.json("outbox")["outbox"]
    assert (mail["subject"], mail["recipients"]) == ("fuera", ["leave@example.com"])
    assert [one["by"] for one in command.json("unsubscribe")["left"]] == ["mail"]
    command.run("undo")
    assert command.json("outbox")["outbox"] == []
    assert command.json("unsubscribe")["left"] == []
    assert command.posted == []


@pytest.mark.parametrize(("mail", "words"), [("page", ()), ("key", ("--by", "page"))])
def test_a_page_is_named_and_not_opened(command: Command, mail: str, words: tuple[str, ...]):
    key = getattr(command, mail)
    assert URL in command.run("unsubscribe", key, *words)
    assert command.json("unsubscribe", key, *words)["unsubscribe"] | {"list": ""} == {
        "list": "", "by": "page", "target": "news.example.com", "url": URL, "done": False,
    }  # fmt: skip
    assert command.json("unsubscribe")["left"] == [], "nobody knows whether it was opened"


def test_what_is_not_offered(command: Command):
    command.run("unsubscribe", command.plain, "--yes", code=1)
    assert "no way to unsubscribe" in command.err
    command.run("unsubscribe", command.junk, "--yes", code=1)
    command.run("unsubscribe", command.page, "--by", "click", "--yes", code=1)
    assert "it offers: page" in command.err
    assert command.posted == []


def test_a_list_that_does_not_answer_is_not_left(command: Command):
    def silent() -> int:
        raise Unanswered(Outcome.TIMED_OUT)

    command.answer = silent
    command.run("unsubscribe", command.key, "--yes", code=4)
    command.answer = lambda: 500
    assert command.json("unsubscribe", command.key, "--yes", code=1)["error"]["code"] == "list_refused"
    assert command.json("unsubscribe")["left"] == []


def test_the_words_of_a_list_are_no_orders_to_the_terminal(tmp_path: Path, command: Command):
    place = Place(tmp_path / "other")
    key = place.put(1, fields=FIELDS.replace("Ofertas", "=?utf-8?q?=1B=5B2J=E2=80=AE?="))
    place.close()
    command._directory = tmp_path / "other"
    command.run("unsubscribe", key, code=2)
    assert "\x1b" not in command.err
    assert "\u202e" not in command.err
