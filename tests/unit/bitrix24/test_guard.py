"""Nothing that could make the portal send a mail leaves: not by any spelling, not by any way the program has."""

from __future__ import annotations

import ast
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.api.errors import SecurityError
from desktop.core.connectors.bitrix24 import activities, guard
from desktop.core.connectors.bitrix24.activities import Direction, EmailActivity
from desktop.core.connectors.bitrix24.cards import Card
from desktop.core.connectors.bitrix24.guard import METHODS, check_harmless

SAFE = {"DISABLE_SENDING_MESSAGE_COPY": "Y"}
PACKAGE = Path(guard.__file__).parent
EMAILS = (4, "4", " 4", "04", 4.0, "4.0", True, None, "", [4], {"0": 4})
OUTGOING = (2, "2", " 2", 2.0, None, "", 0, "out", [2], True)
DONE = ("Y", "y", " Y", True, 1, "1", None, "", "yes", ["Y"], "n", False, 0)


def _is_refused(method: str, parameters: dict[str, object]) -> bool:
    try:
        check_harmless(method, parameters)
    except SecurityError:
        return True
    return False


@pytest.mark.parametrize(("type_id", "direction", "completed"), list(itertools.product(EMAILS, OUTGOING, DONE)))
def test_an_outgoing_mail_that_is_done_is_refused(type_id: object, direction: object, completed: object):
    fields = {"TYPE_ID": type_id, "DIRECTION": direction, "COMPLETED": completed, "SETTINGS": SAFE}
    assert _is_refused("crm.activity.add", {"fields": fields})


@pytest.mark.parametrize("name", ["type_id", "Direction", "cOMPLETED", "settings"])
def test_a_field_in_another_case_is_refused(name: str):
    fields = {"TYPE_ID": 4, "DIRECTION": "1", "COMPLETED": "N", "SETTINGS": SAFE, name: "Y"}
    assert _is_refused("crm.activity.add", {"fields": fields})


@pytest.mark.parametrize("settings", [None, {}, [], "Y", {"DISABLE_SENDING_MESSAGE_COPY": "N"}])
@pytest.mark.parametrize("direction", ["1", "2"])
def test_a_copy_to_the_sender_is_refused(settings: object, direction: str):
    fields = {"TYPE_ID": 4, "DIRECTION": direction, "COMPLETED": "N", "SETTINGS": settings}
    assert _is_refused("crm.activity.add", {"fields": fields})


@pytest.mark.parametrize(
    "parameters",
    [{}, {"fields": None}, {"fields": []}, {"FIELDS": {}}, {"fields": {"TYPE_ID": 2}, "x": 1}, {"fields": "TYPE_ID=4"}],
)
def test_fields_that_cannot_be_read_are_refused(parameters: dict[str, object]):
    assert _is_refused("crm.activity.add", parameters)


@pytest.mark.parametrize("name", ["SUBJECT", "DIRECTION", "TYPE_ID", "DESCRIPTION", "completed", "SETTINGS"])
def test_an_activity_is_changed_in_nothing_else(name: str):
    assert _is_refused("crm.activity.update", {"id": "1", "fields": {"COMPLETED": "Y", name: "Y"}})
    assert not _is_refused("crm.activity.update", {"id": "1", "fields": {"COMPLETED": "Y"}})


@pytest.mark.parametrize(
    "method",
    [
        "mail.message.send",
        "mail.message.reply",
        "mail.message.forward",
        "batch",
        "CRM.ACTIVITY.ADD",
        "crm.activity.add.json",
        "crm.activity.todo.add",
        "../crm.activity.add",
        "",
    ],
)
def test_other_methods_are_refused(method: str):
    assert _is_refused(method, {"fields": {"TYPE_ID": 4, "DIRECTION": 1, "COMPLETED": "N", "SETTINGS": SAFE}})


@given(
    st.dictionaries(st.sampled_from(["TYPE_ID", "DIRECTION", "COMPLETED", "SETTINGS", "type_id"]), st.from_type(object))
)
def test_what_passes_is_surely_harmless(fields: dict[str, object]):
    if not _is_refused("crm.activity.add", {"fields": fields}):
        other_type = str(fields.get("TYPE_ID")) in ("1", "2", "3")
        assert other_type or str(fields.get("DIRECTION")) == "1" or fields.get("COMPLETED") == "N"


@pytest.mark.parametrize("direction", Direction)
def test_the_only_email_activity_there_is_passes(direction: Direction):
    activity = EmailActivity(
        Card("contact", "25"), direction, "s", "t", "a@example.org", "1", "2026-10-28T10:20:00+00:00", "k"
    )
    check_harmless("crm.activity.add", {"fields": activity.fields()})
    assert direction is Direction.INCOMING or activity.fields()["COMPLETED"] == "N"
    assert "completed" not in EmailActivity.__slots__


def test_activities_are_made_in_one_place_only():
    """The names of methods that the package uses are those on the list, and one module makes e-mail activities."""
    used: dict[str, set[str]] = {}
    for path in PACKAGE.glob("*.py"):
        if path.name != "guard.py":
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    used.setdefault(node.value, set()).add(path.name)
    assert used["crm.activity.add"] == {Path(activities.__file__).name}
    dynamic = {"disk.storage.getchildren", "disk.folder.getchildren"}
    assert METHODS - set(used) == dynamic, "what nobody asks need not be allowed"
