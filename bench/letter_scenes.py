"""Scenes of letters: the signature under what one writes and among the settings, and leaving a newsletter."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QApplication

from bench.stage import DARK_EN, DARK_ES, LIGHT_EN, LIGHT_ES, Stage
from desktop.core.api.newsletters import Newsletter, Step, Way

SIGNATURE = "Ana Beltrán\nTalleres Marín · Carrer de la Murta 14, Dénia\n+34 960 000 014"


def _sign(stage: Stage) -> None:
    rows = stage.session.account_rows
    rows[:] = [replace(row, signature=SIGNATURE) for row in rows]


def _show_others(stage: Stage) -> None:
    stage.extra = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not stage.window]
    stage.wait(300)


def answer(stage: Stage) -> None:
    from desktop.ui.composer.window import ComposerWindow

    _sign(stage)
    stage.open_mail(2)
    stage.window.actions_["reply_all"].trigger()
    stage.wait_for(lambda: any(isinstance(one, ComposerWindow) for one in QApplication.topLevelWidgets()))
    stage.wait(200)
    _show_others(stage)
    [composer] = [one for one in stage.extra if isinstance(one, ComposerWindow)]
    composer.body.editor.insertPlainText("Buenos días:\n\nEl martes a las diez me viene bien. Hasta entonces.")
    stage.wait(300)


def settings(stage: Stage) -> None:
    _sign(stage)
    stage.open_mail(2)
    stage.window.folders.signature_wanted.emit(1)
    stage.wait(300)
    _show_others(stage)


def _offer(stage: Stage, **left: Any) -> None:
    steps = (Step(Way.ONE_CLICK, "news.carpinteria-del-puerto.example"), Step(Way.MAIL, "baja@carpinteria.example"))
    for key in stage.session.message_rows:
        stage.session.newsletters.offers[key] = Newsletter(key, "Ofertas de madera", steps, **left)
    stage.open_mail(2)


def unsubscribe(stage: Stage) -> None:
    _offer(stage)
    stage.window.actions_["unsubscribe"].trigger()
    stage.wait(300)


def unsubscribed(stage: Stage) -> None:
    _offer(stage, left_at=stage.session.now - 25 * 86_400, left_by=Way.ONE_CLICK)


LETTER_SCENES = [
    ("signature", answer, (LIGHT_EN, DARK_ES), (1280, 800)),
    ("signature-settings", settings, (LIGHT_ES, DARK_EN), (1280, 800)),
    ("unsubscribe", unsubscribe, (LIGHT_ES, DARK_EN), (1280, 800)),
    ("unsubscribe-small", unsubscribe, (DARK_ES,), (1024, 640)),
    ("unsubscribed", unsubscribed, (LIGHT_EN,), (1280, 800)),
]
