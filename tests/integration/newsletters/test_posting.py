"""The one click against a real server on loopback: exactly what it says, to whom not, and what ends it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import pytest

from desktop.core.accounts.lookup import Unanswered
from desktop.core.api.discovery import Outcome
from desktop.core.newsletters import posting
from desktop.core.newsletters.posting import Post, one_click_post
from tests.fakes.certificates import Certificates
from tests.fakes.https_server import HttpsServer, Reply, Trouble


@pytest.fixture
def server(certificates: Certificates) -> Iterator[HttpsServer]:
    with HttpsServer(lambda asked: Reply(body=b"bye"), certificates.good()) as one:
        yield one


@pytest.fixture
def post(trusting: ssl.SSLContext) -> Post:
    return one_click_post(trusting, lambda address: True)


def test_it_says_one_field_and_nothing_else(server: HttpsServer, post: Post):
    server.trouble = lambda asked: Trouble.COOKIE
    assert [post(server.url + "u/7?list=a%20b"), post(server.url + "u/7")] == [200, 200]
    for asked in server.asked:
        assert (asked.method, asked.path) == ("POST", "/u/7")
        assert asked.body == b"List-Unsubscribe=One-Click"
        assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
        allowed = {"host", "user-agent", "accept", "accept-encoding", "connection", "content-type", "content-length"}
        assert set(asked.headers) <= allowed
        assert "bandeja" not in str(asked.headers).lower()
    assert server.asked[0].query == {"list": "a b"}


def test_no_redirect_is_followed(server: HttpsServer, post: Post):
    server.elsewhere = server.url + "other"
    server.trouble = lambda asked: Trouble.REDIRECT
    assert post(server.url + "u") == 302
    assert [asked.path for asked in server.asked] == ["/u"]


def test_this_computer_is_refused_before_a_byte(server: HttpsServer, trusting: ssl.SSLContext):
    with pytest.raises(Unanswered) as refused:
        one_click_post(trusting)(server.url + "u")
    assert refused.value.outcome is Outcome.REFUSED
    assert server.connections == 0


@pytest.mark.parametrize(
    "url", ["http://localhost/u", "https://user:x@localhost/u", "https:///u", "file:///etc/passwd"]
)
def test_no_address_but_a_plain_https_one(post: Post, url: str):
    with pytest.raises(Unanswered):
        post(url)


def test_a_stranger_with_a_certificate_of_its_own_hears_nothing(server: HttpsServer):
    with pytest.raises(Unanswered) as refused:
        one_click_post(None, lambda address: True)(server.url + "u")
    assert refused.value.outcome is Outcome.REFUSED
    assert server.asked == []


@pytest.mark.parametrize(
    "trouble",
    [Trouble.DROP_AFTER, Trouble.CUT, Trouble.STALL, Trouble.DRIP, Trouble.HUGE, Trouble.ENDLESS, Trouble.NOT_HTTP],
)
def test_whatever_it_answers_there_is_an_end(server: HttpsServer, post: Post, trouble: Trouble, monkeypatch):
    monkeypatch.setattr(posting, "_SECONDS", 1.0)
    server.trouble = lambda asked: trouble
    with pytest.raises(Unanswered):
        post(server.url + "u")
