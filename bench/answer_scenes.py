"""Scenes of waiting for an answer: wished for while writing, all that waits, and the notice when nobody has answered."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication

from bench.stage import DARK_ES, LIGHT_EN, LIGHT_ES, Stage
from desktop.core.api.changes import ChangeSet
from desktop.core.api.status import Notice
from desktop.core.mail.flags import Flag
from desktop.core.mail.mailbox import SpecialUse

_DAY = 86_400


def _wait_for_some(stage: Stage) -> list[int]:
    """Three sent mails that wait: two whose moment is over."""
    session = stage.session
    sent = min(box.mailbox_key for box in session.mailbox_rows if box.special_use is SpecialUse.SENT)
    keys = [key for key, row in session.message_rows.items() if row.mailbox_key == sent][:3]
    for place, key in enumerate(keys):
        row = session.message_rows[key]
        session.message_rows[key] = replace(
            row, internaldate=session.now - (2 * place + 1) * _DAY - 5_000, links=(), flags=Flag.SEEN, has_attachment=False,
            remind_at=session.now + (_DAY * 3 if place == 0 else -60), expires_at=session.now + (29 - 2 * place) * _DAY,
        )  # fmt: skip
    session.tell(ChangeSet(everything=True))
    stage.wait(600)
    return keys


def waiting_list(stage: Stage) -> None:
    _wait_for_some(stage)
    stage.window.actions_["go_awaited"].trigger()
    stage.wait(500)
    stage.window.mails.view.step(1)
    stage.wait(1500)


def notice(stage: Stage) -> None:
    keys = _wait_for_some(stage)
    stage.open_mail(2)
    about = {
        "reminder": str(keys[1]), "subject": "Presupuesto de la obra, segunda versión con la escalera", "person": "Lucía Ferrer",
        "more": "1", "sent": str(stage.session.now - 3 * _DAY - 100), "due": str(stage.session.now - _DAY), "late": "1",
    }  # fmt: skip
    stage.session.tell_notice(Notice("no_answer", 1, parameters=tuple(about.items()), locations=(keys[1],)))
    stage.wait(400)


def _compose(stage: Stage, wait: int) -> None:
    stage.open_mail(2)
    stage.window.actions_["reply_all"].trigger()
    stage.wait_for(lambda: len([one for one in QApplication.topLevelWidgets() if one.isVisible()]) > 1)
    stage.extra = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not stage.window]
    stage.extra[0].remind_button.show_wait(wait)  # type: ignore[attr-defined]
    stage.wait(400)


def composer(stage: Stage) -> None:
    _compose(stage, 3 * _DAY)


def choice(stage: Stage) -> None:
    _compose(stage, 3 * _DAY)
    stage.extra[0].remind_button.choose()  # type: ignore[attr-defined]
    stage.wait(300)
    stage.extra = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not stage.window]


ANSWER_SCENES = (
    ("remind-composer", composer, (LIGHT_EN, DARK_ES), (1280, 800)),
    ("remind-choice", choice, (LIGHT_ES,), (1280, 800)),
    ("remind-list", waiting_list, (LIGHT_EN, DARK_ES), (1280, 800)),
    ("remind-list-small", waiting_list, (LIGHT_ES,), (1024, 640)),
    ("remind-notice", notice, (LIGHT_EN, DARK_ES), (1280, 800)),
    ("remind-notice-small", notice, (LIGHT_ES,), (1024, 640)),
)
