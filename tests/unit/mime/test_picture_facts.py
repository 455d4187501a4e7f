"""What a picture is by its first bytes: real headers of every kind, and what only pretends."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.mime.picture_facts import PictureFacts, read_picture_facts


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII5x", 13, b"IHDR", width, height)


def jpeg(width: int, height: int) -> bytes:
    app = b"\xff\xe0\x00\x10JFIF\x00" + bytes(9)
    return b"\xff\xd8" + app + b"\xff\xff\xc2\x00\x11\x08" + struct.pack(">HH", height, width) + bytes(12)


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + bytes(5)


def bmp(width: int, height: int) -> bytes:
    return b"BM" + bytes(12) + struct.pack("<Iii", 40, width, height) + bytes(8)


def webp(kind: bytes, rest: bytes) -> bytes:
    return b"RIFF" + bytes(4) + b"WEBP" + kind + bytes(4) + rest + bytes(20)


def lossy(width: int, height: int) -> bytes:
    return webp(b"VP8 ", b"\x00\x00\x00\x9d\x01\x2a" + struct.pack("<HH", width, height))


def lossless(width: int, height: int) -> bytes:
    return webp(b"VP8L", b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14))


def extended(width: int, height: int) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return webp(b"VP8X", bytes(4) + size)


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (png, "image/png"), (jpeg, "image/jpeg"), (gif, "image/gif"), (bmp, "image/bmp"), (lossy, "image/webp"),
        (lossless, "image/webp"), (extended, "image/webp"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", [(1, 1), (640, 481), (16_000, 3)])
def test_kind_and_size(make, kind: str, size: tuple[int, int]):
    assert read_picture_facts(make(*size)) == PictureFacts(kind, *size)


def test_a_claim_of_gigapixels_is_read_and_not_believed_to_be_small():
    facts = read_picture_facts(png(60_000, 60_000))
    assert facts is not None
    assert facts.pixels == 3_600_000_000


def test_a_bitmap_that_stands_on_its_head():
    assert read_picture_facts(bmp(5, -7)) == PictureFacts("image/bmp", 5, 7)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x89PNG\r\n\x1a\n", png(0, 9), bmp(-4, 4), b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>",
        b"\xff\xd8\xff\xe0\x00", b"\xff\xd8" + b"\xff\xe0\x00\x02" * 900, b"RIFF....WEBPVP8 ", b"%PDF-1.4", b"\x00\x00\x01\x00",
    ],
)  # fmt: skip
def test_what_is_no_picture(content: bytes):
    assert read_picture_facts(content) is None


@given(
    st.sampled_from([b"", png(3, 3), jpeg(3, 3), gif(3, 3), bmp(3, 3), lossy(3, 3)]),
    st.binary(max_size=60),
    st.integers(0, 40),
)
def test_nothing_raises(start: bytes, noise: bytes, cut: int):
    read_picture_facts(start[:cut] + noise + start[cut:])
