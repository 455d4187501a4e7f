"""Scenes of letters: the signature under what one writes and among the settings of an account."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication

from bench.stage import DARK_EN, DARK_ES, LIGHT_EN, LIGHT_ES, Stage

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


LETTER_SCENES = [
    ("signature", answer, (LIGHT_EN, DARK_ES), (1280, 800)),
    ("signature-settings", settings, (LIGHT_ES, DARK_EN), (1280, 800)),
]
