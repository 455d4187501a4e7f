"""Scenes of new mail for `bench.screenshots`: the card with the keyboard and without, several mails, and what can be wished."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication

from bench.stage import DARK_EN, DARK_ES, LIGHT_EN, LIGHT_ES, Stage
from desktop.core.api.status import Notice


def _bring(stage: Stage, count: int) -> None:
    stage.open_mail(2)
    mails = sorted(stage.session.message_rows.values(), key=lambda row: -row.internaldate)
    unseen = [row.location_key for row in mails if not row.seen and row.account_key == 1]
    stage.session.tell_notice(Notice("new_mail", 1, locations=tuple(reversed(unseen[1 : count + 1]))))
    stage.wait_for(lambda: stage.window.notices.cards)
    stage.wait(200)


def arrival(stage: Stage) -> None:
    _bring(stage, 1)


def arrivals(stage: Stage) -> None:
    _bring(stage, 12)
    stage.window.actions_["go_arrival"].trigger()
    stage.wait(200)


def settings(stage: Stage) -> None:
    presence: Any = stage.window.presence
    presence.show_settings()
    stage.wait(300)
    stage.extra = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not stage.window]
    stage.wait(200)


ARRIVAL_SCENES = (
    ("new-mail", arrival, (LIGHT_EN, DARK_ES), (1280, 800)),
    ("new-mail-small", arrival, (LIGHT_ES,), (1024, 640)),
    ("new-mails", arrivals, (LIGHT_ES, DARK_EN), (1280, 800)),
    ("notice-settings", settings, (LIGHT_EN, DARK_ES), (1280, 800)),
)
