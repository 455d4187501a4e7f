"""What formatted text says as plain text, and what counts as formatting."""

from __future__ import annotations

import pytest

from desktop.core.mail.rich_text import (
    BULLET,
    HEADING,
    NUMBER,
    Block,
    Run,
    Style,
    from_text,
    is_plain,
    pictures_of,
    tidy,
    to_text,
    unpack,
)


def test_a_text_says_what_it_shows():
    rich = tidy(
        [
            Block((Run("Plazos"),), HEADING),
            Block((Run("uno"),), BULLET, 1),
            Block((Run("dos", Style.BOLD), Run("\n"), Run("más")), BULLET, 2),
            Block((Run("a"),), NUMBER, 1),
            Block((Run("b"),), NUMBER, 1),
            Block(),
            Block((Run("otra vez"),), NUMBER, 1),
            Block((Run("citado"),), quote=1),
            Block((), quote=1),
            Block((Run("c"),), BULLET, 1, 2),
            Block((Run("el plano", link="https://x.example/"), Run(" y "), Run("Ana", link="mailto:a@x.example"))),
            Block((Run("p.png", picture="1@x"),)),
        ]
    )
    assert to_text(rich).split("\n") == [
        "Plazos",
        "- uno",
        "  - dos",
        "    más",
        "1. a",
        "2. b",
        "",
        "1. otra vez",
        "> citado",
        ">",
        ">> - c",
        "el plano <https://x.example/> y Ana <a@x.example>",
        "[p.png]",
    ]
    assert pictures_of(rich) == {"1@x"}


def test_a_link_that_says_its_address_is_no_formatting():
    for label, link in (
        ("https://x.example/", "https://x.example/"),
        ("www.x.example", "http://www.x.example"),
        ("a@x.example", "mailto:a@x.example"),
    ):
        assert is_plain(tidy([Block((Run(label[:3], link=link), Run(label[3:], link=link)))]))
    assert not is_plain(tidy([Block((Run("aquí", link="https://x.example/"),))]))


def test_the_lines_of_a_text_are_quoted_as_they_are_marked():
    assert [(block.quote, to_text((block._replace(quote=0),))) for block in from_text("a\n> b\n>> c\n>\nd")] == [
        (0, "a"),
        (1, "b"),
        (2, "c"),
        (1, ""),
        (0, "d"),
    ]


def test_levels_have_no_gaps():
    rich = tidy([Block((Run("a"),), BULLET, 5), Block((Run("b"),), BULLET, 9), Block((Run("c"),), level=3)])
    assert [block.level for block in rich] == [1, 2, 0]


@pytest.mark.parametrize(
    "stored", [None, "x", 7, [1], [[["x"], "text", 0, 0]], [[[["a", "b", "", ""]], "text", 0, 0]], [[], []], {"a": 1}]
)
def test_what_a_damaged_disk_made_of_it_is_nothing(stored: object):
    assert unpack(stored) == ()


def test_an_unknown_kind_is_text():
    assert unpack([[[["a", 0, "", ""]], "later", 1, 0]]) == (Block((Run("a"),)),)


def test_what_another_program_puts_into_the_clipboard_is_held_to_the_same():
    def run(link: str = "", picture: str = "", style: object = 0) -> list[object]:
        return [["x", style, link, picture], ["y", 1, "", ""]]

    for link in ("javascript:alert(1)", "file:///etc/passwd", 'https://x.example/"><script>', "https://x.example/ a"):
        assert [one.link for one in unpack([[run(link), "text", 0, 0]])[0].runs] == ["", ""]
    kept = unpack([[run("https://x.example/"), "text", 0, 0]])
    assert kept[0].runs[0].link == "https://x.example/"
    for picture in ("a b", '"><script>'):
        assert pictures_of(unpack([[run(picture=picture), "text", 0, 0]])) == set()
    for number in (float("inf"), float("nan"), 10**400, None, "x"):
        assert unpack([[run(style=number), "text", 0, 0]]) in ((), unpack([[run(), "text", 0, 0]]))
        assert len(unpack([[run(), "text", number, number]])) < 2
