"""Everything one mail needs to be shown, read in one go on a worker thread.

Invariant: nothing here touches a widget, and what is returned can be shown without asking the session again, except for
inline pictures, which the web view asks for one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, Protocol

from desktop.core.api.pictures import PicturePlan, Scope
from desktop.core.api.rows import MessageDetail, MessageRow
from desktop.core.api.session import MailSession
from desktop.core.mail.address import Address
from desktop.core.mail.envelope import Envelope
from desktop.core.mail.structure import ParsedMessage
from desktop.core.mail.trust import TrustNote, evaluate_trust
from desktop.values import dataclass

if TYPE_CHECKING:
    from desktop.core.api.conversation import Conversation
    from desktop.core.api.searching.marking import Sought
    from desktop.ui.reader.page_facts import PageFacts

MAX_INLINE_PICTURES = 40
MAX_INLINE_BYTES = 20 * 1024 * 1024


class Readable(Protocol):
    """As much of a mail as a body shows: one of the list, or one that lies in another."""

    @property
    def message(self) -> ParsedMessage: ...
    @property
    def html(self) -> str | None: ...
    @property
    def facts(self) -> PageFacts | None: ...
    @property
    def pictures(self) -> Mapping[str, bytes]: ...


@dataclass(frozen=True, slots=True)
class LoadedMail:
    """`html` is the sanitised body, None when there is none or it is too complex (`html_refused`)."""

    detail: MessageDetail
    notes: tuple[TrustNote, ...] = ()
    html: str | None = None
    html_refused: bool = False
    blocked: int = 0
    facts: PageFacts | None = None
    pictures: dict[str, bytes] = field(default_factory=dict)
    """Inline pictures by content id; filled only for the text view, which cannot wait for them."""
    plan: PicturePlan | None = None
    """Of the pictures on the network, when there are any."""
    permission: Scope | None = None
    """Who let them be fetched, if anybody did."""
    conversation: Conversation | None = None
    """What it is part of, where that was asked for too."""
    sought: Sought | None = None
    """What a search looked for in it: marked in `html`, and to be marked in its text."""

    @property
    def message(self) -> ParsedMessage:
        return self.detail.parsed or self.detail.envelope_only

    @property
    def looks(self) -> tuple[object, ...]:
        """Equal where the body is shown alike."""
        return self.detail.parsed, self.html, self.sought

    @property
    def first_sought(self) -> str:
        return " ".join(self.sought.terms[0].words) if self.sought is not None else ""


def glance(row: MessageRow) -> Envelope:
    """What the list knows already, until the mail itself has been read."""
    return Envelope(subject=row.subject, from_=(Address(row.sender_name, row.sender_address),))


def load_mail(
    session: MailSession,
    location_key: int,
    known_domains: Sequence[str],
    *,
    with_pictures: bool,
    with_conversation: bool = False,
    search: str = "",
) -> LoadedMail | None:
    """None when the mail is not in the cache any more. `search`, as typed: what it looks for is marked."""
    mail = _load_alone(session, location_key, known_domains, with_pictures=with_pictures, search=search)
    if mail is None or not with_conversation:
        return mail
    return replace(mail, conversation=session.conversation(location_key))


def _load_alone(
    session: MailSession, location_key: int, known_domains: Sequence[str], *, with_pictures: bool, search: str
) -> LoadedMail | None:
    detail = session.message(location_key)
    if detail is None:
        return None
    message = detail.parsed or detail.envelope_only
    sought = _read_search(search) if search else None
    notes = evaluate_trust(message.envelope, known_domains)
    if detail.parsed is None or detail.parsed.html is None:
        return LoadedMail(detail, notes, sought=sought)
    cleaned = session.sanitised_html(location_key)
    if cleaned is None:
        return LoadedMail(detail, notes, html_refused=True, sought=sought)
    from desktop.ui.reader.page_facts import read_page_facts  # with the first formatted mail

    body, blocked = cleaned
    facts = read_page_facts(body)
    if sought is not None:
        from desktop.ui.reader.marked_page import mark_page

        body = mark_page(body, sought)
    pictures = _load_pictures(session, location_key, facts) if with_pictures else {}
    plan = session.pictures.plan(body) if blocked else None
    permission = session.pictures.permission(location_key) if plan is not None and plan.addresses else None
    return LoadedMail(detail, notes, body, False, blocked, facts, pictures, plan, permission, sought=sought)


def _read_search(search: str) -> Sought | None:
    from desktop.core.api.searching.marking import sought_in
    from desktop.core.api.searching.query import Place

    sought = sought_in(search, Place.BODY)
    return sought if sought.terms else None


def _load_pictures(session: MailSession, location_key: int, facts: PageFacts) -> dict[str, bytes]:
    pictures: dict[str, bytes] = {}
    left = MAX_INLINE_BYTES
    for content_id in facts.content_ids[:MAX_INLINE_PICTURES]:
        found = session.cid(location_key, content_id)
        if found and len(found[1]) <= left:
            pictures[content_id] = found[1]
            left -= len(found[1])
    return pictures
