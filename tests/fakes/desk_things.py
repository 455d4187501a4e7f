"""What lies on the desk of the fake session: a few authored tasks, contacts, chats and events around one Tuesday morning."""

from __future__ import annotations

from desktop.core.api.desk import (
    ActivityRow,
    ChatDetail,
    ChatLine,
    ChatRow,
    ChecklistItem,
    ContactDetail,
    ContactRow,
    EventDetail,
    EventRow,
    LinkedMail,
    TaskDetail,
    TaskRow,
)
from desktop.core.api.rows import MessageRow
from tests.fakes.mails import DAY, NOW

HOUR = 3_600
_MORNING = NOW - 10 * HOUR - 22 * 60
"""Midnight (UTC) of the day that NOW is in."""


def linked(rows: dict[int, MessageRow], *keys: int) -> tuple[LinkedMail, ...]:
    return tuple(
        LinkedMail(row.message_key, key, row.subject, row.sender_name or row.sender_address, row.internaldate)
        for key in keys
        if (row := rows.get(key)) is not None
    )


def make_tasks(rows: dict[int, MessageRow]) -> dict[int, TaskDetail]:
    def task(key, title, assignee, due, done, text, items, mails):
        checklist = tuple(ChecklistItem(key * 10 + at, words, ticked) for at, (words, ticked) in enumerate(items))
        found = linked(rows, *mails)
        row = TaskRow(
            key, title, assignee, due, done, NOW - 3 * DAY, len(found), len(items), sum(ticked for _, ticked in items)
        )
        return TaskDetail(row, text, checklist, found)

    return {
        one.row.task_key: one
        for one in (
            task(
                1, "Enviar la documentación del trimestre a la gestoría", "Ana Beltrán", NOW - DAY, False,
                "Faltan dos facturas de septiembre y el extracto del banco. En cuanto las tenga cierro el trimestre.",
                [("Pedir el extracto al banco", True), ("Facturas de septiembre", False)], [1002],
            ),
            task(
                2, "Revisar presupuesto", "Julián Soto", _MORNING + 18 * HOUR, False,
                "Le adjunto el presupuesto con los cambios de ayer. He quitado el andamio y añadido la mano de pintura.",
                [("Presupuesto de la obra, segunda versión", True), ("Fotos de la nave", False), ("Re: Mesa de corte", False)],
                [1011, 1005],
            ),
            task(
                3, "Clear a bay for two pallets", "Marek Dvořák", _MORNING + 6 * DAY + 11 * HOUR, False,
                "The lorry is held up at the border, so your two pallets arrive on Monday before noon.",
                [("Delivery moved to Monday", False)], [1006],
            ),
            task(4, "Renovar «Manual de soldadura» en la biblioteca", "", _MORNING + 3 * DAY + 9 * HOUR, False, "", [], [1009]),
            task(5, "Devolver la llamada a Inés", "Ana Beltrán", None, False, "", [], []),
            task(
                6, "Pay invoice 2026-311", "Ana Beltrán", NOW - 4 * DAY, True,
                "Thank you for your order. The invoice is attached; payment within 30 days.", [], [1007],
            ),
        )
    }  # fmt: skip


def make_contacts() -> dict[int, ContactDetail]:
    def timeline(first, sender, *entries):
        return tuple(
            ActivityRow(first + at, NOW - age, incoming, subject, sender if incoming else "Ana Beltrán", snippet, files, size)
            for at, (age, incoming, subject, snippet, files, size) in enumerate(entries)
        )  # fmt: skip

    def contact(key, name, company, addresses, phone, note, company_key, entries):
        row = ContactRow(
            key, name, False, company, addresses, len(entries), max((one.at for one in entries), default=None)
        )
        return ContactDetail(row, phone, note, company_key, entries)

    lucia = timeline(
        100, "Lucía Ferrer",
        (2 * HOUR, True, "Presupuesto de la obra, segunda versión", "Le adjunto el presupuesto con los cambios de ayer. He quitado el andamio y añadido la mano de pintura.", 1, 182_340),
        (DAY + 3 * HOUR, False, "Re: Presupuesto de la obra", "Gracias, Lucía. ¿Podemos quitar el andamio? Con la plataforma elevadora nos basta.", 0, 5_120),
        (2 * DAY, True, "Presupuesto de la obra", "Adjunto la primera versión. El plazo es de tres semanas desde que acepten.", 2, 961_003),
        (19 * DAY, True, "Fotos de la nave", "Aquí van las fotos que hice esta mañana. La grieta se ve en la cuarta.", 6, 8_412_760),
        (40 * DAY, False, "Visita a la nave", "Buenos días, Lucía: ¿le viene bien el martes a las diez para ver la nave?", 0, 4_021),
    )  # fmt: skip
    tom = timeline(
        120, "Tom Whitfield",
        (5 * HOUR, True, "Contract draft for review", "Please find the draft attached. Clauses 4 and 7 are the ones we talked about on the phone.", 1, 96_200),
    )  # fmt: skip
    firm = ContactRow(3, "Obras Ferrer", True, "", ("obra@obrasferrer.example",), len(lucia), lucia[0].at)
    return {
        1: contact(
            1, "Lucía Ferrer", "Obras Ferrer", ("lucia.ferrer@obrasferrer.example", "lucia@ferrer.example"),
            "+34 600 123 456", "Prefiere que la llamen por la mañana.", 3, lucia,
        ),
        2: contact(2, "Tom Whitfield", "Whitfield Partners", ("tom@whitfield-partners.example",), "", "", 4, tom),
        3: ContactDetail(firm, "+34 976 000 111", "Cliente desde 2019. Factura a 30 días.", None, lucia),
        4: ContactDetail(ContactRow(4, "Whitfield Partners", True, "", (), 0, None), "", "", None, ()),
        5: contact(5, "Marek Dvořák", "", ("marek@dvorak-logistika.example",), "+420 601 000 222", "", None, ()),
        6: contact(6, "Priya Raman", "", ("priya.raman@harbourline.example",), "", "", None, ()),
    }  # fmt: skip


