"""The pictures of the documentation: scenes of the real window on the mail of the test session, without a display.

    python3 run.py screenshots              all scenes in all their looks, into docs/screenshots/
    python3 run.py screenshots search keys  only those scenes

All scenes end with those of `bench.demo_pictures`, taken of the whole program on the demo world.

A scene is a function that is given a Stage and leaves the window as it is to be seen; `@scene` adds it to the list. One look is
a palette and a language: the file is called SCENE-PALETTE-LANGUAGE.png. The clock and the mail are fixed, so that two runs give
the same pictures.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bench import plan_scenes  # noqa: F401 -- adds its scenes
from bench.answer_scenes import ANSWER_SCENES
from bench.arrival_scenes import ARRIVAL_SCENES
from bench.conversation_scenes import CONVERSATION_SCENES
from bench.letter_scenes import LETTER_SCENES
from bench.search_scenes import SEARCH_SCENES
from bench.stage import DARK_EN, DARK_ES, FOLDER, LIGHT_EN, LIGHT_ES, SCENES, Look, Scene, Stage, scene
from bench.work_scenes import WORK_SCENES
from desktop.core.api.commands import Archive, DraftContent, Snooze
from desktop.core.api.errors import AuthenticationError, Code, PlanError
from desktop.core.api.rows import AccountState, OperationRow, OperationState, OutboxRow, OutboxState
from desktop.core.api.status import AccountStatus
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui import i18n
from desktop.ui.later.choice import MomentPopup, putting_off
from desktop.ui.later.moments import offered
from desktop.ui.message_list.delegate import Density
from desktop.ui.reader.web_engine import prepare_web_engine
from desktop.ui.theme import Choice, theme
from desktop.ui.window.factory import build_main_window
from tests.fakes.session import FakeSession
from tests.fakes.setup import FakeSetup


@scene("three-panes", LIGHT_EN, DARK_EN, LIGHT_ES, DARK_ES)
def three_panes(stage: Stage) -> None:
    stage.open_mail(2)


@scene("three-panes-upright", LIGHT_ES, size=(1024, 900))
def three_panes_upright(stage: Stage) -> None:
    stage.open_mail(2)


@scene("three-panes-small", LIGHT_ES, DARK_EN, size=(1024, 640))
def three_panes_small(stage: Stage) -> None:
    stage.open_mail(2)


@scene("three-panes-wide", LIGHT_EN, size=(2560, 1440))
def three_panes_wide(stage: Stage) -> None:
    stage.open_mail(2)


@scene("compact", LIGHT_EN)
def compact(stage: Stage) -> None:
    stage.window.mails.set_density(Density.COMPACT)
    stage.open_mail(2)


@scene("roomy", DARK_ES)
def roomy(stage: Stage) -> None:
    stage.window.mails.set_density(Density.ROOMY)
    stage.open_mail(2)


@scene("later", LIGHT_EN, DARK_ES)
def later(stage: Stage) -> None:
    stage.open_mail(3)
    stage.window.actions_["later"].trigger()
    stage.wait(300)


@scene("later-moment", LIGHT_ES)
def later_moment(stage: Stage) -> None:
    stage.open_mail(3)
    rows = list(stage.session.rows(stage.window.mails.selected_keys()).values())
    first = stage.session.now + 45 * 86_400
    popup = MomentPopup(stage.window, putting_off(rows), first, stage.session.now, print)
    popup.show_over(stage.window)
    stage.wait(300)


@scene("later-folder", LIGHT_ES, DARK_EN)
def later_folder(stage: Stage) -> None:
    stage.open_mail(3)
    rows = stage.window.mails.model
    keys = [rows.key_at(place) for place in (3, 9, 12)]
    for key, moment in zip(keys, offered(stage.session.now), strict=False):
        stage.window.commands.submit(Snooze((key,), moment.at))
    stage.wait(600)
    stage.window.folders.select_use(SpecialUse.LATER)
    stage.wait(900)


@scene("undo", LIGHT_ES)
def undo(stage: Stage) -> None:
    stage.open_mail(3)
    stage.window.commands.submit(Archive(stage.window.mails.selected_keys()))
    stage.wait(1200)


@scene("many", LIGHT_EN)
def many(stage: Stage) -> None:
    view = stage.window.mails.view
    view.setFocus()
    view.select_rows([1, 2, 5], 5)
    stage.wait(300)


@scene("search", LIGHT_EN, DARK_ES)
def search(stage: Stage) -> None:
    stage.window.top_bar.search.setFocus()
    QTest.keyClicks(stage.window.top_bar.search, "presup")
    stage.wait(600)


@scene("nothing-found", LIGHT_ES)
def nothing_found(stage: Stage) -> None:
    stage.window.top_bar.search.setText("tranvía")
    stage.wait(600)


@scene("empty-folder", LIGHT_ES)
def empty_folder(stage: Stage) -> None:
    stage.window.folders.select_mailbox(9)
    stage.wait(200)


@scene("palette", LIGHT_EN)
def palette(stage: Stage) -> None:
    stage.open_mail(2)
    stage.window.actions_["palette"].trigger()
    stage.wait(200)


@scene("keys", LIGHT_ES)
def keys(stage: Stage) -> None:
    stage.window.actions_["keys"].trigger()
    stage.extra = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not stage.window]
    stage.wait(200)


@scene("waiting", LIGHT_EN, DARK_ES)
def waiting(stage: Stage) -> None:
    session, now = stage.session, stage.session.now
    to, later = ("lucia.ferrer@obrasferrer.example",), now + 240
    session.outbox_rows = {
        1: OutboxRow(1, 1, "Presupuesto de la obra", to, OutboxState.FAILED, now, now, 3, "550 no such mailbox", ""),
        2: OutboxRow(2, 1, "Re: Delivery moved to Monday", to, OutboxState.WAITING, now, later, 2, "451 later", ""),
        3: OutboxRow(3, 2, "Horario de agosto", to, OutboxState.WAITING, now, now, 0, "", "", paused=True),
        4: OutboxRow(
            4, 2, "Factura 214", to, OutboxState.HELD, now, later, 0, "", "", PlanError(Code.PLAN_NO_SYNC, plan="Free"),
            freed_at=now + 5 * 86_400, freed_by="Basic",
        ),
    }  # fmt: skip
    session.draft_contents = {
        5: DraftContent(1, to="Tom Whitfield <tom@whitfield-partners.example>", subject="Contract")
    }
    session.operation_rows = [
        OperationRow(1, 1, "move", OperationState.WAITING, "Boletín de otoño", 3, "Clientes", now, now, 0, "")
    ]
    stage.window.folders.waiting.refresh()
    stage.window.actions_["go_waiting"].trigger()
    stage.wait(200)


@scene("trouble", LIGHT_EN, DARK_ES)
def trouble(stage: Stage) -> None:
    account, now = stage.session.account_rows[0], stage.session.now
    error = AuthenticationError(Code.WRONG_PASSWORD, host=account.imap_host, user=account.address, said="Login failed")
    stage.session.tell_status(AccountStatus(1, AccountState.NEEDS_PASSWORD, now, error=error))
    stage.session.tell_status(AccountStatus(2, AccountState.SYNCING, now, "INBOX", 1_204, 3_310))
    stage.open_mail(2)


@scene("composer", LIGHT_EN, DARK_ES)
def composer(stage: Stage) -> None:
    stage.open_mail(2)
    stage.window.actions_["reply_all"].trigger()
    stage.wait_for(lambda: len([one for one in QApplication.topLevelWidgets() if one.isVisible()]) > 1)
    stage.extra = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not stage.window]
    stage.wait(400)


@scene("add-account", LIGHT_ES, DARK_EN, empty=True)
def add_account(stage: Stage) -> None:
    dialog = stage.window.others.open_setup(stage.window)
    stage.extra = [dialog]
    stage.wait(300)


@scene("account-settings", LIGHT_EN, DARK_ES)
def account_settings(stage: Stage) -> None:
    stage.window.folders.settings_wanted.emit(1)
    stage.wait(300)
    stage.extra = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not stage.window]
    stage.wait(200)


@scene("deleted-for-good", LIGHT_ES, DARK_EN)
def deleted_for_good(stage: Stage) -> None:
    stage.session.workspace.for_good = {1, 2}
    stage.open_mail(2)
    stage.window.actions_["delete"].trigger()
    stage.wait(2000)


@scene("first-screen", LIGHT_EN, DARK_ES, empty=True)
def first_screen(stage: Stage) -> None:
    stage.wait(200)


SCENES += [
    Scene(name, play, size, looks, False)
    for scenes in (
        WORK_SCENES,
        ARRIVAL_SCENES,
        LETTER_SCENES,
        SEARCH_SCENES,
        ANSWER_SCENES,
        CONVERSATION_SCENES,
    )
    for name, play, looks, size in scenes
]


def take(one: Scene, look: Look, folder: Path) -> Path:
    """Play one scene in one look and write its picture."""
    choice, language = look
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    i18n.load(app, language)
    theme().choose(choice)
    session, setup = FakeSession(empty=one.empty), FakeSetup()
    with tempfile.TemporaryDirectory() as kept:
        settings = QSettings(str(Path(kept) / "settings.ini"), QSettings.Format.IniFormat)
        window = build_main_window(session, settings, lambda: session.now, setup)
        window.resize(*one.size)
        window.show()
        window.activateWindow()
        stage = Stage(window, session)
        stage.wait(400)
        one.play(stage)
        path = folder / f"{one.name}-{choice}-{language}.png"
        stage.picture().save(str(path))
        for other in QApplication.topLevelWidgets():
            if other is not window and other.isVisible():
                other.close()
        window.close()
        window.deleteLater()
        stage.wait(50)
    setup.close()
    session.close()
    return path


def main(names: Sequence[str]) -> int:
    unknown = set(names) - {one.name for one in SCENES}
    if unknown:
        print(f"There is no scene {', '.join(sorted(unknown))}. Scenes: {', '.join(one.name for one in SCENES)}")
        return 2
    prepare_web_engine()
    app = QApplication(sys.argv[:1])
    theme().apply(app, Choice.LIGHT)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for one in SCENES:
        if not names or one.name in names:
            for look in one.looks:
                print(take(one, look, FOLDER).name, flush=True)
    return 0 if names else subprocess.run([sys.executable, "-m", "bench.demo_pictures"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
