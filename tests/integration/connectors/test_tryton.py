"""Tryton's own server: the contract, and what is a CRM's own."""

from __future__ import annotations

import base64
import email
import email.policy
import os
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from typing import Any, ClassVar

import pytest

from desktop.core.api.errors import ServerRefusal
from desktop.core.api.linking import LinkKind, Person
from desktop.core.clock import SystemClock
from desktop.core.connectors.http import Bounds, Http
from desktop.core.connectors.protocol import Connector, FindsTargets
from desktop.core.connectors.tryton import BACKEND
from desktop.core.connectors.tryton.connector import Tryton
from desktop.core.network import verified_context
from tests.fakes.faulty_proxy import FaultyProxy, faulty_proxy
from tests.fakes.tryton import DATABASE, PASSWORD, tryton
from tests.fakes.tryton import Tryton as Server
from tests.integration.connectors.http_contract import HttpContract, HttpWorld
from tests.integration.connectors.trials import run_trials
from tests.integration.connectors.world import MEANS, PICTURE, Part, Seen, make_mail, make_wish

pytestmark = pytest.mark.connectors
CRM = LinkKind.CRM


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with tryton() as running:
        yield running


class TrytonWorld(HttpWorld):
    """A user and a party of its own."""

    keeps: ClassVar = {CRM: frozenset({Part.TITLE, Part.TEXT, Part.LINK, Part.ATTACHMENTS})}

    def __init__(self, server: Server, proxy: FaultyProxy) -> None:
        self.server = server
        self.proxy = proxy
        self.number = server.number()
        self.user = f"ana{self.number}"
        groups = server.call("model.res.group.search", [], 0, None, None, {})
        self.user_key = server.call(
            "model.res.user.create",
            [{"name": "Ana", "login": self.user, "password": PASSWORD, "groups": [["add", groups]]}], {},
        )[0]  # fmt: skip
        self.party = server.call("model.party.party.create", [{"name": f"Party {self.number}"}], {})[0]

    def values(self) -> dict[str, str]:
        return {"address": self.proxy.url, "database": DATABASE, "user": self.user}

    def open(self) -> Connector:
        return BACKEND.open(self.values(), {"password": PASSWORD}, MEANS)

    def open_impatient(self) -> Connector:
        bounds = Bounds(connect_seconds=0.2, read_seconds=0.2, total_seconds=0.2)
        http = Http(self.proxy.url, context=verified_context(None), clock=SystemClock(), bounds=bounds)
        return Tryton(http, self.proxy.url, DATABASE, self.user, PASSWORD)

    def secrets(self) -> tuple[str, ...]:
        return (PASSWORD,)

    def target(self) -> str:
        return f"party:{self.party}"

    def rows(self, model: str, party: int, *names: str) -> list[dict[str, Any]]:
        domain = [["resource", "=", f"party.party,{party}"]]
        return self.server.call(f"model.{model}.search_read", domain, 0, None, None, list(names), {})

    def count(self, kind: LinkKind) -> int:
        """Notes; files without one count as half-made objects."""
        return self.count_on(self.party)

    def count_on(self, party: int) -> int:
        notes = [row["message"].rpartition("[bandeja ")[2][:36] for row in self.rows("ir.note", party, "message")]
        files = {row["description"].split()[1] for row in self.rows("ir.attachment", party, "description")}
        return len(notes) + len(files - set(notes))

    def look(self, kind: LinkKind, remote_id: str) -> Seen:
        place, _, key = remote_id.partition("#")
        (row,) = self.server.call("model.ir.note.read", [int(place.partition("/")[2])], ["message"], {})
        domain = [["description", "like", f"bandeja {key} %"]]
        files = self.server.call("model.ir.attachment.search_read", domain, 0, None, [["id", "ASC"]], ["data"], {})
        letters = [read_letter(base64.b64decode(one["data"]["base64"])) for one in files]
        return Seen(
            title=row["message"].split("\n")[0],
            text=row["message"],
            everything=row["message"],
            attachments={
                str(part.get_filename()): part.get_content()
                if isinstance(part.get_content(), bytes)
                else part.get_payload(decode=True)
                for letter in letters
                for part in letter.iter_attachments()
                if part.get_filename()
            },
        )

    def remove(self, kind: LinkKind, remote_id: str) -> None:
        self.server.call("model.ir.note.delete", [int(remote_id.partition("#")[0].partition("/")[2])], {})

    def revoke(self) -> None:
        self.server.call("model.res.user.write", [self.user_key], {"password": "another Password 1"}, {})

    def allow(self) -> None:
        self.server.call("model.res.user.write", [self.user_key], {"password": PASSWORD}, {})


