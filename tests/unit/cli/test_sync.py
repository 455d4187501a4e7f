"""What `bandeja sync` does beside the accounts: mail that has come is judged by the CRM rules, and what waits is made."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from desktop.cli.sync import work_from_mail, work_sentence
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.linking import LinkState


class Linking:
    """Two links that wait; one of them can be made. What the rules save is one more, made the same way."""

    def __init__(self) -> None:
        self.states = {1: LinkState.PENDING, 2: LinkState.PENDING, 3: LinkState.OPEN}
        self.hastened = False

    def all_links(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(link_key=key, state=state) for key, state in self.states.items()]

    def hasten(self) -> None:
        self.hastened = True

    def run_due(self) -> int:
        assert self.hastened
        self.states = {key: LinkState.OPEN if key != 2 else LinkState.FAILED for key in self.states}
        return 7


def engine(linking: Linking, judge: Callable[[], int]) -> Any:
    return SimpleNamespace(linking=linking, save_by_rules=judge)


def test_what_the_rules_save_is_made_in_the_same_run():
    linking = Linking()

    def judge() -> int:
        linking.states[4] = LinkState.PENDING
        return 1

    assert work_from_mail(engine(linking, judge)) == (1, 2)
    assert linking.states[4] is LinkState.OPEN


def test_rules_that_cannot_be_asked_stop_nothing(capsys: pytest.CaptureFixture[str]):
    def judge() -> int:
        raise BandejaError(Code.NOT_FOUND, what="backend", name="x")

    assert work_from_mail(engine(Linking(), judge)) == (0, 1)
    assert "The CRM rules could not be asked" in capsys.readouterr().err


def test_the_counts_in_words():
    assert work_sentence(2, 1) == "work from mail: 2 mails saved to the CRM by the rules, 1 link made"
