"""The demo's own network: what its newsletters show is on it, and nothing else is; their trackers stay out and are named."""

from __future__ import annotations

import email

import pytest

from desktop.core.api.pictures import PicturePlan
from desktop.core.config import resource_text
from desktop.core.demo.authored import build_mails, load_catalogue
from desktop.core.demo.pictures import find_demo_picture
from desktop.core.mime.html_clean import sanitise
from desktop.core.mime.picture_facts import read_picture_facts
from desktop.core.mime.remote_pictures import parse_trackers, plan_pictures
from desktop.core.pictures.fetching import MAX_BYTES, MAX_PIXELS

NOW = 1_795_514_400
NEVER_ON_IT = "seguro-acceso.example.net"
"""The forged bank's: nobody shall learn that it was opened."""


@pytest.fixture(scope="module")
def plans() -> dict[str, PicturePlan]:
    known, found = parse_trackers(resource_text("trackers.toml")), {}
    for one in build_mails(NOW):
        for part in email.message_from_bytes(one.raw).walk():
            if part.get_content_type() == "text/html":
                html = part.get_payload(decode=True).decode(part.get_content_charset("utf-8"), "replace")
                found[one.message_id] = plan_pictures(sanitise(html).html, known)
    return found


def test_every_picture_that_a_mail_may_ask_for_is_there(plans):
    asked = {url for plan in plans.values() for url in plan.addresses if NEVER_ON_IT not in url}
    assert len(asked) > 15
    for url in asked:
        content = find_demo_picture(url)
        assert content is not None, url
        facts = read_picture_facts(content)
        assert facts is not None, url
        assert facts.pixels <= MAX_PIXELS, url
        assert len(content) <= MAX_BYTES, url


def test_the_newsletters_trackers_are_counted_and_lie_nowhere(plans):
    plan = plans[load_catalogue().one("newsletter-tracker")]
    assert plan.addresses
    assert sum(one.count for one in plan.trackers) == 1
    assert find_demo_picture(f"https://{plan.trackers[0].name}/") is None


@pytest.mark.parametrize(
    "url",
    [
        "https://www.example.org/logo.png",
        "https://img.materiaprima.example/n41",
        "https://img.materiaprima.example/n41/../n41/cal.jpg",
        "https://img.materiaprima.example//n41/cal.jpg",
        "https://../people.toml",
        "http://img.materiaprima.example/n41/cal.jpg",
        "",
    ],
)
def test_no_other_address_has_anything(url):
    assert find_demo_picture(url) is None
