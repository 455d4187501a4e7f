"""Which pictures of a page may be asked for: none that watches, none over a way that others can read, none without end."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.api.pictures import TrackerRow
from desktop.core.mime.html_clean import sanitise
from desktop.core.mime.remote_pictures import MAX_PICTURES, https_address, parse_trackers, plan_pictures
from tests.fakes.pictures import known_trackers


def plan(html: str):
    return plan_pictures(sanitise(html).html, known_trackers())


def test_pictures_become_numbers_and_the_same_address_one_number():
    made = plan(
        '<p><img src="https://a.example/x.png?y=1&amp;z=2" width="90"><img src="http://a.example/x.png?y=1&amp;z=2"></p>'
    )
    assert made.addresses == ("https://a.example/x.png?y=1&z=2",)
    assert made.html.count('src="mailpic:0"') == 2
    assert 'width="90"' in made.html
    assert "a.example" not in made.html


@pytest.mark.parametrize(
    "pixel",
    [
        '<img src="https://t.example/o.gif" width="1" height="1">',
        '<img src="https://t.example/o.gif" style="width:1px;height:1px">',
        '<img src="https://t.example/o.gif" style="display:none">',
        '<img src="https://t.example/o.gif" style="opacity:0">',
        '<img src="https://t.example/o.gif" height="0">',
    ],
)
def test_pixels_and_hidden_ones_are_left_out_and_told_by_host(pixel: str):
    made = plan(pixel)
    assert made.addresses == ()
    assert made.trackers == (TrackerRow("t.example", 1),)
    assert "mailpic" not in made.html


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.us7.list-manage.com/track/open.php?u=1&id=2", "Mailchimp"),
        ("https://u123.ct.sendgrid.net/wf/open?upn=abc", "SendGrid"),
        ("https://email.shop.example/WF/OPEN?upn=abc", "SendGrid"),
        ("https://www.facebook.com/tr?id=1", "Facebook"),
        ("https://www.google-analytics.com/collect?v=1", "Google Analytics"),
        ("https://mailtrack.io/trace/mail/1.png", "Mailtrack"),
        ("https://x.list-manage.com./track/open.php?u=1", "Mailchimp"),
        ("https://x.list-manage.com//track/open.php?u=1", "Mailchimp"),
        ("https://x.list-manage.com/%74rack/open.php?u=1", "Mailchimp"),
        ("https://x.list-manage.com/track/open/İ.gif", "Mailchimp"),
    ],
)
def test_known_trackers_are_left_out_at_any_size_and_named(url: str, name: str):
    made = plan(f'<img src="{url}" width="300" height="200">')
    assert made.addresses == ()
    assert made.trackers == (TrackerRow(name, 1),)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.facebook.com/trips/photo.png",
        "https://gallery.mailchimp.com/0123/images/head.png",
        "https://notlist-manage.com/track/open.php",
        "https://shop.example/openings.png",
    ],
)
def test_what_only_looks_like_one_is_shown(url: str):
    assert plan(f'<img src="{url}">').addresses == (url,)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://a.example/x", "https://a.example/x"), ("http://a.example:80", "https://a.example/"),
        ("https://a.example:443/x#y", "https://a.example/x"), ("https://a.example:8443/x", None), ("http://a.example:443/x", None),
        ("https://user@a.example/x", None), ("https://user:pw@a.example/x", None), ("https:///x", None), ("ftp://a.example/", None),
        ("file:///etc/passwd", None), ("https://a.example:x/", None), ("https://[::1/", None), ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
        ("https://a.example/" + "x" * 5_000, None),
    ],
)  # fmt: skip
def test_the_address_that_is_asked_for(url: str, asked: str | None):
    assert https_address(url) == asked


def test_one_mail_has_an_end():
    made = plan("".join(f'<img src="https://a.example/{n}.png">' for n in range(MAX_PICTURES + 7)))
    assert len(made.addresses) == MAX_PICTURES
    assert made.refused == 7


def test_a_mail_cannot_write_a_number_itself():
    made = plan('<img src="mailpic:0"><img src="MAILPIC:1"><img src="https://a.example/x.png">')
    assert made.html.count("mailpic:") == 1


def test_a_tracker_that_would_match_everything_is_refused():
    with pytest.raises(ValueError, match="every picture"):
        parse_trackers('tracker = [{ name = "All", path = "/o" }]')


@given(st.lists(st.sampled_from(['<img src="http', "s://a.example", "://", '">', "<img ", 'style="', "display:none", "mailpic:3", "'", "data-remote-src=", "<p>", "&quot;"]), max_size=25))  # fmt: skip
def test_whatever_the_page_only_numbers_of_the_plan_come_out(pieces: list[str]):
    made = plan("".join(pieces))
    numbers = {int(number) for number in re.findall(r'src="mailpic:(\d+)"', made.html)}
    assert numbers == set(range(len(made.addresses)))
    assert not re.search(r' src="https?:', made.html)
    assert all(address.startswith("https://") for address in made.addresses)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://a.example/una foto.png?q=año", "https://a.example/una%20foto.png?q=a%C3%B1o"),
        ("https://a.example/caf%C3%A9.png?a=1%202&b=[3]", "https://a.example/caf%C3%A9.png?a=1%202&b=[3]"),
        ("https://a.example./x.png", "https://a.example/x.png"),
    ],
)
def test_addresses_are_spelt_as_a_browser_spells_them(url: str, asked: str):
    assert https_address(url) == asked
