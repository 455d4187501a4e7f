"""What a mail says of the list it came by: its name, and the ways to leave it (RFC 2369, RFC 8058).

One click counts only where the receiving server found a valid DKIM signature of the From domain that covers both fields
(RFC 8058, section 4); every other https address is a page for a person. A mailto counts with one recipient alone: the copies that it
may ask for are left out. Bounded; never raises. Pure; any thread.
"""

from __future__ import annotations

import re

from desktop.core.mail.domain import same_owner
from desktop.core.mail.link import evaluate_link
from desktop.core.mail.mailto import parse_mailto
from desktop.core.mime.header_text import decode_header
from desktop.core.mime.headers import build_envelope, find_body, read_fields, skip_leading_lines
from desktop.core.mime.sender_proof import MOST_RESULTS, find_dkim_domains, is_contradicted
from desktop.values import dataclass

_FIELDS = frozenset(
    {b"from", b"list-id", b"list-unsubscribe", b"list-unsubscribe-post", b"authentication-results", b"dkim-signature"}
)
_ENTRY = re.compile(r"<([^<>]{1,4000})>")
_MOST_ENTRIES = 10
_MOST_SIGNATURES = 5
_LONGEST_FIELD = 16_000
_LONGEST_TEXT = 2_000
_ONE_CLICK = "list-unsubscribe=one-click"
_COVERED = frozenset({"list-unsubscribe", "list-unsubscribe-post"})


@dataclass(frozen=True, slots=True)
class LeavingMail:
    address: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class ListFields:
    """`mark` tells the list from others for ever; `name` is foreign text. At least one of the ways is there."""

    mark: str
    name: str
    one_click: str = ""
    """An https address that takes the post …"""
    page: str = ""
    """… or one, http too, that a person opens."""
    mail: LeavingMail | None = None


def read_list_fields(raw: bytes) -> ListFields | None:
    """Of a mail, or of its first bytes; None where it offers no usable way."""
    start = skip_leading_lines(raw)
    fields = read_fields(raw[start : find_body(raw, start)[0]], _FIELDS)
    values = fields.get(b"list-unsubscribe", [])
    if len(values) != 1:
        return None
    entries = [
        "".join(one.split())
        for one in _ENTRY.findall(values[0][:_LONGEST_FIELD].decode("ascii", "replace"))[:_MOST_ENTRIES]
    ]
    entries = [one for one in entries if one.isascii()]
    pages = [one for one in entries if one[:6].lower() in ("https:", "http:/") and evaluate_link(one).openable]
    pages.sort(key=lambda one: one[:6].lower() != "https:")
    mail = next((found for one in entries if (found := _leaving_mail(one)) is not None), None)
    if not pages and mail is None:
        return None
    envelope = build_envelope(fields)
    sender = envelope.from_[0] if envelope.from_ else None
    author = sender.addr_spec.lower() if sender is not None else ""
    mark = f"list:{envelope.list_id.lower()}" if envelope.list_id else f"from:{author}"
    page = pages[0] if pages else ""
    one_click = page if _takes_one_click(fields, page) else ""
    name = _list_name(fields) or (sender.short_name if sender is not None else "") or envelope.list_id
    return ListFields(mark[:300], name[:200], one_click, page, mail)


def _takes_one_click(fields: dict[bytes, list[bytes]], url: str) -> bool:
    asked = [one.strip().lower() for one in fields.get(b"list-unsubscribe-post", [])]
    authors = build_envelope(fields).from_
    if asked != [_ONE_CLICK.encode()] or len(authors) != 1 or len(fields.get(b"from", ())) != 1:
        return False
    if url[:6].lower() != "https:" or evaluate_link(url).reasons:
        return False
    domain = authors[0].domain
    results = [one.decode("ascii", "replace") for one in fields.get(b"authentication-results", [])[:MOST_RESULTS]]
    if not domain or is_contradicted(results, domain):
        return False
    proven = {one for one in find_dkim_domains(results) if same_owner(one, domain)}
    return any(_covers(one, proven) for one in fields.get(b"dkim-signature", [])[:_MOST_SIGNATURES])


def _covers(signature: bytes, domains: set[str]) -> bool:
    """Is it one of these domains' (RFC 6376, section 3.5), and does it sign both fields?"""
    tags: dict[str, str] = {}
    for tag in signature[:_LONGEST_FIELD].decode("ascii", "replace").split(";"):
        name, _, value = tag.partition("=")
        tags.setdefault(name.strip().lower(), "".join(value.split()).lower())
    return tags.get("d", "") in domains and set(tags.get("h", "").split(":")) >= _COVERED


def _leaving_mail(entry: str) -> LeavingMail | None:
    request = parse_mailto(entry)
    if request is None or "," in request.to or not request.to:
        return None
    subject, body = " ".join(request.subject.split())[:200], request.body[:_LONGEST_TEXT]
    return LeavingMail(request.to, subject or "unsubscribe", body or "unsubscribe")


def _list_name(fields: dict[bytes, list[bytes]]) -> str:
    values = fields.get(b"list-id", [])
    phrase = values[0].partition(b"<")[0] if values and b"<" in values[0] else b""
    return " ".join(decode_header(phrase[:1_000]).strip().strip('"').split())
