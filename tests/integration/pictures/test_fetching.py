"""The fetcher of pictures against a real server on loopback: what it tells, whom it refuses, and where it ends."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from desktop.core.accounts.lookup import Unanswered, is_public
from desktop.core.api.discovery import Outcome
from desktop.core.api.pictures import Picture, PicturePlan
from desktop.core.pictures import fetching
from desktop.core.pictures.fetching import Fetch, Load, PictureCache, picture_fetch
from tests.fakes.certificates import Certificates
from tests.fakes.https_server import HttpsServer, Reply, Trouble
from tests.unit.mime.test_picture_facts import gif, jpeg, png

PNG = png(60, 40) + bytes(100)


@pytest.fixture
def server(certificates: Certificates) -> Iterator[HttpsServer]:
    with HttpsServer(lambda asked: Reply(body=PNG, headers={"Content-Type": "text/html"}), certificates.good()) as one:
        yield one


@pytest.fixture
def fetch(trusting: ssl.SSLContext) -> Fetch:
    return picture_fetch(trusting, lambda address: True)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as made:
        yield made


def load_of(
    server: HttpsServer, fetch: Fetch, pool: ThreadPoolExecutor, *paths: str, cache: PictureCache | None = None
) -> Load:
    plan = PicturePlan("", tuple(server.url + path for path in paths))
    return Load(plan, fetch, pool, cache or PictureCache())


def test_a_picture_comes_as_what_its_bytes_say_and_nothing_is_told(server, fetch, pool):
    server.trouble = lambda asked: Trouble.COOKIE
    load = load_of(server, fetch, pool, "a.png", "b.png")
    assert load.fetch(0).result(10) == Picture("image/png", PNG)
    assert load.fetch(1).result(10) == Picture("image/png", PNG)
    for asked in server.asked:
        assert asked.method == "GET"
        assert set(asked.headers) <= {"host", "user-agent", "accept", "accept-encoding", "connection"}
        assert "bandeja" not in str(asked.headers).lower()


def test_this_computer_and_its_network_are_refused_before_a_byte(server, trusting: ssl.SSLContext):
    with pytest.raises(Unanswered) as refused:
        picture_fetch(trusting)(server.url + "a.png")
    assert refused.value.outcome is Outcome.REFUSED
    assert server.connections == 0
    for address in (
        "127.0.0.1",
        "10.1.2.3",
        "192.168.1.1",
        "169.254.169.254",
        "::1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "0.0.0.0",
    ):
        assert not is_public(address)


def test_a_redirect_out_of_https_or_into_the_network_ends_there(server, fetch, trusting, pool):
    server.trouble = lambda asked: Trouble.REDIRECT
    for elsewhere in (
        "http://localhost/x",
        f"http://localhost:{server.port}/",
        "file:///etc/passwd",
        "https:///",
        "//",
    ):
        server.elsewhere = elsewhere
        assert load_of(server, fetch, pool, "a.png").fetch(0).result(10) is None

    server.elsewhere = server.url + "inner"
    before = server.connections
    with pytest.raises(Unanswered):
        # Asked for each address that localhost has, so not counted: all count as inner once the first page was there.
        picture_fetch(trusting, lambda address: server.connections == before)(server.url + "a.png")
    assert server.connections == before + 1


def test_a_redirect_within_https_is_followed_three_times(server, fetch, pool):
    hops = 3
    server.trouble = lambda asked: Trouble.REDIRECT if len(server.asked) <= hops else None
    server.elsewhere = server.url + "b.png"
    assert load_of(server, fetch, pool, "a.png").fetch(0).result(10) is not None
    server.asked.clear()
    hops = 4
    assert load_of(server, fetch, pool, "c.png").fetch(0).result(10) is None


@pytest.mark.parametrize(
    "trouble",
    [Trouble.HUGE, Trouble.ENDLESS, Trouble.DROP_BEFORE, Trouble.CUT, Trouble.NOT_HTTP, Trouble.HTML, Trouble.BOMB],
)
def test_what_no_server_should_do(server, fetch, pool, trouble: Trouble):
    server.trouble = lambda asked: trouble
    assert load_of(server, fetch, pool, "a.png").fetch(0).result(20) is None


def test_a_server_that_drips_is_left_in_time(server, trusting, monkeypatch):
    monkeypatch.setattr(fetching, "_SECONDS", 0.3)
    server.trouble = lambda asked: Trouble.DRIP
    with pytest.raises(Unanswered) as left:
        picture_fetch(trusting, lambda address: True)(server.url + "a.png")
    assert left.value.outcome is Outcome.TIMED_OUT


def test_bad_certificates_are_refused(certificates: Certificates, fetch, pool):
    for kind in ("expired", "wrong_name", "unknown_authority"):
        with HttpsServer(lambda asked: Reply(body=PNG), certificates.bad()[kind]()) as server:
            assert load_of(server, fetch, pool, "a.png").fetch(0).result(10) is None
            assert server.asked == []


@pytest.mark.parametrize(
    "body", [png(60_000, 60_000), gif(1, 1), gif(2, 300), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b""]
)
def test_bombs_dots_and_documents_are_not_shown(server, fetch, pool, body: bytes):
    server.answer = lambda asked: Reply(body=body, headers={"Content-Type": "image/png"})
    assert load_of(server, fetch, pool, "a.png").fetch(0).result(10) is None


def test_one_page_has_one_budget(server, fetch, pool, monkeypatch):
    monkeypatch.setattr(fetching, "PAGE_PIXELS", 3 * 60 * 40)
    load = load_of(server, fetch, pool, *(f"{n}.png" for n in range(8)))
    assert sum(load.fetch(n).result(10) is not None for n in range(8)) == 3
    monkeypatch.setattr(fetching, "PAGE_BYTES", len(PNG))
    load = load_of(server, fetch, pool, "a.png", "b.png")
    assert load.fetch(0).result(10) is not None
    asked = len(server.asked)
    assert load.fetch(1).result(10) is None
    assert len(server.asked) == asked


def test_looking_again_asks_nobody_and_stopping_asks_no_more(server, fetch, pool):
    cache = PictureCache()
    server.answer = lambda asked: Reply(body=jpeg(30, 30) if asked.path == "/a" else gif(1, 1))
    for _ in range(2):
        load = load_of(server, fetch, pool, "a", "dot", cache=cache)
        assert load.fetch(0).result(10) is not None
        assert load.fetch(1).result(10) is None
    assert len(server.asked) == 2
    load.stop()
    assert load_of(server, fetch, pool, "b", cache=cache).fetch(0) is not None
    load = load_of(server, fetch, pool, "c", cache=cache)
    load.stop()
    assert load.fetch(0).result(10) is None
    assert load.fetch(7).result(10) is None
    assert load.fetch(-1).result(10) is None
    assert "/c" not in [asked.path for asked in server.asked]


def test_the_cache_keeps_to_its_size():
    cache = PictureCache(limit=5_000)
    for n in range(20):
        cache.keep(f"u{n}", Picture("image/png", bytes(1_000)))
    assert [n for n in range(20) if cache.find(f"u{n}")[0]] == [16, 17, 18, 19]
    cache.keep("u19", None)
    assert cache.find("u19") == (True, None)
    cache.clear()
    assert cache.find("u19") == (False, None)
