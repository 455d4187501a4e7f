"""Reading mail never fails, never lets anything unseen through, and says the same to the index and to the reader."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.mail.envelope import Envelope
from desktop.core.mime.addresses import parse_addresses
from desktop.core.mime.charsets import decode_text
from desktop.core.mime.dates import parse_date
from desktop.core.mime.file_names import safe_file_name, unique_file_names
from desktop.core.mime.header_text import decode_header
from desktop.core.mime.html_text import html_to_text
from desktop.core.mime.index_message import index_body, index_headers, index_message
from desktop.core.mime.parameters import parse_parameters
from desktop.core.mime.parse_message import load_attachment, parse_message
from desktop.core.mime.reply import forward, reply_to
from desktop.core.mime.sections import MAX_SECTIONS, normalise_line_ends, read_structure
from desktop.core.mime.threading_keys import build_threads

# Bytes out of the pieces mail is made of break a reader far sooner than random bytes do.
PIECES = st.sampled_from(
    [
        b"\n", b"\r\n", b"\r", b"\n\n", b"\r\n\r\n", b" ", b"\t", b"\0", b"\xff", b"\xc3", b"\xa9", b"\xef\xbb\xbf", b"\x1b$B",
        b"From: ", b"To: ", b"Subject: ", b"Date: ", b"References: ", b"Message-ID: ", b"In-Reply-To: ", b"List-Id: ",
        b"Content-Type: ", b"Content-Disposition: ", b"Content-Transfer-Encoding: ", b"Content-ID: ", b"From x Mon\n",
        b"text/plain", b"text/html", b"multipart/mixed", b"multipart/alternative", b"multipart/related", b"multipart/digest",
        b"message/rfc822", b"multipart/encrypted", b"application/pkcs7-mime", b"image/png", b"text/calendar", b"text/enriched",
        b"; boundary=b", b'; boundary="b"', b"; boundary=", b"; charset=utf-8", b"; charset=utf-7", b"; charset=x", b"; format=flowed",
        b"; name=", b"; name*=", b"; name*0*=utf-8''", b"; filename=", b"attachment", b"inline", b"base64", b"quoted-printable",
        b"x-uuencode", b"--b", b"--b\n", b"\n--b\n", b"\n--b--\n", b"--", b"=?utf-8?q?", b"=?utf-8?b?", b"?=", b"=?", b"=C3=A9", b"=\n",
        b"YWJj", b"=", b"<", b">", b"<a@b>", b"a@b", b",", b";", b":", b"(", b")", b'"', b"\\", b"@", b"begin 644 x\n", b"end\n",
        b"> ", b">", b"-- \n", b"<p>", b"<div style='display:none'>", b"</div>", b"<table>", b"<img src='cid:a'>", b"<style>", b"<!--", b"&amp;",
        b"24 Nov 2026 10:00:00 +0000", b"words ", b"x" * 200,
    ]
)  # fmt: skip
MAIL = st.lists(PIECES | st.binary(max_size=6), max_size=60).map(b"".join)


def is_clean(text: str) -> bool:
    text.encode("utf-8")
    return text.isprintable() or all(
        character.isprintable() or character == "\u200d" or character == "\u200c" for character in text
    )


@given(MAIL)
def test_any_bytes_are_read(raw: bytes):
    indexed = index_message(raw)
    parsed = parse_message(raw)
    index_headers(raw)
    body = index_body(raw)
    assert all(getattr(body, name) == getattr(indexed, name) for name in body.__slots__)
    assert indexed.envelope == parsed.envelope
    assert is_clean(indexed.envelope.subject)
    for address in (*indexed.envelope.from_, *indexed.envelope.to):
        assert is_clean(str(address))
    assert "\n" not in indexed.snippet
    assert len(indexed.snippet) <= 200
    assert len(indexed.body_text.encode("utf-8")) <= 65_536
    assert indexed.thread_key
    for text in (parsed.text, parsed.html or "", *parsed.defects, *(file.filename for file in parsed.attachments)):
        text.encode("utf-8")
        assert "\0" not in text
    assert len({file.filename.casefold() for file in parsed.attachments}) == len(parsed.attachments)
    for file in parsed.attachments:
        load_attachment(raw, file.path)
    reply_to(parsed, raw, to_all=True)
    forward(parsed, raw)


@given(MAIL)
def test_the_index_finds_what_the_reader_shows(raw: bytes):
    shown = set(parse_message(raw).text.split())
    assert shown == set(index_message(raw).body_text.split())


@given(MAIL)
def test_parts_lie_inside_the_message_and_do_not_overlap(raw: bytes):
    raw = normalise_line_ends(raw)
    structure = read_structure(raw)
    end = 0
    leaves = structure.leaves()
    assert len(leaves) <= MAX_SECTIONS + 1
    for leaf in leaves:
        assert end <= leaf.start <= leaf.end <= len(raw)
        end = leaf.end
    assert len({leaf.path for leaf in leaves}) == len(leaves)


@given(st.lists(PIECES | st.binary(max_size=8), max_size=20).map(b"".join))
def test_any_value_is_decoded(value: bytes):
    assert is_clean(decode_header(value))
    for address in parse_addresses(value):
        assert is_clean(str(address))
        assert address.display_name or address.addr_spec
    kind, parameters = parse_parameters(value)
    kind.encode("utf-8")
    for name, text in parameters.items():
        name.encode("utf-8")
        text.encode("utf-8")
    moment = parse_date(value)
    assert moment is None or moment.utcoffset().total_seconds() == 0


@given(
    st.binary(max_size=80),
    st.sampled_from(
        [
            "",
            "utf-8",
            "utf-7",
            "utf-16",
            "utf-32",
            "iso-2022-jp",
            "iso-2022-kr",
            "hz",
            "gb18030",
            "big5",
            "euc-kr",
            "shift_jis",
            "koi8-r",
            "cp1252",
            "idna",
        ]
    ),
)
def test_any_bytes_are_text(data: bytes, label: str):
    text = decode_text(data, label)
    text.encode("utf-8")
    assert not any(character in "\0\r\x07\x1b\x7f" for character in text)


@given(st.text(max_size=60))
def test_plain_unicode_survives_utf8(text: str):
    cleaned = decode_text(text.encode("utf-8", "ignore"), "utf-8")
    assert cleaned.isascii() or cleaned.encode("utf-8").decode("utf-8") == cleaned


@given(
    st.text(max_size=300)
    | st.lists(
        st.sampled_from(["../", "\\", ".", " ", "CON", "a", ":", "\u202e", "\0", "é", "😀", ".exe", "/", "\u2800"]),
        max_size=30,
    ).map("".join)
)
def test_a_file_name_is_one_safe_component(name: str):
    safe = safe_file_name(name, "application/pdf")
    assert safe
    assert len(safe.encode("utf-8")) <= 241
    assert not set(safe) & set('/\\:*?"<>|\0\r\n\u202e')
    assert safe not in (".", "..")
    assert not safe.startswith(".")
    assert safe == safe.strip(" .")
    assert safe_file_name(safe, "application/pdf") == safe


@given(st.lists(st.sampled_from(["a", "A", "a (2)", "b.txt", "B.TXT", "b (2).txt", "c."]), max_size=30))
def test_file_names_become_unique(names: list[str]):
    unique = unique_file_names(names)
    assert len(unique) == len(names)
    assert len({name.casefold() for name in unique}) == len(names)


@given(st.text(alphabet=st.sampled_from(list("<>/abp=\"' \n&;!-x")), max_size=200))
def test_any_html_is_text(html: str):
    html_to_text(html).encode("utf-8")


IDS = st.sampled_from([f"{letter}" for letter in "abcdefgh"])


@given(st.lists(st.tuples(IDS, st.lists(IDS, max_size=4)), max_size=12), st.booleans(), st.booleans())
def test_threads_hold_every_message_once(messages: list[tuple[str, list[str]]], by_subject: bool, prune: bool):
    pairs = [
        (
            number,
            Envelope(
                message_id=identifier, subject=f"Re: {identifier[0]}", references=tuple(dict.fromkeys(references))
            ),
        )
        for number, (identifier, references) in enumerate(messages)
    ]
    roots = build_threads(pairs, by_subject=by_subject, prune=prune)
    found = sorted(node.key for root in roots for _, node in root.walk() if node.key is not None)
    assert found == list(range(len(messages)))
