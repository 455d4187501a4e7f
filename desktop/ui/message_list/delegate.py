"""Paints one mail of the list: avatar, sender, time, subject, snippet, chips; three densities, one look.

Painting reads nothing but the row it is given. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from desktop.core.api.rows import MessageRow
from desktop.core.mail.flags import Flag
from desktop.ui import icons, words
from desktop.ui.message_list.chips import Chip, chips_of, initials, sender_of, subject_of
from desktop.ui.message_list.conversation_marks import (
    INDENT,
    count_width,
    paint_count,
    paint_people,
    paint_thread,
    place_count,
)
from desktop.ui.message_list.folding import Fold
from desktop.ui.message_list.lettering import draw, font_of, small_font, width_of
from desktop.ui.message_list.lines import Line, all_names
from desktop.ui.message_list.model import LINE_ROLE
from desktop.ui.theme import Role, Type, theme
from desktop.ui.tips import plain_tip
from desktop.values import dataclass

if TYPE_CHECKING:  # with the first search
    from desktop.core.api.searching.marking import Sought


class Density(StrEnum):
    COMPACT = "compact"
    NORMAL = "normal"
    ROOMY = "roomy"


@dataclass(frozen=True, slots=True)
class Measures:
    """All in pixels; `lines` are the tops of the text lines within a row."""

    height: int
    avatar: int
    lines: tuple[int, ...]
    chips_below: bool


MEASURES = {
    Density.COMPACT: Measures(44, 28, (4, 22), False),
    Density.NORMAL: Measures(64, 34, (4, 23, 41), False),
    Density.ROOMY: Measures(80, 40, (5, 24, 42, 59), True),
}
_DOT, _LEFT, _GAP, _RIGHT, _LINE = 7, 18, 10, 14, 18
_CHIP_HEIGHT, _CHIP_ICON = 16, 14


class MessageDelegate(QStyledItemDelegate):
    def __init__(self, now: Callable[[], int], parent: QWidget) -> None:
        super().__init__(parent)
        self._now = now
        self.density = Density.NORMAL
        self.in_subject: Sought | None = None
        self.in_text: Sought | None = None
        """What was searched for, in subject and snippet."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, MEASURES[self.density].height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line: Line | None = index.data(LINE_ROLE)
        painter.save()
        self._paint_ground(painter, option, 0 if line is None or line.fold is not Fold.INNER else INDENT)
        if line is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_line(painter, option.rect, line)
        painter.restore()

    def count_place(self, rect: QRect, line: Line) -> QRect:
        """Where the count of a conversation stands, which unfolds it when it is pressed."""
        second = MEASURES[self.density].lines[1] + self._lift(chips_of(line.mail, self._now()))
        return place_count(line, rect.right() - _RIGHT, rect.top() + second)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Over a chip its reason, over the time the whole date, elsewhere sender and subject unshortened."""
        line: Line | None = index.data(LINE_ROLE)
        if event.type() != QEvent.Type.ToolTip or line is None:
            return super().helpEvent(event, view, option, index)
        mail = line.mail
        who = f"{sender_of(mail)} <{mail.sender_address}>" if len(line.people) < 2 else all_names(line)
        text = f"{who}\n{subject_of(mail)}"
        for chip, place in self._place_chips(option.rect, chips_of(mail, self._now()), line):
            if place.contains(event.pos()):
                text = chip.tooltip
        if self.count_place(option.rect, line).contains(event.pos()):
            text = self.tr("Unfold the conversation") if line.fold is Fold.FOLDED else self.tr("Fold the conversation")
        if event.pos().y() < option.rect.top() + 24 and event.pos().x() > option.rect.right() - 80:
            text = words.moment_long(mail.internaldate)
        QToolTip.showText(event.globalPos(), plain_tip(text), view)
        return True

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, indent: int) -> None:
        rect, selected = option.rect, bool(option.state & QStyle.StateFlag.State_Selected)
        active = bool(option.state & QStyle.StateFlag.State_Active) and bool(option.widget and option.widget.hasFocus())
        if selected:
            painter.fillRect(rect, theme().colour(Role.SELECTION if active else Role.SELECTION_IDLE))
            bar = Role.ACCENT if active else Role.ICON_MUTED
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme().colour(bar))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme().colour(Role.HOVER))
        left = rect.left() + (0 if selected else self._text_left() + indent)
        painter.fillRect(QRect(left, rect.bottom(), rect.right() - left + 1, 1), theme().colour(Role.BORDER))
        # A lone selected row is seen as it is; a ring says where the keyboard is among many, or on none.
        alone = selected and isinstance(option.widget, QTableView) and _is_alone(option.widget)
        if option.state & QStyle.StateFlag.State_HasFocus and active and not alone:
            painter.setPen(QPen(theme().colour(Role.FOCUS), 1.5))
            painter.drawRoundedRect(QRectF(rect).adjusted(4, 1.5, -1.5, -2.5), 3, 3)

    def _paint_line(self, painter: QPainter, rect: QRect, line: Line) -> None:
        mail = line.mail
        measures, unread = MEASURES[self.density], not mail.seen
        chips = chips_of(mail, self._now())
        if unread:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour(Role.ACCENT))
            painter.drawEllipse(QPointF(rect.left() + _LEFT / 2 + 1, rect.center().y() + 0.5), _DOT / 2, _DOT / 2)
        middle = rect.left() + _LEFT + measures.avatar // 2
        paint_thread(painter, rect, line.fold, middle, rect.top() + (rect.height() + measures.avatar) // 2 + 2)
        indent = _indent(line)
        self._paint_avatar(painter, rect.translated(indent, 0), mail, measures)

        left, right = rect.left() + self._text_left() + indent, rect.right() - _RIGHT
        lift = self._lift(chips)
        tops = [rect.top() + line + lift for line in measures.lines]

        time = words.moment(mail.internaldate, self._now())
        time_font, time_width = small_font(), width_of(time, Type.SMALL + 1, False)
        draw(painter, QRect(right - time_width, tops[0], time_width, _LINE), time, time_font, Role.TEXT_FAINT)
        end = self._paint_marks(painter, mail, right - time_width - 6, tops[0])
        who = QRect(left, tops[0], end - left, _LINE + 1)
        if line.people:
            paint_people(painter, who, line)
        else:
            draw(painter, who, sender_of(mail), font_of(Type.SENDER, unread), Role.TEXT)
        paint_count(painter, self.count_place(rect, line), line)

        subject_ink = Role.TEXT if unread else Role.TEXT_MUTED
        if self.density is Density.COMPACT:
            end = self._paint_chips(painter, rect, chips, line)
            subject = subject_of(mail)
            width = min(width_of(subject, Type.BASE, False), end - left)
            draw(
                painter,
                QRect(left, tops[1], width, _LINE),
                subject,
                font_of(Type.BASE, False),
                subject_ink,
                self.in_subject,
            )
            rest = QRect(left + width + 8, tops[1], end - left - width - 8, _LINE)
            if rest.width() > 40:
                draw(painter, rest, mail.snippet, font_of(Type.BASE, False), Role.TEXT_FAINT, self.in_text)
            return
        subject_place = QRect(left, tops[1], right - count_width(line) - left, _LINE)
        draw(painter, subject_place, subject_of(mail), font_of(Type.BASE, False), subject_ink, self.in_subject)
        end = self._paint_chips(painter, rect, chips, line)
        below = QRect(left, tops[2], end - left, _LINE)
        draw(painter, below, mail.snippet, font_of(Type.BASE, False), Role.TEXT_FAINT, self.in_text)

    def _paint_avatar(self, painter: QPainter, rect: QRect, mail: MessageRow, measures: Measures) -> None:
        size = measures.avatar
        circle = QRectF(rect.left() + _LEFT, rect.top() + (rect.height() - size) / 2, size, size)
        ground, letters = theme().avatar(mail.sender_address)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawEllipse(circle)
        painter.setPen(letters)
        painter.setFont(font_of(Type.BASE if size > 30 else Type.SMALL, True))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initials(mail.sender_name, mail.sender_address))

    def _paint_marks(self, painter: QPainter, mail: MessageRow, end: int, top: int) -> int:
        """The small signs between sender and time, from right to left; where the sender has to end."""
        marks = []
        if mail.flagged:
            marks.append(("star-filled", Role.STAR))
        if mail.pending:
            marks.append(("pending", Role.ICON_MUTED))
        if Flag.FORWARDED in mail.flags:
            marks.append(("forward", Role.ICON_MUTED))
        if Flag.ANSWERED in mail.flags:
            marks.append(("reply", Role.ICON_MUTED))
        scale = painter.device().devicePixelRatioF()
        for name, role in marks:
            end -= 16
            painter.drawPixmap(end, top + 1, icons.pixmap(name, 16, role, scale))
            end -= 3
        return end - 4

    def _chips_wide(self, chips: tuple[Chip, ...]) -> bool:
        """Whether a line of their own is needed: a lone paper clip stands beside the snippet."""
        return any(chip.text for chip in chips)

    def _paint_chips(self, painter: QPainter, rect: QRect, chips: tuple[Chip, ...], line: Line) -> int:
        """Paint what fits; where the text on the line of the chips has to end."""
        end = self._chips_end(rect, line)
        scale = painter.device().devicePixelRatioF()
        for chip, place in self._place_chips(rect, chips, line):
            if chip.text:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme().colour(chip.ground))
                painter.drawRoundedRect(QRectF(place), _CHIP_HEIGHT / 2, _CHIP_HEIGHT / 2)
            inset = 6 if chip.text else 1
            painter.drawPixmap(
                place.left() + inset, place.top() + 1, icons.pixmap(chip.icon, _CHIP_ICON, chip.ink, scale)
            )
            if chip.text:
                words_place = place.adjusted(inset + _CHIP_ICON + 3, 0, -6, -1)
                draw(painter, words_place, chip.text, font_of(Type.SMALL, False), chip.ink)
            if not self._is_below(chips):
                end = min(end, place.left() - 8)
        return end

    def _lift(self, chips: tuple[Chip, ...]) -> int:
        """Three lines in the room of four stand in the middle."""
        return 8 if MEASURES[self.density].chips_below and not self._chips_wide(chips) else 0

    def _is_below(self, chips: tuple[Chip, ...]) -> bool:
        return MEASURES[self.density].chips_below and self._chips_wide(chips)

    def _chips_end(self, rect: QRect, line: Line) -> int:
        """Where two text lines are all, the count stands beside the chips."""
        return rect.right() - _RIGHT - (count_width(line) if len(MEASURES[self.density].lines) < 3 else 0)

    def _place_chips(self, rect: QRect, chips: tuple[Chip, ...], line: Line) -> list[tuple[Chip, QRect]]:
        """Each chip with its rectangle: on a line of its own from the left, else on the last text line from the right,
        never over more than two thirds of it."""
        measures = MEASURES[self.density]
        left, right = rect.left() + self._text_left() + _indent(line), self._chips_end(rect, line)
        below = self._is_below(chips)
        text_line = measures.lines[3] if below else measures.lines[min(2, len(measures.lines) - 1)] + self._lift(chips)
        top = rect.top() + text_line + 1
        placed: list[tuple[Chip, QRect]] = []
        if below:
            for chip in chips:
                width = self._chip_width(chip)
                if left + width > right:
                    break
                placed.append((chip, QRect(left, top, width, _CHIP_HEIGHT)))
                left += width + 5
            return placed
        limit = left + (right - left) // 3
        for chip in reversed(chips):
            shown = chip
            width = self._chip_width(chip)
            if right - width < limit:
                shown = Chip(chip.icon, "", chip.tooltip, chip.ground, chip.ink)
                width = self._chip_width(shown)
            if right - width < limit:
                break
            placed.append((shown, QRect(right - width, top, width, _CHIP_HEIGHT)))
            right -= width + 5
        return placed

    def _chip_width(self, chip: Chip) -> int:
        if not chip.text:
            return _CHIP_ICON + 2
        return 6 + _CHIP_ICON + 3 + width_of(chip.text, Type.SMALL, False) + 8

    def _text_left(self) -> int:
        return _LEFT + MEASURES[self.density].avatar + _GAP


def _indent(line: Line) -> int:
    return INDENT if line.fold is Fold.INNER else 0


def _is_alone(view: QTableView) -> bool:
    parts = view.selectionModel().selection()
    return parts.count() == 1 and parts.first().top() == parts.first().bottom()
