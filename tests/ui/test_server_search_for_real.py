"""The demo's old mail: older than the plan keeps, found on the server when somebody asks for it, read, and answered; never kept here."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.queries import ListView
from desktop.core.api.rows import AccountState
from desktop.core.clock import ShiftedClock
from desktop.core.demo.world import DemoWorld
from desktop.core.profile import open_profile
from desktop.demo_workspace import settle_demo
from desktop.ui.composer.window import ComposerWindow
from desktop.ui.message_list.search_line import SearchLine
from desktop.ui.message_list.server_joining import ServerJoining
from desktop.ui.reader.pane import ReaderPane
from desktop.ui.window.factory import build_main_window
from tests.fakes.setup import FakeSetup

pytestmark = pytest.mark.qt_log_ignore("QRhi", "RHI", "GPUInfo", extend=True)  # the web engine finds no graphics card
PATIENCE = 30_000
SUBJECT = "La rampa de la biblioteca no cumple por 1 %"


def test_an_old_mail_is_found_read_and_answered(tmp_path: Path, settings: QSettings, qtbot):
    clock, setup = ShiftedClock(), FakeSetup()
    world = DemoWorld(clock)
    logins = world.start()
    engine = open_profile(tmp_path / "profile", clock=clock, credentials=MemoryCredentials())
    settle_demo(engine, logins)
    window = build_main_window(engine, settings, clock.now, setup)
    window.show()
    window.activateWindow()

    def until(holds) -> None:
        qtbot.waitUntil(lambda: bool(holds()), timeout=PATIENCE)

    statuses = engine.statuses
    until(lambda: len(statuses()) == 2 and all(one.state is AccountState.UP_TO_DATE for one in statuses().values()))
    assert engine.find_message("nobody@example") == []
    before = engine.searches.coverage()

    window.top_bar.search.setText('subject:rampa "no cumple"')
    line = window.mails.findChild(SearchLine)
    until(lambda: line._server.isVisible() and window.mails._complete)
    assert list(engine.list_keys(ListView(search='subject:rampa "no cumple"'))) == []
    qtbot.mouseClick(line._server, Qt.MouseButton.LeftButton)
    part = window.findChild(ServerJoining).part()
    until(lambda: not part.is_running)
    assert part.text == "On the server: 2 more"
    assert {part.model.mail_at(row).subject for row in range(2)} == {SUBJECT, f"Re: {SUBJECT}"}

    row = next(row for row in range(2) if part.model.mail_at(row).subject == SUBJECT)
    part.view.select_rows([row], row)
    reader = window.findChild(ReaderPane)
    until(lambda: reader.mail is not None and reader.mail.detail.parsed is not None)
    assert "rampa" in reader.mail.message.text
    assert reader.stay.text == "This mail is only on the server (your plan keeps 90 days here)."
    assert reader.buttons.button("archive").isEnabled()
    assert reader.buttons.button("link_task").isEnabled()

    window.actions_.trigger("reply")

    def composers() -> list[ComposerWindow]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, ComposerWindow)]

    until(composers)
    (composer,) = composers()
    assert any(SUBJECT in one.text() for one in composer.findChildren(QLineEdit))
    composer.close()

    after = engine.searches.coverage()
    assert (after.total, after.beyond) == (before.total, before.beyond), "nothing of it is here now"
    window.close()
    window.deleteLater()
    setup.close()
    engine.close()
    world.stop()
