"""By which ways a mail says that its list is left, and when one click may be believed."""

from __future__ import annotations

import pytest

from desktop.core.mime.list_fields import LeavingMail, read_list_fields

URL = "https://news.shop.example/u/1?a=b"
PASS = "Authentication-Results: mx.own.example; dkim=pass header.d=shop.example; spf=pass smtp.mailfrom=x@esp.example"
SIGNED = "DKIM-Signature: v=1; d=shop.example; s=a;\r\n h=From:To:List-Unsubscribe :List-Unsubscribe-Post; b=x"
POST = "List-Unsubscribe-Post: List-Unsubscribe=One-Click"
FROM = "From: Shop <news@shop.example>"
LIST = f"List-Unsubscribe: <{URL}>, <mailto:leave@shop.example?subject=leave%201>"


def mail(*headers: str) -> bytes:
    return "".join(f"{one}\r\n" for one in headers).encode() + b"\r\nHola\r\n"


def test_all_that_a_good_newsletter_offers():
    found = read_list_fields(
        mail(PASS, SIGNED, FROM, "List-Id: The =?utf-8?q?Ofertas_d=C3=ADa?= <OF.shop.example>", LIST, POST)
    )
    assert found is not None
    assert (found.mark, found.name) == ("list:of.shop.example", "The Ofertas día")
    assert (found.one_click, found.page) == (URL, URL)
    assert found.mail == LeavingMail("leave@shop.example", "leave 1", "unsubscribe")


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param((PASS, SIGNED, FROM, LIST), id="no post field"),
        pytest.param((PASS, SIGNED, FROM, LIST, POST + "; x"), id="another post field"),
        pytest.param((PASS, SIGNED, FROM, LIST, POST, POST), id="two of them"),
        pytest.param((SIGNED, FROM, LIST, POST), id="nobody vouches"),
        pytest.param((PASS, FROM, LIST, POST), id="not signed"),
        pytest.param((PASS, SIGNED.replace(":List-Unsubscribe-Post", ""), FROM, LIST, POST), id="not covered"),
        pytest.param((PASS, SIGNED.replace("shop", "esp"), FROM, LIST, POST), id="signed by somebody else"),
        pytest.param((PASS.replace("d=shop", "d=esp"), SIGNED.replace("shop", "esp"), FROM, LIST, POST), id="both"),
        pytest.param(
            (
                PASS.replace("d=shop", "d=esp").replace("x@esp", "x@shop"),
                SIGNED.replace("shop", "esp"), FROM, LIST, POST,
            ),
            id="the mailing service's signature alone",
        ),
        pytest.param((PASS.replace("dkim=pass", "dkim=fail"), SIGNED, FROM, LIST, POST), id="a broken signature"),
        pytest.param((PASS + "; dmarc=fail", SIGNED, FROM, LIST, POST), id="doubted"),
        pytest.param(
            ("Authentication-Results: mx.own.example; dkim=none", PASS.replace("own", "forged"), SIGNED, FROM, LIST, POST),
            id="a forger vouches for himself",
        ),
        pytest.param((PASS, SIGNED, FROM, "From: b@bank.example", LIST, POST), id="two authors"),
        pytest.param((PASS, SIGNED, FROM, LIST.replace("https:", "http:"), POST), id="not https"),
        pytest.param((PASS, SIGNED, FROM, LIST.replace("news.shop.example", "10.0.0.1"), POST), id="a number"),
        pytest.param((PASS, SIGNED, FROM, LIST.replace("news.shop", "shop.example@evil"), POST), id="a name before the @"),
    ],
)  # fmt: skip
def test_one_click_is_believed_only_with_proof(headers: tuple[str, ...]):
    found = read_list_fields(mail(*headers))
    assert found is not None
    assert found.one_click == ""
    assert found.mail is not None


@pytest.mark.parametrize(
    "value",
    [
        "", "NO", "https://bare.example/", "<javascript:alert(1)>", "<file:///etc/passwd>", "<https://>",
        "<mailto:>", "<mailto:a@x.example,b@x.example>", "<ftp://x.example/>", "<https://x.example/\u00e1>",
    ],
)  # fmt: skip
def test_what_nothing_can_be_made_of_is_no_newsletter(value: str):
    assert read_list_fields(mail(FROM, f"List-Unsubscribe: {value}")) is None


def test_two_fields_are_none():
    assert read_list_fields(mail(FROM, LIST, LIST)) is None
    assert read_list_fields(b"") is None


def test_a_mail_goes_to_one_address_alone_and_says_little():
    found = read_list_fields(
        mail(
            FROM,
            "List-Unsubscribe: <mailto:l@x.example?cc=boss@own.example&bcc=all@own.example&body=" + "a" * 9_000 + ">",
        )
    )
    assert found is None or found.mail is None, "longer than any entry"
    found = read_list_fields(mail(FROM, "List-Unsubscribe: <mailto:l@x.example\r\n ?cc=boss@own.example&body=leave>"))
    assert found is not None
    assert found.mail == LeavingMail("l@x.example", "unsubscribe", "leave")
    assert (found.mark, found.name) == ("from:news@shop.example", "Shop")


def test_https_comes_before_http():
    found = read_list_fields(mail(FROM, "List-Unsubscribe: <http://a.example/>, <https://b.example/>"))
    assert found is not None
    assert found.page == "https://b.example/"