def read_letter(raw: bytes) -> EmailMessage:
    letter = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(letter, EmailMessage)
    return letter


@pytest.fixture
def world(server: Server) -> Iterator[TrytonWorld]:
    with faulty_proxy(server.host, server.port) as proxy:
        yield TrytonWorld(server, proxy)


class TestTryton(HttpContract):
    kinds = (CRM,)

    @pytest.fixture
    def world(self, server: Server) -> Iterator[TrytonWorld]:
        with faulty_proxy(server.host, server.port) as proxy:
            yield TrytonWorld(server, proxy)


def test_the_party_is_found_by_address_else_made_once(world: TrytonWorld):
    sender = Person("Lena Ürk", f"lena_{world.number}@example.org")
    similar = Person("No", f"lenax{world.number}@example.org")
    with closing(world.open()) as connector:
        first = connector.create(make_wish(CRM, mails=(make_mail(sender=similar),)))
        made = connector.create(make_wish(CRM, mails=(make_mail(sender=sender),)))
        again = connector.create(make_wish(CRM, mails=(make_mail(sender=Person("", sender.address.upper())),)))
    assert made.url == again.url != first.url
    party = int(made.url.rpartition("/")[2])
    assert world.server.call("model.party.party.read", [party], ["name"], {})[0]["name"] == "Lena Ürk"
    assert world.count_on(party) == 2


def test_a_mail_that_was_sent_goes_to_whom_it_went_to(world: TrytonWorld):
    other = Person("Omar", f"omar{world.number}@example.org")
    with closing(world.open()) as connector:
        made = connector.create(make_wish(CRM, mails=(make_mail(incoming=False, to=(other,)),)))
    party = int(made.url.rpartition("/")[2])
    assert world.server.call("model.party.party.read", [party], ["name"], {})[0]["name"] == "Omar"


def test_the_whole_mail_is_kept(world: TrytonWorld):
    mail = make_mail(attachments=(PICTURE,), subject="Oferta\r\nBcc: x@example.org – ñ")
    with closing(world.open()) as connector:
        connector.create(make_wish(CRM, world, mails=(mail,)))
    (file,) = world.rows("ir.attachment", world.party, "data", "name")
    letter = read_letter(base64.b64decode(file["data"]["base64"]))
    assert file["name"] == "Oferta Bcc: x@example.org – ñ.eml"
    assert letter["Subject"] == "Oferta Bcc: x@example.org – ñ"
    assert letter["Bcc"] is None
    assert letter["Message-ID"] == f"<{mail.message_id}>"
    assert letter["From"].addresses[0].addr_spec == mail.sender.address
    assert [address.display_name for address in letter["Cc"].addresses] == [mail.cc[0].name]
    body = letter.get_body(("plain",))
    assert body is not None
    assert "adjunto la oferta." in body.get_content()


def test_cards_are_found_exact_address_first(world: TrytonWorld):
    address = f"card{world.number}@example.org"
    exact = {"name": f"Z{world.number}", "contact_mechanisms": [["create", [{"type": "email", "value": address}]]]}
    longer = {"name": f"A{address}", "contact_mechanisms": [["create", [{"type": "email", "value": f"x{address}"}]]]}
    keys = world.server.call("model.party.party.create", [longer, exact], {})
    with closing(world.open()) as connector:
        assert isinstance(connector, FindsTargets)
        found = connector.find_targets(address.upper())
    assert [card.target_id for card in found] == [f"party:{keys[1]}", f"party:{keys[0]}"]
    assert (found[0].label, found[0].detail) == (f"Z{world.number}", address)


def test_a_card_that_is_gone_is_said(world: TrytonWorld):
    with closing(world.open()) as connector, pytest.raises(ServerRefusal):
        connector.create(make_wish(CRM, target_id="party:999999"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(
    ("seed", "trials"), [(0, 20), *(pytest.param(seed, 50, marks=pytest.mark.slow) for seed in range(1, 4))]
)
def test_kills_and_lost_answers_leave_one_record_for_each_wish(world: TrytonWorld, seed: int, trials: int):
    run_trials(
        world, "desktop.core.connectors.tryton:BACKEND", world.values(), {"password": PASSWORD},
        kinds=(CRM,), trials=trials, most_requests=8, seed=seed,
    )  # fmt: skip
