"""Every dialog, popup and window beside the main one: what can be reached says what it is, the keyboard begins inside and goes
through all of it as one reads, Esc leaves, and Enter presses nothing but the button that stands out."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDateTimeEdit, QPushButton, QWidget

from desktop.core.api.commands import DraftContent
from desktop.core.api.desk import Guest
from desktop.core.api.linking import LinkKind
from desktop.core.api.rows import AccountRow
from desktop.core.api.workspace import ConnectedRow, MemberRow
from desktop.ui.account_setup.dialog import SetupDialog
from desktop.ui.account_setup.password_dialog import PasswordDialog
from desktop.ui.account_setup.settings_dialog import AccountSettingsDialog
from desktop.ui.account_setup.sign_in_dialog import SignInDialog
from desktop.ui.arrivals.settings_dialog import NoticeSettings
from desktop.ui.command_palette import CommandPalette
from desktop.ui.composer.link_popup import LinkPopup
from desktop.ui.composer.templates_dialog import TemplatesDialog
from desktop.ui.composer.window import ComposerWindow
from desktop.ui.desk.contact_form import ContactForm
from desktop.ui.desk.copy_window import CopyWindow, copy_of_activity
from desktop.ui.desk.event_form import EventForm
from desktop.ui.desk.invite_form import InviteForm
from desktop.ui.desk.members_popup import MembersPopup
from desktop.ui.key_sheet import KeySheet
from desktop.ui.later.choice import MomentPopup, putting_off
from desktop.ui.links.connectors_dialog import ConnectorsDialog
from desktop.ui.links.rules_dialog import RulesDialog
from desktop.ui.links.sheet import LinkSheet
from desktop.ui.name_popup import NamePopup
from desktop.ui.plan.share_popup import SharePopup
from desktop.ui.reader.source_text import read_source
from desktop.ui.reader.source_window import SourceWindow
from desktop.ui.searching.sheet import SearchSheet
from desktop.ui.tab_order import next_in
from tests.fakes.setup import FakeSetup
from tests.ui.account_setup.test_sign_in_dialog import account
from tests.ui.test_accessibility import own, reachable
from tests.ui.test_focus_is_seen import reached
from tests.ui.work_screen import WorkScreen, work_screen

__all__ = ["work_screen"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
UI = Path(__file__).parents[2] / "desktop" / "ui"
BASES = {"QDialog", "Popup", "TryingDialog", "DeskForm"}
WINDOWS = {"ComposerWindow", "SourceWindow"}
OWN_WAY = {
    "TemplatesDialog": "all names first, which stand beside what is called so",
    "KeySheet": "down the one column and then the other, as its groups are read",
    "ComposerWindow": "from field to field; Cc and Bcc, which are seldom wanted, are not on the way to the text",
}
"""All is reached there too, but not line by line."""
ELSEWHERE = {"PrintWindow": "tests/ui/reader/test_printing.py: it is made of the web engine"}
"""Held to the same by `hold_to_keys`, where it can be shown."""


class House:
    """What the makers need of the program."""

    def __init__(self, screen: WorkScreen, setup: FakeSetup) -> None:
        self.screen, self.setup, self.window, self.session = screen, setup, screen.window, screen.session
        self.dispatch, self.place = screen.window._dispatch, screen.window.mapToGlobal(QPoint(300, 200))

    def now(self) -> int:
        return self.session.now


def _notices(house: House) -> None:
    house.window.presence.show_settings()


def _event_form(house: House) -> QWidget:
    return EventForm(house.dispatch, _event(house), print, house.window)


def _event(house: House):
    desk = house.session.desk
    return desk.event(desk.events(0, 1 << 40)[0].event_key)


def _invite_form(house: House) -> QWidget:
    guests = [Guest("Bruno", "bruno@example.org")]
    return InviteForm(house.dispatch, _event(house), guests, house.session.accounts(), print, house.window)


def _copy_window(house: House) -> QWidget:
    desk = house.session.desk
    activity = next(line for row in desk.contacts() for line in desk.contact(row.contact_key).timeline)
    return CopyWindow(house.dispatch, copy_of_activity(desk, activity), house.now, house.window)


def _templates(house: House) -> QWidget:
    house.session.template_book.add("Gracias", "Muchas gracias.")
    return TemplatesDialog(house.dispatch, house.window)


def _share(house: House) -> None:
    row = ConnectedRow(1, "ana@example.org", 1, 0, False, True, (2,), False)
    others = [MemberRow(2, "Bruno", 1, False, 1, 0), MemberRow(3, "Carla", 2, False, 1, 0)]
    SharePopup(house.window, row, others, print).show_at(house.place)


MAKERS: dict[str, Callable[[House], QWidget | None]] = {
    "KeySheet": lambda house: KeySheet(house.window.actions_, house.window._preferences, house.window),
    "SearchSheet": lambda house: SearchSheet(house.window),
    "SetupDialog": lambda house: SetupDialog(house.dispatch, house.setup, house.window),
    "PasswordDialog": lambda house: PasswordDialog(
        house.dispatch, house.setup, AccountRow(1, "ana@example.org", "Ana", 0, "imap.x"), house.window
    ),
    "SignInDialog": lambda house: SignInDialog(
        house.dispatch, account(), house.session.enrolment.add_by_browser, house.window
    ),
    "AccountSettingsDialog": lambda house: AccountSettingsDialog(house.dispatch, house.setup, 1, house.window),
    "NoticeSettings": _notices,
    "ContactForm": lambda house: ContactForm(house.dispatch, None, house.session.desk.contacts(), print, house.window),
    "EventForm": _event_form,
    "InviteForm": _invite_form,
    "CopyWindow": _copy_window,
    "ConnectorsDialog": lambda house: ConnectorsDialog(house.dispatch, house.window),
    "RulesDialog": lambda house: RulesDialog(house.dispatch, None, house.window),
    "LinkSheet": lambda house: LinkSheet(house.dispatch, LinkKind.TASK, (1000,), house.now, house.window),
    "CommandPalette": lambda house: house.window.choosing.show_palette(),
    "SharePopup": _share,
    "MembersPopup": lambda house: MembersPopup(house.dispatch, ("Ana",), print, house.window).show_at(house.place),
    "NamePopup": lambda house: NamePopup(house.window, "New name", "Rename", print, text="x").show_at(house.place),
    "MomentPopup": lambda house: MomentPopup(
        house.window, putting_off([]), house.now() + 86_400, house.now(), print
    ).show_over(house.window),
    "LinkPopup": lambda house: LinkPopup(house.window, "here", "https://example.org", lambda *_: None).show_at(
        house.place
    ),
    "ComposerWindow": lambda house: ComposerWindow(house.dispatch, DraftContent(1, text="x"), house.now),
    "TemplatesDialog": _templates,
    "SourceWindow": lambda house: SourceWindow(house.dispatch, read_source(b"Subject: x\r\n\r\nx"), "x"),
}
KINDS: tuple[type[QWidget], ...] = (
    KeySheet, SearchSheet, SetupDialog, PasswordDialog, SignInDialog, AccountSettingsDialog, NoticeSettings, ContactForm,
    EventForm, InviteForm, CopyWindow, ConnectorsDialog, RulesDialog, LinkSheet, CommandPalette, SharePopup, MembersPopup,
    NamePopup, MomentPopup, LinkPopup, ComposerWindow, TemplatesDialog, SourceWindow,
)  # fmt: skip


@pytest.fixture
def house(work_screen: WorkScreen) -> Iterator[House]:
    setup = FakeSetup()
    yield House(work_screen, setup)
    setup.close()


def open_one(house: House, name: str) -> QWidget:
    made = MAKERS[name](house)
    if made is None:
        made = house.screen.opened(next(kind for kind in KINDS if kind.__name__ == name))
    elif not made.isVisible():
        made.show()
    made.activateWindow()
    house.screen.wait(lambda: QApplication.activeWindow() is made or QApplication.activePopupWidget() is made)
    if isinstance(made, LinkSheet):
        house.screen.wait(lambda: made.filled)
    QApplication.processEvents()
    return made


def test_all_of_them_are_swept():
    """A new one has to come into the list above."""
    found = set(WINDOWS)
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and BASES & {
                base.id for base in node.bases if isinstance(base, ast.Name)
            }:
                found.add(node.name)
    assert found - BASES - set(ELSEWHERE) == set(MAKERS) == {kind.__name__ for kind in KINDS}


@pytest.mark.parametrize("name", MAKERS)
def test_it_can_be_used_without_a_mouse_and_without_eyes(house: House, name: str):
    hold_to_keys(open_one(house, name), house.screen.wait)


def hold_to_keys(surface: QWidget, wait: Callable[[Callable[[], object]], None]) -> None:
    """It is shown and active; at the end Esc has closed it."""
    focused = surface.focusWidget()
    assert focused is not None
    assert focused.isVisible()
    assert _nameless(surface) == []
    assert surface.windowTitle() or surface.accessibleName(), "a screen reader says where one is"
    assert _pressed_by_enter(surface) == []
    passed, otherwise = _go_round(surface)
    assert [_called(one) for one in reached(surface) if one not in passed] == []
    if type(surface).__name__ not in OWN_WAY:
        assert otherwise == [], "\n".join(otherwise)
    gone: list[bool] = []
    surface.destroyed.connect(lambda: gone.append(True))
    QTest.keyClick(surface.focusWidget() or surface, Qt.Key.Key_Escape)
    wait(lambda: gone or not surface.isVisible())


def _nameless(surface: QWidget) -> list[str]:
    return [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for widget in own(surface)
        if reachable(widget) and widget.isVisibleTo(surface) and not _spoken(widget)
    ]


def _pressed_by_enter(surface: QWidget) -> list[str]:
    """Buttons that Enter would press from elsewhere, though they do not stand out."""
    return [
        _called(button)
        for button in surface.findChildren(QPushButton)
        if button.isVisible() and button.isDefault() and not button.hasFocus() and button.property("kind") != "primary"
    ]


def _go_round(surface: QWidget) -> tuple[list[QWidget | None], list[str]]:
    """Where Tab leads, and where that is not the next thing as one reads."""
    passed, otherwise = [surface.focusWidget()], []
    for _ in range(_most_presses(surface)):
        now = passed[-1]
        expected = next_in([surface], now, forward=True)
        QTest.keyClick(now, Qt.Key.Key_Tab)
        after = surface.focusWidget()
        within = after is now and isinstance(now, QDateTimeEdit)  # from the day to the month
        if after is not expected and not within:
            otherwise.append(f"{_called(now)} -> {_called(after)} not {_called(expected)}")
        passed.append(after)
    return passed, otherwise


def _most_presses(surface: QWidget) -> int:
    """A field for a moment has several stops inside."""
    return sum(3 if isinstance(one, QDateTimeEdit) else 1 for one in reached(surface))


def _spoken(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return "" if interface is None else interface.text(QAccessible.Text.Name).strip()


def _called(widget: QWidget | None) -> str:
    if widget is None:
        return "nothing"
    return f"{type(widget).__name__} {widget.accessibleName() or getattr(widget, 'text', lambda: '')()!r}"
