"""A mail as a file, made from its snapshot: for backends that keep a whole copy. Pure.

Header values are cleaned and encoded, so that nothing of a mail can begin a header of its own.
"""

from __future__ import annotations

import email.encoders
import email.generator
import email.policy
import io
from collections.abc import Iterable
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr

from desktop.core.api.linking import Person
from desktop.core.connectors.protocol import MailSnapshot, SnapshotAttachment
from desktop.core.connectors.wording import name_of, one_line, plain_lines, type_of
from desktop.moments import moment_at

_MOST = 4_000_000
"""Characters of a text."""
_MOST_PEOPLE = 500


def build_eml(mail: MailSnapshot) -> bytes:
    letter = MIMEMultipart("mixed")
    for name, people in (("From", (mail.sender,)), ("To", mail.to), ("Cc", mail.cc)):
        if line := ", ".join(_addresses(people)):
            letter[name] = line
    letter["Subject"] = Header(one_line(mail.subject, 900), "utf-8").encode()
    letter["Date"] = format_datetime(moment_at(mail.date if mail.date is not None else mail.received))
    message_id = one_line(mail.message_id, 900)
    if message_id and message_id.isascii() and not set(message_id) & set(" <>"):
        letter["Message-ID"] = f"<{message_id}>"
    body = MIMEMultipart("alternative")
    body.attach(MIMEText(plain_lines(mail.text, _MOST), "plain", "utf-8"))
    if mail.html:
        body.attach(MIMEText(plain_lines(mail.html, _MOST), "html", "utf-8"))
    letter.attach(body)
    for attachment in mail.attachments:
        letter.attach(_part(attachment))
    out = io.BytesIO()
    email.generator.BytesGenerator(out, mangle_from_=False, policy=email.policy.compat32.clone(linesep="\r\n")).flatten(
        letter
    )
    return out.getvalue()


def _addresses(people: Iterable[Person]) -> Iterable[str]:
    for person in list(people)[:_MOST_PEOPLE]:
        address = one_line(person.address, 320)
        if address and address.isascii() and not set(address) & set(' <>",;\\()'):
            yield formataddr((one_line(person.name, 200), address))


def _part(attachment: SnapshotAttachment) -> MIMEBase:
    part = MIMEBase(*type_of(attachment).split("/", 1))
    if part.get_content_maintype() in ("message", "multipart"):
        part = MIMEBase("application", "octet-stream")  # their content may not be encoded
    part.set_payload(attachment.content)
    email.encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name_of(attachment)))
    return part
