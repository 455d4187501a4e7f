"""HTML of the authored mails: letters as people's programs write them, and the table layouts of firms.

Invariant: everything authored is escaped by `markup.html_inline`; remote pictures and counting pixels point to names
reserved for examples and are never fetched by this module. Pure. Any thread.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import groupby

from desktop.core.demo.authored.cast import Brand
from desktop.core.demo.authored.markup import Block, html_inline

_SANS = "font-family:Helvetica,Arial,sans-serif"
_SERIF = "font-family:Georgia,'Times New Roman',serif"


def letter_html(blocks: tuple[Block, ...], office: bool, pictures: tuple[str, ...] = (), quote: str = "") -> str:
    """A person's mail; `office` is the heavier dialect of desktop suites, `pictures` are Content-IDs shown after the text.

    `quote` is the mail answered, as plain text with its marks: the marks become nested quotes.
    """
    font = "font-family:Calibri,sans-serif;font-size:11pt" if office else "font-family:sans-serif;font-size:14px"
    out: list[str] = []
    for group in _grouped(blocks):
        match group[0].kind:
            case "item":
                out.append("<ul>" + "".join(f"<li>{html_inline(block.text)}</li>" for block in group) + "</ul>")
            case "row":
                out.append(_table(group, "#8a8f98", font))
            case "quote":
                out.append(_quoted_html([f"> {block.text}" for block in group]))
            case "title" | "heading":
                out.append(f"<p><b>{html_inline(group[0].text)}</b></p>")
            case "rule":
                out.append("<hr>")
            case "picture" | "button":
                out.append(f'<p><a href="{escape(group[0].target)}">{html_inline(group[0].text)}</a></p>')
            case _ if office:
                out.append(f'<p class="MsoNormal" style="margin:0 0 8pt">{html_inline(group[0].text)}</p>')
            case _:
                out.append(f"<div>{html_inline(group[0].text)}</div><div><br></div>")
    out += [f'<p><img src="cid:{cid}" alt="" style="max-width:100%"></p>' for cid in pictures]
    body = "\n".join([*out, _quoted_html(quote.splitlines())])
    return f'<html><head><meta charset="utf-8"></head><body dir="auto" style="{font}">\n{body}\n</body></html>\n'


def _quoted_html(lines: list[str]) -> str:
    out: list[str] = []
    for marked, group in groupby(lines, lambda line: line.startswith(">")):
        if marked:
            inner = _quoted_html([line.removeprefix(">").removeprefix(" ") for line in group])
            style = "margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex"
            out.append(f'<blockquote type="cite" style="{style}">{inner}</blockquote>')
        else:
            out.append("<br>\n".join(html_inline(line) for line in group))
    return "\n".join(out)


def firm_html(blocks: tuple[Block, ...], brand: Brand, subject: str, token: str, language: str) -> str:
    """A firm's automatic mail in its look; `token` names this copy in its counting links and pixel."""
    rows = "\n".join(_firm_group(group, brand, token) for group in _grouped(blocks))
    head, foot = _LOOKS[brand.look](brand, language, token)
    pixel = (
        f'<img src="https://{brand.host}/open/{token}.gif" width="1" height="1" alt="" style="display:block">'
        if brand.pixel
        else ""
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(subject)}</title></head>\n'
        f'<body style="margin:0;padding:0;background:{brand.paper}">\n'
        f'<table role="presentation" width="100%" cellpadding="0" cellspacing="0" bgcolor="{brand.paper}"><tr>'
        '<td align="center" style="padding:24px 8px">\n'
        '<table role="presentation" width="600" cellpadding="0" cellspacing="0" '
        'style="width:100%;max-width:600px;background:#ffffff">\n'
        f"{head}\n{rows}\n{foot}\n</table>\n{pixel}\n</td></tr></table>\n</body></html>\n"
    )


