"""Decides whether a mail is saved to the CRM by itself, and whether a person may save it: facts in, one decision out.

The order is the law: first what nothing passes (the never list, junk, drafts), then the mailbox's rule, then whether anybody
is known. A reason is `rule:detail`; `ui.sentences` has the words. Pure; any thread.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from desktop.core.mail.mailbox import SpecialUse
from desktop.values import dataclass

AUTO_SAVE = ("off", "incoming", "outgoing", "replies", "all")
UNKNOWN_SENDER = ("ask", "contact", "nothing")
_NEVER_SAVED = {SpecialUse.JUNK: "junk", SpecialUse.DRAFTS: "draft", SpecialUse.TRASH: "trash"}


class Verdict(StrEnum):
    SAVE = "save"
    SKIP = "skip"
    ASK = "ask"
    """Nobody is known, and the user wants to be asked."""


@dataclass(frozen=True, slots=True)
class Decision:
    verdict: Verdict
    why: str


@dataclass(frozen=True, slots=True)
class Folder:
    name: str
    delimiter: str | None
    special_use: SpecialUse


@dataclass(frozen=True, slots=True)
class MailFacts:
    """Addresses are addr-specs in any case, own ones left out of `correspondents`: sender, To, Cc and Bcc."""

    incoming: bool
    sender: str
    correspondents: tuple[str, ...]
    folders: tuple[Folder, ...]
    """Where the mail is; one that is nowhere any more is in none."""
    junk: bool = False
    """Marked $Junk."""
    answers_saved: bool = False
    """It belongs to a conversation of which a mail was saved."""
    known: bool = False
    """A contact or a company has one of the correspondents' addresses."""
    from_list: bool = False
    """Of a mailing list or newsletter (List-Id): its sender is nobody to get to know."""


class Never:
    """The list that no rule passes: addresses, domains ("@x.example", with what is below them), folders ("#Name")."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._entries = {entry.strip().casefold(): entry.strip() for entry in entries if entry.strip()}

    @staticmethod
    def is_entry(entry: str) -> bool:
        entry = entry.strip()
        if entry.startswith("#"):
            return len(entry) > 1
        name, at, domain = entry.rpartition("@")
        return bool(at and domain) and "@" not in name and " " not in entry

    def match(self, addresses: Iterable[str], folders: Iterable[Folder]) -> str | None:
        """The entry, as typed, that forbids a mail of these people or in these folders."""
        for address in addresses:
            for spelling in _spellings(address):
                if spelling in self._entries:
                    return self._entries[spelling]
        for folder in folders:
            for name in (folder.name, folder.name.rpartition(folder.delimiter)[2] if folder.delimiter else ""):
                if name and f"#{name}".casefold() in self._entries:
                    return self._entries[f"#{name}".casefold()]
        return None


def decide(facts: MailFacts, *, auto_save: str, never: Never, unknown_sender: str) -> Decision:
    """What happens to a mail by itself."""
    forbidden = never.match((facts.sender, *facts.correspondents), facts.folders)
    if forbidden is not None:
        return Decision(Verdict.SKIP, f"never:{forbidden}")
    if facts.junk:
        return Decision(Verdict.SKIP, "junk:")
    for folder in facts.folders:
        if folder.special_use in _NEVER_SAVED:
            return Decision(Verdict.SKIP, f"{_NEVER_SAVED[folder.special_use]}:{folder.name}")
    if auto_save == "off":
        return Decision(Verdict.SKIP, "off:")
    if auto_save in ("incoming", "outgoing") and facts.incoming != (auto_save == "incoming"):
        return Decision(Verdict.SKIP, f"direction:{auto_save}")
    if auto_save == "replies" and not facts.answers_saved:
        return Decision(Verdict.SKIP, "no_reply:")
    if not facts.correspondents:
        return Decision(Verdict.SKIP, "nobody:")
    if facts.known:
        return Decision(Verdict.SAVE, f"saved:{auto_save}")
    if facts.from_list:
        return Decision(Verdict.SKIP, f"list:{facts.correspondents[0]}")
    if unknown_sender == "contact":
        return Decision(Verdict.SAVE, f"contact:{facts.correspondents[0]}")
    if unknown_sender == "ask":
        return Decision(Verdict.ASK, f"ask:{facts.correspondents[0]}")
    return Decision(Verdict.SKIP, f"unknown:{facts.correspondents[0]}")


def _spellings(address: str) -> Iterable[str]:
    """The address, and every domain it is under, as entries are written."""
    address = address.strip().casefold()
    yield address
    domain = address.rpartition("@")[2]
    while domain:
        yield f"@{domain}"
        domain = domain.partition(".")[2]
