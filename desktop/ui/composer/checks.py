"""What a mail lacks before it can be sent, or may lack without the writer noticing. Pure.

A signature is nothing that the writer has said: "the attached notice is confidential" there asks for no file.
"""

from __future__ import annotations

from enum import Enum

from desktop.core.api.commands import DraftContent
from desktop.core.mail.rich_text import pictures_of
from desktop.core.mail.signature import written_text
from desktop.ui.composer.attachment_words import speaks_of_attachment
from desktop.ui.composer.recipients import split_recipients


class Problem(Enum):
    NO_RECIPIENT = 1
    INVALID_ADDRESS = 2
    NO_SUBJECT = 3
    """This one and the next may be passed over."""
    FORGOTTEN_ATTACHMENT = 4


def find_problems(content: DraftContent) -> list[Problem]:
    """In the order in which they are told."""
    recipients = [one for field in (content.to, content.cc, content.bcc) for one in split_recipients(field)]
    problems = []
    if not recipients:
        problems.append(Problem.NO_RECIPIENT)
    if any(not one.valid for one in recipients):
        problems.append(Problem.INVALID_ADDRESS)
    if not content.subject.strip():
        problems.append(Problem.NO_SUBJECT)
    written = written_text(content.text, content.signature)
    shown = pictures_of(
        content.formatted
    )  # one in the text is attached too; one of the quote is nothing of the writer's
    has_file = any(not one.content_id or one.content_id in shown for one in content.attachments)
    if not has_file and speaks_of_attachment(content.subject, written):
        problems.append(Problem.FORGOTTEN_ATTACHMENT)
    return problems
