"""A page that tries to reach the outside in every way HTML and CSS know: each way under an address of its own.

`{web}` is an HTTP server that counts, `{tcp}` a port that counts bare connections. Authored for this test.
"""

from __future__ import annotations

import re

HEAD = """
<link rel="stylesheet" href="{web}/link-stylesheet">
<link rel="icon" href="{web}/link-icon"><link rel="shortcut icon" href="{web}/link-shortcut-icon">
<link rel="apple-touch-icon" href="{web}/link-touch-icon">
<link rel="preload" as="image" href="{web}/link-preload-image"><link rel="preload" as="style" href="{web}/link-preload-style">
<link rel="preload" as="font" crossorigin href="{web}/link-preload-font"><link rel="prefetch" href="{web}/link-prefetch">
<link rel="prerender" href="{web}/link-prerender"><link rel="modulepreload" href="{web}/link-modulepreload">
<link rel="preconnect" href="{tcp}"><link rel="dns-prefetch" href="{tcp}">
<link rel="alternate stylesheet" href="{web}/link-alternate" title="a"><link rel="manifest" href="{web}/link-manifest">
<link rel="stylesheet" media="print" href="{web}/link-print-stylesheet">
<style>
@import url("{web}/css-import");
@import "{web}/css-import-string";
@font-face { font-family: leak; src: url("{web}/css-font-face"); }
@media screen { #m1 { background: url({web}/css-media) } }
@supports (display: block) { #m2 { background: url({web}/css-supports) } }
@keyframes k { to { background-image: url({web}/css-keyframes) } }
body { background: url("{web}/css-body") }
#c1 { background-image: url({web}/css-background-image), url({web}/css-background-second) }
#c2 { list-style: url({web}/css-list-style) inside; display: list-item }
#c3::before { content: url({web}/css-content) }
#c4 { border-image: url({web}/css-border-image) 1; border: 1px solid }
#c5 { -webkit-mask-image: url({web}/css-mask) }
#c6 { cursor: url({web}/css-cursor), auto }
#c7 { font-family: leak }
#c8 { background: image-set(url("{web}/css-image-set") 1x) }
#c9 { shape-outside: url({web}/css-shape-outside); float: left }
#c10 { filter: url({web}/css-filter#f) }
#c11 { clip-path: url({web}/css-clip-path#c) }
#c12 { animation: k 1s forwards }
#c13 { background: u\\72l({web}/css-escaped) }
#c14 { --leak: url({web}/css-variable); background: var(--leak) }
#c15 { background: -webkit-image-set(url({web}/css-webkit-image-set) 1x) }
</style>
"""

BODY = """
<body background="{web}/attr-body-background">
<img src="{web}/img-src"><img srcset="{web}/img-srcset 1x"><img src="data:," srcset="{web}/img-srcset-2 2x, {web}/img-srcset-1 1x">
<img src="{bare}/img-protocol-relative"><img src="{web}/img-lazy" loading="lazy"><img lowsrc="{web}/img-lowsrc" dynsrc="{web}/img-dynsrc">
<input type="image" src="{web}/input-image"><image src="{web}/image-element">
<picture><source srcset="{web}/picture-source"><img src="{web}/picture-img"></picture>
<p id="m1">1</p><p id="m2">2</p><p id="c1">1</p><p id="c2">2</p><p id="c3">3</p><p id="c4">4</p><p id="c5">5</p><p id="c6">6</p>
<p id="c7">7</p><p id="c8">8</p><p id="c9">9</p><p id="c10">10</p><p id="c11">11</p><p id="c12">12</p><p id="c13">13</p>
<p id="c14">14</p><p id="c15">15</p>
<p style="background:url({web}/style-background)">s</p><p style="background-image:url('{web}/style-quoted')">s</p>
<p style="list-style-image:url({web}/style-list);display:list-item">s</p>
<table background="{web}/attr-table-background"><tr><td background="{web}/attr-td-background">t</td></tr></table>
<video poster="{web}/video-poster" src="{web}/video-src"><source src="{web}/video-source"><track default src="{web}/video-track"></video>
<audio src="{web}/audio-src" autoplay></audio>
<iframe src="{web}/iframe-src"></iframe><iframe srcdoc="<img src='{web}/iframe-srcdoc-img'>"></iframe>
<iframe src="data:text/html,<img src='{web}/iframe-data-img'>"></iframe>
<object data="{web}/object-data"></object><embed src="{web}/embed-src"><applet code="x" codebase="{web}/applet/"></applet>
<svg width="40" height="40"><image href="{web}/svg-image" width="9" height="9"/><image xlink:href="{web}/svg-xlink" width="9" height="9"/>
<use href="{web}/svg-use#a"/><filter id="f"><feImage href="{web}/svg-feimage"/></filter><rect filter="url(#f)" width="9" height="9"/>
<style>rect {{ fill: url({web}/svg-style-fill) }}</style><a href="{web}/svg-link"><text y="9">a</text></a></svg>
<form action="{web}/form-action" method="post"><input name="a" autofocus><button formaction="{web}/form-formaction">go</button></form>
<a href="{web}/link-click" id="click">click</a><a href="{web}/link-ping-target" ping="{web}/link-ping">ping</a>
<a href="{web}/link-blank" target="_blank">blank</a><map name="m"><area href="{web}/area-href" shape="rect" coords="0,0,9,9"></map>
<blockquote cite="{web}/attr-cite">q</blockquote><del cite="{web}/attr-del-cite">d</del><p longdesc="{web}/attr-longdesc">l</p>
<template><img src="{web}/template-img"></template><noscript><img src="{web}/noscript-img"></noscript>
<math><mtext><img src="{web}/math-img"></mtext></math><menuitem icon="{web}/menuitem-icon"></menuitem>
<bgsound src="{web}/bgsound"><frameset><frame src="{web}/frame-src"></frameset>
<img src="cid:missing@leak"><img src="file:///etc/hostname"><img src="{web}/img-ｕnicode">
<!--[if mso]><img src="{web}/conditional-comment"><![endif]-->
<script src="{web}/script-src"></script>
<script>new Image().src="{web}/script-image"; fetch("{web}/script-fetch"); navigator.sendBeacon("{web}/script-beacon");
var x=new XMLHttpRequest(); x.open("GET","{web}/script-xhr"); x.send(); new EventSource("{web}/script-eventsource");
try {{ new WebSocket("{tcp}".replace("http","ws")) }} catch (e) {{}}</script>
<img src="x:" onerror="new Image().src='{web}/handler-onerror'">
</body>
"""

REFRESH = '<meta http-equiv="refresh" content="2;url={web}/meta-refresh">'
"""Only where navigation is refused: it would take the page away."""


def build_leak_page(web: str, tcp: str, *, refresh: bool) -> str:
    body = BODY.replace("{{", "{").replace("}}", "}")
    page = f"<html><head>{HEAD}{REFRESH if refresh else ''}</head>{body}</html>"
    return page.replace("{web}", web).replace("{tcp}", tcp).replace("{bare}", web.removeprefix("http:"))


def vector_names() -> list[str]:
    """The distinct addresses on the page."""
    return sorted(set(re.findall(r"\{(?:web|bare)\}/([^\s\"'<>(),#]+)", HEAD + BODY + REFRESH)))
