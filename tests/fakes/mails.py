"""The mail of the fake session: some 300 rows made from a few authored people and subjects, the same each time."""

from __future__ import annotations

from desktop.core.api.rows import AccountRow, BodyState, LinkBadge, MailboxRow, MessageRow
from desktop.core.mail.flags import Flag
from desktop.core.mail.mailbox import SpecialUse

NOW = 1_795_515_720
"""Tuesday 24 November 2026, 10:22 UTC."""
DAY = 86_400

ACCOUNTS = [
    AccountRow(1, "ana@talleresmarin.example", "Ana Beltrán", 0, "imap.talleresmarin.example"),
    AccountRow(2, "soporte@talleresmarin.example", "Soporte", 1, "imap.talleresmarin.example"),
]

PEOPLE = [
    ("Lucía Ferrer", "lucia.ferrer@obrasferrer.example"),
    ("Tom Whitfield", "tom@whitfield-partners.example"),
    ("Inés Okafor", "ines.okafor@lanuza.example"),
    ("Marek Dvořák", "marek@dvorak-logistika.example"),
    ("Biblioteca Municipal", "avisos@biblioteca.example"),
    ("Priya Raman", "priya.raman@harbourline.example"),
    ("Julián Soto", "julian@talleresmarin.example"),
    ("山田 花子", "hanako.yamada@kitanami.example"),
    ("ليلى حداد", "layla@haddad-design.example"),
    ("Cooperativa Sol", "boletin@cooperativasol.example"),
    ("", "no-reply@parking-centro.example"),
    ("Nuria Peris", "nuria.peris@gestoriaperis.example"),
]

SUBJECTS = [
    ("Presupuesto de la obra, segunda versión", "Le adjunto el presupuesto con los cambios de ayer. He quitado el andamio y añadido la mano de pintura."),
    ("Contract draft for review", "Please find the draft attached. Clauses 4 and 7 are the ones we talked about on the phone."),
    ("¿Quedamos el jueves?", "Podría pasar por el taller a partir de las cinco. Si le va mejor el viernes, dígamelo."),
    ("Delivery moved to Monday", "The lorry is held up at the border, so your two pallets arrive on Monday before noon."),
    ("Préstamo: quedan tres días", "El libro «Manual de soldadura» debe devolverse antes del viernes. Puede renovarlo una vez."),
    ("Invoice 2026-311", "Thank you for your order. The invoice is attached; payment within 30 days."),
    ("Fotos de la nave", "Aquí van las fotos que hice esta mañana. La grieta se ve en la cuarta."),
    ("お見積もりのお願い 🙏", "先日はありがとうございました。添付の図面でお見積もりをお願いいたします。"),
    ("تحديث التصميم الجديد", "مرحبا، أرسل لكم النسخة الجديدة من التصميم مع الملاحظات."),
    ("Boletín de otoño: energía compartida", "Este mes: cómo leer la factura, tres tejados nuevos y la asamblea del día 30."),
    ("Your receipt", "Entry 08:12, exit 17:40. Amount charged: 9.60. Keep this mail as a receipt."),
    ("Cierre del trimestre y documentación pendiente que conviene enviar antes de que termine el mes para evitar recargos", "Faltan dos facturas de septiembre y el extracto del banco. En cuanto las tenga cierro el trimestre."),
    ("Re: Mesa de corte", "De acuerdo con las medidas. ¿La entregan montada?"),
    ("", "(no text)"),
]  # fmt: skip

_LAYOUT = [
    (1, "INBOX", "INBOX", SpecialUse.INBOX, 110),
    (1, "Borradores", "Borradores", SpecialUse.DRAFTS, 2),
    (1, "Enviados", "Enviados", SpecialUse.SENT, 30),
    (1, "Archivo", "Archivo", SpecialUse.ARCHIVE, 40),
    (1, "Spam", "Spam", SpecialUse.JUNK, 4),
    (1, "Papelera", "Papelera", SpecialUse.TRASH, 6),
    (1, "Clientes", "Clientes", SpecialUse.NONE, 14),
    (1, "Clientes/Obras Ferrer", "Obras Ferrer", SpecialUse.NONE, 9),
    (1, "Facturas", "Facturas", SpecialUse.NONE, 0),
    (2, "INBOX", "INBOX", SpecialUse.INBOX, 60),
    (2, "Drafts", "Drafts", SpecialUse.DRAFTS, 0),
    (2, "Sent", "Sent", SpecialUse.SENT, 12),
    (2, "Archive", "Archive", SpecialUse.ARCHIVE, 20),
    (2, "Trash", "Trash", SpecialUse.TRASH, 3),
]


def make_mailboxes() -> list[MailboxRow]:
    """Keys 1, 2, … in folder-pane order; counters are filled in by the session."""
    return [
        MailboxRow(key, account, name, label, name.count("/"), use, True, 0, 0, watched=use is SpecialUse.INBOX)
        for key, (account, name, label, use, _) in enumerate(_LAYOUT, start=1)
    ]


def make_rows() -> dict[int, MessageRow]:
    """Rows by location key, newest first within each mailbox, between minutes and 100 days old."""
    rows: dict[int, MessageRow] = {}
    for mailbox_key, (account_key, _, _, use, count) in enumerate(_LAYOUT, start=1):
        for place in range(count):
            key = mailbox_key * 1000 + place
            rows[key] = _make_row(key, mailbox_key, account_key, use, place, count)
    return rows


def _make_row(key: int, mailbox_key: int, account_key: int, use: SpecialUse, place: int, count: int) -> MessageRow:
    mix = (place * 7 + mailbox_key * 5) % 97
    name, address = PEOPLE[(place + mailbox_key) % len(PEOPLE)]
    subject, snippet = SUBJECTS[(place * 5 + mailbox_key) % len(SUBJECTS)]
    age = 420 + int(29 * DAY * (place / max(count, 30)) ** 1.6) + place * 1300
    received = NOW - age
    incoming = use not in (SpecialUse.SENT, SpecialUse.DRAFTS)
    flags = Flag(0) if incoming and place < 24 and mix % 3 else Flag.SEEN
    if mix % 11 == 4:
        flags |= Flag.FLAGGED
    if mix % 9 == 2 and Flag.SEEN in flags:
        flags |= Flag.ANSWERED
    links: tuple[LinkBadge, ...] = ()
    if mix % 13 == 3:
        links += (LinkBadge("task", "open", "Revisar presupuesto"),)
    if mix % 17 == 5:
        links += (LinkBadge("crm", "done", "Obras Ferrer"),)
    held = "task" if links and links[0].kind == "task" else None
    return MessageRow(
        location_key=key, message_key=key, mailbox_key=mailbox_key, account_key=account_key, sender_name=name,
        sender_address=address, subject=subject, snippet=snippet, internaldate=received, size=4_000 + mix * 3_100,
        flags=flags, has_attachment=mix % 4 == 1, body_state=BodyState.COMPLETE, pending=False, on_server=True,
        expires_at=None if held else received + 30 * DAY, held_by=held, links=links, outgoing=not incoming,
    )  # fmt: skip
