"""No English inside a Spanish sentence: every phrase that the core puts into an error is known to the screen's catalogue."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from desktop.core.api.errors import _ENGLISH, BandejaError, Code, SetupError, read_sentence
from desktop.ui import i18n
from desktop.ui.error_words import PHRASES, phrase
from desktop.ui.sentences import error_sentence, told

SOURCES = Path(__file__).parents[2] / "desktop"
# The command line speaks English, and the demo's server is nobody's error.
ELSEWHERE = ("cli", "core/demo")
_WORD = re.compile(r"\b[a-z]{2,}")
"""What has no word in it (a number with its unit) is the same in every language."""
_POSITIONAL = {"_bad": 2, "_check_text": 1, "_choice": 3, "_titled": 2}
"""Functions that pass phrases on by position, and how many arguments to look at …"""
_TOLD = {"unanswered": 1, "_refusal": 0, "NotDav": 0, "Garbled": 0}
"""Functions whose last argument is told as what a server said."""
_PASSED_ON = ("account_settings.py", "desk_commands.py")
"""… in these modules."""


def template(node: ast.expr) -> str | None:
    """A text as it stands in the table, "{0}" for what is put in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    pieces, holes = [], 0
    for value in node.values:
        if isinstance(value, ast.Constant):
            pieces.append(str(value.value))
        else:
            pieces.append(f"{{{holes}}}")
            holes += 1
    return "".join(pieces)


def raised(path: Path) -> Iterator[tuple[str, int]]:
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        given = [keyword.value for keyword in call.keywords if keyword.arg in ("what", "why")]
        given += said(call, name)
        if path.name in _PASSED_ON:
            given += call.args[: _POSITIONAL.get(name, 0)]
        for node in given:
            text = template(node)
            if text and (" " in text or text.islower()) and _WORD.search(text):
                yield text, call.lineno


def said(call: ast.Call, name: str) -> Iterator[ast.expr]:
    """What is put where a server's words stand, and is ours; not in the report of a fault of ours."""
    given = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "said")]
    if any(isinstance(one, ast.Attribute) and one.attr == "INTERNAL" for one in call.args):
        return
    if name in _TOLD:
        yield from given[_TOLD[name] :]
    elif given and isinstance(given[0], ast.Attribute) and getattr(given[0].value, "id", "") == "Code":
        yield from given[1:]


def test_every_phrase_of_an_error_has_its_words():
    missing = [
        f"{path.relative_to(SOURCES.parent)}:{line} {text!r}"
        for path in sorted(SOURCES.rglob("*.py"))
        if not path.relative_to(SOURCES).as_posix().startswith(ELSEWHERE)
        for text, line in raised(path)
        if text not in PHRASES
    ]
    assert missing == [], "write them into desktop/ui/error_words.py, with their Spanish"


def test_no_phrase_is_written_twice():
    assert len(set(PHRASES)) == len(PHRASES)


@pytest.fixture
def spanish(qapp):
    i18n.load(qapp, "es")
    yield
    i18n.load(qapp, "en")


def test_a_sentence_is_of_one_language(spanish):
    error = BandejaError(Code.BAD_INPUT, what="The folder 'Facturas'", why="the mail server needs it")
    assert error_sentence(error) == "La carpeta «Facturas» no se puede usar: el servidor de correo la necesita."
    missing = BandejaError(Code.NOT_FOUND, what="folder", name="Facturas")
    assert "carpeta «Facturas»" in error_sentence(missing)


def test_what_varies_is_kept_and_foreign_words_stay(spanish):
    assert phrase("The server name 'imap.folder.example'") == "El nombre de servidor «imap.folder.example»"
    assert phrase("'99999' is not a port number") == "«99999» no es un número de puerto"
    assert phrase("[OVERQUOTA] no more room") == "[OVERQUOTA] no more room"
    assert phrase("The folder 'it's {0} {x}'") == "La carpeta «it's {0} {x}»"


def test_the_name_of_what_was_asked_stays_before_the_words(spanish):
    assert phrase("tasks.task.add: no id") == "tasks.task.add: sin identificador"
    assert phrase("tasks.task.add: ERROR_CORE") == "tasks.task.add: ERROR_CORE"


def test_in_english_nothing_changes():
    for text in PHRASES:
        assert phrase(text) == text


@pytest.mark.parametrize("code", Code)
def test_a_stored_sentence_is_read_back(code):
    values = {name: f"x-{name}: y, z" for _, name, _, _ in Formatter().parse(_ENGLISH[code]) if name}
    sentence = BandejaError(code, **values).sentence()
    for text in (sentence, sentence.removesuffix(".")):
        read = read_sentence(text)
        assert read is not None
        assert (read.code, read.parameters) == (code, values)


def test_what_a_wish_keeps_is_said_in_the_language_of_the_screen(spanish):
    missing = SetupError(Code.RIGHTS_MISSING, host="portal.example", said="mail, crm").sentence()
    assert told(missing) == error_sentence(SetupError(Code.RIGHTS_MISSING, host="portal.example", said="mail, crm"))
    assert "no lo permite" in told(missing)
    odd = BandejaError(Code.SERVER_CONFUSED, host="chat.example", said="made, and not there").sentence()
    assert "hecho, y no está" in told(odd)
    assert told("451 4.3.2 Please try again.") == "451 4.3.2 Please try again."


def test_a_sentence_inside_a_sentence_is_of_its_language(spanish):
    none = SetupError(Code.CALENDAR_MISSING, host="dav.example", name="Trabajo").sentence().rstrip(".")
    whole = error_sentence(SetupError(Code.BAD_INPUT, what="CalDAV", why=none))
    assert "has no calendar" not in whole
    assert "dav.example" in whole
