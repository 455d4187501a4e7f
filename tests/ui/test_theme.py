"""The palettes can be read by everybody, and every token of the style sheet exists."""

from __future__ import annotations

import inspect
import re
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtCore import QFile
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QDialogButtonBox, QLabel, QProxyStyle, QStyle

from desktop.ui.message_list import chips
from desktop.ui.message_list.chips import GROUNDS_OF_INKS, Chip
from desktop.ui.theme import AVATARS, DARK, LIGHT, PICTURES, Choice, Role, Space, Type, contrast, font, theme

GROUNDS = (Role.WINDOW, Role.SURFACE, Role.RAISED, Role.HOVER, Role.SELECTION, Role.SELECTION_IDLE)
TEXTS = [(text, ground) for text in (Role.TEXT, Role.TEXT_MUTED, Role.TEXT_FAINT) for ground in GROUNDS] + [
    (Role.ON_ACCENT, Role.ACCENT),
    (Role.ON_ACCENT, Role.ACCENT_HOVER),
    (Role.ACCENT, Role.ACCENT_SOFT),
    (Role.ACCENT, Role.SELECTION_IDLE),
    (Role.ACCENT, Role.SELECTION),
    (Role.LINK, Role.SURFACE),
    (Role.LINK, Role.WINDOW),
    (Role.LINK, Role.RAISED),
    (Role.WARNING, Role.WARNING_SOFT),
    (Role.WARNING, Role.SURFACE),
    (Role.DANGER, Role.DANGER_SOFT),
    (Role.DANGER, Role.RAISED),
    (Role.DANGER, Role.SURFACE),
    (Role.SUCCESS, Role.SUCCESS_SOFT),
    (Role.SUCCESS, Role.SURFACE),
    (Role.TEXT, Role.WARNING_SOFT),
    (Role.TEXT, Role.DANGER_SOFT),
    (Role.TEXT, Role.SUCCESS_SOFT),
    (Role.TEXT, Role.ACCENT_SOFT),
    (Role.TEXT, Role.PRESSED),
    (Role.TEXT, Role.MARK),
    (Role.TEXT_MUTED, Role.PRESSED),
    (Role.TEXT_MUTED, Role.ACCENT_SOFT),
    *((ink, ground) for ink in (Role.DANGER, Role.WARNING) for ground in GROUNDS),
    *((Role.LINK, ground) for ground in (Role.WARNING_SOFT, Role.DANGER_SOFT, Role.SUCCESS_SOFT, Role.ACCENT_SOFT)),
    (Role.ON_TOAST, Role.TOAST),
    (Role.TOAST_ACTION, Role.TOAST),
]
SIGNS = [
    *((icon, ground) for icon in (Role.ICON, Role.ICON_MUTED, Role.STAR, Role.FOCUS) for ground in GROUNDS[:3]),
    (Role.ICON_MUTED, Role.SELECTION),
    (Role.ACCENT, Role.SURFACE),
    (Role.STAR, Role.SELECTION),
]
BOTH = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


@BOTH
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_can_be_read(palette, text, ground):
    assert contrast(palette[text], palette[ground]) >= 4.5


def test_every_chip_of_a_mail_is_among_the_texts_that_can_be_read():
    plain = Chip("", "", "")
    pairs = {(plain.ink, plain.ground), (Role.ACCENT, Role.ACCENT_SOFT), *GROUNDS_OF_INKS.items()}
    source = inspect.getsource(chips)
    pairs |= {(Role[ink], Role[ground]) for ground, ink in re.findall(r"Role\.(\w+_SOFT), Role\.(\w+)\)", source)}
    assert len(pairs) > 4
    assert pairs <= set(TEXTS)


@BOTH
@pytest.mark.parametrize(("sign", "ground"), SIGNS)
def test_signs_can_be_seen(palette, sign, ground):
    assert contrast(palette[sign], palette[ground]) >= 3


