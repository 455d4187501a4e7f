"""People and addresses as the reader shows them: "to me and 3 more", "Ana Beltrán <ana@example.org>". Pure, GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.core.mail.address import Address
from desktop.core.mail.trust import shown_address, shown_name
from desktop.ui import words

FEW = 2
MOST_LISTED = 200


def recipients_line(envelope_recipients: Sequence[Address], own: str) -> str:
    """Who got it, in one line: "to me", "to me and Ana", "to me and 3 more". Empty when nobody is named."""
    translate = QCoreApplication.translate
    if not envelope_recipients:
        return translate("Reader", "to nobody by name")
    is_own = [one.addr_spec.casefold() == own.casefold() for one in envelope_recipients]
    names = [short_name(one) for one, mine in zip(envelope_recipients, is_own, strict=True) if not mine]
    if any(is_own):
        names.insert(0, translate("Reader", "me"))
    shown, rest = names[:FEW], len(names) - FEW
    if rest == 1:
        shown, rest = names[: FEW - 1], rest + 1
    if rest > 0:
        return translate("Reader", "to {names} and {count} more").format(
            names=", ".join(shown), count=words.number(rest)
        )
    if len(shown) == 2:
        return translate("Reader", "to {first} and {second}").format(first=shown[0], second=shown[1])
    return translate("Reader", "to {names}").format(names=shown[0])


def short_name(address: Address) -> str:
    """A first glance: the name, bounded, else the address."""
    name = shown_name(address) or shown_address(address)
    return name if len(name) <= 40 else f"{name[:39]}…"


def full_names(addresses: Sequence[Address]) -> str:
    """One person a line, name and true address, bounded."""
    lines = [full_name(one) for one in addresses[:MOST_LISTED]]
    if len(addresses) > MOST_LISTED:
        lines.append(
            QCoreApplication.translate("Reader", "and {count} more").format(
                count=words.number(len(addresses) - MOST_LISTED)
            )
        )
    return "\n".join(lines)


def full_name(address: Address) -> str:
    """Name and address on one line; the isolates keep a right-to-left name from moving the address."""
    name = shown_name(address)
    return f"\u2068{name}\u2069 <{shown_address(address)}>" if name else shown_address(address)
