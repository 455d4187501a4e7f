"""The fields of a sheet, by kind: what a task, an activity, a chat or an event needs, and the wish they make together.

Fields that a kind has no use for are there and hidden, so that all kinds are one form. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from desktop.core.api.link_commands import LinkMail
from desktop.core.api.linking import CrmTarget, LinkForm, LinkKind, Person
from desktop.ui import words
from desktop.ui.labels import PlainLabel
from desktop.ui.links.choices import AttachmentChoices, TargetChoices
from desktop.ui.links.people_field import PeopleField
from desktop.ui.links.time_field import TimeField
from desktop.ui.message_list.chips import clean
from desktop.ui.parts import Now
from desktop.ui.theme import Space

LONGEST_TITLE = 500
TEXT_LINES = 5
HOUR = 3_600


class SheetFields(QWidget):
    grew = Signal()
    """Something appeared or went: the sheet's height may be another."""

    def __init__(self, kind: LinkKind, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind, self._now = kind, now
        self._text_before = ""
        self._zone = ""
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(Space.S + 2)
        self._grid.setColumnStretch(1, 1)
        self.title = QLineEdit()
        self.title.setMaxLength(LONGEST_TITLE)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.fontMetrics().lineSpacing() * TEXT_LINES + 22)
        self.people = PeopleField(self.tr("Look for somebody, or type an address"))
        self.targets = TargetChoices()
        self.attachments = AttachmentChoices()
        self.place = QLineEdit()
        self.place.setMaxLength(LONGEST_TITLE)
        self.has_due = QCheckBox(self.tr("Has a date"))
        self.due = TimeField(self.tr("Due"))
        self.starts, self.ends = TimeField(self.tr("From")), TimeField(self.tr("To"))
        self.all_day = QCheckBox(self.tr("All day"))
        self.found = PlainLabel(kind="small")
        self.found.setWordWrap(True)
        self._whole = PlainLabel(kind="small")
        self._whole.setWordWrap(True)
        self._labels: dict[QWidget, QLabel] = {}
        self._lay_out()
        self.has_due.toggled.connect(self._toggle_due)
        self.all_day.toggled.connect(self._toggle_all_day)
        self.starts.changed.connect(self._keep_order)
        self._toggle_due(False)

    def fill(self, form: LinkForm) -> None:
        """From the mail. What somebody has typed meanwhile stays."""
        if not self.title.isModified():
            self.title.setText(clean(form.title))
            self.title.selectAll()
        self._text_before = form.text
        self.text.setPlainText(form.text)
        self._text_before = self.text.toPlainText()
        self.people.set_people(form.people)
        self.attachments.set_attachments(form.attachments)
        self._show(self.attachments, bool(form.attachments) and self._kind is not LinkKind.CRM)
        self._zone = form.zone
        self._fill_times(form)
        if self._kind is LinkKind.CRM:
            sender = next((one for one in form.people if not one.inside), None)
            self.targets.set_sender((sender.name or sender.address) if sender else "")
            self.targets.show_targets(form.targets)
            self._whole.setText(self._whole_sentence(form))
        self.place.setText(clean(form.place))

    def _fill_times(self, form: LinkForm) -> None:
        tomorrow = self._now() + 24 * HOUR
        past = form.due_at is not None and form.due_at <= self._now()
        due_at = None if past else form.due_at
        self.due.set_moment(due_at or tomorrow, form.zone)
        if due_at is None:
            self.due.clock.setTime(QTime(9, 0))
        self.has_due.setChecked(due_at is not None)
        starts = form.starts_at or (tomorrow // HOUR * HOUR)
        self.starts.set_moment(starts, form.zone)
        self.ends.set_moment(form.ends_at or starts + HOUR, form.zone)
        self.all_day.setChecked(form.all_day)
        found = clean(form.found)[:120]
        said = self.tr("“{words}” is past.") if past else self.tr("from: “{words}”")
        self.found.setText(said.format(words=found) if found else "")
        shown = bool(found) and self._kind in (LinkKind.TASK, LinkKind.EVENT)
        if self._kind is LinkKind.EVENT and not found:
            self.found.setText(self.tr("No date was found in the mail, so this is a guess."))
            shown = True
        self.found.setVisible(shown)

    def _whole_sentence(self, form: LinkForm) -> str:
        if not form.attachments:
            return self.tr("The whole mail is copied. The copy stays when the mail expires or is deleted.")
        count, size = len(form.attachments), sum(one.size for one in form.attachments)
        text = self.tr(
            "The whole mail is copied, with {count} attachment(s) ({size}). The copy stays when the mail expires or is deleted.",
            "",
            count,
        )
        return text.format(count=words.number(count), size=words.size(size))

    def mark_missing(self) -> bool:
        """True when something must be typed first; it is marked and gets the keyboard."""
        missing = not self.title.text().strip()
        self.title.setProperty("invalid", missing)
        self.title.style().unpolish(self.title)
        self.title.style().polish(self.title)
        if missing:
            self.title.setFocus()
        return missing

    def command(self, form: LinkForm) -> LinkMail:
        text = self.text.toPlainText()
        event, task = self._kind is LinkKind.EVENT, self._kind is LinkKind.TASK
        starts, ends = self._span()
        return LinkMail(
            kind=self._kind,
            locations=form.locations,
            title=self.title.text().strip(),
            text=form.text if text == self._text_before else text,
            people=self.people.chosen() if self._kind is not LinkKind.CRM else (),
            attachments=self.attachments.chosen() if self._kind is not LinkKind.CRM else form.attachments,
            due_at=self.due.seconds() if task and self.has_due.isChecked() else None,
            starts_at=starts if event else None,
            ends_at=ends if event else None,
            all_day=event and self.all_day.isChecked(),
            zone=(self.starts if event else self.due).zone() if event or task else form.zone,
            place=self.place.text().strip() if event else "",
            target_id=self.targets.target_id() if self._kind is LinkKind.CRM else "",
            site=form.site,
        )

    def show_people(self, people: list[Person]) -> None:
        self.people.show_found(people)
        self.grew.emit()

    def show_targets(self, targets: list[CrmTarget] | tuple[CrmTarget, ...]) -> None:
        self.targets.show_targets(targets)
        self.grew.emit()

    # times

    def _span(self) -> tuple[int, int]:
        if self.all_day.isChecked():
            return self.starts.start_of_day(), max(self.starts.start_of_day(1), self.ends.start_of_day(1))
        starts = self.starts.seconds()
        ends = self.ends.seconds()
        return starts, ends if ends > starts else starts + HOUR

    def _keep_order(self) -> None:
        """An end before the beginning follows it."""
        if self.ends.day.date() < self.starts.day.date():
            self.ends.set_day(self.starts.day.date())

    def _toggle_due(self, on: bool) -> None:
        self.due.setVisible(on)
        for button in self._quick:
            button.setVisible(not on)
        self.grew.emit()

    def _toggle_all_day(self, on: bool) -> None:
        self.starts.set_all_day(on)
        self.ends.set_all_day(on)

    def _choose_day(self, days: int) -> None:
        self.due.set_moment(self._now(), self._zone)
        self.due.set_day(self.due.day.date().addDays(days))
        self.due.clock.setTime(QTime(18, 0) if days == 0 else QTime(9, 0))
        self.has_due.setChecked(True)

    # putting together

    def _lay_out(self) -> None:
        kind = self._kind
        self._add(self.tr("Title") if kind is not LinkKind.CRM else self.tr("Subject"), self.title)
        if kind is LinkKind.CRM:
            self._add(self.tr("Save to"), self.targets)
        if kind is LinkKind.EVENT:
            self._add(self.tr("From"), self.starts)
            self._add(self.tr("To"), self.ends)
            self._under(self.all_day)
            self._under(self.found)
            self._add(self.tr("Place"), self.place)
        due = QWidget()
        row = QHBoxLayout(due)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.has_due)
        row.addWidget(self.due, 1)
        self._quick: list[QPushButton] = []
        for text, days in ((self.tr("Today"), 0), (self.tr("Tomorrow"), 1), (self.tr("In a week"), 7)):
            button = QPushButton(text)
            button.setProperty("kind", "chip")
            button.setAutoDefault(False)
            button.setAccessibleName(self.tr("Due: {day}").format(day=text))
            button.clicked.connect(lambda _=False, days=days: self._choose_day(days))
            self._quick.append(button)
            row.addWidget(button)
        row.addStretch(1)
        if kind is LinkKind.TASK:
            self._add(self.tr("Due"), due)
            self._under(self.found)
        if kind is not LinkKind.CRM:
            name = {LinkKind.TASK: self.tr("For"), LinkKind.CHAT: self.tr("With"), LinkKind.EVENT: self.tr("Guests")}
            self._add(name[kind], self.people)
        if kind is LinkKind.CRM:
            self._under(self._whole)
        else:
            self._add(self.tr("First line") if kind is LinkKind.CHAT else self.tr("Text"), self.text)
        self._add(self.tr("Attachments"), self.attachments)
        self._show(self.attachments, False)
        for widget in (
            self.people,
            self.targets,
            due,
            self.starts,
            self.ends,
            self.all_day,
            self.place,
            self.found,
            self._whole,
            self.text,
        ):
            if self._grid.indexOf(widget) < 0:
                widget.setParent(self)
                widget.hide()

    def _add(self, name: str, field: QWidget) -> None:
        row = self._grid.rowCount()
        label = PlainLabel(name, kind="muted")
        label.setBuddy(field)
        label.setContentsMargins(0, 6, 0, 0)
        if not field.accessibleName():
            field.setAccessibleName(name)
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(field, row, 1)
        self._labels[field] = label

    def _under(self, field: QWidget) -> None:
        self._grid.addWidget(field, self._grid.rowCount(), 1)

    def _show(self, field: QWidget, shown: bool) -> None:
        field.setVisible(shown)
        self._labels[field].setVisible(shown)