def _grouped(blocks: tuple[Block, ...]) -> list[list[Block]]:
    groups: list[list[Block]] = []
    for block in blocks:
        if groups and block.kind in {"item", "row", "quote"} and groups[-1][0].kind == block.kind:
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _firm_group(group: list[Block], brand: Brand, token: str) -> str:
    serif = brand.look == "magazine"
    font = _SERIF if serif else _SANS
    text = f"{font};font-size:{17 if serif else 15}px;line-height:1.55;color:#2b2b2b;margin:0"
    block, cell = group[0], '<tr><td style="padding:10px 32px">'
    match block.kind:
        case "title":
            size = 30 if serif else 24
            inner = f'<h1 style="{font};font-size:{size}px;line-height:1.2;color:{brand.colour};margin:12px 0 0">'
            return f"{cell}{inner}{html_inline(block.text)}</h1></td></tr>"
        case "heading":
            inner = f'<h2 style="{font};font-size:19px;line-height:1.3;color:#1d1d1d;margin:10px 0 0">'
            return f"{cell}{inner}{html_inline(block.text)}</h2></td></tr>"
        case "picture":
            # Full width, with its height reserved so that the text below does not jump when pictures are allowed.
            return (
                f'<tr><td style="padding:10px 0"><img src="{escape(block.target)}" alt="{escape(block.text)}" width="600" '
                f'height="300" style="display:block;width:100%;background:#e7e3db;color:#777777;border:0"></td></tr>'
            )
        case "button":
            url = _counted(block.target, brand, token)
            return (
                '<tr><td style="padding:14px 32px"><table role="presentation" cellpadding="0" cellspacing="0"><tr>'
                f'<td bgcolor="{brand.colour}" style="border-radius:4px"><a href="{escape(url)}" style="display:inline-block;'
                f'padding:12px 22px;{_SANS};font-size:15px;color:#ffffff;text-decoration:none">{html_inline(block.text)}</a>'
                "</td></tr></table></td></tr>"
            )
        case "rule":
            return '<tr><td style="padding:12px 32px"><div style="border-top:1px solid #dddddd"></div></td></tr>'
        case "row":
            return f"{cell}{_table(group, brand.colour, _SANS)}</td></tr>"
        case "item":
            items = "".join(f'<li style="margin:0 0 6px">{html_inline(item.text, brand.colour)}</li>' for item in group)
            return f'{cell}<ul style="{text};padding-left:20px">{items}</ul></td></tr>'
        case "quote":
            lines = "<br>".join(html_inline(item.text) for item in group)
            return f'{cell}<p style="{text};font-style:italic;border-left:3px solid {brand.colour};padding-left:14px">{lines}</p></td></tr>'
        case _:
            return f'{cell}<p style="{text}">{html_inline(block.text, brand.colour)}</p></td></tr>'


def _counted(url: str, brand: Brand, token: str) -> str:
    return f"https://{brand.host}/c/{token}?to={url.removeprefix('https://')}" if brand.pixel else url


def _table(rows: list[Block], colour: str, font: str) -> str:
    out = [
        f'<table width="100%" cellpadding="6" cellspacing="0" style="border-collapse:collapse;{font};font-size:14px">'
    ]
    for number, row in enumerate(rows):
        edge = f"border-bottom:{'2px' if number == 0 else '1px'} solid {colour if number == 0 else '#dddddd'}"
        cells = "".join(
            f'<td align="{"left" if column == 0 else "right"}" style="{edge}">{html_inline(cell)}</td>'
            for column, cell in enumerate(row.cells)
        )
        out.append(f"<tr>{cells}</tr>")
    return "".join(out) + "</table>"


def _magazine(brand: Brand, language: str, token: str) -> tuple[str, str]:
    head = (
        f'<tr><td align="center" style="padding:28px 32px 18px;border-top:6px solid {brand.colour}">'
        f'<div style="{_SERIF};font-size:34px;letter-spacing:1px;color:#1d1d1d">{escape(brand.name)}</div>'
        f'<div style="{_SANS};font-size:12px;color:#777777;padding-top:6px">{escape(brand.tagline)}</div></td></tr>'
    )
    return head, _foot(brand, language, token, "#f4f1ec")


def _shop(brand: Brand, language: str, token: str) -> tuple[str, str]:
    head = (
        f'<tr><td bgcolor="{brand.colour}" style="padding:18px 32px"><table role="presentation" width="100%"><tr>'
        f'<td style="{_SANS};font-size:22px;font-weight:bold;color:#ffffff">{escape(brand.name)}</td>'
        f'<td align="right" style="{_SANS};font-size:12px;color:#ffffff">{escape(brand.tagline)}</td></tr></table></td></tr>'
    )
    return head, _foot(brand, language, token, brand.paper)


def _notice(brand: Brand, language: str, token: str) -> tuple[str, str]:
    head = (
        f'<tr><td style="padding:22px 32px;border-bottom:1px solid #e4e4e4"><img src="https://{brand.host}/logo.png" width="28" '
        f'height="28" alt="" style="vertical-align:middle"> <span style="{_SANS};font-size:17px;font-weight:bold;'
        f'color:{brand.colour}">{escape(brand.name)}</span></td></tr>'
    )
    return head, _foot(brand, language, token, "#ffffff")


def _bare(brand: Brand, language: str, token: str) -> tuple[str, str]:
    return '<tr><td style="height:12px"></td></tr>', _foot(brand, language, token, "#ffffff")


def _foot(brand: Brand, language: str, token: str, paper: str) -> str:
    leave = ""
    if brand.list_id:
        words = "Darse de baja" if language == "es" else "Unsubscribe"
        leave = f' · <a href="https://{brand.host}/u/{token}" style="color:#777777">{words}</a>'
    return (
        f'<tr><td align="center" bgcolor="{paper}" style="padding:18px 32px;{_SANS};font-size:12px;line-height:1.5;color:#777777">'
        f"{escape(brand.foot)}{leave}</td></tr>"
    )


_LOOKS: dict[str, Callable[[Brand, str, str], tuple[str, str]]] = {
    "magazine": _magazine,
    "shop": _shop,
    "notice": _notice,
    "bare": _bare,
}
