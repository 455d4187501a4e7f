"""Scenes of searching for `bench.screenshots`: what is offered before and while one types, all there is to say, what was searched."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bench.stage import DARK_EN, DARK_ES, LIGHT_EN, LIGHT_ES, Stage
from desktop.core.api.searches import Coverage


def _type(stage: Stage, english: str, spanish: str) -> None:
    from desktop.ui.searching.operator_words import language

    field = stage.window.top_bar.search
    field.setFocus()
    QTest.keyClicks(field, spanish if language() == "es" else english)
    stage.wait(700)


def begin(stage: Stage) -> None:
    stage.open_mail(2)
    for typed in ("presupuesto", "from:lucia has:attachment", "in:archive on:2026-10 -is:read"):
        stage.session.searches.keep(typed)
    stage.window.top_bar.search.setFocus()
    QTest.keyClick(stage.window.top_bar.search, Qt.Key.Key_Down)
    stage.wait(300)


def offers(stage: Stage) -> None:
    _type(stage, "lu", "lu")
    QTest.keyClick(stage.window.top_bar.search, Qt.Key.Key_Down)
    stage.wait(100)


def values(stage: Stage) -> None:
    _type(stage, "is:unread after:", "es:no-leido desde:")


def folders(stage: Stage) -> None:
    _type(stage, "invoice in:", "factura en:")


def coverage(stage: Stage) -> None:
    stage.session.searches.fetched = Coverage(48_210, 50_000, 212_440)
    _type(stage, "presup", "presup")


def sheet(stage: Stage) -> None:
    field = stage.window.top_bar.search
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Down)
    for _ in range(4):
        QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Return)
    stage.wait(200)
    stage.extra = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not stage.window]


_REFERENCE, _SMALL = (1280, 800), (1024, 640)
SEARCH_SCENES = (
    ("search-begin", begin, (LIGHT_EN, DARK_ES), _REFERENCE),
    ("search-begin-small", begin, (LIGHT_ES,), _SMALL),
    ("search-people", offers, (DARK_EN, LIGHT_ES), _REFERENCE),
    ("search-dates", values, (LIGHT_ES, DARK_EN), _REFERENCE),
    ("search-folders", folders, (LIGHT_EN,), _REFERENCE),
    ("search-coverage", coverage, (LIGHT_EN, DARK_ES), _REFERENCE),
    ("search-sheet", sheet, (LIGHT_EN, DARK_ES), _REFERENCE),
)
