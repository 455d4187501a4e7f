"""Templates in the composer: one key for all of it. A palette puts one in by a few letters of its name, saves what is written as one, or
leads to where they are changed.

Invariant: what is put in is one step of undo; a place of which nothing is known is selected, so that it is not sent unseen. GUI thread.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor

from desktop.core.api.template_commands import SaveTemplate
from desktop.core.mail.rich_text import RichText, to_text
from desktop.core.mail.template import FIRST_NAME, ME, NAME, PLACE, Template, fill_places, first_name
from desktop.ui.bar import Bar
from desktop.ui.command_palette import Choice, CommandPalette
from desktop.ui.composer import document
from desktop.ui.composer.body_editor import BodyEditor
from desktop.ui.composer.fields import Fields
from desktop.ui.composer.templates_dialog import TemplatesDialog
from desktop.ui.dispatch import Dispatch
from desktop.ui.name_popup import NamePopup
from desktop.ui.sentences import error_sentence

KEY = "Ctrl+Shift+P"


class Templates(QObject):
    def __init__(self, dispatch: Dispatch, body: BodyEditor, fields: Fields, bar: Bar) -> None:
        super().__init__(body)
        self._dispatch, self._body, self._fields, self._bar = dispatch, body, fields, bar

    def choose(self) -> None:
        """Which, of all that there are, or what else one does with them."""
        choices = [
            Choice(one.name, "template", partial(self.insert, one)) for one in self._dispatch.session.templates()
        ]
        choices.append(Choice(self.tr("Save as a template…"), "plus", self.ask_name))
        choices.append(Choice(self.tr("Change templates…"), "edit", self.manage))
        CommandPalette(self._body.window(), choices, self.tr("A template")).show_over(self._body.window())

    def insert(self, template: Template) -> None:
        """Where the cursor is, in the place of what is selected."""
        editor = self._body.editor
        blocks = fill_places(template.blocks, self._known())
        cursor = editor.textCursor()
        start = cursor.selectionStart()
        if self._body.plain:
            document.insert_text(cursor, to_text(blocks))
        else:
            document.insert(cursor, blocks)
        editor.setTextCursor(self._open_place(start, cursor.position()) or cursor)
        editor.ensureCursorVisible()
        editor.setFocus()

    def ask_name(self) -> None:
        """Under which name what is selected, or else what was written, is kept."""
        cursor = self._body.editor.textCursor()
        blocks = document.read_selection(cursor) if cursor.hasSelection() else self._body.written
        if not to_text(blocks).strip():
            self._bar.tell("info", self.tr("Write first what the template is to say."), closable=True)
            return
        window = self._body.window()
        popup = NamePopup(
            window, self.tr("Name of the template"), self.tr("Save"), lambda name: self._save(name, blocks)
        )
        popup.show_at(self._body.mapToGlobal(self._body.rect().center() / 2))

    def manage(self) -> None:
        TemplatesDialog(self._dispatch, self._body.window()).show()

    def _save(self, name: str, blocks: RichText) -> None:
        def saved(receipt: object) -> None:
            undo_key = getattr(receipt, "undo_key", None)
            sentence = self.tr("The template “{name}” is saved.").format(name=name)
            self._bar.tell("success", sentence, (self.tr("Undo"), lambda: self._take_back(undo_key)), closable=True)

        self._dispatch.submit(
            SaveTemplate(name, blocks),
            then=saved,
            failed=lambda error: self._bar.tell("danger", error_sentence(error), closable=True),
        )

    def _take_back(self, undo_key: int | None) -> None:
        self._bar.hide()
        self._dispatch.undo(undo_key)

    def _known(self) -> dict[str, str]:
        """Whom the mail is for, and who writes it."""
        recipients = self._fields.to.recipients
        name = recipients[0].text.partition("<")[0].strip().strip('"') if recipients else ""
        name = "" if "@" in name else name
        accounts = self._dispatch.session.accounts()
        me = next((row.display_name for row in accounts if row.account_key == self._fields.account_key), "")
        return {NAME: name, FIRST_NAME: first_name(name), ME: me}

    def _open_place(self, start: int, end: int) -> QTextCursor | None:
        """The first place between two positions that nothing was known of, selected."""
        cursor = QTextCursor(self._body.editor.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        text = cursor.selectedText()
        match = PLACE.search(text)
        if match is None:
            return None
        before = len(text[: match.start()].encode("utf-16-le")) // 2
        cursor.setPosition(start + before)
        cursor.setPosition(start + before + match.end() - match.start(), QTextCursor.MoveMode.KeepAnchor)
        return cursor
