"""Draws the pictures that the demo's people attach, into `pictures/`: run it by hand after changing a drawing.

Invariant: nothing imports this module; the demo reads the stored files only. Needs PySide6; main thread of its own process.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)

WIDTH, HEIGHT = 880, 587
Drawing = Callable[[QPainter, random.Random], None]


def _sky(painter: QPainter, top: str, bottom: str, height: int = HEIGHT) -> None:
    gradient = QLinearGradient(0, 0, 0, height)
    gradient.setColorAt(0, QColor(top))
    gradient.setColorAt(1, QColor(bottom))
    painter.fillRect(QRectF(0, 0, WIDTH, height), gradient)


def _polygon(painter: QPainter, colour: str, *points: tuple[float, float]) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))


def _rect(painter: QPainter, colour: str, x: float, y: float, width: float, height: float) -> None:
    painter.fillRect(QRectF(x, y, width, height), QColor(colour))


def _line(painter: QPainter, colour: str, width: float, x1: float, y1: float, x2: float, y2: float) -> None:
    painter.setPen(QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))


def _disc(painter: QPainter, colour: str, x: float, y: float, radius: float, flat: float = 1.0) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QPointF(x, y), radius, radius * flat)


def _words(painter: QPainter, text: str, x: float, y: float, size: int = 20, colour: str = "#2b2b2b") -> None:
    painter.setFont(QFont("DejaVu Sans", size))
    painter.setPen(QColor(colour))
    painter.drawText(QPointF(x, y), text)


def terraza(painter: QPainter, rng: random.Random) -> None:
    _sky(painter, "#31436b", "#f6b26b", 330)
    _disc(painter, "#ffe9a8", 610, 300, 46)
    _rect(painter, "#2f5573", 0, 322, WIDTH, 110)
    for _ in range(60):
        x, y = 610 + rng.gauss(0, 60), 326 + rng.random() * 100
        _line(painter, "#f3c583", 2, x, y, x + 10 + rng.random() * 22, y)
    _polygon(painter, "#c98f63", (0, 420), (WIDTH, 420), (WIDTH, HEIGHT), (0, HEIGHT))
    for column in range(-6, 12):
        _line(painter, "#b57b50", 2, 440 + (column - 3) * 60, 420, 440 + (column - 3) * 190, HEIGHT)
    for row in (445, 482, 532):
        _line(painter, "#b57b50", 2, 0, row, WIDTH, row)
    for post in range(0, WIDTH, 110):
        _rect(painter, "#f3efe6", post, 372, 8, 56)
    _rect(painter, "#f3efe6", 0, 366, WIDTH, 9)
    _polygon(painter, "#5b3a29", (110, 470), (250, 470), (262, 488), (98, 488))
    for leg in (118, 236):
        _rect(painter, "#5b3a29", leg, 486, 8, 72)
    _polygon(painter, "#6b4633", (252, 380), (262, 380), (274, 478), (258, 478))
    _rect(painter, "#d8c24a", 168, 440, 12, 30)
    _disc(painter, "#8d1f2d", 206, 458, 9)


def cocina(painter: QPainter, rng: random.Random) -> None:
    _rect(painter, "#f0e6d4", 0, 0, WIDTH, HEIGHT)
    _rect(painter, "#bfe0ec", 250, 70, 380, 190)
    _rect(painter, "#5c93b5", 250, 190, 380, 70)
    _rect(painter, "#9a6b43", 434, 70, 12, 190)
    painter.setPen(QPen(QColor("#9a6b43"), 14))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(250, 70, 380, 190))
    _rect(painter, "#d9d2c3", 0, 330, WIDTH, 22)
    for cupboard in range(6):
        _rect(painter, "#7d9b84", cupboard * 148 + 4, 356, 140, 150)
        _disc(painter, "#3b3b3b", cupboard * 148 + 128, 420, 5)
    _rect(painter, "#9a6b43", 30, 210, 190, 10)
    for jar in range(4):
        _rect(painter, "#2e5e9e", 44 + jar * 44, 166, 30, 44)
        _rect(painter, "#e7ddc8", 46 + jar * 44, 160, 26, 8)
    for lemon in range(5):
        _disc(painter, "#f2cf3b", 660 + lemon * 24, 322 - (lemon % 2) * 12, 15, 0.8)
    _line(painter, "#8b8f94", 8, 440, 330, 440, 292)
    _line(painter, "#8b8f94", 8, 440, 292, 470, 300)
    _terrazzo(painter, rng, 512)


def _terrazzo(painter: QPainter, rng: random.Random, top: float) -> None:
    _rect(painter, "#cfc6b6", 0, top, WIDTH, HEIGHT - top)
    for _ in range(int((HEIGHT - top) * 2.2)):
        colour = rng.choice(["#8a7f70", "#efe8da", "#a24c3a", "#5f6a5c", "#e0d6c3"])
        _disc(painter, colour, rng.random() * WIDTH, top + rng.random() * (HEIGHT - top), 2 + rng.random() * 7, 0.7)


def terrazo(painter: QPainter, rng: random.Random) -> None:
    _terrazzo(painter, rng, 0)
    for column in range(1, 6):
        _line(painter, "#6b6358", 4, column * 147, 0, column * 147, HEIGHT)
    for row in range(1, 4):
        _line(painter, "#6b6358", 4, 0, row * 147, WIDTH, row * 147)
    for number in range(24):
        _words(painter, str(number + 17), (number % 6) * 147 + 44, (number // 6) * 147 + 90, 34, "#1c3f94")


def fachada(painter: QPainter, rng: random.Random) -> None:
    _sky(painter, "#8fc1e3", "#dcebf2")
    _rect(painter, "#e6cfa3", 90, 110, 700, HEIGHT)
    for _ in range(500):
        _disc(painter, "#dcc394", 95 + rng.random() * 690, 125 + rng.random() * 450, 1.5)
    _rect(painter, "#b5623c", 70, 92, 740, 26)
    for x in (170, 400, 630):
        _rect(painter, "#f7f3e8", x - 12, 190, 114, 150)
        _rect(painter, "#4a6b57", x, 202, 90, 126)
        _line(painter, "#2f4a3b", 3, x + 45, 202, x + 45, 328)
    _rect(painter, "#5b3a29", 380, 420, 130, 167)
    for x, colour in ((130, "#f3eee0"), (210, "#d9b98a"), (290, "#e3b3a4")):
        _rect(painter, colour, x, 430, 64, 96)


def azulejos(painter: QPainter, rng: random.Random) -> None:
    size = 98
    for row in range(6):
        for column in range(9):
            x, y = column * size, row * size
            _rect(painter, rng.choice(["#f4d94f", "#f2d23c", "#f6e06d", "#eecb33"]), x, y, size - 3, size - 3)
            _disc(painter, "#fff7c0" if rng.random() < 0.5 else "#3f7d5a", x + 48, y + 48, 14 + rng.random() * 6)
            for turn in range(4):
                angle = math.pi / 2 * turn + math.pi / 4
                _disc(painter, "#3f7d5a", x + 48 + 30 * math.cos(angle), y + 48 + 30 * math.sin(angle), 8)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _bricks(painter: QPainter, rng: random.Random, bottom: int) -> None:
    for row in range(0, bottom, 34):
        for column in range(-1, 11):
            shade = rng.choice(["#a9583c", "#b5633f", "#9c4f37", "#bb6d4a"])
            _rect(painter, shade, column * 92 + (46 if row % 68 else 0), row, 88, 30)


def obra(painter: QPainter, rng: random.Random) -> None:
    _rect(painter, "#c9bfae", 0, 0, WIDTH, HEIGHT)
    _bricks(painter, rng, HEIGHT)
    _rect(painter, "#e9e4d8", 250, 230, 400, 357)
    _rect(painter, "#7b5a3c", 190, 178, 500, 52)
    for _ in range(40):
        y = 182 + rng.random() * 44
        _line(painter, "#65472d", 1, 195 + rng.random() * 300, y, 520 + rng.random() * 160, y)
    for x in (330, 450, 570):
        _rect(painter, "#c0392b", x, 230, 14, 357)
    _line(painter, "#f4f4f4", 4, 640, 150, 700, 178)
    _words(painter, "9 cm", 706, 160, 26, "#ffffff")


def grieta(painter: QPainter, rng: random.Random) -> None:
    _sky(painter, "#f1ede4", "#e2dccf")
    _rect(painter, "#b9d4e0", 300, 330, 320, 257)
    painter.setPen(QPen(QColor("#ffffff"), 18))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(300, 330, 320, 270))
    x, y = 620.0, 322.0
    while y > 60:
        step = x + 8 + rng.random() * 16, y - 10 - rng.random() * 12
        _line(painter, "#57514a", 2 + rng.random() * 2, x, y, *step)
        x, y = step
    _disc(painter, "#c8a24a", 770, 210, 30)
    _words(painter, "1 €", 752, 218, 18, "#5d4712")


def gotera(painter: QPainter, rng: random.Random) -> None:
    _sky(painter, "#f7f6f2", "#e6e4dd")
    for ring in range(9):
        path = QPainterPath()
        for step in range(40):
            angle = step / 40 * 2 * math.pi
            radius = 170 - ring * 15 + rng.random() * 10
            point = QPointF(430 + radius * 1.3 * math.cos(angle), 280 + radius * math.sin(angle))
            path.moveTo(point) if step == 0 else path.lineTo(point)
        path.closeSubpath()
        painter.fillPath(path, QColor(176, 138, 84, 22))
    _rect(painter, "#e8c547", 120, 480, 640, 46)
    for mark in range(33):
        _line(painter, "#3b3205", 2, 130 + mark * 19, 480, 130 + mark * 19, 508 if mark % 5 == 0 else 494)


def oficina(painter: QPainter, rng: random.Random) -> None:
    _rect(painter, "#ece6da", 0, 0, WIDTH, HEIGHT)
    _polygon(painter, "#b98d63", (0, 0), (WIDTH, 0), (700, 150), (180, 150))
    for beam in range(9):
        _line(painter, "#7a5636", 9, beam * 110, 0, 180 + beam * 65, 150)
    _rect(painter, "#d7cdbb", 180, 150, 520, 220)
    for x in (220, 370, 520):
        _rect(painter, "#a9cbd8", x, 180, 110, 140)
    _polygon(painter, "#9c8f7d", (180, 370), (700, 370), (WIDTH, HEIGHT), (0, HEIGHT))
    for desk in range(4):
        x = 120 + desk * 180
        _polygon(painter, "#f3f0ea", (x, 430), (x + 130, 430), (x + 160, 470), (x - 10, 470))
        _rect(painter, "#3a3a3a", x, 470, 6, 70)
        _rect(painter, "#3a3a3a", x + 140, 470, 6, 70)
        _line(painter, "#222222", 2, x + 70, 120, x + 70, 250)
        _polygon(painter, "#222222", (x + 58, 250), (x + 82, 250), (x + 100, 280), (x + 40, 280))
        _disc(painter, "#ffe6a3", x + 70, 282, 14, 0.5)


def pan(painter: QPainter, rng: random.Random) -> None:
    _sky(painter, "#5a3b24", "#3c2616")
    for shelf in (180, 340, 500):
        _rect(painter, "#8d6540", 0, shelf, WIDTH, 18)
        for loaf in range(7):
            x = 70 + loaf * 122 + rng.random() * 14
            _disc(painter, rng.choice(["#c98743", "#b8733a", "#d59a55"]), x, shelf - 30, 52, 0.6)
            for cut in (-22, 0, 22):
                _line(painter, "#f0d3a2", 4, x + cut - 8, shelf - 44, x + cut + 8, shelf - 22)


def madera(painter: QPainter, rng: random.Random) -> None:
    _rect(painter, "#f4f2ee", 0, 0, WIDTH, HEIGHT)
    for index, (colour, name) in enumerate((("#c79a5b", "pino"), ("#9a5f34", "mobila"), ("#7a4a2b", "iroko"))):
        x = 50 + index * 275
        _rect(painter, colour, x, 60, 230, 410)
        for _ in range(26):
            offset = rng.random() * 220
            _line(painter, QColor(colour).darker(118).name(), 2, x + offset, 62, x + offset + rng.gauss(0, 4), 468)
        _words(painter, name, x + 70, 530, 24)


def arena(painter: QPainter, rng: random.Random) -> None:
    _rect(painter, "#ffffff", 0, 0, WIDTH, HEIGHT)
    for index, colour in enumerate(("#e9d8b4", "#e0c795", "#cfae78")):
        x = 40 + index * 280
        _rect(painter, colour, x, 50, 250, 430)
        for _ in range(260):
            _disc(painter, QColor(colour).darker(108).name(), x + rng.random() * 248, 50 + rng.random() * 428, 1.6)
        _words(painter, f"{index + 1}", x + 112, 545, 30)


def planta(painter: QPainter, rng: random.Random) -> None:
    _rect(painter, "#ffffff", 0, 0, WIDTH, HEIGHT)
    walls = ((60, 60, 820, 60), (820, 60, 820, 520), (820, 520, 60, 520), (60, 520, 60, 60), (380, 60, 380, 340))
    for wall in (*walls, (60, 340, 300, 340), (560, 340, 820, 340), (560, 340, 560, 520)):
        _line(painter, "#222222", 12, *wall)
    _line(painter, "#c0392b", 12, 560, 200, 560, 340)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor("#888888"), 2))
    painter.drawArc(QRectF(300, 260, 160, 160), 90 * 16, 90 * 16)
    for text, x, y in (
        ("sala", 190, 210),
        ("cocina", 440, 150),
        ("comedor", 650, 210),
        ("dormitorio", 160, 450),
        ("patio", 650, 450),
    ):
        _words(painter, text, x, y, 20, "#444444")
    _words(painter, "¿?", 578, 290, 26, "#c0392b")


def tarta(painter: QPainter, rng: random.Random) -> None:
    _rect(painter, "#fbe9ef", 0, 0, WIDTH, HEIGHT)
    _disc(painter, "#ffffff", 440, 480, 330, 0.2)
    _rect(painter, "#8a5a3b", 220, 360, 440, 120)
    _rect(painter, "#f6d4a8", 220, 330, 440, 40)
    _polygon(painter, "#59a14f", (300, 330), (340, 220), (430, 190), (520, 230), (640, 320), (560, 330))
    _disc(painter, "#59a14f", 330, 200, 46)
    _disc(painter, "#f4c20d", 330, 166, 44, 0.5)
    _rect(painter, "#f4c20d", 280, 172, 100, 12)
    _disc(painter, "#222222", 316, 200, 6)
    for spike in range(5):
        x = 400 + spike * 40
        _polygon(painter, "#3b7a36", (x, 206 + spike * 18), (x + 16, 176 + spike * 20), (x + 32, 220 + spike * 18))
    for _ in range(70):
        colour = rng.choice(["#e15759", "#4e79a7", "#f28e2b"])
        _disc(painter, colour, 230 + rng.random() * 420, 372 + rng.random() * 100, 5)


def torre(painter: QPainter, rng: random.Random) -> None:
    _rect(painter, "#eef3f6", 0, 0, WIDTH, HEIGHT)
    _polygon(painter, "#c7a77b", (300, 560), (340, 210), (540, 210), (580, 560))
    _rect(painter, "#b08b5c", 300, 90, 280, 120)
    _polygon(painter, "#8d3f2d", (280, 90), (600, 90), (440, 20))
    for step in range(24):
        angle = step * 0.55
        _line(painter, "#5b3a29", 6, 440, 550 - step * 14, 440 + 105 * math.cos(angle), 550 - step * 14)
    for shelf in range(6):
        for book in range(12):
            colour = rng.choice(["#7b3f3f", "#3f5a7b", "#4f7b3f", "#7b6b3f"])
            _rect(painter, colour, 312 + book * 21, 100 + (shelf % 2) * 54, 14, 44)
    _words(painter, "96", 610, 400, 40, "#5b3a29")


DRAWINGS: dict[str, Drawing] = {
    "terraza.jpg": terraza,
    "cocina-levante.jpg": cocina,
    "terrazo-numerado.jpg": terrazo,
    "fachada.jpg": fachada,
    "azulejos.jpg": azulejos,
    "obra-muro.jpg": obra,
    "grieta.jpg": grieta,
    "gotera.jpg": gotera,
    "oficina-ruzafa.jpg": oficina,
    "pan.jpg": pan,
    "muestras-madera.png": madera,
    "muestras-arena.png": arena,
    "planta-levante.png": planta,
    "tarta.png": tarta,
    "torre-agua.png": torre,
}


def draw_pictures(folder: Path) -> None:
    """Draw every picture into `folder`; the same drawing gives the same picture."""
    for name, drawing in DRAWINGS.items():
        image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
        image.fill(QColor("#d8d2c4"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawing(painter, random.Random(name))
        painter.end()
        image.save(str(folder / name), None, 72 if name.endswith("jpg") else 0)


if __name__ == "__main__":
    application = QGuiApplication([])
    draw_pictures(Path(__file__).parent / "pictures")
