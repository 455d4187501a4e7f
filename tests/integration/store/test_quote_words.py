"""What introduces a quote: in the user's words and the user's time."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.quote_words import QuoteWords
from desktop.core.engine import Engine
from desktop.core.logins import Connections
from desktop.core.profile import load_catalogue
from tests.fakes.cache import Cache, mail

SPANISH = QuoteWords(
    wrote="El {date} a las {time}, {name} escribió:", wrote_undated="{name} escribió:", date="%d/%m/%Y",
    forwarded="Mensaje reenviado", from_="De", sent="Fecha", subject="Asunto", to="Para",
)  # fmt: skip


@pytest.fixture
def engine(tmp_path):
    cache = Cache(tmp_path)
    cache.put("INBOX", mail(5), 1)
    cache.store.close()
    engine = Engine(
        tmp_path,
        connections=Connections(imap=None, smtp=None, check_smtp=None),
        credentials=MemoryCredentials(),
        catalogue=load_catalogue(),
        zone=ZoneInfo("Pacific/Kiritimati"),
        threads=False,
    )
    engine.set_quote_words(SPANISH)
    yield engine
    engine.close()


def test_an_answer_speaks_the_users_language_and_time(engine):
    # 10:05 in Valencia is 23:05 on Christmas Island.
    assert "El 16/11/2026 a las 23:05, Bob 5 escribió:" in engine.reply(1, to_all=False).text


def test_a_forward_does_too(engine):
    text = engine.forward(1).text
    assert "Mensaje reenviado" in text
    assert "Fecha: 16/11/2026 23:05" in text
    assert "De: Bob 5 <bob5@example.com>" in text
