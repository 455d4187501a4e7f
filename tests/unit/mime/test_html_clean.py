"""The sanitiser: nothing that runs, nothing that is fetched, and newsletters still look like themselves."""

from __future__ import annotations

import re

import pytest

from desktop.core.mime.html_clean import sanitise

REMOTE = "https://leak.test/x"

# Every way of fetching something that an author of leaks may write; each holds the host once or more.
FETCHES = [
    '<link rel="preconnect" href="U">',
    '<link rel="dns-prefetch" href="//leak.test">',
    '<link rel="stylesheet" href="U">',
    '<link rel="icon" href="U">',
    '<link rel="prefetch" href="U"><link rel="preload" as="image" href="U">',
    '<meta http-equiv="refresh" content="0;url=U">',
    '<meta name="msapplication-TileImage" content="U">',
    '<base href="https://leak.test/"><img src="x.png">',
    '<script src="U"></script>',
    "<script>fetch('U')</script>",
    '<iframe src="U"></iframe>',
    "<iframe srcdoc=\"<img src='U'>\"></iframe>",
    '<frameset><frame src="U"></frameset>',
    '<object data="U"></object>',
    '<object><param name="src" value="U"></object>',
    '<embed src="U">',
    '<applet archive="U" code="x"></applet>',
    '<form action="U"><input type="image" src="U"><button formaction="U"></button></form>',
    "<input autofocus onfocus=\"fetch('U')\">",
    '<video src="U" poster="U"><source src="U"><track src="U"></video>',
    '<audio src="U" autoplay></audio>',
    '<picture><source srcset="U"></picture>',
    '<img srcset="U 1x, U 2x">',
    '<img lowsrc="U" dynsrc="U" longdesc="U" usemap="U">',
    '<img src="//leak.test/x">',
    '<img src="\\\\leak.test\\share\\x">',
    '<img src="file:///etc/passwd#leak.test">',
    '<img src="ftp://leak.test/x">',
    '<img src="cid:a" onerror="fetch(\'U\')">',
    '<input type="image" src="U">',
    '<body background="U" onload="fetch(\'U\')">x</body>',
    '<table background="U"><tr background="U"><td background="U">x</table>',
    '<p style="background:url(U)">x</p>',
    "<p style=\"background:url('U')\">x</p>",
    '<p style="background-image:url(U)">x</p>',
    '<p style="background:#fff u\\72l(U)">x</p>',
    '<p style="background:u/**/rl(U)">x</p>',
    "<p style=\"background-image:image-set('U' 1x)\">x</p>",
    '<p style="background:-webkit-image-set(url(U) 1x)">x</p>',
    '<p style="background:cross-fade(url(U),url(U))">x</p>',
    '<p style="list-style:url(U)">x</p>',
    '<p style="list-style-image:url(U)">x</p>',
    '<p style="cursor:url(U),auto">x</p>',
    '<p style="content:url(U)">x</p>',
    '<p style="border-image:url(U) 30">x</p>',
    '<p style="mask:url(U);-webkit-mask-image:url(U)">x</p>',
    '<p style="filter:url(U#x)">x</p>',
    '<p style="shape-outside:url(U);clip-path:url(U)">x</p>',
    '<p style="--x:url(U);background:var(--x)">x</p>',
    '<p style="behavior:url(U);-moz-binding:url(U)">x</p>',
    "<p style=\"width:expression(fetch('U'))\">x</p>",
    '<p style="font-family:x;src:url(U)">x</p>',
    "<style>@import 'U';</style>",
    "<style>@import url(U) screen;</style>",
    "<style>@font-face{font-family:x;src:url(U)}p{font-family:x}</style><p>x",
    "<style>p{background:url(U)}</style><p>x",
    "<style>@media screen{p{background:url(U)}}</style><p>x",
    "<style>p::before{content:url(U)}</style><p>x",
    "<style>a[href^=x]{background:url(U)}</style><a href=x>x",
    "<style>@namespace url(U);</style>",
    "<style>p{color:red}</style><!-- --><style>p{background:url(U)}",
    "<style></style/><p style='background:url(U)'>",
    "<style><!-- p{background:url(U)} --></style><p>x",
    "<svg><image href='U' xlink:href='U'/><style>@import 'U'</style><use href='U#x'/></svg>",
    "<svg><feImage xlink:href='U'/><a xlink:href='U'>x</a></svg>",
    "<math><mi xlink:href='U'>x</mi><annotation-xml encoding='text/html'><img src=x></annotation-xml></math>",
    "<!DOCTYPE html SYSTEM 'U'><?xml-stylesheet href='U'?><p>x",
    '<html manifest="U"><head profile="U"></head><body>x</body></html>',
    '<a ping="U">x</a>',
    '<blockquote cite="U"><q cite="U"><del cite="U">x',
    '<isindex action="U">',
    '<bgsound src="U"><layer src="U"><ilayer src="U">',
    '<v:image src="U"/><o:p xmlns:o="U">x</o:p>',
    "<!--[if mso]><img src='U'><![endif]--><p>x",
    "<noscript><img src=U></noscript>",
    "<template><img src=U></template>",
    "<xmp><img src=U></xmp><noembed><img src=U></noembed>",
    "<title><img src=U></title>",
    "<select><option><img src=U></select>",
    "<textarea><img src=U></textarea>",
    '<portal src="U"></portal><fencedframe src="U">',
    '<img src="data:image/svg+xml;base64,PHN2Zy8+#leak.test">',
    '<img src="data:text/html,<img src=U>">',
    '<div itemscope itemtype="U"><meta itemprop="x" content="U"></div>',
]


