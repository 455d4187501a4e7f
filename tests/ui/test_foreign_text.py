"""What looks like markup in foreign words is shown letter by letter: in labels, in tool tips, in the folder pane."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as Gui
from PySide6.QtGui import QTextDocument

from desktop.ui.labels import PlainLabel
from desktop.ui.tips import plain_tip

HOSTILE = [
    '<img src="file://198.51.100.7/share/x.png">',
    "<b>From your bank</b>",
    "<a href='http://evil.example/'>invoice</a>.pdf",
    "<qt>two\nlines</qt>",
    "<p style='font-size:40pt'>&lt;",
]


def seen_in_a_tip(tip: str) -> str:
    """What Qt's tip shows, which reads it as this does."""
    if not Gui.mightBeRichText(tip):
        return tip
    document = QTextDocument()
    document.setHtml(tip)
    return document.toPlainText()


@pytest.mark.parametrize("words", HOSTILE)
def test_a_tip_shows_markup_as_it_is(qapp, words):
    assert Gui.mightBeRichText(words)
    assert seen_in_a_tip(plain_tip(words)) == words


@pytest.mark.parametrize("words", ["", "Ana <ana@nomada.example>\nHola", "a < b & c", "Plan: 7 días"])
def test_an_ordinary_tip_stays_as_it_is(qapp, words):
    assert plain_tip(words) == words


@pytest.mark.parametrize("words", HOSTILE)
def test_a_label_shows_markup_as_it_is(qapp, words):
    label, plain = PlainLabel(words), PlainLabel("x" * len(words))
    assert label.text() == words
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.sizeHint().height() >= plain.sizeHint().height()
