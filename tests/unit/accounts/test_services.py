"""Where a domain says that its calendars are: SRV records in their order, and nothing that could be no host."""

from __future__ import annotations

import pytest

from desktop.core.accounts.lookup import SrvRecord, Unanswered
from desktop.core.accounts.services import find_services
from desktop.core.api.discovery import Outcome


class Records:
    def __init__(self, *records: SrvRecord) -> None:
        self.records, self.asked = list(records), list[str]()

    def srv(self, name: str, *, timeout: float) -> list[SrvRecord]:
        self.asked.append(name)
        return self.records

    mx = addresses = None


def test_the_best_comes_first_and_an_unusual_port_is_named():
    records = Records(SrvRecord(10, 5, 443, "b.example.org"), SrvRecord(10, 9, 8443, "a.example.org"))
    assert find_services("caldavs", "Example.ORG.", records) == ("a.example.org:8443", "b.example.org")
    assert records.asked == ["_caldavs._tcp.example.org"]


def test_what_is_no_host_is_left_out():
    records = Records(*(SrvRecord(0, 0, 443, name) for name in ("", ".", "a b", "-x", "x" * 300)))
    assert find_services("caldavs", "example.org", records) == ()


@pytest.mark.parametrize("domain", ["", "a b", "localhost:8443", "x" * 300])
def test_a_domain_that_is_none_is_not_asked(domain: str):
    records = Records(SrvRecord(0, 0, 443, "a.example.org"))
    assert find_services("caldavs", domain, records) == ()
    assert records.asked == []


def test_dns_that_does_not_answer_says_nothing():
    class Silent(Records):
        def srv(self, name: str, *, timeout: float) -> list[SrvRecord]:
            raise Unanswered(Outcome.TIMED_OUT, "DNS did not answer")

    assert find_services("caldavs", "example.org", Silent()) == ()
