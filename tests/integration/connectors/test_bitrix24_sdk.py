"""The vendor's own Python library talks to the fake portal, so that the fake is not our mirror."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest
from b24pysdk import BitrixWebhook, Client, Config
from b24pysdk.errors import (
    BitrixAPIBadRequest,
    BitrixAPIExpiredToken,
    BitrixAPIInsufficientScope,
    BitrixAPINotFound,
    BitrixAPIQueryLimitExceeded,
)
from b24pysdk.errors.v3 import BitrixAPIValidationRequestValidationException

from desktop.core.clock import ManualClock
from desktop.core.connectors.bitrix24.guard import METHODS
from tests.fakes.bitrix_portal import CODE, BitrixPortal, Key
from tests.fakes.bitrix_portal.deprecations import DEPRECATED, NO_OTHER_WAY
from tests.fakes.bitrix_portal.portal import NEW, OLD
from tests.fakes.certificates import Certificates
from tests.fakes.https_server import HttpsServer
from tests.integration.connectors.bitrix_world import add_mail, make_contact
from tests.integration.connectors.world import MOMENT

RENAMED = {"id": "bitrixid", "from": "fromdate"}
"""Words that Python has for itself."""
ONLY_DOCUMENTED = {"autodetectsection", "fromts", "tots"}
"""Of calendar.event.add and .update: in the documentation, not in the library."""


@pytest.fixture
def portal() -> BitrixPortal:
    made = BitrixPortal(ManualClock(MOMENT))
    made.cards[(3, "25")] = make_contact(25, "Ana", "García", "ana@example.org")
    made.mailboxes.append({"id": 1, "name": "Us", "email": "us@example.net", "senderName": "Us"})
    add_mail(made, "Oferta", "ana@example.org", MOMENT)
    return made


@pytest.fixture
def server(portal: BitrixPortal, certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> Iterator[HttpsServer]:
    monkeypatch.setattr(Config(), "default_max_retries", 1)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificates.ca_file))
    with HttpsServer(portal, certificates.good()) as server:
        yield server


@pytest.fixture
def token(server: HttpsServer) -> BitrixWebhook:
    return BitrixWebhook(domain=f"localhost:{server.port}", webhook_token=f"1/{CODE}")


@pytest.fixture
def client(token: BitrixWebhook) -> Client:
    return Client(token)


def test_objects_come_and_go(portal: BitrixPortal, client: Client):
    assert client.user.current().result["ID"] == "1"
    task = client.tasks.task.add(fields={"TITLE": "Contestar", "RESPONSIBLE_ID": 7, "DESCRIPTION": "[B]hoy[/B]"}).result
    number = int(task["task"]["id"])
    assert client.tasks.task.get(task_id=number, select=["ID", "TITLE"]).result["task"]["title"] == "Contestar"
    assert client.tasks.task.delete(task_id=number).result == {"task": True}
    assert client.tasks.task.get(task_id=number, select=["ID"]).result == []
    chat = client.im.chat.add(title="Oferta", users=[7], message="Hola").result
    assert portal.chats[str(chat)]["users"] == {"1", "7"}
    found = client.crm.duplicate.findbycomm("EMAIL", values=["ana@example.org"]).result
    assert found == {"CONTACT": [25]}
    assert client.crm.duplicate.findbycomm("EMAIL", values=["nobody@example.org"]).result == []
    assert portal.complaints == []


def test_mails_over_rest_3(portal: BitrixPortal, token: BitrixWebhook):
    third = Client(token, prefer_version=3)
    messages = third.mail.message.list(mailbox_id=1).result["items"]
    made = third.mail.message.createtask(message_id=messages[0]["id"], title="Contestar").result
    assert portal.tasks[str(made["taskId"])]["title"] == "Contestar"
    assert third.mail.message.createchat(message_id=messages[0]["id"]).result["existing"] is False
    assert third.mail.message.createchat(message_id=messages[0]["id"]).result["existing"] is True
    assert third.mail.message.createcrmactivity(message_id=messages[0]["id"]).result is True
    with pytest.raises(BitrixAPIValidationRequestValidationException) as caught:
        third.mail.message.createtask(message_id=99).result  # noqa: B018 -- the property asks
    assert caught.value.validation
    assert portal.complaints == []


def test_errors_are_those_the_library_knows(portal: BitrixPortal, token: BitrixWebhook, server: HttpsServer):
    portal.keys[CODE] = Key("1", frozenset({"crm"}))
    with pytest.raises(BitrixAPIInsufficientScope):
        token.call_method("tasks.task.list")
    portal.limits.threshold = 0
    with pytest.raises(BitrixAPIQueryLimitExceeded):
        token.call_method("scope")
    portal.limits.threshold = 50
    portal.keys[CODE].ends = MOMENT - 1
    with pytest.raises(BitrixAPIExpiredToken):
        token.call_method("scope")


@pytest.mark.parametrize("method", sorted(METHODS))
def test_our_methods_and_their_parameters_are_those_the_library_has(token: BitrixWebhook, method: str):
    """Names are compared without case and underlines: the library writes them its own way."""
    third = method.startswith("mail.")
    place: object = Client(token, prefer_version=3 if third else 2)
    for step in method.split("."):
        place = getattr(place, {_bare(name): name for name in dir(place)}[_bare(step)])
    known = {_bare(name) for name in inspect.signature(place).parameters}
    ours = {_bare(name) for name in (NEW[method] if third else OLD[method.lower()]).parameters}
    assert {RENAMED.get(name, name) for name in ours} - known <= ONLY_DOCUMENTED


def test_what_is_deprecated_is_used_only_where_there_is_no_other_way(portal: BitrixPortal, token: BitrixWebhook):
    assert {method for method in METHODS if DEPRECATED.fullmatch(method.lower())} == NO_OTHER_WAY
    with pytest.raises(BitrixAPINotFound):
        token.call_method("crm.contact.add")
    with pytest.raises(BitrixAPIBadRequest):
        token.call_method("task.commentitem.getlist")
    assert portal.complaints == ["crm.contact.add is deprecated"]


def _bare(name: str) -> str:
    return name.replace("_", "").lower()
