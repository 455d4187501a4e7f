"""What about a sender deserves a second look: facts from the header alone, each with what to show, none a verdict.

The true address is always on the screen; these notes say when the rest of the header tells another story. An ordinary
mail has none. What the receiving server found out (SPF, DKIM, DMARC) is not part of it. Pure; any thread.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from desktop.core.mail.address import Address
from desktop.core.mail.domain import looks_like, mixes_scripts, owner_of, readable_host, same_owner
from desktop.core.mail.envelope import Envelope
from desktop.core.mail.visible_text import hides_something, visible_text
from desktop.values import dataclass


class Reason(StrEnum):
    NO_SENDER = "no_sender"
    """There is no address that an answer could go to."""
    SEVERAL_SENDERS = "several_senders"
    NAME_SHOWS_ADDRESS = "name_shows_address"
    """The name is dressed as another address: `shown`, while it is `real`."""
    NAME_SHOWS_DOMAIN = "name_shows_domain"
    HIDDEN_CHARACTERS = "hidden_characters"
    LOOK_ALIKE = "look_alike"
    """The domain `real` is drawn like `shown`, which the user knows."""
    MIXED_LETTERS = "mixed_letters"
    """The domain mixes alphabets so that it reads like another."""
    REPLY_ELSEWHERE = "reply_elsewhere"
    SENT_BY_OTHER = "sent_by_other"


_SERIOUS = frozenset(
    {
        Reason.NAME_SHOWS_ADDRESS,
        Reason.NAME_SHOWS_DOMAIN,
        Reason.HIDDEN_CHARACTERS,
        Reason.LOOK_ALIKE,
        Reason.MIXED_LETTERS,
    }
)

_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:]{1,64}@[^\s<>()\[\]\"',;:@]{1,253}\.[^\s<>()\[\]\"',;:@.]{2,63}")
_DOMAIN = re.compile(
    r"(?<![\w.@-])(?:www\.)?((?:[\w-]{2,63}\.){1,4}(?:com|org|net|eu|es|mx|ar|cl|pe|uk|de|fr|it|pt|br|us|gob|gov|gov\.\w\w|bank))(?![\w-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TrustNote:
    """`shown` is what the header claims, `real` what is true; both are safe to show. Empty where they say nothing."""

    reason: Reason
    shown: str = ""
    real: str = ""

    @property
    def serious(self) -> bool:
        """Seldom innocent, so shown in the colour of a warning; the others are common among newsletters and lists."""
        return self.reason in _SERIOUS


def evaluate_trust(envelope: Envelope, known_domains: Iterable[str] = ()) -> tuple[TrustNote, ...]:
    """The notes for one mail, most serious first. `known_domains` are those of the user's own accounts and contacts."""
    if not envelope.from_ or not envelope.from_[0].domain:
        return (TrustNote(Reason.NO_SENDER),)
    sender = envelope.from_[0]
    notes = [*_name_notes(sender), *_domain_notes(sender, known_domains)]
    if len(envelope.from_) > 1:
        addresses = ", ".join(shown_address(one) for one in envelope.from_[:3])
        notes.append(TrustNote(Reason.SEVERAL_SENDERS, shown=addresses))
    if not envelope.list_id:
        notes += _route_notes(envelope, sender)
    return tuple(sorted(notes, key=lambda note: not note.serious))


def shown_address(address: Address) -> str:
    """The addr-spec as it may be shown: its domain readable, nothing invisible; an em dash when there is none."""
    local, at, domain = visible_text(address.addr_spec).rpartition("@")
    if not at:
        return domain or "—"
    readable = domain.lower() if mixes_scripts(domain) else readable_host(domain)
    return f"{local}@{readable}"


def shown_name(address: Address) -> str:
    """The display name as it may be shown beside the address; empty when it only repeats the address or has none."""
    name = visible_text(address.display_name)
    return "" if name.strip("'\"<> ").casefold() == address.addr_spec.casefold() else name


def _name_notes(sender: Address) -> list[TrustNote]:
    notes = []
    if hides_something(sender.display_name) or hides_something(sender.addr_spec):
        notes.append(TrustNote(Reason.HIDDEN_CHARACTERS, real=shown_address(sender)))
    # Full-width and other compatibility letters read like the plain ones.
    name = unicodedata.normalize("NFKC", visible_text(sender.display_name))
    others = [one for one in _ADDRESS.findall(name) if not same_owner(one.rpartition("@")[2], sender.domain)]
    if others:
        notes.append(TrustNote(Reason.NAME_SHOWS_ADDRESS, others[0], shown_address(sender)))
        return notes
    for match in _DOMAIN.finditer(name):
        brand = owner_of(match.group(1)).partition(".")[0]
        if brand not in sender.domain.replace("-", "").replace(".", "") and brand not in sender.domain:
            notes.append(TrustNote(Reason.NAME_SHOWS_DOMAIN, match.group(1), shown_address(sender)))
            break
    return notes


def _domain_notes(sender: Address, known_domains: Iterable[str]) -> list[TrustNote]:
    alike = next((known for known in known_domains if looks_like(sender.domain, known)), None)
    if alike:
        return [TrustNote(Reason.LOOK_ALIKE, readable_host(owner_of(alike)), shown_address(sender))]
    if mixes_scripts(sender.domain):
        return [TrustNote(Reason.MIXED_LETTERS, readable_host(sender.domain), shown_address(sender))]
    return []


def _route_notes(envelope: Envelope, sender: Address) -> list[TrustNote]:
    notes = []
    elsewhere = [one for one in envelope.reply_to if one.domain and not same_owner(one.domain, sender.domain)]
    if elsewhere:
        notes.append(TrustNote(Reason.REPLY_ELSEWHERE, shown_address(sender), shown_address(elsewhere[0])))
    other = [one for one in envelope.sender if one.domain and not same_owner(one.domain, sender.domain)]
    if other:
        notes.append(TrustNote(Reason.SENT_BY_OTHER, shown_address(sender), shown_address(other[0])))
    return notes