def make_chats(rows: dict[int, MessageRow]) -> dict[int, ChatDetail]:
    def chat(key, title, members, lines, mails):
        made = tuple(ChatLine(key * 100 + at, author, NOW - age, text) for at, (author, age, text) in enumerate(lines))
        found = linked(rows, *mails)
        row = ChatRow(key, title, members, made[-1].text if made else "", made[-1].at if made else NOW, len(found))
        return ChatDetail(row, made, found)

    return {
        1: chat(
            1, "Presupuesto de la obra, segunda versión", ("Ana Beltrán", "Julián Soto"),
            [
                ("Ana Beltrán", DAY + HOUR, "Presupuesto de la obra, segunda versión\nLe adjunto el presupuesto con los cambios de ayer. He quitado el andamio y añadido la mano de pintura."),
                ("Julián Soto", DAY, "La pintura me parece cara. ¿Pedimos otra oferta?"),
                ("Ana Beltrán", 3 * HOUR, "Sí, yo me encargo. ¿Quién habla con Lucía del andamio?"),
                ("Julián Soto", 2 * HOUR, "Yo, la llamo a las doce."),
            ],
            [1011],
        ),
        2: chat(
            2, "Delivery moved to Monday", ("Ana Beltrán", "Marek Dvořák"),
            [("Marek Dvořák", 2 * DAY, "The lorry is held up at the border. Can somebody be at the gate on Monday at eleven?")],
            [1006],
        ),
    }  # fmt: skip


def make_events(rows: dict[int, MessageRow]) -> dict[int, EventDetail]:
    def event(key, title, day, start, hours, place="", *, all_day=False, days=1, remind=15, mails=()):
        begins = _MORNING + day * DAY + int(start * HOUR)
        ends = begins + int(hours * HOUR) if not all_day else _MORNING + (day + days) * DAY
        found = linked(rows, *mails)
        row = EventRow(key, title, begins, ends, all_day, "UTC", place, remind, len(found))
        return EventDetail(row, "", found)

    return {
        one.row.event_key: one
        for one in (
            event(1, "Reunión semanal del taller", -1, 9, 1, "Taller"),
            event(2, "Llamada con Tom: cláusulas 4 y 7", 0, 11, 0.75, "Teléfono", mails=(1000,)),
            event(3, "Visita de obra", 0, 16, 1.5, "Polígono Malpica, nave 12", mails=(1011,)),
            event(4, "Lucía pasa por el taller", 2, 17, 1, "Taller", mails=(1003,)),
            event(5, "Feria de la madera", 2, 0, 0, "Zaragoza", all_day=True, days=2, remind=None),
            event(6, "Entrega de dos palés", 6, 11, 1, "Puerta norte", mails=(1006,)),
            event(7, "Dentista", 3, 8.5, 0.5),
            event(8, "Revisión del presupuesto", 0, 11.25, 1, "Sala 2"),
            event(9, "Reunión semanal del taller", 6, 9, 1, "Taller"),
            event(10, "Cierre del trimestre", 6, 0, 0, all_day=True, remind=None),
            event(11, "Asamblea de la cooperativa", 6, 19, 2, "Cooperativa Sol"),
            event(12, "Cena", 3, 21, 2),
            event(13, "Factura de la luz", -8, 10, 0.5),
            event(14, "Formación en soldadura", -5, 15, 3, "Aula 3"),
        )
    }
