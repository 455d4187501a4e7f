"""What everything on the screen is coloured, spaced and lettered with: roles, steps and sizes, never literal values.

A palette maps every Role to one colour; the style sheet in resources/styles is a template over those roles. Text roles
keep a contrast of 4.5:1 on the grounds they stand on, icons 3:1 (tests/ui/test_theme.py). After a change every widget
gets a PaletteChange event, and `Theme.changed` is emitted for what paints by itself. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from string import Template

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from resources import FOLDER


class Choice(StrEnum):
    """What the user asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Role(StrEnum):
    WINDOW = "window"
    """The ground of the frame: folder pane, tool bar, status line."""
    SURFACE = "surface"
    """The ground that is read on: list, mail, text fields."""
    RAISED = "raised"
    """Cards, chips and bars on a surface."""
    HOVER = "hover"
    PRESSED = "pressed"
    SELECTION = "selection"
    SELECTION_IDLE = "selection_idle"
    """A selection in a pane that has not the keyboard."""
    BORDER = "border"
    BORDER_STRONG = "border_strong"
    TEXT = "text"
    TEXT_MUTED = "text_muted"
    TEXT_FAINT = "text_faint"
    """Placeholders and times: still 4.5:1."""
    ACCENT = "accent"
    """The one colour: unread marks, primary buttons, links, focus."""
    ACCENT_HOVER = "accent_hover"
    ON_ACCENT = "on_accent"
    ACCENT_SOFT = "accent_soft"
    LINK = "link"
    FOCUS = "focus"
    ICON = "icon"
    ICON_MUTED = "icon_muted"
    STAR = "star"
    WARNING = "warning"
    WARNING_SOFT = "warning_soft"
    DANGER = "danger"
    DANGER_SOFT = "danger_soft"
    SUCCESS = "success"
    SUCCESS_SOFT = "success_soft"
    TOAST = "toast"
    """The ground of notices that lie over the frame."""
    ON_TOAST = "on_toast"
    TOAST_ACTION = "toast_action"
    MARK = "mark"
    """Under words that were searched for; they are written in TEXT."""
    SHADOW = "shadow"


LIGHT: Mapping[Role, str] = {
    Role.WINDOW: "#f3f4f4",
    Role.SURFACE: "#fdfdfc",
    Role.RAISED: "#f6f7f7",
    Role.HOVER: "#eceeee",
    Role.PRESSED: "#e2e6e6",
    Role.SELECTION: "#d9edf0",
    Role.SELECTION_IDLE: "#e6ebec",
    Role.BORDER: "#e2e5e5",
    Role.BORDER_STRONG: "#c3c9ca",
    Role.TEXT: "#1f2628",
    Role.TEXT_MUTED: "#4f5b5f",
    Role.TEXT_FAINT: "#5c686c",
    Role.ACCENT: "#0a6b7c",
    Role.ACCENT_HOVER: "#085a69",
    Role.ON_ACCENT: "#ffffff",
    Role.ACCENT_SOFT: "#e0f1f3",
    Role.LINK: "#0a6375",
    Role.FOCUS: "#1389a0",
    Role.ICON: "#4b575b",
    Role.ICON_MUTED: "#727d81",
    Role.STAR: "#b27500",
    Role.WARNING: "#7d4f00",
    Role.WARNING_SOFT: "#fdf0d2",
    Role.DANGER: "#a8231c",
    Role.DANGER_SOFT: "#fbe6e3",
    Role.SUCCESS: "#1b6b3d",
    Role.SUCCESS_SOFT: "#e0f2e6",
    Role.TOAST: "#263033",
    Role.ON_TOAST: "#f3f5f5",
    Role.TOAST_ACTION: "#7fd6e4",
    Role.MARK: "#ffe08a",
    Role.SHADOW: "#1f2628",
}

