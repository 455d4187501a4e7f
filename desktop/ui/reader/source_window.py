"""The mail as the server gave it: its header line by line and its source, searchable, to be copied or saved.

Made from bytes that a worker has read; shows text only, renders nothing. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QKeySequence, QShortcut, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import words
from desktop.ui.bar import Bar
from desktop.ui.dispatch import Dispatch
from desktop.ui.reader.attachment_files import plain_name, save_as
from desktop.ui.reader.find_bar import FindBar
from desktop.ui.reader.source_text import MAX_SHOWN, Source
from desktop.ui.sentences import error_sentence
from desktop.ui.theme import Space, Type
from desktop.ui.tips import plain_tip


class SourceWindow(QWidget):
    def __init__(self, dispatch: Dispatch, source: Source, subject: str, defects: tuple[str, ...] = ()) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "window")
        self.setWindowTitle(self.tr("Source of “{subject}”").format(subject=subject))
        self.resize(820, 640)
        self._dispatch, self._source, self._subject = dispatch, source, subject
        self.choose_file: Callable[[str], str] = self._ask_file
        self.bar = Bar()
        self.fields = self._make_fields()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setProperty("kind", "bare")
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        mono.setPixelSize(Type.BASE)
        self.text.setFont(mono)
        self.text.setPlainText(source.text)
        self.text.setAccessibleName(self.tr("Source of the mail"))
        self.find_bar = FindBar()
        self.find_bar.wanted.connect(self._find)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("Source of the mail"))
        self.tabs.addTab(self.text, self.tr("Source"))
        self.tabs.addTab(self.fields, self.tr("Header"))
        find, copy, save = (
            QPushButton(self.tr("Find…")),
            QPushButton(self.tr("Copy all")),
            QPushButton(self.tr("Save as .eml…")),
        )
        find.clicked.connect(self._open_find)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._source.text))
        save.clicked.connect(self.save)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(Space.M, Space.S, Space.M, Space.M)
        buttons.addWidget(find)
        buttons.addStretch(1)
        buttons.addWidget(copy)
        buttons.addWidget(save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.find_bar)
        layout.addLayout(buttons)
        for keys, action in (
            (QKeySequence(QKeySequence.StandardKey.Find), self._open_find),
            (QKeySequence(QKeySequence.StandardKey.Save), self.save),
            (QKeySequence(Qt.Key.Key_Escape), self.close),
        ):
            QShortcut(keys, self).activated.connect(action)
        self._tell(defects)

    def show_header(self) -> None:
        self.tabs.setCurrentWidget(self.fields)

    def save(self) -> None:
        chosen = self.choose_file(plain_name(f"{self._subject}.eml"))
        if chosen:
            path, raw = Path(chosen), self._source.raw
            self._dispatch.read("", lambda: save_as(path, raw), self._on_saved, self._on_failed)

    def _tell(self, defects: tuple[str, ...]) -> None:
        if self._source.shortened:
            size, shown = words.size(len(self._source.raw)), words.size(MAX_SHOWN)
            sentence = self.tr("The mail has {size}; the first {shown} are shown. Saving saves all of it.")
            self.bar.tell("info", sentence.format(size=size, shown=shown))
        elif defects:
            told = " · ".join(defects[:5])
            self.bar.tell("info", self.tr("What is unusual about this mail: {defects}").format(defects=told))

    def _open_find(self) -> None:
        self.tabs.setCurrentWidget(self.text)
        self.find_bar.open_bar(self.text.textCursor().selectedText()[:100])

    def _find(self, text: str, backward: bool) -> None:
        whole = self._source.text.casefold()
        count = min(whole.count(text.casefold()), 1_000) if text else 0
        if not text:
            self.find_bar.show_count(0, 0)
            return
        flags = QTextDocument.FindFlag.FindBackward if backward else QTextDocument.FindFlag(0)
        if not self.text.find(text, flags):
            cursor = self.text.textCursor()
            cursor.movePosition(QTextCursor.MoveOperation.End if backward else QTextCursor.MoveOperation.Start)
            self.text.setTextCursor(cursor)
            self.text.find(text, flags)
        at = self.text.textCursor().selectionStart()
        before = self.text.toPlainText()[:at].casefold().count(text.casefold()) + 1
        self.find_bar.show_count(min(before, count), count)

    def _make_fields(self) -> QTableWidget:
        table = QTableWidget(len(self._source.fields), 2)
        table.setHorizontalHeaderLabels([self.tr("Name"), self.tr("Value")])
        table.setAccessibleName(self.tr("Header of the mail"))
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(0, 190)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        for row, (name, value) in enumerate(self._source.fields):
            table.setItem(row, 0, QTableWidgetItem(name))
            item = QTableWidgetItem(value)
            item.setToolTip(plain_tip(value[:1_000]))
            table.setItem(row, 1, item)
        return table

    def _on_saved(self, path: Path) -> None:
        self.bar.tell("success", self.tr("Saved as {name}.").format(name=path.name), closable=True)

    def _on_failed(self, error: Exception) -> None:
        self.bar.tell("danger", error_sentence(error), closable=True)

    def _ask_file(self, name: str) -> str:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        return QFileDialog.getSaveFileName(self, self.tr("Save mail"), f"{folder}/{name}")[0]
