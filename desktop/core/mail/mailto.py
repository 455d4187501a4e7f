"""mailto: addresses as values for a new mail (RFC 6068), from the web, the desktop or a second start of the program.

Only to, cc, bcc, subject and body are taken, all of them shown in the composer before anything is sent: no attachment, no
sender, no other header, no line break in a header, and not more than a person would type. Pure; any thread.
"""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from desktop.core.mail.visible_text import visible_text
from desktop.values import dataclass

LONGEST_URL = 2 * 1024 * 1024
MOST_RECIPIENTS = 100
LONGEST_SUBJECT = 998
LONGEST_BODY = 64 * 1024


@dataclass(frozen=True, slots=True)
class MailtoRequest:
    """Address fields as a composer shows them, comma-separated. `shortened` says that bounds were hit; `ignored` names
    the fields that were left out, in lower case and sorted."""

    to: str = ""
    cc: str = ""
    bcc: str = ""
    subject: str = ""
    body: str = ""
    shortened: bool = False
    ignored: tuple[str, ...] = ()


def parse_mailto(url: str) -> MailtoRequest | None:
    """The values of a mailto URL; None when it is none. Nothing in it can raise."""
    if url[:7].lower() != "mailto:":
        return None
    shortened = len(url) > LONGEST_URL
    path, _, query = url[7:LONGEST_URL].partition("?")
    query = query.partition("#")[0]
    fields: dict[str, list[str]] = {"to": [], "cc": [], "bcc": [], "subject": [], "body": []}
    ignored: set[str] = set()
    fields["to"] += _addresses(path.partition("#")[0])
    # "&amp;" is what a URL copied out of HTML has (RFC 6068, section 5).
    for pair in query.replace("&amp;", "&").split("&", 1_000)[:1_000]:
        raw_name, equals, value = pair.partition("=")
        name = _decode(raw_name[:200]).strip().lower()
        if not equals or not name:
            continue
        if name in ("to", "cc", "bcc"):
            fields[name] += _addresses(value)
        elif name in fields:
            fields[name].append(_decode(value[: LONGEST_BODY * 4]))
        else:
            ignored.add(visible_text(name)[:40])
    recipients = {name: _unique(fields[name]) for name in ("to", "cc", "bcc")}
    shortened |= sum(map(len, recipients.values())) > MOST_RECIPIENTS
    left = MOST_RECIPIENTS
    for name, addresses in recipients.items():
        recipients[name] = addresses[:left]
        left -= len(recipients[name])
    subject = visible_text(" ".join(fields["subject"]))
    body = _lines("\n".join(fields["body"]))
    return MailtoRequest(
        to=", ".join(recipients["to"]),
        cc=", ".join(recipients["cc"]),
        bcc=", ".join(recipients["bcc"]),
        subject=subject[:LONGEST_SUBJECT],
        body=body[:LONGEST_BODY],
        shortened=shortened or len(subject) > LONGEST_SUBJECT or len(body) > LONGEST_BODY,
        ignored=tuple(sorted(ignored))[:20],
    )


def _addresses(value: str) -> list[str]:
    """Commas that separate stand bare; one inside an address is written %2C (RFC 6068, section 2), and an address with
    a comma or a line break in it is nothing that a person would have typed: it is left out."""
    found = []
    for piece in value.split(",", 10_000)[:10_000]:
        address = _decode(piece[:1_000]).strip()
        if (
            address
            and address.count("@") == 1
            and not any(c in ',;<>"' or ord(c) < 32 or ord(c) == 127 for c in address)
        ):
            found.append(visible_text(address))
    return found


def _unique(addresses: list[str]) -> list[str]:
    return list({address.casefold(): address for address in addresses}.values())


def _lines(text: str) -> str:
    """Line breaks as \\n, tabs kept, no other control characters; direction overrides are gone too."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("\t".join(_without_controls(cell) for cell in line.split("\t")) for line in lines)


def _without_controls(text: str) -> str:
    return "".join(
        c for c in text if ord(c) >= 32 and not 0x7F <= ord(c) < 0xA0 and c not in "\u202a\u202b\u202c\u202d\u202e"
    )


def _decode(value: str) -> str:
    # A command line that is no UTF-8 comes with halves of pairs in it.
    return unquote_to_bytes(value.encode("utf-8", "surrogatepass")).decode("utf-8", "replace").replace("\0", "")
