"""Scenes of links and the desk for `bench.screenshots`: the four sheets, badges, the links panel, tasks, CRM, chat, calendar.

A scene is (name, play, looks, size). Data: the fake session's, so that two runs give the same pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from bench.stage import DARK_EN, DARK_ES, LIGHT_EN, LIGHT_ES, Stage
from desktop.core.api.desk import Guest, Meeting, Series
from desktop.core.api.errors import Code, SetupError
from desktop.core.api.linking import LinkKind, LinkRow, LinkState, PlugInRow
from desktop.core.api.rows import OutboxState
from desktop.core.api.status import Notice
from desktop.ui.desk.calendar_days import date_of
from desktop.ui.theme import Choice

_USUAL, _SMALL, _WIDE = (1280, 800), (1024, 640), (1600, 900)


def find(stage: Stage, subject: str) -> int:
    """The row in the list of the newest mail with this subject."""
    model = stage.window.mails.model
    for row in range(model.rowCount()):
        mail = model.mail_at(row)
        if mail is not None and mail.subject.startswith(subject):
            return row
    raise LookupError(subject)


def show(stage: Stage, subject: str) -> None:
    stage.window.folders.select_mailbox(1)
    stage.wait(300)
    row = find(stage, subject)
    stage.window.mails.view.setFocus()
    stage.window.mails.view.select_rows([row], row)
    stage.wait(900)


def sheet(subject: str, action: str) -> Callable[[Stage], None]:
    def play(stage: Stage) -> None:
        show(stage, subject)
        stage.window.actions_[action].trigger()
        stage.wait(700)
        stage.extra = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not stage.window]

    return play


def several(stage: Stage) -> None:
    view = stage.window.mails.view
    view.setFocus()
    view.select_rows([1, 2, 5], 5)
    stage.wait(400)
    stage.window.actions_["link_chat"].trigger()
    stage.wait(700)
    stage.extra = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not stage.window]


def add_trouble(stage: Stage) -> None:
    """Links in every state on the newest mails of the inbox."""
    session: Any = stage.session
    now = session.now
    states = (
        (LinkKind.TASK, LinkState.PENDING, ""),
        (LinkKind.CRM, LinkState.FAILED, "403 no right to the card"),
        (LinkKind.CHAT, LinkState.OPEN, ""),
        (LinkKind.EVENT, LinkState.UNSURE, ""),
        (LinkKind.TASK, LinkState.DONE, ""),
        (LinkKind.TASK, LinkState.GONE, ""),
        (LinkKind.CRM, LinkState.OPEN, ""),
    )
    keys = sorted(key for key in session.message_rows if 1000 <= key < 1100)
    rows = []
    for place, (kind, state, said) in enumerate(states):
        row = session.message_rows[keys[place + 1]]
        rows.append(
            LinkRow(
                800 + place, row.message_key, kind, "bitrix24", "Bitrix24", "17" if state in (LinkState.OPEN, LinkState.DONE, LinkState.GONE) else "",
                row.subject or "Boletín", state, "", now - 300, now - 60, said,
            )
        )  # fmt: skip
    first = session.message_rows[1011]
    for place, (kind, title, remote) in enumerate(
        ((LinkKind.TASK, "Revisar presupuesto", "2"), (LinkKind.CHAT, first.subject, "1"), (LinkKind.EVENT, "Visita de obra", "3"))
    ):  # fmt: skip
        rows.append(
            LinkRow(
                820 + place, first.message_key, kind, "desk", "Bandeja", remote, title, LinkState.OPEN, "",
                now - 86_400, now - 600, "",
            )
        )  # fmt: skip
    session.linking.reasons[1011] = ("saved:replies",)
    session.linking.add_links(rows)
    stage.wait(300)


def badges(stage: Stage) -> None:
    add_trouble(stage)
    show(stage, "Presupuesto de la obra")
    beside: Any = stage.window._reader
    stage.wait_for(lambda: beside.shown is not None and len(beside.strip.chips) == 4)
    stage.wait(1500)
    stage.window.mails.view.scrollToTop()
    stage.wait(400)


def held(stage: Stage) -> None:
    add_trouble(stage)
    show(stage, "Presupuesto de la obra")
    stage.window.actions_["delete"].trigger()
    stage.wait(500)


def waiting_links(stage: Stage) -> None:
    add_trouble(stage)
    stage.window.folders.waiting.refresh()
    stage.window.actions_["go_waiting"].trigger()
    stage.wait(300)


def room(action: str, key: int | None = None) -> Callable[[Stage], None]:
    def play(stage: Stage) -> None:
        stage.open_mail(2)
        stage.window.actions_[action].trigger()
        stage.wait(400)
        work: Any = stage.window.work
        if key is not None:
            place = work.rooms.room(action)
            place.open_thing(key)
            if action == "go_calendar":
                stage.wait_for(
                    lambda: place.card.isVisible() and place.month.day == date_of(place.card.event_shown.row.starts_at)
                )
            else:
                stage.wait_for(lambda: place.detail_shown and place.list.current_key() == key)
            stage.wait(500)

    return play


def week(stage: Stage) -> None:
    room("go_calendar", 3)(stage)
    work: Any = stage.window.work
    place = work.rooms.room("go_calendar")
    place.show_week(True)
    stage.wait_for(lambda: place._scroll.verticalScrollBar().value() > 0)
    stage.wait(400)


def _meeting(stage: Stage, *, sent: bool, changed: bool = False) -> Any:
    """An event with guests of whom two have answered, chosen in the calendar."""
    guests = (
        Guest("Ana Beltrán", "ana@talleresmarin.example", "accepted", True),
        Guest("Lucía Ferrer", "lucia.ferrer@obrasferrer.example", "accepted" if sent else ""),
        Guest("Tom Whitfield", "tom.whitfield@whitfield.example", "tentative" if sent else ""),
        Guest("Noa Vidal", "noa.vidal@estudiovidal.example", "needs-action" if sent else ""),
    )
    session: Any = stage.session
    event = session.desk.event_details[8]
    told = tuple(one.address for one in guests[1:])
    known = Meeting(1, 0, session.now - 7_200, OutboxState.SENT, told, changed) if sent else None
    text = "Partidas 3 y 4, y el plazo de entrega."
    session.desk.event_details[8] = replace(event, guests=guests, meeting=known, text=text)
    room("go_calendar", 8)(stage)
    work: Any = stage.window.work
    return work.rooms.room("go_calendar")


def guests(stage: Stage) -> None:
    _meeting(stage, sent=True, changed=True)


def _dialog(stage: Stage, press: Any) -> None:
    press.click()
    stage.wait(500)
    stage.extra = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not stage.window]


def invite(stage: Stage) -> None:
    _dialog(stage, _meeting(stage, sent=False).card.invite)


def event_form(stage: Stage) -> None:
    _dialog(stage, _meeting(stage, sent=True).card.edit)


def call_off(stage: Stage) -> None:
    _meeting(stage, sent=True).card.delete.click()
    stage.wait(300)


def one_time(stage: Stage) -> None:
    """Of an event that repeats, one time is chosen."""
    session: Any = stage.session
    session.desk.event_details[1] = replace(session.desk.event_details[1], series=Series("FREQ=WEEKLY"))
    room("go_calendar", 1)(stage)


def saved_copy(stage: Stage) -> None:
    room("go_crm", 1)(stage)
    work: Any = stage.window.work
    contacts = work.rooms.room("go_crm")
    contacts.timeline.choose(100)
    contacts.timeline.open_wanted.emit(contacts.timeline.current())
    stage.wait(600)
    stage.extra = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not stage.window]


def connectors(stage: Stage) -> None:
    stage.open_mail(2)
    stage.window.actions_["connectors"].trigger()
    stage.wait(300)
    dialog: Any = next(one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not stage.window)
    dialog.list.setCurrentIndex(dialog.list.model().index(1, 0))
    stage.extra = [dialog]
    stage.wait(300)


def plug_in(name: str) -> Callable[[Stage], None]:
    """The connections with plug-ins in all their states, and one of them chosen."""

    def play(stage: Stage) -> None:
        session: Any = stage.session
        folder = "/home/ana/.local/share/bandeja/plug-ins"
        broken = SetupError(
            Code.PLUG_IN_BROKEN, name="bandeja-redmine", said="ImportError: No module named 'redminelib'"
        )
        damaged = SetupError(Code.PLUG_IN_BROKEN, name="boards-2.0.whl", said="BadZipFile: it is no wheel")
        session.linking.plug_in_rows = [
            PlugInRow(
                "bandeja-notes", "1.0", "Mails become Markdown notes with a checkbox",
                f"{folder}/bandeja_notes-1.0-py3-none-any.whl", ("notes",), False, False,
            ),
            PlugInRow("bandeja-redmine", "0.3.1", "Tasks in Redmine", "", ("redmine",), True, True, broken),
            PlugInRow("bandeja-wekan", "2.4", "Cards on a Wekan board", f"{folder}/wekan", ("wekan",), True, False),
            PlugInRow("boards-2.0.whl", "", "", f"{folder}/boards-2.0.whl", (), False, False, damaged),
        ]  # fmt: skip
        connectors(stage)
        dialog: Any = stage.extra[0]
        stage.wait_for(lambda: name in dialog.plug_ins)
        names = ["desk", "bitrix24", "caldav", *sorted(dialog.plug_ins)]
        dialog.list.setCurrentIndex(dialog.list.model().index(names.index(name), 0))
        stage.wait(300)

    return play


def stranger(stage: Stage) -> None:
    stage.open_mail(2)
    keys = [key for key in sorted(stage.session.message_rows) if 1000 <= key < 1100]
    people = ("tom.whitfield@whitfield.example", "noa.vidal@estudiovidal.example", "info@maderasnorte.example")
    mails = tuple(("mail", f"{keys[place + 1]} {person}") for place, person in enumerate(people))
    stage.session.tell_notice(Notice("crm_ask", parameters=(("count", "3"), *mails)))
    stage.wait(400)
    stage.window.actions_["go_notice"].trigger()
    stage.wait(300)


def members(stage: Stage) -> None:
    room("go_chats", 1)(stage)
    work: Any = stage.window.work
    work.rooms.room("go_chats")._ask_members()
    stage.wait(300)
    popup: Any = QApplication.activePopupWidget()
    popup.people.search.setText("ma")
    popup.people.wanted.emit("ma")
    stage.wait(500)


def rules(stage: Stage) -> None:
    add_trouble(stage)
    show(stage, "Presupuesto de la obra")
    stage.window.actions_["crm_rules"].trigger()
    stage.wait(300)
    stage.extra = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not stage.window]


def reminder(stage: Stage) -> None:
    stage.open_mail(2)
    about = (("event", "3"), ("title", "Visita de obra"), ("at", str(stage.session.now + 900)), ("place", "Nave 12"))
    stage.session.tell_notice(Notice("reminder", parameters=about))
    stage.wait(500)


def linked_to(stage: Stage) -> None:
    add_trouble(stage)
    stage.open_mail(2)
    filters: Any = stage.window.mails.filters
    filters.show_linked(LinkKind.TASK)
    stage.wait(300)
    filters._kinds.popup(filters._linked.mapToGlobal(QPoint(0, filters._linked.height())))
    stage.wait(200)


WORK_SCENES: tuple[tuple[str, Callable[[Stage], None], tuple[tuple[Choice, str], ...], tuple[int, int]], ...] = (
    ("sheet-task", sheet("Delivery moved", "link_task"), (LIGHT_EN, DARK_ES), _USUAL),
    ("sheet-crm", sheet("Presupuesto de la obra", "link_crm"), (LIGHT_ES, DARK_EN), _USUAL),
    ("sheet-chat", several, (LIGHT_EN, LIGHT_ES), _USUAL),
    ("sheet-event", sheet("¿Quedamos", "link_event"), (LIGHT_ES, DARK_EN), _USUAL),
    ("sheet-event-small", sheet("¿Quedamos", "link_event"), (LIGHT_ES,), _SMALL),
    ("sheet-existing", sheet("Contract draft", "link_crm"), (LIGHT_EN, LIGHT_ES), _USUAL),
    ("badges", badges, (LIGHT_EN, DARK_ES), _USUAL),
    ("links-panel", badges, (LIGHT_ES, DARK_EN), _WIDE),
    ("links-strip", badges, (LIGHT_ES,), _SMALL),
    ("linked-to", linked_to, (LIGHT_EN, LIGHT_ES), _USUAL),
    ("held-by-task", held, (LIGHT_EN, DARK_ES), _USUAL),
    ("waiting-links", waiting_links, (LIGHT_EN, LIGHT_ES), _USUAL),
    ("tasks", room("go_tasks", 2), (LIGHT_EN, DARK_ES), _USUAL),
    ("tasks-small", room("go_tasks", 1), (LIGHT_ES,), _SMALL),
    ("crm", room("go_crm", 1), (LIGHT_ES, DARK_EN), _USUAL),
    ("crm-copy", saved_copy, (LIGHT_EN, LIGHT_ES), _USUAL),
    ("chat", room("go_chats", 1), (LIGHT_EN, DARK_ES), _USUAL),
    ("calendar-month", room("go_calendar", 4), (LIGHT_EN, DARK_ES), _USUAL),
    ("calendar-week", week, (LIGHT_ES, DARK_EN), _USUAL),
    ("calendar-small", week, (LIGHT_EN,), _SMALL),
    ("calendar-guests", guests, (LIGHT_EN, DARK_ES), _USUAL),
    ("calendar-guests-small", guests, (LIGHT_ES,), _SMALL),
    ("calendar-invite", invite, (LIGHT_ES, DARK_EN), _USUAL),
    ("calendar-event", event_form, (LIGHT_EN, DARK_ES), _USUAL),
    ("calendar-event-small", event_form, (LIGHT_ES,), _SMALL),
    ("calendar-call-off", call_off, (LIGHT_ES, DARK_EN), _USUAL),
    ("calendar-call-off-small", call_off, (LIGHT_ES,), _SMALL),
    ("calendar-one-time", one_time, (LIGHT_EN, DARK_ES), _USUAL),
    ("connectors", connectors, (LIGHT_EN, LIGHT_ES), _USUAL),
    ("plug-ins", plug_in("bandeja-notes"), (LIGHT_EN, DARK_ES), _USUAL),
    ("plug-in-broken", plug_in("bandeja-redmine"), (LIGHT_ES,), _SMALL),
    ("stranger", stranger, (LIGHT_EN, DARK_ES), _USUAL),
    ("chat-members", members, (LIGHT_ES, DARK_EN), _USUAL),
    ("crm-rules", rules, (LIGHT_EN, LIGHT_ES), _USUAL),
    ("reminder", reminder, (LIGHT_EN, LIGHT_ES), _USUAL),
)
