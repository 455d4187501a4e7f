"""Pictures of mails on their way into this process: which of Qt's readers may see their bytes.

Invariant: only PNG, JPEG, GIF, WebP and BMP are unpacked, by their first bytes, whatever they are called. Qt would try every reader
that it has, and the one for SVG opens the files that a picture names, on this computer or another. Any thread.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

_BEGINNINGS = {b"\x89PNG\r\n\x1a\n": b"png", b"\xff\xd8\xff": b"jpeg", b"GIF8": b"gif", b"RIFF": b"webp", b"BM": b"bmp"}
_MAX_SIDE = 20_000


def read_picture(content: bytes, most_pixels: int, within: QSize | None = None) -> QImage | None:
    """A picture of at most so many pixels, made smaller where it is larger than `within`; None for any other bytes."""
    kind = next((kind for beginning, kind in _BEGINNINGS.items() if content.startswith(beginning)), None)
    if kind is None:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > _MAX_SIDE or size.width() * size.height() > most_pixels:
        return None
    if within is not None and (size.width() > within.width() or size.height() > within.height()):
        reader.setScaledSize(size.scaled(within, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image
