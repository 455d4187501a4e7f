"""Pictures on their way into a text: made small enough to be shown, and made bytes to be sent. Workers; no widgets.

Invariant: a picture of a mail is looked at only if its size is sane, and never takes more memory than one screen of it.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QImage

from desktop.ui.pictures import read_picture

MAX_PIXELS = 60_000_000
SHOWN = QSize(1_600, 1_600)


def decode(content: bytes) -> QImage | None:
    """For the screen, or None for what is no picture or none that is safe to open."""
    return read_picture(content, MAX_PIXELS, SHOWN)


def prepare(given: QImage | bytes) -> tuple[bytes, QImage] | None:
    """What is sent of a picture, and what is shown of it; None for what is no picture or none that is safe to open. It is
    written anew: what else another program keeps in a file (a place, a name) is not in it."""
    if isinstance(given, bytes):
        read = read_picture(given, MAX_PIXELS)
        if read is None:
            return None
        given = read
    for name in given.textKeys():
        given.setText(name, "")
    large = given.width() > SHOWN.width() or given.height() > SHOWN.height()
    smooth = Qt.TransformationMode.SmoothTransformation
    return encode(given), given.scaled(SHOWN, Qt.AspectRatioMode.KeepAspectRatio, smooth) if large else given


def make_small(given: QImage | bytes, side: int, most: int) -> tuple[bytes, QImage] | None:
    """As `prepare`, no wider or higher than `side` and in no more than `most` bytes."""
    image = decode(given) if isinstance(given, bytes) else given
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    while image is not None and not image.isNull() and side:
        if image.width() > side or image.height() > side:
            image = image.scaled(side, side, keep, smooth)
        made = prepare(image)
        if made is not None and len(made[0]) <= most:
            return made
        side = side * 3 // 4
    return None


def encode(image: QImage) -> bytes:
    """As PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
