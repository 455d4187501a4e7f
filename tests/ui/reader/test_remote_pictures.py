"""Pictures from the network as the reader meets them: held back, told about, shown when allowed, and taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QMenu

from desktop.core.api.pictures import Picture, PictureRule, Scope
from desktop.ui.reader import web_engine
from desktop.ui.reader.body import Shown
from desktop.ui.reader.html_page import build_page
from desktop.ui.reader.html_view import HtmlView
from tests.fakes import letter_samples as samples

pytestmark = pytest.mark.qt_log_ignore("QRhi|RHI|GPUInfo|ulkan|GBM|This plugin does not support", extend=True)
HOST = "https://img.ferreterianorte.example"


def block(colour: str) -> Picture:
    image = QImage(260, 160, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Picture("image/png", bytes(buffer.data().data()))


@pytest.fixture
def desk(make_desk, show):
    made = make_desk(samples.pictured(), samples.thread(), samples.pictured())
    made.session.pictures.answers = {f"{HOST}/taladro.png": block("#c81e1e"), f"{HOST}/sierra.png": block("#1e1ec8")}
    show(made)
    return made


def bar(desk):
    return desk.pane.bars.remote


def press(desk, label: str) -> None:
    next(button for button in bar(desk).buttons if button.text().startswith(label)).click()


def shows(desk, qtbot, *colours: str) -> None:
    """Wait until the page has pixels of these colours."""

    def seen() -> bool:
        image = desk.pane.body.grab().toImage()
        width, height = image.width(), image.height()
        here = {image.pixelColor(x, y).name() for x in range(0, width, 6) for y in range(0, height, 6)}
        return set(colours) <= here

    qtbot.waitUntil(seen, timeout=10_000)


def test_nothing_is_asked_for_and_the_watchers_are_named(desk):
    assert desk.session.pictures.asked == []
    text = bar(desk).text
    assert text.startswith("4 pictures from the network were not loaded")
    assert text.endswith("2 trackers left out: Mailchimp, px.ferreterianorte.example.")
    assert [button.text() for button in bar(desk).buttons] == ["Show pictures", "Always show…"]


def test_pictures_of_this_mail_alone(desk, qtbot, show):
    press(desk, "Show pictures")
    shows(desk, qtbot, "#c81e1e", "#1e1ec8")
    assert sorted(set(desk.session.pictures.asked)) == [f"{HOST}/sierra.png", f"{HOST}/taladro.png"]
    assert bar(desk).text == (
        "Pictures from the network are shown. 2 trackers left out: Mailchimp, px.ferreterianorte.example."
    )
    show(desk, 3)
    assert bar(desk).text.startswith("4 pictures")
    show(desk, 1)
    shows(desk, qtbot, "#c81e1e")


def test_hiding_takes_the_word_back(desk, qtbot, show):
    press(desk, "Show pictures")
    shows(desk, qtbot, "#c81e1e")
    press(desk, "Hide pictures")
    assert bar(desk).text.startswith("4 pictures")
    assert desk.session.pictures.given == set()
    show(desk, 2)
    show(desk, 1)
    assert bar(desk).text.startswith("4 pictures")


@pytest.mark.parametrize(("index", "scope"), [(0, Scope.SENDER), (1, Scope.DOMAIN)])
def test_always_from_a_sender_or_a_domain(desk, qtbot, show, index: int, scope: Scope):
    menus: list[QMenu] = []
    desk.pane.pictures.pop_up = menus.append
    press(desk, "Always show")
    actions = menus[0].actions()
    assert [action.text() for action in actions] == [
        "Always from ofertas@mail.ferreterianorte.example", "Always from everybody at ferreterianorte.example",
    ]  # fmt: skip
    actions[index].trigger()
    shows(desk, qtbot, "#c81e1e")
    assert {rule.scope for rule in desk.session.pictures.given} == {scope}
    show(desk, 3)
    shows(desk, qtbot, "#1e1ec8")
    assert [button.text() for button in bar(desk).buttons] == ["Never again"]
    press(desk, "Never again")
    assert desk.session.pictures.given == set()


def test_what_could_not_be_had_is_counted(desk, qtbot):
    del desk.session.pictures.answers[f"{HOST}/sierra.png"]
    press(desk, "Show pictures")
    qtbot.waitUntil(lambda: "1 picture could not be loaded." in bar(desk).text, timeout=10_000)


def test_as_plain_text_there_is_nothing_to_tell(desk):
    desk.pane.menu.plain.setChecked(True)
    assert desk.pane.body.shown is Shown.TEXT
    assert not bar(desk).isVisible()


def test_nothing_comes_for_a_mail_that_is_left(desk, qtbot, show):
    press(desk, "Show pictures")
    qtbot.waitUntil(lambda: desk.pane.pictures._load is not None)
    load = desk.pane.pictures._load
    show(desk, 2)
    assert load.stopped
    got: list[object] = []
    desk.pane.pictures.fetch(0, got.append)
    assert got == [None]


def test_without_the_web_engine_pictures_come_into_the_text_view(make_desk, show, qtbot, monkeypatch):
    monkeypatch.setattr(web_engine, "_ready", False)
    desk = make_desk(samples.pictured())
    desk.session.pictures.answers = {f"{HOST}/taladro.png": block("#c81e1e"), f"{HOST}/sierra.png": block("#1e1ec8")}
    desk.session.pictures.given.add(PictureRule(Scope.DOMAIN, "ferreterianorte.example"))
    show(desk)
    shows(desk, qtbot, "#c81e1e", "#1e1ec8")


def test_a_page_gets_no_number_that_was_not_allowed(qtbot):
    """Served raw, past the sanitiser: the scheme itself gives nothing away."""
    view = HtmlView()
    qtbot.addWidget(view)
    asked: list[int] = []

    def fetch(number: int, arrived) -> None:
        asked.append(number)
        arrived(None)

    page = "".join(f'<img src="mailpic:{name}">' for name in ("0", "x", "-1", "9999999", "../0", "1?x=1"))
    with qtbot.waitSignal(view.loaded, timeout=10_000):
        view.show_page(build_page(page), lambda _id, arrived: arrived(None), fetch)
    assert set(asked) <= {0, 1}
