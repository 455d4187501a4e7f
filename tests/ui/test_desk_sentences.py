"""What the core says of the desk in codes has words, in both languages, for every code there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desktop.core.api.commands import Receipt
from desktop.core.operations import contact_commands, desk_commands
from desktop.ui import desk_sentences, i18n
from desktop.ui.sentences import receipt_sentence

ROOT = Path(__file__).parents[2]
DONE = sorted(
    set(
        re.findall(
            r'"((?:task|item|contact|activity|line|members|chat|event|crm_rules)_[a-z]+)"',
            Path(desk_commands.__file__).read_text() + Path(contact_commands.__file__).read_text(),
        )
    )
)
WHY = (
    "never:@x.example", "junk:", "trash:Trash", "off:", "before:", "waits:", "direction:incoming", "direction:outgoing",
    "no_reply:", "nobody:", "unknown:a@x", "ask:a@x", "list:a@x", "contact:a@x", "saved:all", "by_hand:",
    "refused:bad_input",
)  # fmt: skip


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest, qapp) -> str:
    i18n.load(qapp, request.param)
    yield request.param
    i18n.load(qapp, "en")


def test_every_receipt_has_its_own_words(language: str):
    assert len(DONE) >= 12
    said = [receipt_sentence(Receipt(done, 1, target="Oferta")) for done in DONE]
    assert len(set(said)) == len(DONE)
    assert not any("{" in one for one in said)


def test_every_reason_has_words(language: str):
    said = [desk_sentences.why_saved_sentence(why) for why in WHY]
    assert len(set(said)) == len(WHY)
    assert not any(one == why or "{" in one for one, why in zip(said, WHY, strict=True))


def test_the_policy_says_nothing_that_has_no_words():
    sources = [ROOT / "desktop/core/crm/policy.py", ROOT / "desktop/core/store/crm_rules.py"]
    rules = set(re.findall(r'f?"([a-z_]+):(?:\{|")', "".join(path.read_text() for path in sources)))
    assert rules - {"draft"} <= {why.partition(":")[0] for why in WHY}
