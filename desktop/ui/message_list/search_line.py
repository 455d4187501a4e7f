"""Between filters and list while a search is on: what was found, how much of the mail was searched, and the other choice of where."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.core.api.queries import MOST_FOUND
from desktop.core.api.searches import Coverage
from desktop.ui import words
from desktop.ui.labels import PlainLabel
from desktop.ui.tips import plain_tip


class SearchLine(QWidget):
    widened = Signal(bool)
    """True: look everywhere; False: only in the folder."""
    server_wanted = Signal()
    asked = Signal()
    """A search is on, perhaps another one than before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._everywhere = True
        self._found: int | None = None
        self._storage_days: int | None = None
        self._coverage: Coverage | None = None
        self._asks_whole = self._server_asked = False
        self._text = PlainLabel(wordWrap=True)
        self._text.setProperty("kind", "small")
        self._switch = QPushButton()
        self._switch.setProperty("kind", "link")
        self._switch.clicked.connect(lambda: self.widened.emit(not self._everywhere))
        self._whole = PlainLabel(wordWrap=True)
        self._whole.setProperty("kind", "small")
        self._server = QPushButton(self.tr("Search on the server too"))
        self._server.setProperty("kind", "link")
        self._server.clicked.connect(self.server_wanted)
        self._server.hide()
        row = QHBoxLayout()
        row.addWidget(self._text, 1)
        row.addWidget(self._switch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 0, 8, 4)
        layout.setSpacing(0)
        layout.addLayout(row)
        below = QHBoxLayout()
        below.addWidget(self._whole, 1)
        below.addWidget(self._server, 0, Qt.AlignmentFlag.AlignRight)
        layout.addLayout(below)
        self.hide()

    def show_query(
        self, search: str, everywhere: bool, folder: str, found: int | None, storage_days: int | None
    ) -> None:
        """`found` None while the search runs."""
        from desktop.ui.searching.reach import needs_whole_mails

        self._asks_whole = needs_whole_mails(search)
        self._everywhere, self._found, self._storage_days = everywhere, found, storage_days
        self._switch.setText(self.tr("Only in {folder}").format(folder=folder) if everywhere else self.tr("Everywhere"))
        self._switch.setVisible(bool(folder))
        self._tell()
        self.show()
        self.asked.emit()

    def offer_server(self, offered: bool) -> None:
        self._server.setVisible(offered)
        self._server_asked = not offered
        self._tell()

    def name_server_key(self, key: str) -> None:
        text = self.tr("Ask the servers of your accounts. What is found is looked at without being kept here.")
        self._server.setToolTip(plain_tip(f"{text} ({key})" if key else text))

    def show_coverage(self, coverage: Coverage) -> None:
        """How much was searched."""
        self._coverage = coverage
        self._tell()

    def _tell(self) -> None:
        known, found = self._coverage, self._found
        self._text.setText(self.tr("Searching…") if found is None else f"{self._say_found(found)} {self._say_where()}")
        older = self._storage_days is not None
        tip = self.tr("Older mail is still on your server; it is not searched.") if older else ""
        self._text.setToolTip(plain_tip(tip))
        pieces, tips = self._say_coverage(known) if found is not None and known is not None else ([], [])
        self._whole.setVisible(bool(pieces))
        self._whole.setText(" · ".join(pieces))
        self._whole.setToolTip(plain_tip("\n".join(tips)))

    def _say_coverage(self, known: Coverage) -> tuple[list[str], list[str]]:
        """What was not searched, where there is any, and why."""
        pieces, tips = [], []
        if self._asks_whole and known.whole < known.total:
            whole, total = words.number(known.whole), words.number(known.total)
            pieces.append(self.tr("{whole} of {total} searched whole").format(whole=whole, total=total))
            tips.append(
                self.tr("Of the others the text is still being fetched: their people and subjects were searched.")
            )
        if known.beyond and not self._server_asked:
            count = words.number(known.beyond)
            pieces.append(self.tr("{count} mail(s) on the server alone", "", known.beyond).format(count=count))
            tips.append(
                self.tr(
                    "What is on your server alone is not searched here: it is older than your plan keeps, or has not come yet."
                )
            )
        return pieces, tips

    def _say_found(self, found: int) -> str:
        if found >= MOST_FOUND:
            return self.tr("The newest {count} mails found").format(count=words.number(found))
        return self.tr("{count} mail(s) found", "", found).format(count=words.number(found))

    def _say_where(self) -> str:
        if self._storage_days is None:
            return self.tr("in all mail kept here")
        return self.tr("in the {count} day(s) kept here", "", self._storage_days).format(
            count=words.number(self._storage_days)
        )
