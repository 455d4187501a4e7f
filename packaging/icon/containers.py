"""The program's icon in the two containers that Windows (.ico) and macOS (.icns) read, drawn from bandeja.svg.

Runs while the package is built. Both formats are a small table followed by PNG pictures, so no further library is needed.
"""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICO_EDGES = (16, 24, 32, 48, 64, 256)
ICNS_TYPES = {b"icp4": 16, b"icp5": 32, b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024}


def build_png(svg: Path, edge: int) -> bytes:
    """The drawing as a square PNG, `edge` pixels wide."""
    image = QImage(edge, edge, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(svg)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def build_ico(svg: Path) -> bytes:
    """Header, one 16-byte entry for each size (0 means 256), then the pictures."""
    pictures = [build_png(svg, edge) for edge in ICO_EDGES]
    offset = 6 + 16 * len(pictures)
    table = struct.pack("<HHH", 0, 1, len(pictures))
    for edge, picture in zip(ICO_EDGES, pictures, strict=True):
        table += struct.pack("<BBBBHHII", edge % 256, edge % 256, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return table + b"".join(pictures)


def build_icns(svg: Path) -> bytes:
    """Magic and total length, then type, length and picture of each size; lengths include their own 8 bytes."""
    pictures = [(kind, build_png(svg, edge)) for kind, edge in ICNS_TYPES.items()]
    body = b"".join(kind + struct.pack(">I", len(picture) + 8) + picture for kind, picture in pictures)
    return b"icns" + struct.pack(">I", len(body) + 8) + body
