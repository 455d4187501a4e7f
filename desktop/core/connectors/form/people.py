"""Whom an object made from mails may be for: everybody in them, those of the own house first. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from desktop.core.api.linking import LinkKind, Person
from desktop.core.connectors.form.letters import Letter, person_of
from desktop.core.mail.address import Address

MOST_PEOPLE = 50
PUBLIC_DOMAINS = frozenset(
    """
    gmail.com googlemail.com outlook.com outlook.es hotmail.com hotmail.es live.com msn.com icloud.com me.com mac.com
    yahoo.com yahoo.es yahoo.com.mx yahoo.com.ar ymail.com aol.com gmx.com gmx.net gmx.es gmx.de web.de proton.me
    protonmail.com pm.me mail.com zoho.com fastmail.com mail.ru yandex.com yandex.ru telefonica.net terra.es orange.es
    """.split()  # noqa: SIM905 - one word a line would be ten times as long as what it says
)
"""Having an address there makes nobody a colleague."""


def inside_of(own: Iterable[str], members: Iterable[str] = ()) -> Callable[[str], bool]:
    """Is this address of the own house: one of the profile's accounts or members, or of the same company's domain?"""
    known = {address.lower() for address in (*own, *members) if "@" in address}
    domains = {address.rpartition("@")[2] for address in known} - PUBLIC_DOMAINS

    def is_inside(address: str) -> bool:
        address = address.lower()
        return address in known or ("@" in address and address.rpartition("@")[2] in domains)

    return is_inside


def people_of(kind: LinkKind, letters: Sequence[Letter], is_inside: Callable[[str], bool]) -> tuple[Person, ...]:
    """Everybody in the mails once. A task is first of all for whoever got the mail, so the own address stands first; then
    colleagues, then others, in the order in which they stand in the mails."""
    found: dict[str, Person] = {}
    for letter in letters:
        envelope = letter.parsed.envelope
        for address in (*envelope.from_, *envelope.reply_to, *envelope.to, *envelope.cc):
            _add(found, address, is_inside)
    own = {letter.account.lower() for letter in letters if letter.account}
    if kind is LinkKind.TASK:
        for account in own:
            if account not in found:
                found[account] = Person("", account, inside=True)
    elif kind is LinkKind.CRM:
        for account in own:
            found.pop(account, None)
    ordered = sorted(found.items(), key=lambda entry: (entry[0] not in own, not entry[1].inside))
    return tuple(person for _, person in ordered[:MOST_PEOPLE])


def _add(found: dict[str, Person], address: Address, is_inside: Callable[[str], bool]) -> None:
    key = address.addr_spec.lower()
    if "@" not in key or len(key) > 320:
        return
    known = found.get(key)
    if known is None or (not known.name and address.display_name):
        found[key] = person_of(address, is_inside)
