"""What the reader shows: which parts are text, which are files, and what is said about the rest."""

from __future__ import annotations

import base64

import pytest

from desktop.core.mime.parse_message import load_attachment, load_cid, parse_message
from tests.unit.mime.build import message, multipart, part, whole

PLAIN = part("text/plain; charset=utf-8", "plain words")
HTML = part("text/html; charset=utf-8", "<p>html <b>words</b></p>")
PDF = part("application/pdf; name=a.pdf", base64.b64encode(b"%PDF-1").decode(), "Content-Transfer-Encoding: base64")


def image(name: str, *headers: str) -> str:
    return part(
        "image/png", base64.b64encode(b"png").decode(), "Content-Transfer-Encoding: base64", *headers, f"X-Name: {name}"
    )


def test_a_plain_message():
    parsed = parse_message(message("Subject: hi", "Content-Type: text/plain; charset=utf-8", body="ñandú\n"))
    assert (parsed.text, parsed.html, parsed.attachments, parsed.defects) == ("ñandú", None, (), ())


def test_alternative_has_both_forms():
    parsed = parse_message(whole(multipart("alternative", PLAIN, HTML)))
    assert parsed.text == "plain words"
    assert parsed.html == "<p>html <b>words</b></p>"


def test_html_alone_gives_its_text():
    parsed = parse_message(whole(HTML))
    assert parsed.text == "html words"


def test_an_empty_plain_form_gives_way_to_the_html():
    parsed = parse_message(whole(multipart("alternative", part("text/plain", ""), HTML)))
    assert parsed.text == "html words"


def test_mixed_texts_are_joined_and_files_listed():
    parsed = parse_message(whole(multipart("mixed", PLAIN, PDF, part("text/plain", "list footer"))))
    assert parsed.text == "plain words\n\nlist footer"
    assert [(file.path, file.filename, file.size) for file in parsed.attachments] == [("2", "a.pdf", 6)]


def test_html_between_plain_texts_is_shown_as_one_document():
    parsed = parse_message(whole(multipart("mixed", HTML, part("text/plain", "footer <x>"))))
    assert parsed.html is not None
    assert "<b>words</b>" in parsed.html
    assert "footer &lt;x&gt;" in parsed.html


def test_related_images_are_inline_only_when_the_html_names_them():
    shown = part("text/html", '<img src="cid:one@x">')
    entity = multipart("related", shown, image("1", "Content-ID: <one@x>"), image("2", "Content-ID: <two@x>"))
    first, second = parse_message(whole(entity)).attachments
    assert (first.content_id, first.inline) == ("one@x", True)
    assert (second.content_id, second.inline) == ("two@x", False)
    assert load_cid(whole(entity), "one@x") == ("image/png", b"png")
    assert load_cid(whole(entity), "three@x") is None
    assert load_cid(whole(PLAIN), "") is None


def test_apple_style_alternative_with_files_inside():
    inner = multipart("mixed", HTML, PDF, part("text/html", "<p>more</p>"), boundary="i")
    parsed = parse_message(whole(multipart("alternative", PLAIN, inner)))
    assert parsed.text == "plain words"
    assert parsed.html is not None
    assert "words" in parsed.html
    assert "more" in parsed.html
    assert [file.path for file in parsed.attachments] == ["2.2"]


def test_an_attached_message_is_a_file_named_after_its_subject():
    inner = "Subject: inner/one\nContent-Type: text/plain\n\nhidden words"
    parsed = parse_message(whole(multipart("mixed", PLAIN, part("message/rfc822", inner))))
    assert parsed.text == "plain words"
    (file,) = parsed.attachments
    assert (file.filename, file.content_type) == ("inner_one.eml", "message/rfc822")


def test_a_digest_has_messages():
    parsed = parse_message(whole(multipart("digest", "\nSubject: one\n\nx\n", "\nSubject: two\n\ny\n")))
    assert [file.filename for file in parsed.attachments] == ["one.eml", "two.eml"]


def test_a_calendar_is_kept_as_a_file():
    parsed = parse_message(
        whole(multipart("alternative", PLAIN, HTML, part("text/calendar; method=REQUEST", "BEGIN:VCALENDAR")))
    )
    assert [(file.content_type, file.filename) for file in parsed.attachments] == [("text/calendar", "invitation.ics")]


def test_a_named_text_is_a_file_unless_it_stands_first_or_inline():
    named = 'text/plain; name="notes.txt"'
    assert parse_message(whole(part(named, "first"))).attachments == ()
    later = parse_message(whole(multipart("mixed", PLAIN, part(named, "second"))))
    assert (later.text, [file.filename for file in later.attachments]) == ("plain words", ["notes.txt"])
    patch = parse_message(
        whole(multipart("mixed", PLAIN, part("text/x-patch", "+a", "Content-Disposition: inline; filename=a.patch")))
    )
    assert patch.text == "plain words\n\n+a"
    assert [file.filename for file in patch.attachments] == ["a.patch"]


def test_an_attached_text_is_not_shown():
    parsed = parse_message(whole(part("text/plain", "x", "Content-Disposition: attachment; filename=x.txt")))
    assert parsed.text == ""
    assert [file.filename for file in parsed.attachments] == ["x.txt"]


def test_equal_names_are_told_apart():
    parsed = parse_message(whole(multipart("mixed", PDF, PDF, PDF)))
    assert [file.filename for file in parsed.attachments] == ["a.pdf", "a (2).pdf", "a (3).pdf"]


