"""From what a composer holds to bytes, and back: the parsing and composing that must not run on the writer. Pure but for ids."""

from __future__ import annotations

import secrets

from desktop.core import mime
from desktop.core.api.commands import DraftAttachment, DraftContent
from desktop.core.api.errors import BandejaError, Code
from desktop.core.clock import utc
from desktop.core.mail.address import Address
from desktop.core.mail.outgoing import Answer, OutgoingAttachment, OutgoingMessage
from desktop.core.mail.structure import ParsedMessage
from desktop.core.operations.delivery import OwnMail
from desktop.core.store.messages import header_digest


def new_message_id(address: str) -> str:
    """A Message-ID (without brackets) that nobody else makes: 128 random bits at the sender's domain."""
    return f"{secrets.token_hex(16)}@{address.rpartition('@')[2] or 'localhost'}"


def outgoing(content: DraftContent, sender: Address, message_id: str, now: int) -> OutgoingMessage:
    """The composer's fields as a message; what cannot be read as an address keeps an empty `addr_spec`. A picture of the HTML that
    the HTML does not name (any more) stays behind."""
    html = mime.write_formatted.write_formatted(content.text, content.formatted, content.quoted_html, content.signature)
    return OutgoingMessage(
        from_=sender,
        subject=" ".join(content.subject.split()),
        text=content.text,
        message_id=message_id,
        date=utc(now),
        to=mime.addresses.parse_addresses(content.to.encode()),
        cc=mime.addresses.parse_addresses(content.cc.encode()),
        bcc=mime.addresses.parse_addresses(content.bcc.encode()),
        html=html,
        attachments=tuple(
            OutgoingAttachment(a.filename, a.content_type, a.content, a.content_id)
            for a in content.attachments
            if not a.content_id or (html is not None and f'"cid:{a.content_id}"' in html)
        ),
        in_reply_to=content.in_reply_to,
        references=content.references,
    )


def compose_draft(content: DraftContent, sender: Address, now: int) -> OwnMail:
    """A draft as the mail that goes into Drafts: Bcc kept, half-typed addresses left out."""
    message = outgoing(content, sender, new_message_id(sender.addr_spec), now)
    readable = {name: tuple(a for a in getattr(message, name) if "@" in a.addr_spec) for name in ("to", "cc", "bcc")}
    fields = {name: getattr(message, name) for name in message.__slots__} | readable
    return own_mail(_composed(OutgoingMessage(**fields), include_bcc=True))


def compose_for_sending(content: DraftContent, sender: Address, now: int) -> tuple[OutgoingMessage, bytes]:
    """Raises BandejaError(BAD_INPUT) for a mail without recipients or with an address that cannot be."""
    message = outgoing(content, sender, new_message_id(sender.addr_spec), now)
    for address in (*message.to, *message.cc, *message.bcc):
        if "@" not in address.addr_spec:
            raise BandejaError(Code.BAD_INPUT, what=f"The address '{address}'", why="it is not complete")
    if not message.recipients:
        raise BandejaError(Code.BAD_INPUT, what="This mail", why="it has no recipient")
    return message, _composed(message)


def own_mail(raw: bytes) -> OwnMail:
    """A mail written here with its reading, ready to be filed."""
    header_end, _ = mime.headers.find_body(raw)
    return OwnMail(raw, header_digest(raw[:header_end]), mime.index_message.index_message(raw))


def draft_from_answer(
    answer: Answer, account_key: int, *, answers: int | None = None, forwards: int | None = None
) -> DraftContent:
    """What a composer window opens with; `answers` or `forwards` is the location key of the mail at hand."""
    return DraftContent(
        account_key=account_key,
        to=", ".join(map(str, answer.to)),
        cc=", ".join(map(str, answer.cc)),
        subject=answer.subject,
        text=answer.text,
        attachments=tuple(
            DraftAttachment(a.filename, a.content_type, a.data, a.content_id) for a in answer.attachments
        ),
        in_reply_to=answer.in_reply_to,
        references=answer.references,
        answers_location=answers,
        forwards_location=forwards,
        quoted_html=answer.quoted_html,
    )


def draft_from_mail(parsed: ParsedMessage, raw: bytes, account_key: int) -> DraftContent:
    """A draft from its copy in Drafts: all of it but which mail it answers in the folders here."""
    envelope, body = parsed.envelope, mime.read_draft.read_draft(parsed)
    pictures = body.pictures
    return DraftContent(
        account_key,
        to=", ".join(map(str, envelope.to)),
        cc=", ".join(map(str, envelope.cc)),
        bcc=", ".join(map(str, envelope.bcc)),
        subject=envelope.subject,
        text=body.text,
        formatted=body.formatted,
        quoted_html=body.quoted_html,
        attachments=tuple(
            DraftAttachment(
                one.filename,
                one.content_type,
                mime.parse_message.load_attachment(raw, one.path),
                one.content_id if one.content_id in pictures else "",
            )
            for one in parsed.attachments
        ),
        in_reply_to=envelope.in_reply_to,
        references=envelope.references,
        signature=None,
    )


def _composed(message: OutgoingMessage, *, include_bcc: bool = False) -> bytes:
    try:
        return mime.compose.compose(message, include_bcc=include_bcc)
    except ValueError as error:
        raise BandejaError(Code.BAD_INPUT, what="This mail", why=str(error)) from error
