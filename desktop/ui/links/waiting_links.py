"""Links that have not been made yet, for the list of what waits: each with its reason, and what can be done. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from desktop.core.api.linking import LinkRow, LinkState
from desktop.ui.links import words as link_words
from desktop.ui.links.link_choices import LinkChoice, choices_of
from desktop.ui.message_list.chips import clean

TROUBLE = (LinkState.FAILED, LinkState.UNSURE)
Button = tuple[str, Callable[[], object]]


def waiting_title(row: LinkRow) -> str:
    return f"{link_words.kind_name(row.kind)}: {clean(row.title)[:200]}"


def waiting_buttons(row: LinkRow, chosen: Callable[[LinkRow, LinkChoice], object]) -> list[Button]:
    """All that the link offers, as (text, action)."""
    return [(choice.text, lambda choice=choice: chosen(row, choice)) for choice in choices_of(row)]  # type: ignore[misc]