def test_winmail_is_left_as_it_is():
    parsed = parse_message(whole(multipart("mixed", PLAIN, part("application/ms-tnef; name=winmail.dat", "x"))))
    assert [file.filename for file in parsed.attachments] == ["winmail.dat"]


@pytest.mark.parametrize(
    ("entity", "word"),
    [
        (
            multipart(
                "encrypted", part("application/pgp-encrypted", "Version: 1"), part("application/octet-stream", "x")
            ),
            "OpenPGP",
        ),
        (part("application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", "x"), "encrypted with S/MIME"),
        (part("application/pkcs7-mime; smime-type=signed-data; name=smime.p7m", "x"), "S/MIME signature"),
        (multipart("signed", PLAIN, part("application/pgp-signature", "x")), "not checked"),
        (part("text/plain", "-----BEGIN PGP MESSAGE-----\n\nx"), "OpenPGP"),
    ],
)
def test_what_cannot_be_opened_is_said(entity: str, word: str):
    (defect,) = parse_message(whole(entity)).defects
    assert word in defect


def test_a_signed_text_is_shown():
    parsed = parse_message(whole(multipart("signed", PLAIN, part("application/pgp-signature", "x"))))
    assert parsed.text == "plain words"


def test_flowed_text_is_joined():
    body = "a long \nline\n> quoted \n> on\n-- \nme\n  stuffed"
    parsed = parse_message(message("Content-Type: text/plain; format=flowed", body=body))
    assert parsed.text == "a long line\n> quoted on\n-- \nme\n stuffed"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (["Content-Transfer-Encoding: base64"], base64.b64encode("ñ".encode()).decode()),
        (["Content-Transfer-Encoding: BASE64 "], base64.b64encode("ñ".encode()).decode().rstrip("=")),
        (["Content-Transfer-Encoding: base64"], base64.b64encode("ñ".encode()).decode().rstrip("=") + "AA"),
        (["Content-Transfer-Encoding: base64"], "w*7\n-E="),
        (["Content-Transfer-Encoding: base64"], "w7E=\n_____\nlist footer"),
        (["Content-Transfer-Encoding: base64"], "ww==\nsQ=="),
        (["Content-Transfer-Encoding: quoted-printable"], "=C3=B1"),
        (["Content-Transfer-Encoding: quoted-printable"], "=c3=\n=b1"),
        (["Content-Transfer-Encoding: 8bit"], "ñ"),
        (["Content-Transfer-Encoding: nonsense"], "ñ"),
        ([], "ñ"),
    ],
)
def test_transfer_encodings(headers: list[str], body: str):
    parsed = parse_message(message("Content-Type: text/plain; charset=utf-8", *headers, body=body))
    assert parsed.text.strip() == "ñ"


def test_base64_that_ends_in_the_middle_of_a_group():
    for ending in ("Z", "ZA", "ZAB"):
        raw = message("Content-Transfer-Encoding: base64", body="YWJj" + ending)
        assert parse_message(raw).text.startswith("abc")


def test_uuencode():
    body = "begin 644 a.txt\n#86)C\n`\nend\n"
    assert parse_message(message("Content-Transfer-Encoding: x-uuencode", body=body)).text == "abc"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"", ""),
        (b"\n", ""),
        (b"just words", "just words"),
        (b"Subject: x", ""),
        (b"Subject: x\nno blank line before this", "no blank line before this"),
        (b"Subject: x\n \nblank line is not empty", "blank line is not empty"),
        (b"Subject: x\rFrom: a@b.org\r\rold line ends\r", "old line ends"),
        (b"Content-Type: multipart/mixed; boundary=x\n\nno boundary at all", "no boundary at all"),
        (b"Content-Type: multipart/mixed\n\n--y\n\ninside\n--y--\n", "inside"),
        (b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nnever closed", "never closed"),
        (b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\none\n--xx\nstill one\n--x--\n", "one\n--xx\nstill one"),
        (b"Content-Type: rubbish\n\nwords", "words"),
        (b"Content-Type: html\n\n<p>words</p>", "words"),
        (b'Content-Type: text/plain; charset="nobody\'s"\n\n\xff', "ÿ"),
        (b"\xff\xfe\x00\x01", "ÿþ"),
    ],
)
def test_broken_mail_is_shown(raw: bytes, text: str):
    assert parse_message(raw).text == text


def test_bytes_of_a_part_by_its_number():
    raw = whole(multipart("mixed", multipart("alternative", PLAIN, HTML, boundary="i"), PDF))
    assert load_attachment(raw, "2") == b"%PDF-1"
    assert load_attachment(raw, "1.1") == b"plain words"
    assert load_attachment(whole(PLAIN), "1") == b"plain words\r\n"
    with pytest.raises(KeyError):
        load_attachment(raw, "3")


def test_flowed_lines_of_another_depth_are_not_joined():
    body = "> one \ntwo\n>> three \n> four"
    parsed = parse_message(message("Content-Type: text/plain; format=flowed", body=body))
    assert parsed.text == "> one \ntwo\n>> three \n> four"


def test_a_line_of_blanks_ends_the_header_when_text_follows():
    raw = b"Content-Type: multipart/mixed; boundary=b\n \n--b\nContent-Type: text/plain\nSubject: x\n\ninside\n--b--\n"
    assert parse_message(raw).text == "inside"
    assert parse_message(b"Subject: a\n \nFrom: b@x.org\n\ntext").envelope.from_


def test_a_very_long_text_is_cut_and_said():
    parsed = parse_message(message(body="x" * 3_000_000))
    assert len(parsed.text) == 2_000_000
    assert parsed.too_complex
    assert parsed.defects
