"""Nothing of a mail reaches the network: every vector proven live without the layers, and dead behind them (I1).

The counters stand outside the engine's process. A run with the layers is only believed because the same page, the same
process and the same counters show dozens of hits without them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument

from desktop.core.mime.html_clean import sanitise
from desktop.ui.reader.html_page import build_page
from desktop.ui.reader.text_view import TextView
from tests.fakes.certificates import Certificates
from tests.fakes.https_server import HttpsServer, Reply
from tests.ui.reader.leak_counter import LeakCounter
from tests.ui.reader.leak_page import build_leak_page, vector_names

ROOT = Path(__file__).parents[3]
ALL = ("policy", "interceptor", "resolver", "navigation", "noscript")


@pytest.fixture
def counter() -> Iterator[LeakCounter]:
    made = LeakCounter()
    yield made
    made.close()


def show(tmp_path: Path, html: str, *layers: str) -> str:
    page = tmp_path / "page.html"
    page.write_text(html, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QTWEBENGINE_CHROMIUM")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.reader.leak_probe", str(page), *layers],
        cwd=ROOT, env=environment | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=90,
    )  # fmt: skip
    assert "BLOCKED" in done.stdout, done.stderr[-2000:]
    return done.stdout


def test_the_page_has_enough_vectors():
    assert len(vector_names()) >= 60


def test_without_layers_the_vectors_are_live(tmp_path: Path, counter: LeakCounter):
    show(tmp_path, build_leak_page(counter.web, counter.tcp, refresh=False))
    live = counter.paths & set(vector_names())
    assert len(live) >= 40, sorted(live)
    assert counter.bare_connections >= 1
    for told in (
        "link-stylesheet",
        "img-src",
        "css-import",
        "css-font-face",
        "video-poster",
        "iframe-src",
        "script-fetch",
    ):
        assert told in live, sorted(live)


@pytest.mark.slow
def test_a_refresh_is_live_where_navigation_is_not_refused(tmp_path: Path, counter: LeakCounter):
    show(tmp_path, build_leak_page(counter.web, counter.tcp, refresh=True))
    assert "meta-refresh" in counter.paths


def test_behind_all_layers_nothing_comes_even_unsanitised(tmp_path: Path, counter: LeakCounter):
    show(tmp_path, build_leak_page(counter.web, counter.tcp, refresh=True), *ALL)
    assert (counter.paths, counter.connections, counter.bare_connections) == (set(), 0, 0)


def test_pictures_that_were_allowed_come_through_the_core_alone(tmp_path: Path, counter: LeakCounter):
    """The page may be as hostile as it likes: the core asks for the one picture, and the engine still for nothing."""
    certificates = Certificates(tmp_path)
    red = QImage(300, 200, QImage.Format.Format_RGB32)
    red.fill(QColor("#c81e1e"))
    file = tmp_path / "red.png"
    assert red.save(str(file))
    with HttpsServer(lambda asked: Reply(body=file.read_bytes()), certificates.good()) as pictures:
        page = '<body><p><img src="mailpic:0" width="300" height="200"></p>' + build_leak_page(
            counter.web, counter.tcp, refresh=True
        )
        told = show(tmp_path, page, *ALL, f"picture={pictures.url}red.png,{certificates.ca_file}")
        assert {asked.path for asked in pictures.asked} == {"/red.png"}
    assert "RED True" in told
    assert (counter.paths, counter.connections, counter.bare_connections) == (set(), 0, 0)


def test_the_resolver_rule_alone_stops_every_connection(tmp_path: Path, counter: LeakCounter):
    show(tmp_path, build_leak_page(counter.web, counter.tcp, refresh=True), "resolver")
    assert (counter.paths, counter.connections, counter.bare_connections) == (set(), 0, 0)


@pytest.mark.slow
@pytest.mark.parametrize("layer", ["policy", "interceptor"])
def test_each_other_layer_alone_stops_every_request(tmp_path: Path, counter: LeakCounter, layer: str):
    """Preconnect is no request: it passes these, which is why the resolver rule and the sanitiser are there."""
    show(tmp_path, build_leak_page(counter.web, counter.tcp, refresh=True), layer, "navigation")
    assert counter.paths == set()
    assert counter.bare_connections > 0


def test_the_sanitiser_alone_leaves_nothing_to_ask_for(tmp_path: Path, counter: LeakCounter):
    cleaned = sanitise(build_leak_page(counter.web, counter.tcp, refresh=True))
    assert cleaned.html
    show(tmp_path, build_page(cleaned.html), "navigation")
    assert (counter.paths, counter.connections, counter.bare_connections) == (set(), 0, 0)


@pytest.mark.parametrize("cleaned", [True, False], ids=["sanitised", "raw"])
def test_the_text_view_asks_for_nothing(qtbot, counter: LeakCounter, cleaned: bool):
    page = build_leak_page(counter.web, counter.tcp, refresh=True)
    view = TextView()
    qtbot.addWidget(view)
    view.resize(600, 600)
    view.show()
    view.show_html(sanitise(page).html if cleaned else page, {})
    view.grab()
    qtbot.wait(200)
    assert (counter.paths, counter.connections, counter.bare_connections) == (set(), 0, 0)


def test_the_text_view_reads_no_file(qtbot, tmp_path: Path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"x")
    view = TextView()
    qtbot.addWidget(view)
    kind = QTextDocument.ResourceType.ImageResource.value
    for url in (QUrl.fromLocalFile(str(secret)), QUrl(str(secret)), QUrl("http://a.example/x.png")):
        assert view.loadResource(kind, url).isNull()
    assert bytes(view.loadResource(QTextDocument.ResourceType.StyleSheetResource.value, QUrl(str(secret)))) == b""