@pytest.mark.parametrize("vector", FETCHES)
@pytest.mark.parametrize("allow_remote", [False, True])
def test_nothing_is_left_to_fetch(vector: str, allow_remote: bool):
    clean = sanitise(vector.replace("U", REMOTE), allow_remote=allow_remote)
    without_images = re.sub(r' (?:data-remote-src|src)="https://leak\.test/x"', "", clean.html)
    assert "leak.test" not in without_images
    if not allow_remote:
        assert ' src="https' not in clean.html


RUNS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=x>",
    "<img src=cid:a onerror=alert(1)>",
    '<img """><script>alert(1)</script>">',
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='file:///c:/windows/x.exe'>x</a>",
    "<a href='smb://host/x'>x</a>",
    "<a href='ms-msdt:x'>x</a>",
    "<img src='javascript:alert(1)'>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<title></title><img src=x onerror=alert(1)>",
    "<style></style><img src=x onerror=alert(1)>",
    "<style><style/><img src=x onerror=alert(1)>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
    "<iframe><p title='</iframe><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--!><img src=x onerror=alert(1)>",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<select><style></select><img src=x onerror=alert(1)></style>",
    "<table><td><svg><desc><td></desc></svg></td><img src=x onerror=alert(1)></table>",
    "<a href='https://x.test' target=_blank onclick=alert(1)>x</a>",
    "<details ontoggle=alert(1) open>x",
    "<marquee onstart=alert(1)>x</marquee>",
    "<body onload=alert(1)>x",
    "<input autofocus onfocus=alert(1)>",
    "<p style='-moz-binding:url(x)'>",
    "<p id=x name=y accesskey=z tabindex=1 contenteditable>x</p>",
    "<meta charset=utf-7>+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<\0script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<isindex prompt=x action=javascript:alert(1)>",
]
ALLOWED = re.compile(
    r'</?(?:[a-z]+[0-9]?)(?: (?:href|src|data-remote-src|style|class|title|alt|rel|align|width|height|bgcolor|color|dir|border|type)="[^"]*")*>'
)


@pytest.mark.parametrize("vector", RUNS + FETCHES)
def test_nothing_is_left_to_run(vector: str):
    clean = sanitise(vector.replace("U", REMOTE)).html
    body = re.sub(r"^<style>[^<]*</style>", "", clean)
    assert "<" not in ALLOWED.sub("", body)
    for name in re.findall(r"<([a-z0-9]+)", body):
        assert name not in {
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "form",
            "input",
            "svg",
            "math",
            "link",
            "meta",
            "base",
        }
    for link in re.findall(r'href="([^"]*)"', body):
        assert link.startswith(("https://", "http://", "mailto:"))


@pytest.mark.parametrize("vector", RUNS + FETCHES)
@pytest.mark.parametrize("allow_remote", [False, True])
def test_sanitising_again_changes_nothing(vector: str, allow_remote: bool):
    once = sanitise(vector.replace("U", REMOTE), allow_remote=allow_remote)
    assert sanitise(once.html, allow_remote=allow_remote).html == once.html