@pytest.mark.parametrize("pair", [pair for pairs in AVATARS for pair in pairs])
def test_initials_can_be_read(pair):
    assert contrast(*pair) >= 4.5


def test_contrast_is_the_ratio_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@BOTH
def test_a_palette_has_every_role_and_is_never_pure(palette):
    assert set(palette) == set(Role)
    assert palette[Role.TEXT] not in ("#000000", "#ffffff")
    assert palette[Role.SURFACE] not in ("#000000", "#ffffff")


def test_distances_are_steps_of_four():
    assert all(step % 4 == 0 for step in Space)


def test_every_token_of_the_style_sheet_exists_and_no_colour_is_literal():
    sheet = (files("resources") / "styles" / "bandeja.qss").read_text(encoding="utf-8")
    known = {role.value for role in Role} | {"radius", "images"}
    known |= {f"space_{step.name.lower()}" for step in Space} | {f"type_{size.name.lower()}" for size in Type}
    assert set(re.findall(r"\$(\w+)", sheet)) <= known
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b", sheet)


@pytest.mark.parametrize(("look", "palette"), [("light", LIGHT), ("dark", DARK)])
@pytest.mark.parametrize("name", PICTURES)
def test_the_pictures_of_the_style_sheet_are_the_icons_in_the_palettes_colours(look, palette, name):
    """They are files of the program: a start writes none, and none can be left behind."""
    drawing = (files("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    picture = (files("resources") / "styles" / look / f"{name}.svg").read_text(encoding="utf-8")
    assert picture == drawing.replace("currentColor", palette[PICTURES[name]])


@pytest.mark.parametrize("choice", [Choice.LIGHT, Choice.DARK])
def test_the_style_sheet_finds_its_pictures(qapp, qtbot, choice):
    theme().choose(choice)
    try:
        named = re.findall(r'url\("([^"]+)"\)', qapp.styleSheet())
        assert {Path(name).stem for name in named} == set(PICTURES)
        assert all(QFile.exists(name) for name in named)
        box = QCheckBox()
        qtbot.addWidget(box)
        box.setChecked(True)
        ticked = box.grab().toImage()
        seen = {ticked.pixelColor(x, y).name() for x in range(20) for y in range(ticked.height())}
        palette = DARK if choice is Choice.DARK else LIGHT
        assert palette[Role.ACCENT] in seen
        assert palette[Role.ON_ACCENT] in seen
    finally:
        theme().choose(Choice.LIGHT)


def test_the_choice_reaches_palette_sheet_and_listeners(qapp: QApplication, qtbot):
    label = QLabel("x")
    qtbot.addWidget(label)
    with qtbot.waitSignal(theme().changed):
        theme().choose(Choice.DARK)
    try:
        assert theme().dark
        assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK[Role.WINDOW])
        assert DARK[Role.ACCENT] in qapp.styleSheet()
        assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(DARK[Role.TEXT])
    finally:
        theme().choose(Choice.LIGHT)
    assert LIGHT[Role.ACCENT] in qapp.styleSheet()


def test_an_address_keeps_its_colour():
    assert theme().avatar("Ana@Example.org") == theme().avatar("ana@example.ORG")


def test_numbers_can_be_tabular(qapp: QApplication):
    assert font(13, tabular=True).featureTags()
    assert not font(13).featureTags()


class _WithIcons(QProxyStyle):
    """A desktop whose dialogs have pictures on their buttons."""

    def styleHint(self, hint, option=None, widget=None, data=None) -> int:
        if hint == QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons:
            return 1
        return super().styleHint(hint, option, widget, data)


def test_dialogs_of_the_toolkit_have_no_pictures_of_their_own_on_buttons(qtbot):
    style = _WithIcons()
    box = QDialogButtonBox()
    qtbot.addWidget(box)
    box.setStyle(style)
    assert box.style().styleHint(QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons, None, box) == 0
