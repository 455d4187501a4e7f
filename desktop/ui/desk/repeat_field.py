"""Whether an event repeats and how long, in a form: how often, and no end, a last day or a number of times. GUI thread.

A rule that has more to it than that stays as it is until another is chosen.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDateEdit, QHBoxLayout, QSpinBox, QWidget

from desktop.core.api.desk import Series
from desktop.ui import words
from desktop.ui.desk.series_words import UNITS, is_simple, rule_parts, series_words, until_day
from desktop.ui.theme import Space

MOST_TIMES = 999
_NEVER, _UNTIL, _TIMES = range(3)


class RepeatField(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._series = Series("")
        self.unit, self.end = QComboBox(), QComboBox()
        self.until, self.times = QDateEdit(), QSpinBox()
        self.unit.addItem(self.tr("Does not repeat"), "")
        for unit, name in UNITS.items():
            self.unit.addItem(QCoreApplication.translate("Calendar", name), unit)
        for name in (self.tr("Without an end"), self.tr("Until"), self.tr("So many times:")):
            self.end.addItem(name)
        self.until.setCalendarPopup(True)
        self.until.setDisplayFormat(words.date_pattern())
        self.times.setRange(2, MOST_TIMES)
        self.times.setValue(10)
        self.times.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.times.setFixedWidth(60)
        for field, name in (
            (self.unit, self.tr("Repetition")),
            (self.end, self.tr("End of the repetition")),
            (self.until, self.tr("Last day")),
            (self.times, self.tr("How many times")),
        ):
            field.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        for field in (self.unit, self.end, self.until, self.times):
            row.addWidget(field)
        row.addStretch(1)
        self.unit.currentIndexChanged.connect(self._fit)
        self.end.currentIndexChanged.connect(self._fit)
        self._fit()

    def set_series(self, series: Series | None, first_day: QDate) -> None:
        self.until.setMinimumDate(first_day)
        self.until.setDate(first_day.addMonths(3))
        if not series:
            return
        self._series = series
        if not is_simple(series.rule) or not series.rule:
            self.unit.addItem(series_words(series), series.rule or "*")
            self.unit.setCurrentIndex(self.unit.count() - 1)
            return
        parts, day = rule_parts(series.rule), until_day(series.rule)
        self.unit.setCurrentIndex(self.unit.findData(parts["FREQ"]))
        if day.isValid():
            self.end.setCurrentIndex(_UNTIL)
            self.until.setDate(day)
        elif "COUNT" in parts:
            self.end.setCurrentIndex(_TIMES)
            self.times.setValue(int(parts["COUNT"]))

    def series(self) -> Series | None:
        """As it is chosen now; what was left out or added stays while the event repeats."""
        chosen = str(self.unit.currentData())
        if not chosen:
            return None
        rule = self._rule(chosen)
        return Series(rule, self._series.left_out, self._series.also_at, self._series.changed)

    def _rule(self, chosen: str) -> str:
        if chosen not in UNITS:
            return self._series.rule
        if self.end.currentIndex() == _UNTIL:
            return f"FREQ={chosen};UNTIL={self.until.date().toString('yyyyMMdd')}"
        if self.end.currentIndex() == _TIMES:
            return f"FREQ={chosen};COUNT={self.times.value()}"
        return f"FREQ={chosen}"

    def _fit(self) -> None:
        simple = str(self.unit.currentData()) in UNITS
        self.end.setVisible(simple)
        self.until.setVisible(simple and self.end.currentIndex() == _UNTIL)
        self.times.setVisible(simple and self.end.currentIndex() == _TIMES)
