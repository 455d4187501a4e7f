"""Plug-ins among the connections: seen before they run, enabled on purpose, and broken ones with their sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices

from desktop.core.api.changes import ChangeSet
from desktop.core.api.errors import Code, SetupError
from desktop.core.api.linking import PlugInRow
from desktop.ui.links.connectors_dialog import ConnectorsDialog

NOTES = PlugInRow("bandeja-notes", "1.0", "<b>Notes</b>", "/profile/plug-ins/notes.whl", ("notes",), False, False)
BROKEN = PlugInRow(
    "bandeja-redmine", "0.3", "", "", ("redmine",), True, True,
    SetupError(Code.PLUG_IN_BROKEN, name="bandeja-redmine", said="ImportError: redminelib"),
)  # fmt: skip
DAMAGED = PlugInRow(
    "boards.whl", "", "", "/profile/plug-ins/boards.whl", (), False, False,
    SetupError(Code.PLUG_IN_BROKEN, name="boards.whl", said="BadZipFile"),
)  # fmt: skip


@pytest.fixture
def dialog(work_screen) -> ConnectorsDialog:
    work_screen.session.linking.plug_in_rows = [NOTES, DAMAGED, BROKEN]
    work_screen.window.actions_["connectors"].trigger()
    dialog = work_screen.opened(ConnectorsDialog)
    work_screen.wait(lambda: len(dialog.plug_ins) == 3)
    return dialog


def lines(dialog: ConnectorsDialog) -> list[str]:
    return [dialog.list.model().index(row, 0).data() for row in range(dialog.list.model().rowCount())]


def test_they_stand_under_the_backends_by_name(dialog):
    assert lines(dialog) == [
        "Bandeja", "Bitrix24", "CalDAV",
        "bandeja-notes\nnot enabled", "bandeja-redmine\ncannot be used", "boards.whl\ncannot be used",
    ]  # fmt: skip


def test_each_line_shows_its_own_page(dialog):
    for name, row in (("bandeja-notes", 3), ("boards.whl", 5), ("bandeja-redmine", 4)):
        dialog.list.setCurrentIndex(dialog.list.model().index(row, 0))
        assert dialog._pages.currentWidget().isAncestorOf(dialog.plug_ins[name])
    dialog.list.setCurrentIndex(dialog.list.model().index(2, 0))
    assert dialog._pages.currentWidget().isAncestorOf(dialog._forms["caldav"])


def test_what_it_is_and_what_enabling_means_is_said_before(dialog):
    page = dialog.plug_ins["bandeja-notes"]
    assert page._summary.text() == "<b>Notes</b>"
    assert page._summary.textFormat().name == "PlainText"
    assert page._version.text() == "1.0"
    assert page._place.text().replace("\u200b", "") == "/profile/plug-ins/notes.whl"
    assert page.warning.text == "A plug-in runs with your rights: enable only what you trust."
    assert not page.warning.isHidden()
    assert "None of its code has run" in page.accessibleName()
    assert dialog.plug_ins["bandeja-redmine"]._place.text() == "Installed beside Bandeja"


def test_enabling_counts_at_once_and_disabling_says_that_it_does_not(work_screen, dialog):
    page = dialog.plug_ins["bandeja-notes"]
    page.enable_button.click()
    work_screen.wait(lambda: "bandeja-notes\nenabled" in lines(dialog))
    assert page.warning.isHidden()
    assert page.enable_button.isHidden()
    page.disable_button.click()
    work_screen.wait(lambda: "bandeja-notes\nruns until the end" in lines(dialog))
    assert "runs until Bandeja is closed" in page.accessibleName()
    assert not page.warning.isHidden()


def test_one_that_cannot_be_loaded_says_so_at_once(work_screen, dialog):
    error = SetupError(Code.PLUG_IN_BROKEN, name="bandeja-notes", said="RuntimeError: no luck")
    work_screen.session.linking.broken = {"bandeja-notes": error}
    page = dialog.plug_ins["bandeja-notes"]
    page.enable_button.click()
    work_screen.wait(lambda: "no luck" in page.trouble.text)
    assert "bandeja-notes\ncannot be used" in lines(dialog)


def test_a_broken_one_has_its_sentence_and_can_be_disabled(work_screen, dialog):
    page = dialog.plug_ins["bandeja-redmine"]
    assert "redminelib" in page.trouble.text
    page.disable_button.click()
    work_screen.wait(lambda: not page.row.enabled)


def test_a_file_that_is_none_has_nothing_to_press(dialog):
    page = dialog.plug_ins["boards.whl"]
    assert "BadZipFile" in page.trouble.text
    assert page.enable_button.isHidden()
    assert page.disable_button.isHidden()
    assert page.warning.isHidden()


def test_one_that_went_and_one_that_came_meanwhile(work_screen, dialog):
    work_screen.session.linking.plug_in_rows = [replace(NOTES, name="another"), BROKEN]
    dialog.hear(ChangeSet(links=True))
    work_screen.wait(lambda: lines(dialog)[3:] == ["another\nnot enabled", "bandeja-redmine\ncannot be used"])
    dialog.list.setCurrentIndex(dialog.list.model().index(3, 0))
    assert dialog._pages.currentWidget().isAncestorOf(dialog.plug_ins["another"])


def test_a_refused_wish_says_why(work_screen, dialog):
    work_screen.session.linking.plug_in_rows = []
    page = dialog.plug_ins["bandeja-notes"]
    page.enable_button.click()
    work_screen.wait(lambda: "bandeja-notes" in page.trouble.text)
    assert page.enable_button.isEnabled()


def test_the_folder_is_opened(work_screen, dialog, tmp_path: Path, monkeypatch):
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    work_screen.session.linking.folder = tmp_path / "plug-ins"
    dialog.folder_button.click()
    work_screen.wait(lambda: opened == [str(tmp_path / "plug-ins")])
    assert (tmp_path / "plug-ins").is_dir()
