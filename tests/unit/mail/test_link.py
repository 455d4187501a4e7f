"""A link says where it goes, and every dressed-up one gives a reason to ask."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.mail.link import LinkReason, evaluate_link

OTHER = LinkReason.WORDS_NAME_OTHER_PLACE


@pytest.mark.parametrize(
    ("href", "words", "reason"),
    [
        ("https://evil.example/x", "https://bank.com/login", OTHER),
        ("https://evil.example/x", "www.bank.com", OTHER),
        ("https://evil.example/x", "bank.com", OTHER),
        ("https://evil.example/x", "Go to bank.com.", OTHER),
        ("https://evil.example/x", "https://BANK.com", OTHER),
        ("https://evil.example/x", "bank.co.uk/secure", OTHER),
        ("https://evil.example/x", "https://ba\u200bnk.com", OTHER),
        ("https://bank.com.evil.example/", "bank.com", OTHER),
        ("https://evil.example/?u=https://bank.com", "https://bank.com", OTHER),
        ("https://evil.example/bank.com", "bank.com", OTHER),
        ("https://evil.example/", "soporte@bank.com", OTHER),
        ("mailto:a@evil.example", "a@bank.com", OTHER),
        ("https://bank.com@evil.example/", "Sign in", LinkReason.NAME_BEFORE_AT),
        ("https://bank.com%2Flogin@evil.example/", "Sign in", LinkReason.NAME_BEFORE_AT),
        ("https://user:pw@evil.example/", "Sign in", LinkReason.NAME_BEFORE_AT),
        ("https://pаypal.com/", "Sign in", LinkReason.MIXED_LETTERS),
        ("https://xn--80ak6aa92e.com/", "Sign in", LinkReason.MIXED_LETTERS),
        ("http://192.0.2.7/x", "Sign in", LinkReason.NUMBER_ADDRESS),
        ("http://[2001:db8::1]/x", "Sign in", LinkReason.NUMBER_ADDRESS),
        ("http://3221225991/x", "Sign in", LinkReason.NUMBER_ADDRESS),
        ("http://0xC0000207/x", "Sign in", LinkReason.NUMBER_ADDRESS),
        ("https://evil.example/", "moc.knab\u202e", LinkReason.HIDDEN_CHARACTERS),
        ("https://ex\u200bample.com/", "Sign in", LinkReason.HIDDEN_CHARACTERS),
        ("https://ex%E2%80%AEample.com/", "Sign in", LinkReason.HIDDEN_CHARACTERS),
        ("https://example.com:8443/", "Sign in", LinkReason.ODD_PORT),
    ],
)
def test_a_dressed_up_link_gives_its_reason(href: str, words: str, reason: LinkReason):
    verdict = evaluate_link(href, [words])
    assert reason in verdict.reasons
    assert verdict.openable


@pytest.mark.parametrize(
    ("href", "words"),
    [
        ("https://bank.com/login", "Sign in"),
        ("https://bank.com/login", "bank.com"),
        ("https://click.bank.com/track?id=1", "www.bank.com"),
        ("https://bank.co.uk/", "https://www.bank.co.uk/"),
        ("https://müller.de/", "xn--mller-kva.de"),
        ("https://example.org/", "Read more…"),
        ("https://example.org/", "version 2.10.3"),
        ("https://example.org/", "Node.js and README.md"),
        ("https://example.org/", "informe.pdf"),
        ("https://example.org/", "Sr.Pérez vino. Luego se fue."),
        ("https://example.org/", ""),
        ("mailto:ana@example.org?subject=Hola", "ana@example.org"),
        ("mailto:ana@example.org", "Write to us"),
        ("https://ru.wikipedia.org/", "Википедия"),
    ],
)
def test_an_ordinary_link_opens_without_a_question(href: str, words: str):
    verdict = evaluate_link(href, [words])
    assert verdict.reasons == ()
    assert verdict.openable


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "file:///etc/passwd",
        "vbscript:x", "smb://host/share", "\\\\host\\share", "ms-word:ofe|u|https://x", "tel:+34", "about:blank",
        "/relative", "", "https:", "https://", "http://[broken", "https://a b/", "https://example.org:99999/", "cid:x",
        "mailmsg:1", "view-source:https://x.example", "search-ms:query=x",
    ],
)  # fmt: skip
def test_nothing_else_can_be_opened(href: str):
    assert not evaluate_link(href, ["bank.com"]).openable


def test_the_true_host_is_readable():
    assert evaluate_link("https://WWW.xn--mller-kva.de/a?b=c").host == "www.müller.de"


def test_one_of_several_texts_is_enough():
    assert evaluate_link("https://evil.example", ["Sign in", "bank.com"]).reasons == (OTHER,)


@given(st.text(max_size=200), st.text(max_size=200))
def test_nothing_raises(href: str, words: str):
    for text in (href, f"https://{href}", f"mailto:{href}"):
        verdict = evaluate_link(text, [words])
        assert "\u202e" not in verdict.target + verdict.host + verdict.shown