DARK: Mapping[Role, str] = {
    Role.WINDOW: "#1a1e20",
    Role.SURFACE: "#212628",
    Role.RAISED: "#292f31",
    Role.HOVER: "#2a3133",
    Role.PRESSED: "#343c3f",
    Role.SELECTION: "#1d4750",
    Role.SELECTION_IDLE: "#31393c",
    Role.BORDER: "#31383b",
    Role.BORDER_STRONG: "#4b5559",
    Role.TEXT: "#e4e8e8",
    Role.TEXT_MUTED: "#b3bcbe",
    Role.TEXT_FAINT: "#aab4b6",
    Role.ACCENT: "#5bbfd0",
    Role.ACCENT_HOVER: "#78cfdd",
    Role.ON_ACCENT: "#0c2226",
    Role.ACCENT_SOFT: "#1f3d44",
    Role.LINK: "#79cfde",
    Role.FOCUS: "#4fb3c5",
    Role.ICON: "#b5bec0",
    Role.ICON_MUTED: "#8d989b",
    Role.STAR: "#e9b44c",
    Role.WARNING: "#f0c674",
    Role.WARNING_SOFT: "#423719",
    Role.DANGER: "#ffa69c",
    Role.DANGER_SOFT: "#4a2826",
    Role.SUCCESS: "#86d3a1",
    Role.SUCCESS_SOFT: "#213d2b",
    Role.TOAST: "#e6eaea",
    Role.ON_TOAST: "#1d2426",
    Role.TOAST_ACTION: "#07596a",
    Role.MARK: "#6b5416",
    Role.SHADOW: "#000000",
}

AVATARS: tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]] = (
    (
        ("#d8ebf7", "#1d4f73"), ("#dcefe0", "#22573a"), ("#f6e4d5", "#7a3f14"), ("#ebe2f6", "#553586"),
        ("#f8dfe5", "#7f2742"), ("#e4ecd0", "#46550f"), ("#d5eeec", "#12564f"), ("#f5e8c8", "#664800"),
    ),
    (
        ("#21445c", "#bfe0f5"), ("#24482f", "#bfe6cb"), ("#543722", "#f4d2b8"), ("#43345c", "#dccff3"),
        ("#562c3a", "#f5c6d3"), ("#3d4620", "#dbe6b2"), ("#1f4945", "#b7e6e0"), ("#4f4118", "#f0dca0"),
    ),
)  # fmt: skip
"""(ground, letters) of the initials of a sender: light palette, dark palette; the same eight hues in one order."""


class Space(IntEnum):
    """Distances in device-independent pixels: steps of four."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24
    XXL = 32


class Type(IntEnum):
    """Letter sizes in pixels."""

    SMALL = 11
    BASE = 13
    SENDER = 14
    HEADING = 16
    SUBJECT = 20
    DISPLAY = 26


RADIUS = 6
_SHEETS = "styles"
"""How the style sheet names its folder. It can take pictures only from files, so they lie there once for each palette."""
PICTURES = {"check": Role.ON_ACCENT, "minus": Role.ON_ACCENT, "chevron-down": Role.ICON}
"""They are the icons of these names, in these colours."""


class Theme(QObject):
    """The palette in force. `apply` once at the start; `choose` when the user does. Follows the system when told so."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._choice = Choice.SYSTEM
        self._dark = self._sheet_waits = False

    @property
    def dark(self) -> bool:
        return self._dark

    @property
    def choice(self) -> Choice:
        return self._choice

    def hex(self, role: Role) -> str:
        """The colour as "#rrggbb", for CSS."""
        return (DARK if self._dark else LIGHT)[role]

    def colour(self, role: Role) -> QColor:
        return QColor(self.hex(role))

    def avatar(self, address: str) -> tuple[QColor, QColor]:
        """(ground, letters) for an address: always the same hue for the same address, whatever its case."""
        pairs = AVATARS[self._dark]
        ground, letters = pairs[sum(address.lower().encode("utf-8", "replace")) % len(pairs)]
        return QColor(ground), QColor(letters)

    def apply(self, app: QApplication, choice: Choice = Choice.SYSTEM, *, sheet_waits: bool = False) -> None:
        """Dress the application and keep following the system's scheme while `choice` says so. The style sheet may wait until
        `put_on`, when the first window is put together: with it every widget is polished anew, and all that is in it, whenever
        it finds a parent, which is a tenth of a start."""
        QDir.setSearchPaths(_SHEETS, [str(FOLDER / "styles")])
        app.setStyle("Fusion")
        app.setFont(font())
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed, Qt.ConnectionType.UniqueConnection)
        self._sheet_waits = sheet_waits and not app.styleSheet()
        self.choose(choice)

    def put_on(self) -> None:
        """The style sheet, where it waits."""
        if self._sheet_waits:
            self._sheet_waits = False
            _application().setStyleSheet(self._style_sheet())

    def choose(self, choice: Choice) -> None:
        app = _application()
        self._choice = choice
        system_dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        self._dark = choice is Choice.DARK or (choice is Choice.SYSTEM and system_dark)
        app.setPalette(_qt_palette(self))
        if not self._sheet_waits:
            app.setStyleSheet(self._style_sheet())
        self.changed.emit()

    def _system_changed(self) -> None:
        if self._choice is Choice.SYSTEM:
            self.choose(Choice.SYSTEM)

    def _style_sheet(self) -> str:
        tokens: dict[str, object] = {role.value: self.hex(role) for role in Role}
        tokens |= {f"space_{step.name.lower()}": f"{step.value}px" for step in Space}
        tokens |= {f"type_{size.name.lower()}": f"{size.value}px" for size in Type}
        tokens |= {"radius": f"{RADIUS}px", "images": f"{_SHEETS}:{'dark' if self._dark else 'light'}"}
        template = (FOLDER / "styles" / "bandeja.qss").read_text(encoding="utf-8")
        return Template(template).substitute(tokens)