def test_remote_images_become_place_holders_and_can_come_back():
    html = '<img src="https://a.test/1.png" width="600" height="80" alt="Banner"><img src="http://b.test/2.png" style="width:10px">'
    blocked = sanitise(html)
    assert blocked.blocked_remote == 2
    assert blocked.remote_hosts == ("a.test", "b.test")
    assert 'data-remote-src="https://a.test/1.png"' in blocked.html
    assert 'width="600" height="80" alt="Banner"' in blocked.html
    assert ' src="' not in blocked.html
    shown = sanitise(blocked.html, allow_remote=True)
    assert shown.blocked_remote == 0
    assert shown.remote_hosts == ("a.test", "b.test")
    assert ' src="https://a.test/1.png"' in shown.html
    assert sanitise(html, allow_remote=True).html.count(" src=") == 2
    assert sanitise(shown.html).html == blocked.html


@pytest.mark.parametrize(
    "size",
    [
        'width="1" height="1"',
        'height="2"',
        'width="0"',
        'style="width:1px;height:1px"',
        'style="max-height:0px"',
        'width="1px"',
    ],
)
def test_tracking_pixels_stay_blocked(size: str):
    clean = sanitise(
        f'<img src="https://a.test/t" {size}><img src="https://a.test/1" width="20" style="width:20px">',
        allow_remote=True,
    )
    assert clean.blocked_remote == 1
    assert 'data-remote-src="https://a.test/t"' in clean.html
    assert ' src="https://a.test/1"' in clean.html


def test_images_of_the_message_itself_stay():
    html = (
        '<img src="cid:logo@x"><img src="data:image/png;base64,iVBORw0KGgo="><img src="data:image/svg+xml;base64,AAAA">'
    )
    clean = sanitise(html)
    assert clean.blocked_remote == 0
    assert 'src="cid:logo@x"' in clean.html
    assert 'src="data:image/png;base64,iVBORw0KGgo="' in clean.html
    assert "svg" not in clean.html


def test_an_image_of_the_message_keeps_no_remote_address():
    clean = sanitise('<img src="cid:a" data-remote-src="https://leak.test/x">')
    assert clean.html == '<img src="cid:a">'
    assert (clean.blocked_remote, clean.remote_hosts) == (0, ())


def test_the_layout_of_a_newsletter_stays():
    html = (
        '<html><head><style type="text/css">@media (max-width:600px){.c{width:100%}} .c, td.d {width:600px; padding:10px}'
        " p.MsoNormal{margin:0cm;font-size:11.0pt}</style></head>"
        '<body bgcolor="#eee" style="margin:0;background:#f4f4f4"><table width="600" cellpadding="0" cellspacing="0" border="0" align="center">'
        '<tr><td class="d" valign="top" bgcolor="#ffffff" style="font-family:Arial,sans-serif;border-radius:4px;position:absolute">'
        '<a href="https://shop.test/?a=1&amp;b=2" target="_blank" style="color:#fff !important">Buy</a></td></tr></table></body></html>'
    )
    clean = sanitise(html).html
    assert clean.startswith(
        "<style>.c,td.d{width:600px;padding:10px}\np.MsoNormal{margin:0cm;font-size:11.0pt}</style>"
    )
    assert 'style="margin:0;background-color:#f4f4f4"' in clean
    assert '<table width="600" cellpadding="0" cellspacing="0" border="0" align="center">' in clean
    assert 'valign="top" bgcolor="#ffffff" style="font-family:Arial,sans-serif;border-radius:4px"' in clean
    assert (
        '<a href="https://shop.test/?a=1&amp;b=2" style="color:#fff !important" rel="noopener noreferrer">Buy</a>'
        in clean
    )


@pytest.mark.parametrize("html", ["a&#27;b", "a&#0;b", "a&#13;b", "a&#xD800;b", "a&#x85;b", "<p title='&#27;&#13;'>x"])
def test_controls_written_as_entities_go(html: str):
    clean = sanitise(html).html
    assert not any(ord(character) < 32 and character not in "\t\n\r" for character in clean)
    assert sanitise(clean).html == clean


def test_an_unclosed_comment_does_not_hide_the_message():
    assert "words" in sanitise("<p>before</p><!-- <p>words</p>").html


def test_huge_spans_are_dropped():
    assert "99999" not in sanitise("<table><tr><td colspan=99999999 rowspan=99999>x</table>").html


def test_plain_words_pass():
    assert sanitise("1 < 2 & ñ 😀\n").html == "1 &lt; 2 &amp; ñ 😀\n"
    assert sanitise("").html == ""
