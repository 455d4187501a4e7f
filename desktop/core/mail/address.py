"""One mail address as it stands in a header (RFC 5322, section 3.4).

`display_name` is foreign text and proves nothing; `addr_spec` is what mail is really sent to. Screens show both.
"""

from __future__ import annotations

from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """`display_name` decoded, without quotes, may be empty; `addr_spec` as "local@domain", may be empty in broken mail."""

    display_name: str
    addr_spec: str

    @property
    def domain(self) -> str:
        """The part after the last @ in lower case; empty where there is none."""
        return self.addr_spec.rpartition("@")[2].lower() if "@" in self.addr_spec else ""

    @property
    def short_name(self) -> str:
        """What a list row shows: the name, else the address."""
        return self.display_name or self.addr_spec

    def __str__(self) -> str:
        return f"{self.display_name} <{self.addr_spec}>" if self.display_name else self.addr_spec
