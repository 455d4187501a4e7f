"""The body of a mail: plain text, HTML behind its layers, or a sentence while there is nothing to show yet.

Invariant: the web engine is started at the first HTML mail and never for plain text; when it cannot show a page (missing,
crashed, page too deep for the text view) the text of the mail is shown and the reason is told. GUI thread.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QMenu, QStackedLayout, QVBoxLayout, QWidget

from desktop.ui import icons
from desktop.ui.labels import PlainLabel
from desktop.ui.reader.html_page import PAPER, build_page
from desktop.ui.reader.link_hint import LinkHint
from desktop.ui.reader.loading import Readable
from desktop.ui.reader.text_view import TextView
from desktop.ui.reader.web_engine import load_web_engine
from desktop.ui.theme import Role, Space, theme

if TYPE_CHECKING:  # the web engine is loaded at the first HTML mail
    from desktop.core.api.searching.marking import Sought
    from desktop.ui.reader.html_view import HtmlView
    from desktop.ui.reader.paper import Paper
    from desktop.ui.reader.web_scheme import FetchPicture, FetchRemote

ZOOMS = (0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
MAX_CRASHES = 2


class Shown(Enum):
    NOTHING = 0
    TEXT = 1
    HTML = 2


class MailBody(QWidget):
    link_clicked = Signal(str)
    found = Signal(int, int)
    find_wanted = Signal()
    fell_back = Signal()
    """The formatted version could not be shown, its text is there instead."""

    def __init__(self, fetch_picture: FetchPicture, fetch_remote: FetchRemote, parent: QWidget | None = None) -> None:
        """`fetch_picture(content_id, receiver)` reads an inline picture of the mail that is shown, `fetch_remote(number,
        receiver)` one that lies on the network and was allowed."""
        super().__init__(parent)
        self._fetch_picture, self._fetch_remote = fetch_picture, fetch_remote
        self._mail: Readable | None = None
        self._zoom = 1.0
        self._dark_pages = False
        self._crashes = 0
        self._hovered = ""
        self.shown = Shown.NOTHING
        self.text = TextView()
        self.html: HtmlView | None = None  # made at the first HTML mail
        self._words = PlainLabel()
        self._words.setProperty("kind", "muted")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._words.setContentsMargins(Space.XL, Space.XXL * 2, Space.XL, Space.XL)
        self._card = QWidget()
        self._card_layout = QVBoxLayout(self._card)
        self._card_layout.setContentsMargins(0, 0, 0, 0)
        self._pages = QStackedLayout(self)
        for page in (self._words, self.text, self._card):
            self._pages.addWidget(page)
        self._hint = LinkHint(self)
        self._mark = QFrame(self)
        self._mark.setProperty("kind", "focus-line")
        self._mark.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._show_focus)
        self._connect(self.text)

    # showing

    def show_words(self, sentence: str) -> None:
        """A state in words: fetching, gone, empty."""
        self._mail, self.shown = None, Shown.NOTHING
        self._words.setText(sentence)
        self._words.setAccessibleName(sentence)
        self._pages.setCurrentWidget(self._words)
        self._on_hover("")

    def show_mail(self, mail: Readable, *, plain: bool, sought: Sought | None = None) -> None:
        """The formatted body, or its text when `plain` or when there is nothing formatted that can be shown. `sought` is marked
        in text; what is formatted was marked before."""
        self._mail = mail
        self.text.sought = sought
        self._on_hover("")
        if plain or mail.html is None:
            self._show_text(mail)
        elif self._crashes < MAX_CRASHES and load_web_engine():
            self._show_page(mail)
        elif mail.facts is not None and mail.facts.suits_text_view:
            self.text.show_html(mail.html, mail.pictures)
            self._pages.setCurrentWidget(self.text)
            self.shown = Shown.HTML
        else:
            self._show_text(mail)
            self.fell_back.emit()
        if self.hasFocus():
            self.focus_body()

    def set_dark_pages(self, on: bool) -> None:
        """Let HTML be shown with repaired colours in the dark palette, instead of on a light card."""
        self._dark_pages = on
        self._colour()
        if self._mail is not None and self.shown is Shown.HTML and self.html is not None:
            self._show_page(self._mail)

    def words_of(self, href: str) -> tuple[str, ...]:
        """The texts that link there in the mail that is shown."""
        facts = self._mail.facts if self._mail is not None and self.shown is Shown.HTML else None
        links = facts.link_words if facts is not None else {}
        if href in links:
            return links[href]
        # The view hands out the address as it normalised it, so it is looked for the same way.
        return tuple(text for raw, texts in links.items() if _same_address(raw, href) for text in texts)

    # what one does with a page

    @property
    def zoom(self) -> float:
        return self._zoom

    def zoom_by(self, steps: int) -> None:
        """To the next larger or smaller of the usual sizes; 0 for the natural one."""
        if steps:
            nearest = min(range(len(ZOOMS)), key=lambda index: abs(ZOOMS[index] - self._zoom))
            self._zoom = ZOOMS[max(0, min(len(ZOOMS) - 1, nearest + steps))]
        else:
            self._zoom = 1.0
        self.text.set_zoom(self._zoom)
        if self.html is not None:
            self.html.set_zoom(self._zoom)

    def find_text(self, text: str, backward: bool) -> None:
        self._view.find_text(text, backward)

    def selected_text(self) -> str:
        return self._view.selected_text()

    def focus_body(self) -> None:
        self._view.setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes on to what can be scrolled with it."""
        super().focusInEvent(event)
        if self.shown is not Shown.NOTHING:
            self.focus_body()

    def _show_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """A line at the top while the keyboard scrolls the mail: text and page draw nothing themselves."""
        self._mark.setVisible(now is not None and now is not self and self.isAncestorOf(now))
        self._mark.raise_()

    @property
    def _view(self) -> TextView | HtmlView:
        return self.html if self.html is not None and self._is_page() else self.text

    def _is_page(self) -> bool:
        return self.html is not None and self._pages.currentWidget() is self._card

    def _show_text(self, mail: Readable) -> None:
        text = mail.message.text
        if text.strip():
            self.text.show_text(text)
            self._pages.setCurrentWidget(self.text)
            self.shown = Shown.TEXT
        else:
            self.show_words(self.tr("This mail has no text."))
            self._mail = mail

    def _show_page(self, mail: Readable) -> None:
        view = self._web_view()
        self._colour()
        page = build_page(mail.html or "", _colours_of_window() if self._wears_window() else PAPER)
        view.show_page(page, self._fetch_picture, self._fetch_remote)
        view.set_zoom(self._zoom)
        self._pages.setCurrentWidget(self._card)
        self.shown = Shown.HTML

    def _web_view(self) -> HtmlView:
        if self.html is None:
            from desktop.ui.reader.html_view import HtmlView  # loads the engine

            self.html = HtmlView(self._card)
            self.html.setAccessibleName(self.tr("Body of the mail"))
            self._card_layout.addWidget(self.html)
            self._connect(self.html)
            self.html.crashed.connect(self._on_crash)
            self._colour()
        return self.html

    def open_paper(self, html: str) -> Paper:
        """A sanitised document on its way to paper, with the pictures of the mail that is shown. The engine must be there."""
        from desktop.ui.reader.paper import Paper  # loads the engine

        return Paper(html, self._fetch_picture, self._fetch_remote)

    def _connect(self, view: TextView | HtmlView) -> None:
        view.link_clicked.connect(self.link_clicked)
        view.link_hovered.connect(self._on_hover)
        view.found.connect(self.found)
        view.menu_wanted.connect(self._show_menu)

    def _on_crash(self) -> None:
        """Show the text instead; a page that crashes the renderer twice is not tried a third time in this run."""
        self._crashes += 1
        if self._mail is not None and self.shown is Shown.HTML:
            self._show_text(self._mail)
            self.fell_back.emit()

    def _wears_window(self) -> bool:
        """A mail without colours of its own is shown in those of the window, when these are dark."""
        facts = self._mail.facts if self._mail is not None else None
        return theme().dark and facts is not None and not facts.coloured

    def _colour(self) -> None:
        """On a light card, in repaired colours or in the window's: what belongs around the page."""
        own = self._wears_window()
        repaired = theme().dark and self._dark_pages and not own
        margin = Space.M if theme().dark and not (own or repaired) else 0
        self._card_layout.setContentsMargins(margin, 0, margin, margin)
        if self.html is not None:
            self.html.set_dark(repaired, theme().colour(Role.SURFACE) if own or repaired else QColor("#ffffff"))

    def _on_hover(self, href: str) -> None:
        self._hovered = href
        self._hint.show_target(href)

    def _show_menu(self, at: QPoint) -> None:
        menu = self._build_menu()
        menu.exec(at)
        menu.deleteLater()

    def _build_menu(self) -> QMenu:
        view = self._view
        menu = QMenu(self)
        copy = menu.addAction(self.tr("Copy"), view.copy)
        icons.set_icon(copy, "copy")
        copy.setEnabled(bool(view.selected_text()))
        menu.addAction(self.tr("Select all"), view.select_all)
        if self._hovered:
            href = self._hovered
            menu.addSeparator()
            menu.addAction(self.tr("Copy link address"), lambda: _copy(href))
        menu.addSeparator()
        icons.set_icon(menu.addAction(self.tr("Find in this mail…"), self.find_wanted.emit), "search")
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._mark.setGeometry(0, 0, self.width(), 2)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()
            if self._mail is not None and self._is_page():
                self._show_page(self._mail)
        super().changeEvent(event)


def _colours_of_window() -> dict[str, str]:
    roles = {
        "ground": Role.SURFACE, "text": Role.TEXT, "faint": Role.TEXT_FAINT, "line": Role.BORDER_STRONG, "link": Role.LINK,
        "hole": Role.RAISED, "mark": Role.MARK, "marked": Role.TEXT,
    }  # fmt: skip
    return {name: theme().hex(role) for name, role in roles.items()}


def _copy(text: str) -> None:
    from PySide6.QtGui import QGuiApplication

    QGuiApplication.clipboard().setText(text)


def _same_address(first: str, second: str) -> bool:
    encoded = QUrl.ComponentFormattingOption.FullyEncoded
    return QUrl(first).toString(encoded).rstrip("/") == QUrl(second).toString(encoded).rstrip("/")
