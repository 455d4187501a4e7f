"""Plain text: quotes by depth, links, folding; nothing of the text is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.reader.plain_text import (
    LONGEST_LINE,
    MORE,
    PIECE_LINES,
    UNFOLD,
    Labels,
    Line,
    break_lines,
    build_document,
    count_folded,
    find_links,
    read_lines,
)
from desktop.ui.reader.text_view import TextView
from tests.fakes.letter_samples import RTL_TEXT, THREAD_TEXT

LABELS = Labels("show {count}", "more {count}")


@pytest.mark.parametrize(
    ("line", "depth", "text"),
    [("a", 0, "a"), ("> a", 1, "a"), (">a", 1, "a"), ("> > a", 2, "a"), (">> a", 2, "a"), (">", 1, ""), (" > a", 0, " > a"),
     ("> \ta", 1, "\ta"), ("-> a", 0, "-> a")],
)  # fmt: skip
def test_quote_depth(line: str, depth: int, text: str):
    assert read_lines(line) == [Line(depth, text)]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://a.example/x.", [("https://a.example/x", "https://a.example/x")]),
        ("(https://a.example/x)", [("https://a.example/x", "https://a.example/x")]),
        ("https://a.example/wiki/A_(b)", [("https://a.example/wiki/A_(b)", "https://a.example/wiki/A_(b)")]),
        ("www.a.example, y", [("www.a.example", "https://www.a.example")]),
        ("a@b.example", [("a@b.example", "mailto:a@b.example")]),
        ("<mailto:a@b.example?subject=x>", [("mailto:a@b.example?subject=x", "mailto:a@b.example?subject=x")]),
        ("«https://a.example»", [("https://a.example", "https://a.example")]),
        ("javascript:alert(1) file:///etc x@y", []),
        ("HTTPS://A.example", [("HTTPS://A.example", "HTTPS://A.example")]),
    ],
)
def test_links(text: str, links: list[tuple[str, str]]):
    assert [(text[start:end], href) for start, end, href in find_links(text)] == links


def test_a_long_quoted_tail_is_folded_with_its_announcement(qapp):
    lines = read_lines(THREAD_TEXT)
    folded = count_folded(lines)
    assert lines[-folded].text.startswith("El lun, 23 nov 2026")
    document = build_document(THREAD_TEXT, LABELS, folded=True)
    assert f"show {folded}" in document.toPlainText()
    assert "Medida de la puerta" not in document.toPlainText()
    whole = build_document(THREAD_TEXT, LABELS, folded=False).toPlainText()
    assert "Medida de la puerta" in whole


@pytest.mark.parametrize(
    "text", ["> only\n" * 30, "Hi\n> a\n> b\n", "no quote\n" * 40, "> a\n" * 20 + "answer below\n", ""]
)
def test_what_is_not_folded(text: str):
    assert count_folded(read_lines(text)) == 0


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]) | st.just("\n"), max_size=300)
)
def test_every_line_is_shown(qapp, text: str):
    shown = build_document(text, LABELS, folded=False).toPlainText().replace("\u00a0", " ")
    lines = [line.text for line in read_lines(text)]
    assert shown == "\n".join(lines).replace("\u00a0", " ")


@pytest.mark.parametrize(
    "text",
    [
        "y" * 3_000_000,
        "> a https://b.example\n" * 1_500,
        "a line\n" * 300_000,
        ("x" * 900 + "\n") * 4_000,
        "\n" * 500_000,
    ],
    ids=["one line", "decorated", "many lines", "long lines", "empty lines"],
)
def test_a_huge_text_opens_quickly(qapp, benchmark_ms, text: str):
    def open_it() -> None:
        document = build_document(text, LABELS, folded=True)
        document.setTextWidth(600)
        document.size()

    assert benchmark_ms(open_it) < 2_000


def test_an_endless_line_is_broken_and_nothing_lost():
    text = "x" * 10_001 + "\n" + "y" * LONGEST_LINE + "\nz"
    broken = break_lines(text)
    assert max(map(len, broken.split("\n"))) == LONGEST_LINE
    assert broken.replace("\n", "") == text.replace("\n", "")
    assert broken.endswith(f"\n{'y' * LONGEST_LINE}\nz")


def test_a_long_text_comes_piece_by_piece(view: TextView):
    view.show_text("".join(f"línea {n}\n" for n in range(12_000)))
    assert f"línea {PIECE_LINES - 1}" in view.toPlainText()
    assert f"línea {PIECE_LINES}\n" not in view.toPlainText()
    assert "7,001 lines left" in view.toPlainText()
    view.anchorClicked.emit(MORE)
    view.anchorClicked.emit(MORE)
    assert "línea 11999" in view.toPlainText()
    assert "lines left" not in view.toPlainText()
    view.show_text("corto")
    assert view.toPlainText() == "corto"


@pytest.fixture
def benchmark_ms():
    from PySide6.QtCore import QElapsedTimer

    def run(action) -> int:
        timer = QElapsedTimer()
        timer.start()
        action()
        return timer.elapsed()

    return run


@pytest.fixture
def view(qtbot) -> TextView:
    made = TextView()
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    return made


def test_a_click_on_the_fold_shows_all(view: TextView):
    view.show_text(THREAD_TEXT)
    assert "Medida de la puerta" not in view.toPlainText()
    view.anchorClicked.emit(UNFOLD)
    assert "Medida de la puerta" in view.toPlainText()


def test_a_link_is_told_and_not_followed(view: TextView, qtbot):
    view.show_text("https://a.example/x")
    with qtbot.waitSignal(view.link_clicked) as told:
        view.anchorClicked.emit("https://a.example/x")
    assert told.args == ["https://a.example/x"]
    assert view.toPlainText() == "https://a.example/x"


def test_finding_marks_and_counts(view: TextView, qtbot):
    view.show_text("uno dos uno\ntres uno")
    with qtbot.waitSignal(view.found) as told:
        view.find_text("uno")
    assert told.args == [1, 3]
    view.find_text("uno")
    assert view.textCursor().selectionStart() == 8
    with qtbot.waitSignal(view.found) as told:
        view.find_text("uno", backward=True)
    assert told.args == [1, 3]
    with qtbot.waitSignal(view.found) as told:
        view.find_text("nada")
    assert told.args == [0, 0]
    assert not view.extraSelections()


def test_zoom_changes_the_letters(view: TextView):
    view.show_text("Hola")
    before = view.document().defaultFont().pixelSize()
    view.set_zoom(2.0)
    assert view.document().defaultFont().pixelSize() == 2 * before


def test_right_to_left_text_stands_on_the_right(view: TextView):
    view.show_text(RTL_TEXT)
    assert view.document().firstBlock().textDirection().name == "RightToLeft"
    line = view.document().firstBlock().layout().lineAt(0)
    assert line.naturalTextRect().left() > 100


def test_pictures_come_from_the_mail_only(view: TextView):
    from tests.fakes.letters import PIXEL

    view.show_html('<img src="cid:a%40b"><img src="cid:other">', {"a@b": PIXEL})
    from PySide6.QtCore import QUrl

    assert view.loadResource(2, QUrl("cid:a%40b")).width() == 1
    assert view.loadResource(2, QUrl("cid:other")).isNull()
    bomb = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
    assert view.loadResource(2, QUrl(bomb)).isNull()
