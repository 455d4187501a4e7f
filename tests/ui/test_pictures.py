"""Pictures of mails are unpacked by five readers alone, whatever Qt has besides."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize, QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument

from desktop.ui.composer.pictures import decode
from desktop.ui.pictures import read_picture
from desktop.ui.reader.text_view import TextView


def packed(kind: str, width: int = 30, height: int = 20) -> bytes:
    image = QImage(QSize(width, height), QImage.Format.Format_RGB32)
    image.fill(QColor("#123456"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def drawing(path: Path) -> bytes:
    """An SVG that shows a file of this computer, or asks another one for it."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="30" height="20">'
        f'<image xlink:href="{path}" width="30" height="20"/></svg>'
    ).encode()


@pytest.mark.parametrize("kind", ["png", "jpeg", "bmp", "webp"])
def test_a_picture_is_shown(qapp, kind: str):
    image = read_picture(packed(kind), 1_000)
    assert image is not None
    assert (image.width(), image.height()) == (30, 20)


@pytest.mark.parametrize("kind", ["svg", "svgz", "tiff", "ico", "ppm", "xbm"])
def test_no_other_reader_sees_the_bytes(qapp, tmp_path: Path, kind: str):
    (tmp_path / "private.png").write_bytes(packed("png"))
    svg = drawing(tmp_path / "private.png")
    content = {"svg": svg, "svgz": gzip.compress(svg)}.get(kind) or packed(kind)
    assert not QImage.fromData(content).isNull(), "Qt would show it"
    assert read_picture(content, 1_000_000) is None
    assert decode(content) is None


def test_one_kind_is_not_taken_for_another(qapp):
    assert read_picture(b"\x89PNG\r\n\x1a\n" + packed("jpeg"), 1_000) is None
    assert read_picture(b"BM" + b"<svg/>", 1_000) is None


def test_too_many_pixels_are_not_unpacked(qapp):
    assert read_picture(packed("png"), 599) is None
    assert read_picture(packed("png", 20_001, 1), 1_000_000) is None
    shown = read_picture(packed("png", 300, 200), 1_000_000, QSize(30, 30))
    assert shown is not None
    assert (shown.width(), shown.height()) == (30, 20)


def test_the_view_without_an_engine_opens_no_file(qtbot, tmp_path: Path):
    (tmp_path / "private.png").write_bytes(packed("png"))
    view = TextView()
    qtbot.addWidget(view)
    view.show_html(
        '<img src="cid:a"><img src="cid:b">',
        {"a": gzip.compress(drawing(tmp_path / "private.png")), "b": packed("png")},
    )
    kind = QTextDocument.ResourceType.ImageResource.value
    found = [view.loadResource(kind, QUrl(f"cid:{name}")) for name in "ab"]
    assert [isinstance(image, QImage) and image.isNull() for image in found] == [True, False]
