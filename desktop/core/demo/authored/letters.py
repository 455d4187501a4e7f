"""The body of an authored mail as MIME: what the writer's program makes of a text, its quote, pictures and attachments.

Invariant: a mail with HTML always carries the same words as plain text, except where it is authored as `style: html`.
Pure apart from reading package resources. Any thread.
"""

from __future__ import annotations

from desktop.core.demo.authored.assembly import Part, file_part, multipart, text_part
from desktop.core.demo.authored.cast import demo_files
from desktop.core.demo.authored.documents import build_document, media_type
from desktop.core.demo.authored.layout import firm_html, letter_html
from desktop.core.demo.authored.markup import parse_blocks, plain_text
from desktop.core.demo.authored.moments import attribution, fill_dates
from desktop.core.demo.authored.pdf import wrap
from desktop.core.demo.authored.script import Entry
from desktop.core.demo.authored.world import World, digest_of

_QUOTED_LEVELS = 2


def build_body(world: World, entry: Entry, extra: tuple[Part, ...] = (), beside: tuple[Part, ...] = ()) -> Part:
    """The content of an ordinary mail; `extra` parts follow its attachments, `beside` are further alternatives."""
    moment = world.moment(entry)
    parts = [_text(world, entry, beside)]
    for item in entry.list("attach"):
        shown, _, source = item.partition(" <- ")
        data = build_document((source or shown).strip(), moment, world.now)
        parts.append(file_part(shown.strip(), media_type(source or shown), data))
    return multipart("mixed", [*parts, *extra], entry.name)


def own_text(world: World, entry: Entry) -> str:
    """What the writer wrote: the authored text with its dates, and their signature."""
    body = fill_dates(entry.body, world.moment(entry), world.now)
    signature = world.sender(entry).signature
    if not signature or entry.get("signature") == "no":
        return body
    return f"{body}\n\n-- \n{signature.strip()}"


def _text(world: World, entry: Entry, beside: tuple[Part, ...]) -> Part:
    language, charset = _language(world, entry), entry.get("charset", "utf-8")
    brand = world.cast.brands.get(entry.get("from"))
    style = entry.get("style") or ("firm" if brand else world.sender(entry).style)
    if style.startswith("file "):
        page = (demo_files() / "pages" / style[5:]).read_text("utf-8")
        html = fill_dates(page, world.moment(entry), world.now)
        return multipart("alternative", [text_part(own_text(world, entry)), text_part(html, "html")], entry.name)
    if style in {"firm", "html"} and brand:
        blocks = parse_blocks(own_text(world, entry))
        html = firm_html(blocks, brand, world.subject(entry), digest_of(entry.name)[:16], language)
        if style == "html":
            return text_part(html, "html")
        plain = text_part(f"{plain_text(blocks)}\n\n{brand.foot}")
        return multipart("alternative", [plain, text_part(html, "html"), *beside], entry.name)
    quote = _quote(world, entry, _QUOTED_LEVELS, language)
    text = "\n\n".join(filter(None, (own_text(world, entry), quote)))
    if style in {"letter", "office"}:
        return _letter(world, entry, quote, style == "office", beside)
    plain = Part((), b"")
    match style:
        case "flowed":
            plain = text_part(_flowed(text), charset=charset, extra="; format=flowed")
        case "wrapped":
            plain = text_part("\n".join(_wrapped(line) for line in text.splitlines()), charset=charset)
        case _:
            plain = text_part(text, charset=charset)
    return multipart("alternative", [plain, *beside], entry.name)


def _letter(world: World, entry: Entry, quote: str, office: bool, beside: tuple[Part, ...]) -> Part:
    blocks = parse_blocks(own_text(world, entry))
    names = entry.list("inline")
    cids = tuple(f"{digest_of(entry.name + name)[:12]}@{world.sender(entry).domain}" for name in names)
    html = text_part(letter_html(blocks, office, cids, quote), "html")
    pictures = [
        file_part(name, media_type(name), build_document(name, 0, world.now), cid)
        for name, cid in zip(names, cids, strict=True)
    ]
    related = multipart("related", [html, *pictures], entry.name)
    plain = "\n\n".join(filter(None, (plain_text(blocks), quote)))
    return multipart("alternative", [text_part(plain), related, *beside], entry.name)


def _quote(world: World, entry: Entry, levels: int, language: str) -> str:
    parent = world.parent(entry)
    if parent is None or not levels or entry.get("quote") == "no":
        return ""
    writer = world.sender(parent)
    shown = f"{writer.name} <{writer.address}>" if writer.name else writer.address
    theirs = plain_text(parse_blocks(own_text(world, parent).partition("\n\n-- \n")[0]))
    text = "\n\n".join(filter(None, (theirs, _quote(world, parent, levels - 1, language))))
    quoted = "\n".join(
        ">" if not line else f">{line}" if line.startswith(">") else f"> {line}" for line in text.splitlines()
    )
    return f"{attribution(world.moment(parent), shown, language)}\n{quoted}"


def _language(world: World, entry: Entry) -> str:
    return entry.get("lang") or world.sender(entry).lang


def _wrapped(line: str) -> str:
    return line if line.startswith((">", "|", "-- ")) else "\n".join(wrap(line, 72))


def _flowed(text: str) -> str:
    """RFC 3676: soft line ends are a space before the line feed; quoted lines and signature marks stay as they are."""
    out: list[str] = []
    for line in text.splitlines():
        if line.startswith(">") or line == "-- ":
            out.append(line)
        else:
            out.append(" \n".join(wrap(line.rstrip(), 70)))
    return "\n".join(out)
