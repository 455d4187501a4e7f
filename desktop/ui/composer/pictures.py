"""Pictures on their way into a text: made small enough to be shown, and made bytes to be sent. Workers; no widgets.

Invariant: a picture of a mail is looked at only if its size is sane, and never takes more memory than one screen of it.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

MAX_SIDE = 20_000
SHOWN = QSize(1_600, 1_600)


def decode(content: bytes) -> QImage | None:
    """For the screen, or None for what is no picture or none that is safe to open."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > MAX_SIDE or size.width() * size.height() > 60_000_000:
        return None
    if size.width() > SHOWN.width() or size.height() > SHOWN.height():
        reader.setScaledSize(size.scaled(SHOWN, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


def encode(image: QImage) -> bytes:
    """As PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
