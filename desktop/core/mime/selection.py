"""Which parts of a message are its text, which its HTML, and which are files (after RFC 8621, section 4.1.4).

The same choice serves the reader and the index, so that what is found is what is shown. Pure; any thread.
"""

from __future__ import annotations

from dataclasses import field

from desktop.core.mime.sections import Section
from desktop.values import dataclass

_READABLE = frozenset(
    {
        "text/plain",
        "text/html",
        "text/enriched",
        "text/richtext",
        "text/markdown",
        "text/x-markdown",
        "text/x-patch",
        "text/x-diff",
    }
)
_UNWANTED = frozenset({"text/x-amp-html", "text/watch-html"})


@dataclass(slots=True)
class Block:
    """A stretch of the message in up to two forms; where both are there, they say the same."""

    plain: list[Section] = field(default_factory=list)
    html: list[Section] = field(default_factory=list)


@dataclass(slots=True)
class Selection:
    """`blocks` are read one after the other. `inline` holds the paths of images meant to stand inside the HTML."""

    blocks: list[Block] = field(default_factory=list)
    attachments: list[Section] = field(default_factory=list)
    inline: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    @property
    def has_html(self) -> bool:
        return any(block.html for block in self.blocks)


def select_sections(root: Section) -> Selection:
    """The choice for a whole message. Depth is bounded by `sections.MAX_DEPTH`."""
    selection = Selection()
    _select(root, selection, "", True)
    return selection


def _select(section: Section, selection: Selection, parent: str, is_first: bool) -> None:
    kind = section.content_type
    if not section.is_multipart:
        _select_leaf(section, selection, parent, is_first)
    elif kind == "multipart/alternative":
        _select_alternative(section, selection)
    elif kind == "multipart/encrypted":
        selection.notes.append("This message is encrypted with OpenPGP; its text cannot be shown here.")
        selection.attachments.extend(_leaves(section))
    elif kind == "multipart/related":
        root = _related_root(section)
        for child in section.children:
            _select(child, selection, kind, is_first and child is root)
    else:
        if kind == "multipart/signed":
            selection.notes.append("This message carries a digital signature, which was not checked.")
        for number, child in enumerate(section.children):
            _select(child, selection, kind, is_first and number == 0)


def _select_leaf(section: Section, selection: Selection, parent: str, is_first: bool) -> None:
    kind = section.content_type
    if kind in _UNWANTED:
        return
    is_body = (
        kind in _READABLE
        and section.disposition != "attachment"
        and (is_first or (parent != "multipart/related" and (not section.file_name or _is_shown(section))))
    )
    if is_body:
        is_html = kind == "text/html"
        selection.blocks.append(Block([], [section]) if is_html else Block([section], []))
        if not (section.file_name and not is_first):
            return
    if kind in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        signed = "signed" in section.parameters.get("smime-type", "")
        selection.notes.append(
            "This message is wrapped in an S/MIME signature; its text cannot be shown here."
            if signed
            else "This message is encrypted with S/MIME; its text cannot be shown here."
        )
    if parent == "multipart/related" and section.content_id and section.disposition != "attachment":
        selection.inline.add(section.path)
    selection.attachments.append(section)


def _is_shown(section: Section) -> bool:
    """A named plain text that its sender wants read in place, such as a patch; it is listed as a file as well."""
    return section.disposition == "inline" and section.content_type != "text/html"


def _select_alternative(section: Section, selection: Selection) -> None:
    """One block out of several forms: the first that is plain throughout and the last that has HTML."""
    plain: list[Section] = []
    html: list[Section] = []
    for child in section.children:
        form = Selection()
        _select(child, form, section.content_type, True)
        selection.attachments.extend(form.attachments)
        selection.inline |= form.inline
        selection.notes.extend(form.notes)
        if form.has_html:
            html = [part for block in form.blocks for part in (block.html or block.plain)]
            if not plain:
                plain = [part for block in form.blocks for part in block.plain]
        elif form.blocks and (not plain or plain[0].start == plain[0].end):
            plain = [part for block in form.blocks for part in block.plain]
    if plain or html:
        selection.blocks.append(Block(plain, html))


def _related_root(section: Section) -> Section | None:
    wanted = section.parameters.get("start", "").strip("<> ")
    if wanted:
        for child in section.children:
            if child.content_id == wanted:
                return child
    return section.children[0] if section.children else None


def _leaves(section: Section) -> list[Section]:
    if not section.is_multipart:
        return [section]
    return [leaf for child in section.children for leaf in _leaves(child)]
