"""Connections to other programs: which there are, how they stand, setting one up, and which does what.

Not modal. It reads again when the core tells of a change. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListView,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.api.changes import ChangeSet
from desktop.core.api.link_commands import BindConnector
from desktop.core.api.linking import OWN_DESK, BackendRow, LinkKind
from desktop.ui import icons, words
from desktop.ui.dispatch import Dispatch
from desktop.ui.links.backend_form import BackendForm
from desktop.ui.links.words import ICONS, kind_name
from desktop.ui.message_list.chips import clean
from desktop.ui.theme import Role, Space


class ConnectorsDialog(QDialog):
    def __init__(self, dispatch: Dispatch, parent: QWidget) -> None:
        super().__init__(parent)
        self._dispatch, self._session = dispatch, dispatch.session
        self._forms: dict[str, BackendForm] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Connections to other programs"))
        self.setProperty("kind", "surface")
        self._rows = QStandardItemModel(self)
        self.list = QListView()
        self.list.setModel(self._rows)
        self.list.setAccessibleName(self.tr("Programs"))
        self.list.setProperty("kind", "choices")
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setFixedWidth(190)
        self.list.setIconSize(QSize(18, 18))
        self._pages = QStackedWidget()
        self.choices: dict[LinkKind, QComboBox] = {}
        self._lay_out()
        self.refresh()
        self.list.selectionModel().currentChanged.connect(lambda index, _old: self._pages.setCurrentIndex(index.row()))
        self.list.setCurrentIndex(self._rows.index(0, 0))
        self.resize(min(780, parent.width() - 40), min(560, parent.height() - 40))

    def hear(self, change: ChangeSet) -> None:
        if change.links or change.everything:
            self.refresh()

    def refresh(self) -> None:
        """Read the backends again (quick); what was typed stays."""
        rows = self._session.linking.backends()
        for place, row in enumerate(rows):
            if row.backend not in self._forms:
                self._add(row)
            self._forms[row.backend].show_row(row)
            item = self._rows.item(place)
            waiting = f" · {words.number(row.waiting)}" if row.waiting else ""
            item.setText(f"{clean(row.name)[:40]}{waiting}")
            good = row.ready or row.backend == OWN_DESK
            trouble = bool(row.values) and not row.ready
            name = "check" if good else "warning" if trouble else "plug"
            item.setIcon(icons.icon(name, Role.SUCCESS if good else Role.WARNING if trouble else Role.ICON_MUTED))
            item.setAccessibleText(self._forms[row.backend].accessibleName())
        self._show_bindings(rows)

    def _add(self, row: BackendRow) -> None:
        form = BackendForm(self._dispatch, row)
        form.changed.connect(self.refresh)
        page = QScrollArea()
        page.setWidgetResizable(True)
        page.setFrameShape(QFrame.Shape.NoFrame)
        page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        body.setProperty("kind", "surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.addWidget(form)
        page.setWidget(body)
        self._forms[row.backend] = form
        self._pages.addWidget(page)
        self._rows.appendRow(QStandardItem())

    def _show_bindings(self, rows: list[BackendRow]) -> None:
        for kind, box in self.choices.items():
            box.blockSignals(True)
            box.clear()
            for row in rows:
                if kind in row.kinds and (row.ready or kind in row.bound or row.backend == OWN_DESK):
                    box.addItem(clean(row.name)[:40], row.backend)
                    if kind in row.bound:
                        box.setCurrentIndex(box.count() - 1)
            box.blockSignals(False)

    def _bind(self, kind: LinkKind) -> None:
        backend = self.choices[kind].currentData()
        if backend is not None:
            self._dispatch.submit(BindConnector(kind, backend))

    def _lay_out(self) -> None:
        line, lower = QFrame(), QFrame()
        line.setProperty("kind", "upright")
        lower.setProperty("kind", "line")
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(line)
        row.addWidget(self._pages, 1)
        heading = QLabel(self.tr("Who does what"))
        heading.setProperty("kind", "strong")
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.XS)
        for place, kind in enumerate(LinkKind):
            box = QComboBox()
            box.setAccessibleName(self.tr("{kind} is made in").format(kind=kind_name(kind)))
            box.activated.connect(lambda _index, kind=kind: self._bind(kind))
            self.choices[kind] = box
            picture = QLabel()
            picture.setPixmap(icons.pixmap(ICONS[kind], 18))
            name = QHBoxLayout()
            name.addWidget(picture)
            name.addWidget(QLabel(kind_name(kind)))
            name.addStretch(1)
            grid.addLayout(name, 0, place)
            grid.addWidget(box, 1, place)
            grid.setColumnStretch(place, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(Space.XL, Space.M, Space.XL, Space.L)
        foot.setSpacing(Space.S)
        foot.addWidget(heading)
        foot.addLayout(grid)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row, 1)
        layout.addWidget(lower)
        layout.addLayout(foot)
