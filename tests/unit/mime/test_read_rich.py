"""What of the HTML of other programs is kept when it is pasted."""

from __future__ import annotations

import pytest

from desktop.core.mail.rich_text import MAX_BLOCKS, is_plain, to_text
from desktop.core.mime.read_rich import MAX_HTML, MAX_RUNS, read_html
from desktop.core.mime.write_rich import write_html
from tests.unit.mime.build import is_quick

PASTED = {
    "Google Docs": (
        '<b style="font-weight:normal" id="docs-internal"><p dir="ltr" style="line-height:1.38;margin-top:0pt;margin-bottom:0pt">'
        '<span style="font-family:Arial;font-weight:700">Uno</span></p><p style="margin-top:0pt"><span style="font-style:italic;'
        'text-decoration:underline">dos</span></p></b>',
        "<p><b>Uno</b><br><i><u>dos</u></i></p>",
    ),
    "Word": (
        "<p class=MsoNormal>Hola<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal><b>Tom</b></p>",
        "<p>Hola<br>&nbsp;<br><b>Tom</b></p>",
    ),
    "a list in Word": (
        "<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]>"
        "<span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt \"Times\"'>&nbsp; </span></span>"
        "</span><![endif]>Uno<o:p></o:p></p>"
        "<p class=MsoListParagraphCxSpLast style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o</span>dos</p>"
        "<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.</span><b>tres</b></p>"
        "<p class=MsoNormal>fin</p>",
        "<ul><li>Uno<ul><li>dos</li></ul></li></ul><ol><li><b>tres</b></li></ol><p>fin</p>",
    ),
    "Gmail": ("<div>Hola</div><div><br></div><div><strong>Tom</strong></div>", "<p>Hola</p><p><b>Tom</b></p>"),
    "a page": (
        "<h1>T</h1>\n<ul>\n <li>a\n <ul><li>b</li></ul>\n </li>\n <li><p>c</p><p>d</p></li>\n</ul>\n<p>e</p>\n<p>f</p>",
        "<h2>T</h2><ul><li>a<ul><li>b</li></ul></li><li>c<br>d</li></ul><p>e</p><p>f</p>",
    ),
    "a sheet": (
        "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>",
        "<p>1&nbsp;&nbsp;&nbsp;&nbsp;2<br>3&nbsp;&nbsp;&nbsp;&nbsp;4</p>",
    ),
    "code": ("<pre>if x:\n    y</pre>", "<p>if x:<br>&nbsp;&nbsp;&nbsp;&nbsp;y</p>"),
    "junk": (
        '<a href="javascript:x">a</a><img src="https://x.example/"><form><input value=b></form><style>p{}</style>'
        '<a href=" https://x.example/ ">c</a>',
        '<p>a<a href="https://x.example/">c</a></p>',
    ),
    "unclosed": ("<b><i>a<p>b", "<p><b><i>a</i></b></p><p><b><i>b</i></b></p>"),
    "nothing": ("<style>p{}</style><!-- x --><p> \n </p>", ""),
}


@pytest.mark.parametrize(("html", "kept"), PASTED.values(), ids=PASTED.keys())
def test_what_other_programs_put_on_the_clipboard(html: str, kept: str):
    assert write_html(read_html(html)) == kept


@pytest.mark.parametrize(
    "html",
    ["<p>" * 200_000, "<b>" * 100_000 + "x", "<blockquote>" * 900 + "x", "<ul><li>" * 450 + "x", "x" * (MAX_HTML + 10),
     "<li>" * 50_000 + "x", "<a href='https://x.example/" + "a" * 500_000 + "'>x</a>"],
    ids=["paragraphs", "bold", "quotes", "lists", "long", "items", "address"],
)  # fmt: skip
def test_what_is_too_much_costs_little(html: str):
    assert is_quick(3.0, read_html, html)
    assert len(read_html(html)) <= 20_000


def test_html_without_formatting_is_plain():
    rich = read_html('<div>Hola</div><div>https://x.example/ <a href="https://x.example/">https://x.example/</a></div>')
    assert is_plain(rich)
    assert to_text(rich) == "Hola\nhttps://x.example/ https://x.example/"


@pytest.mark.parametrize("html", ["<pre>" + "a\n" * 900_000, "<ul><li>" + "a<br>" * 380_000, "<td>a<b>b</b>" * 99_000])
def test_what_is_written_of_it_is_bounded_however_it_is_built(html: str):
    rich = read_html(html)
    assert len(rich) <= MAX_BLOCKS + 1
    assert sum(len(block.runs) for block in rich) <= MAX_RUNS + 1
