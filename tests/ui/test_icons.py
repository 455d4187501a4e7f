"""Every icon is there, drawn, one set, tinted, and sharp at every scale."""

from __future__ import annotations

import gc
import re
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QToolButton

from desktop.ui import icons
from desktop.ui.actions import SPECS
from desktop.ui.folder_pane.names import ICONS
from desktop.ui.theme import DARK, LIGHT, Choice, Role, theme

FOLDER = files("resources") / "icons"
NAMES = sorted(entry.name.removesuffix(".svg") for entry in FOLDER.iterdir() if entry.name.endswith(".svg"))
SOURCES = sorted((Path(__file__).parents[2] / "desktop" / "ui").rglob("*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_one_set_on_one_grid(name):
    drawing = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 20 20"' in drawing
    assert 'stroke-width="1.5"' in drawing
    assert "currentColor" in drawing
    assert not re.search(r"#[0-9a-f]{3}|<(script|image|style|text)\b", drawing)


@pytest.mark.parametrize("name", NAMES)
def test_something_is_drawn_inside_the_grid(name):
    picture = icons.pixmap(name, 40, scale=1).toImage()
    inked = [
        (x, y) for x in range(40) for y in range(40) if picture.pixelColor(x, y).alpha() > 40
    ]  # fmt: skip
    assert len(inked) > 20
    assert all(1 <= x <= 38 and 1 <= y <= 38 for x, y in inked), "it touches the edge of its square"


def test_every_icon_that_is_named_exists():
    named = {spec.icon for spec in SPECS} | set(ICONS.values())
    for source in SOURCES:
        text = source.read_text(encoding="utf-8")
        named.update(re.findall(r'(?:icons\.(?:icon|pixmap)|pixmap|icon)\("([a-z-]+)"', text))
        named.update(re.findall(r'set_icon\([\w.]+(?:\(\))?, "([a-z-]+)"', text))
    assert len(named) > 30
    assert named <= set(NAMES)


def test_a_button_that_is_left_no_room_draws_nothing(qtbot):
    """Qt would warn of a picture without size, and warnings fail."""
    button = QToolButton()
    qtbot.addWidget(button)
    icons.set_icon(button, "archive")
    drawn = QPixmap(20, 20)
    painter = QPainter(drawn)
    button.icon().paint(painter, QRect(0, 0, 20, 0))
    button.icon().paint(painter, QRect(0, 0, -4, 8))
    painter.end()


def test_a_name_that_was_never_drawn_is_refused():
    with pytest.raises(FileNotFoundError):
        icons.icon("unicorn")


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", [16, 20])
def test_sharp_at_every_scale(size, scale):
    edge = round(size * scale)
    assert icons.pixmap("inbox", size, scale=scale).width() == edge
    assert icons.icon("inbox").pixmap(QSize(size, size), scale).toImage().width() == edge


def test_nothing_is_drawn_before_it_is_seen(qtbot):
    icons._drawn.cache_clear()
    button = QToolButton()
    qtbot.addWidget(button)
    icons.set_icon(button, "inbox")
    assert icons._drawn.cache_info().misses == 0
    button.show()
    qtbot.waitExposed(button)
    qtbot.waitUntil(lambda: icons._drawn.cache_info().misses > 0)


def test_a_button_that_is_off_is_muted():
    picture = icons.icon("inbox")
    off = picture.pixmap(QSize(40, 40), QIcon.Mode.Disabled).toImage()
    assert off == icons.pixmap("inbox", 40, Role.ICON_MUTED, scale=1).toImage()
    assert off != picture.pixmap(QSize(40, 40), QIcon.Mode.Normal).toImage()


def test_painted_in_the_middle_at_the_scale_of_what_it_is_painted_on():
    paper = QPixmap(80, 60)
    paper.setDevicePixelRatio(2)
    paper.fill(Qt.GlobalColor.transparent)
    painter = QPainter(paper)
    icons.icon("inbox").paint(painter, QRect(0, 0, 40, 30))
    painter.end()
    expected = icons.pixmap("inbox", 30, scale=2).toImage()
    assert paper.toImage().copy(10, 0, 60, 60).pixelColor(30, 14).alpha() == expected.pixelColor(30, 14).alpha()
    assert paper.toImage().copy(0, 0, 10, 60) == paper.toImage().copy(70, 0, 10, 60)


def test_a_copy_that_goes_its_own_way_keeps_its_drawing():
    copy = QIcon(icons.icon("inbox"))
    copy.setIsMask(True)  # parts it from the original
    gc.collect()
    assert copy.pixmap(QSize(20, 20)).toImage() == icons.icon("inbox").pixmap(QSize(20, 20)).toImage()


def test_a_picture_of_one_scale_does_not_change_another():
    once = icons.pixmap("inbox", 40, scale=1)
    icons.pixmap("inbox", 20, scale=2)
    assert once.devicePixelRatio() == 1
    assert icons.pixmap("inbox", 40, scale=1).devicePixelRatio() == 1


def _ink(icon: QIcon) -> QColor:
    picture = icon.pixmap(40, 40).toImage()
    return max(
        (picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())),
        key=lambda colour: colour.alpha(),
    )


def test_icons_follow_the_palette(qtbot):
    button = QToolButton()
    qtbot.addWidget(button)
    icons.set_icon(button, "unread-dot", Role.ACCENT)
    assert _ink(button.icon()).name() == LIGHT[Role.ACCENT]
    theme().changed.connect(icons.retint)
    try:
        theme().choose(Choice.DARK)
        assert _ink(button.icon()).name() == DARK[Role.ACCENT]
    finally:
        theme().choose(Choice.LIGHT)
        theme().changed.disconnect(icons.retint)
