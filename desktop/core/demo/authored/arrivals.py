"""The mail that keeps arriving while the demo runs: an endless row of authored short mails, in a fixed order.

Invariant: the n-th arrival is the same text for everybody; when the texts are through they come again with new Message-IDs.
Any thread.
"""

from __future__ import annotations

import dataclasses

from desktop.core.demo.authored.post import build_mail
from desktop.core.demo.authored.script import Entry
from desktop.core.demo.authored.values import DemoMail
from desktop.core.demo.authored.world import build_world, load_arrivals, load_entries


def next_arrival(n: int, now: int) -> DemoMail:
    """The n-th mail (from 0) to arrive, received at `now` (seconds since 1970 UTC) and unread."""
    texts = load_arrivals()
    round_, index = divmod(n, len(texts))
    entry = _arriving(texts[index], round_)
    # An arrival may answer a mail of the authored mailbox: it then needs the ancestors for its References.
    return build_mail(build_world(now, [*load_entries(), entry]), entry)


def _arriving(entry: Entry, round_: int) -> Entry:
    fields = {**entry.fields, "in": "INBOX", "when": "ago 0m", "flags": "unread"}
    return dataclasses.replace(entry, name=f"{entry.name}-{round_}" if round_ else entry.name, fields=fields)
