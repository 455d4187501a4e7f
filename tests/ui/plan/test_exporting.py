"""Exports: where they go, how far they are, how they end, and that the last folder is remembered."""

from __future__ import annotations

import threading
from pathlib import Path

from desktop.ui.plan.exporting import Exporting
from desktop.ui.preferences import Preferences
from tests.ui.conftest import Screen


def keys(screen: Screen, count: int) -> list[int]:
    return list(screen.session.message_rows)[:count]


def test_one_file_with_all_of_them(screen: Screen, wait, tmp_path: Path):
    exporting = screen.window.plan.exporting
    exporting.start(lambda: keys(screen, 12), tmp_path / "kept.mbox", one_file=True)
    wait(lambda: not exporting.running)
    assert (tmp_path / "kept.mbox").read_bytes().count(b"\nSubject: ") == 12
    assert screen.notices() == ["12 mails are in kept.mbox."]
    assert not exporting.isVisible()


def test_progress_and_cancel(screen: Screen, wait, tmp_path: Path, monkeypatch):
    exporting, gate, reached = screen.window.plan.exporting, threading.Event(), threading.Event()
    real = screen.session.raw

    def slow(key: int) -> bytes | None:
        if key == keys(screen, 6)[5]:
            reached.set()
            gate.wait(10)
        return real(key)

    monkeypatch.setattr(screen.session, "raw", slow)
    exporting.start(lambda: keys(screen, 40), tmp_path / "out", one_file=False)
    wait(reached.is_set)
    wait(lambda: exporting.text == "Exporting 4 of 40 to out")
    exporting._cancel.click()
    gate.set()
    wait(lambda: not exporting.running)
    [sentence] = screen.notices()
    assert sentence.startswith("Export ended early: ")
    assert 1 <= len(list((tmp_path / "out").iterdir())) < 40


def test_a_second_one_waits_for_the_first_to_end(screen: Screen, wait, tmp_path: Path):
    exporting = screen.window.plan.exporting
    exporting.start(lambda: keys(screen, 3), tmp_path / "a.mbox", one_file=True)
    exporting.start(lambda: keys(screen, 3), tmp_path / "b.mbox", one_file=True)
    wait(lambda: not exporting.running)
    assert [path.name for path in tmp_path.iterdir()] == ["a.mbox"] or not (tmp_path / "b.mbox").exists()


def test_a_place_that_is_no_mbox_is_refused_in_words(screen: Screen, wait, tmp_path: Path):
    path = tmp_path / "notes.mbox"
    path.write_text("notes")
    exporting = screen.window.plan.exporting
    exporting.start(lambda: keys(screen, 3), path, one_file=True)
    wait(lambda: not exporting.running)
    assert screen.notices() == [f"{path} is no mbox file, so it was left as it is. Choose another name."]
    assert path.read_text() == "notes"


def test_the_menu_has_both_forms_and_the_folder_is_remembered(screen: Screen, settings, tmp_path: Path, wait):
    exporting: Exporting = screen.window.plan.exporting
    menu = exporting.make_menu(screen.window, lambda: keys(screen, 1))
    assert len(menu.actions()) == 2
    exporting._take(lambda: keys(screen, 1), tmp_path / "x.mbox", True)
    wait(lambda: not exporting.running)
    assert Preferences(settings).export_folder == str(tmp_path)
