"""The CSS filter, which lets layout through and nothing else."""

from __future__ import annotations

import pytest

from desktop.core.mime.css import filter_declarations, filter_stylesheet, hides


@pytest.mark.parametrize(
    ("style", "kept"),
    [
        ("color: red", "color:red"),
        ("COLOR:RED;Width : 10PX", "color:RED;width:10PX"),
        ('font-family:"Segoe UI", Arial', "font-family:'Segoe UI', Arial"),
        ("font:12px/1.2 'A B',sans-serif", "font:12px/1.2 'A B',sans-serif"),
        ("color:rgb(1, 2, 3)", "color:rgb(1, 2, 3)"),
        ("color:rgba(1,2,3,.5) !important", "color:rgba(1,2,3,.5) !important"),
        ("margin:0 auto", "margin:0 auto"),
        ("background:#fff url(x.png) no-repeat", "background-color:#fff"),
        ("background:no-repeat center", ""),
        ("background:none", ""),
        ("background: RED", "background-color:RED"),
        ("margin:-10px", ""),
        ("margin:0 -1px", ""),
        ("text-indent:-9999px", ""),
        ("padding-left:9999px", ""),
        ("margin-left:200em", ""),
        ("width:calc(100% - 1px)", ""),
        ("width:var(--x)", ""),
        ("--x:red", ""),
        ("position:fixed;top:0;z-index:9;transform:none;animation:x", ""),
        ("color:r\\65d", ""),
        ("color:red/*;*/;width:1px", "color:red;width:1px"),
        ("color:re/**/d", "color:red"),
        ("color:red}p{color:blue", ""),
        ("color:red</style>", ""),
        ("color:'", ""),
        ("color:Canvas;background-color:currentcolor;background:ButtonFace", ""),
        ("color:inherit;color:#12345;color:rgb(1,2);color:hsl(1,2%,3%)", "color:inherit;color:hsl(1,2%,3%)"),
        ("background:fixed #ff0", "background-color:#ff0"),
        ("display:table-column;display:contents;display:x;display:TABLE", "display:TABLE"),
        ("visibility:x;opacity:1e-9;opacity:calc(0);opacity:.5 !important", "opacity:.5 !important"),
        ("font-size:1e-9px;font-size:x;font-size:12.5pt;font-size:smaller", "font-size:12.5pt;font-size:smaller"),
        ("font:caption;font:inherit;font:bold 1.2em/2 Arial", "font:inherit;font:bold 1.2em/2 Arial"),
        ("height:20px;overflow:hidden;text-overflow:ellipsis", "height:20px"),
        ("max-height:.5px;overflow:hidden", "max-height:.5px;overflow:hidden"),
        ("color:red;;:;x", "color:red"),
        ("color:" + "x" * 2_000, ""),
    ],
)
def test_declarations(style: str, kept: str):
    assert filter_declarations(style) == kept
    assert filter_declarations(kept) == kept


@pytest.mark.parametrize(
    ("sheet", "kept"),
    [
        ("p{color:red}", "p{color:red}"),
        ("p , .a.b > td  b { color : red ; }", "p,.a.b > td b{color:red}"),
        ("p{position:fixed}", ""),
        ("@media print{p{color:red}} b{color:red}", "b{color:red}"),
        ("@media a{@supports b{p{color:red}}} i{color:red}", "i{color:red}"),
        ("@media a{p{color:red}}\ni{color:red}", "i{color:red}"),
        ("@media print{p{color:red} q{color:red}}", ""),
        ("@import url(x);b{color:red}", "b{color:red}"),
        ("@charset 'x'; @font-face{src:url(x)} b{color:red}", "b{color:red}"),
        ("a:hover{color:red}b{color:red}", "b{color:red}"),
        ("#a{color:red}[x]{color:red}*{color:red}", "*{color:red}"),
        ("p::before{content:'x'}", ""),
        ("<!-- p{color:red} -->", "p{color:red}"),
        ("p{color:red", ""),
        ("}{};p{color:red}", "p{color:red}"),
        ("/* p{color:red} */ b{color:red}", "b{color:red}"),
        ("@media{", ""),
        ("col{color:red}table > colgroup{color:red}html p{color:red}.col p,code{color:red}", ".col p,code{color:red}"),
        ("p{color:red}\\", "p{color:red}"),
    ],
)
def test_stylesheets(sheet: str, kept: str):
    assert filter_stylesheet(sheet) == kept
    assert filter_stylesheet(kept) == kept


@pytest.mark.parametrize(
    "declarations",
    [
        "display:none",
        "color:red;visibility:hidden",
        "opacity:0",
        "opacity:0.01",
        "font-size:0",
        "font-size:1px",
        "max-height:0px",
        "width:0",
        "color:transparent",
        "line-height:0",
    ],
)
def test_hiding(declarations: str):
    assert hides(declarations)


@pytest.mark.parametrize(
    "declarations",
    [
        "display:block",
        "opacity:0.9",
        "opacity:1",
        "font-size:10px",
        "max-height:100px",
        "width:05px",
        "line-height:0.9",
    ],
)
def test_showing(declarations: str):
    assert not hides(declarations)
