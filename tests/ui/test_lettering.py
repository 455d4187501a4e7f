"""Text of a row in the list: what is read from the right is cut where it ends, on the left."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from desktop.core.api.searching.marking import sought_in
from desktop.ui.message_list.lettering import draw, font_of
from desktop.ui.theme import Role, Type, theme


def ink(image: QImage, columns: range, rows: range) -> int:
    ground = image.pixel(0, 0)
    return sum(image.pixel(column, row) != ground for column in columns for row in rows)


@pytest.mark.parametrize(("letter", "cut_on_the_left"), [("ה", True), ("H", False)])
def test_the_dots_stand_where_the_text_goes_on(qapp, letter: str, cut_on_the_left: bool):
    image = QImage(200, 30, QImage.Format.Format_RGB32)
    image.fill(theme().colour(Role.SURFACE))
    painter = QPainter(image)
    draw(painter, QRect(0, 0, 200, 30), letter * 100, font_of(Type.SENDER, False), Role.TEXT)
    painter.end()
    left, letters = range(0, 5), range(0, 15)
    assert (ink(image, left, letters) == 0) == cut_on_the_left
    assert ink(image, range(60, 140), letters) > 0
    assert ink(image, left, range(0, 30)) > 0, "it begins at the left edge, dots or letters"


@pytest.mark.parametrize("text", ["😀 the rent is due", "rent", "שלום rent"])
def test_what_was_searched_for_lies_on_a_mark_and_moves_nothing(qapp, text: str):
    def painted(typed: str) -> QImage:
        image = QImage(200, 30, QImage.Format.Format_RGB32)
        image.fill(theme().colour(Role.SURFACE))
        painter = QPainter(image)
        draw(painter, QRect(0, 0, 200, 30), text, font_of(Type.SENDER, False), Role.TEXT, sought_in(typed))
        painter.end()
        return image

    plain, marked, mark = painted(""), painted("rent"), theme().colour(Role.MARK).rgb()
    other = [(x, y) for x in range(200) for y in range(30) if marked.pixel(x, y) != plain.pixel(x, y)]
    assert other
    ground = [at for at in other if marked.pixel(*at) == mark]
    assert len(ground) > 100
    left, right = min(x for x, _ in ground), max(x for x, _ in ground)
    assert all(left - 1 <= x <= right + 1 for x, _ in other), "only what is marked looks different"
