"""One authored mail with its headers, its place and its flags: the last step from a text file to a mail on a server.

Invariant: bytes depend on the entry and on `now` alone. Mail that came in carries what a receiving server adds (Return-Path,
Received, Authentication-Results); mail of the account's own does not. Any thread.
"""

from __future__ import annotations

from desktop.core.demo.authored.assembly import encoded_words, folded, mail_bytes, mailbox_address
from desktop.core.demo.authored.cast import Brand, Person
from desktop.core.demo.authored.moments import parse_moment, wire_date
from desktop.core.demo.authored.script import Entry
from desktop.core.demo.authored.structures import build_content
from desktop.core.demo.authored.values import DemoMail, ScriptError
from desktop.core.demo.authored.world import OUTGOING, OWN_DOMAIN, World, digest_of

_FLAGS = {
    "unread": "",
    "answered": "\\Answered",
    "flagged": "\\Flagged",
    "draft": "\\Draft",
    "forwarded": "$Forwarded",
    "junk": "$Junk",
}
_VERDICTS = {
    "pass": "spf=pass smtp.mailfrom={0}; dkim=pass header.d={0}; dmarc=pass header.from={0}",
    "fail": "spf=fail smtp.mailfrom={0}; dkim=none; dmarc=fail header.from={0}",
    "none": "spf=none smtp.mailfrom={0}; dkim=none; dmarc=none header.from={0}",
}


def build_mail(world: World, entry: Entry) -> DemoMail:
    """The finished mail of an entry."""
    return DemoMail(
        account=world.owner(entry).address,
        mailbox=entry.get("in"),
        raw=_raw(world, entry),
        internaldate=world.moment(entry),
        flags=_flags(world, entry),
        message_id=world.message_id(entry),
    )


def _raw(world: World, entry: Entry) -> bytes:
    parent = world.parent(entry) if entry.get("structure") == "report" else None
    content = build_content(world, entry, _raw(world, parent) if parent else b"")
    return mail_bytes(_headers(world, entry), content)


def _flags(world: World, entry: Entry) -> tuple[str, ...]:
    words = set(entry.get("flags").split())
    if entry.name in world.answered and "unread" not in words:
        words.add("answered")
    unknown = {word for word in words if word not in _FLAGS and not word.startswith("$")}
    if unknown:
        raise ScriptError(f"{entry.name!r} has flags nobody knows: {sorted(unknown)}")
    flags = {_FLAGS.get(word, word) for word in words} - {""}
    return tuple(sorted(flags | (set() if "unread" in words else {"\\Seen"})))


def _headers(world: World, entry: Entry) -> list[str]:
    sender, moment = world.sender(entry), world.moment(entry)
    charset = entry.get("charset", "utf-8")
    headers = [] if entry.get("in") in OUTGOING else _transport(world, entry, sender, moment)
    if entry.get("date") != "none":
        headers.append(f"Date: {wire_date(_written(world, entry), sender.offset(moment))}")
    headers.append(folded("From", mailbox_address(sender.name, sender.address, charset)))
    for field in ("reply-to", "to", "cc", "bcc"):
        people = world.recipients(entry, field)
        if people:
            value = ", ".join(mailbox_address(person.name, person.address, charset) for person in people)
            headers.append(folded(field.title(), value))
    if entry.get("subject") or entry.get("re"):
        headers.append(folded("Subject", encoded_words(world.subject(entry), charset)))
    headers.append(f"Message-ID: {world.message_id(entry)}")
    references = world.references(entry)
    if references and entry.get("structure") != "report":
        headers += [f"In-Reply-To: {references[-1]}", folded("References", " ".join(references))]
    brand = world.cast.brands.get(entry.get("from"))
    if brand and brand.list_id:
        headers += _list_headers(brand, sender.domain, digest_of(entry.name))
    return headers + [line.strip() for line in entry.get("headers").split(" | ") if line]


def _list_headers(brand: Brand, domain: str, token: str) -> list[str]:
    """What RFC 2369 and RFC 8058 ask of a newsletter. The signature is none: whoever receives mail in the demo says that it is."""
    named = f"List-Id: {mailbox_address(brand.name, brand.list_id)}"
    if brand.leave:
        return [named, f"List-Unsubscribe: <mailto:{brand.leave}?subject=leave%20{token[:12]}>"]
    return [
        f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s=news;\n"
        f" h=From:To:Subject:Date:List-Id:List-Unsubscribe:List-Unsubscribe-Post;\n bh={token[:43]}=; b={token[:60]}=",
        named,
        f"List-Unsubscribe: <https://{brand.host}/u/{token[:16]}>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    ]


def _written(world: World, entry: Entry) -> int:
    """The Date header's moment: a few seconds before receipt, or what the sender claims."""
    if entry.get("date"):
        return parse_moment(entry.get("date"), world.now)
    return world.moment(entry) - (0 if entry.get("in") in OUTGOING else 2 + int(digest_of(entry.name)[4:6], 16) % 40)


def _transport(world: World, entry: Entry, sender: Person, moment: int) -> list[str]:
    token = digest_of(entry.name)
    # Addresses of RFC 5737, kept for documentation.
    host = f"mail.{sender.domain} (mail.{sender.domain} [203.0.113.{int(token[:2], 16)}])"
    verdict = _VERDICTS[entry.get("auth", "pass")].format(sender.domain)
    path = "" if entry.get("structure") == "report" else sender.address
    return [
        f"Return-Path: <{path}>",
        f"Received: from {host}\n by mx.{OWN_DOMAIN} with ESMTPS id {token[:12].upper()}\n"
        f" for <{world.owner(entry).address}>; {wire_date(moment, 0)}",
        folded("Authentication-Results", f"mx.{OWN_DOMAIN}; {verdict}"),
    ]