_theme: Theme | None = None


def theme() -> Theme:
    """The one theme of the application, as QApplication.palette() is the one palette."""
    global _theme
    if _theme is None:
        _theme = Theme()
    return _theme


def font(size: int = Type.BASE, *, bold: bool = False, tabular: bool = False) -> QFont:
    """The system's interface font at a size in pixels; `tabular` gives all digits one width."""
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    made.setPixelSize(int(size))
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, relative luminance)."""

    def luminance(name: str) -> float:
        def linear(part: float) -> float:
            return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

        colour = QColor(name)
        return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())

    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _qt_palette(theme: Theme) -> QPalette:
    """Qt's own roles, so that every standard widget and dialog wears the same colours."""
    roles = {
        QPalette.ColorRole.Window: Role.WINDOW,
        QPalette.ColorRole.WindowText: Role.TEXT,
        QPalette.ColorRole.Base: Role.SURFACE,
        QPalette.ColorRole.AlternateBase: Role.RAISED,
        QPalette.ColorRole.Text: Role.TEXT,
        QPalette.ColorRole.Button: Role.RAISED,
        QPalette.ColorRole.ButtonText: Role.TEXT,
        QPalette.ColorRole.BrightText: Role.DANGER,
        QPalette.ColorRole.Highlight: Role.ACCENT,
        QPalette.ColorRole.HighlightedText: Role.ON_ACCENT,
        QPalette.ColorRole.Accent: Role.ACCENT,
        QPalette.ColorRole.Link: Role.LINK,
        QPalette.ColorRole.LinkVisited: Role.LINK,
        QPalette.ColorRole.PlaceholderText: Role.TEXT_FAINT,
        QPalette.ColorRole.ToolTipBase: Role.TOAST,
        QPalette.ColorRole.ToolTipText: Role.ON_TOAST,
        QPalette.ColorRole.Light: Role.RAISED,
        QPalette.ColorRole.Midlight: Role.BORDER,
        QPalette.ColorRole.Mid: Role.BORDER_STRONG,
        QPalette.ColorRole.Dark: Role.BORDER_STRONG,
        QPalette.ColorRole.Shadow: Role.SHADOW,
    }
    made = QPalette()
    for qt_role, role in roles.items():
        made.setColor(qt_role, theme.colour(role))
    for qt_role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, qt_role, theme.colour(Role.ICON_MUTED))
    return made
