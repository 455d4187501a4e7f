"""Draws what the demo's newsletters show of the network, into `network/HOST/PATH`: run it by hand after changing a drawing.

Invariant: nothing imports this module; the demo reads the stored files only. Needs PySide6; main thread of its own process.
"""

from __future__ import annotations

import math
import random
import tomllib
from pathlib import Path

from draw_pictures import Drawing, _disc, _line, _polygon, _rect
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QLinearGradient, QPainter, QPen, QRadialGradient

WIDTH, HEIGHT = 1200, 600
LOGO = 84


def _wash(painter: QPainter, top: str, bottom: str, height: int = HEIGHT) -> None:
    gradient = QLinearGradient(0, 0, 0, height)
    gradient.setColorAt(0, QColor(top))
    gradient.setColorAt(1, QColor(bottom))
    painter.fillRect(QRectF(0, 0, WIDTH, height), gradient)


def _glow(painter: QPainter, colour: str, x: float, y: float, radius: float, strength: int = 170) -> None:
    inner, outer = QColor(colour), QColor(colour)
    inner.setAlpha(strength)
    outer.setAlpha(0)
    gradient = QRadialGradient(QPointF(x, y), radius)
    gradient.setColorAt(0, inner)
    gradient.setColorAt(1, outer)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawEllipse(QPointF(x, y), radius, radius)


def cal(painter: QPainter, rng: random.Random) -> None:
    """A whitewashed wall in the evening sun."""
    _wash(painter, "#fdf3df", "#f2d7ab")
    for _ in range(900):
        shade = rng.choice(["#fffaf0", "#f6e5c6", "#efd9b4"])
        x, y = rng.random() * WIDTH, rng.random() * HEIGHT
        _line(painter, shade, 3, x, y, x + 10 + rng.random() * 46, y + rng.gauss(0, 3))
    _polygon(painter, "#dcb98a", (0, 0), (300, 0), (120, HEIGHT), (0, HEIGHT))
    _rect(painter, "#4b6a86", 700, 130, 210, 330)
    _rect(painter, "#3c5771", 803, 130, 4, 330)
    for slat in range(14):
        _line(painter, "#3c5771", 3, 712, 152 + slat * 22, 796, 152 + slat * 22)
        _line(painter, "#3c5771", 3, 814, 152 + slat * 22, 898, 152 + slat * 22)
    _rect(painter, "#c9a06c", 680, 460, 250, 20)
    for pot in range(3):
        x = 715 + pot * 78
        _polygon(painter, "#b0532f", (x - 22, 418), (x + 22, 418), (x + 15, 460), (x - 15, 460))
        for _ in range(9):
            _disc(
                painter, rng.choice(["#4f7d46", "#6b9a55", "#c8334b"]), x + rng.gauss(0, 15), 404 + rng.gauss(0, 10), 9
            )
    _rect(painter, "#b98d5d", 0, 556, WIDTH, 44)


def sillas(painter: QPainter, rng: random.Random) -> None:
    """Twelve chairs on a square."""
    _wash(painter, "#cfe3ec", "#eef2ea", 250)
    for house, colour in enumerate(("#e8c8a0", "#d9a77c", "#efdcbd", "#c98f6b", "#e6d3b3", "#d8b58d")):
        x = house * 200
        _rect(painter, colour, x, 70 + (house % 3) * 24, 200, 200)
        for window in range(6):
            _rect(painter, "#6f8794", x + 26 + window % 3 * 56, 110 + house % 3 * 24 + window // 3 * 68, 28, 42)
    _rect(painter, "#d6c9b2", 0, 250, WIDTH, HEIGHT)
    for row in range(8):
        _line(painter, "#c4b59b", 2, 0, 262 + row * row * 6.4, WIDTH, 262 + row * row * 6.4)
    for chair in range(12):
        row, column = divmod(chair, 4)
        size = 0.7 + row * 0.32
        x, y = 600 + (column - 1.5) * 250 * size + rng.gauss(0, 16), 330 + row * 108
        colour = rng.choice(["#b23a2e", "#2e6f8e", "#3f7d5a", "#d9a032"])
        _polygon(
            painter,
            "#b8a98f",
            (x - 44 * size, y + 60 * size),
            (x + 70 * size, y + 60 * size),
            (x + 40 * size, y + 72 * size),
        )
        for leg in (-30, 30):
            _line(painter, "#4a3a2c", 6 * size, x + leg * size, y, x + leg * size, y + 58 * size)
            _line(painter, "#4a3a2c", 6 * size, x + leg * size, y, x + leg * size, y - 70 * size)
        _rect(painter, colour, x - 36 * size, y - 8 * size, 72 * size, 16 * size)
        for rail in (-64, -44, -26):
            _rect(painter, colour, x - 32 * size, y + rail * size, 64 * size, 9 * size)


def parra(painter: QPainter, rng: random.Random) -> None:
    """A vine arbour seen from below."""
    _wash(painter, "#bfe3f2", "#eaf6ee")
    for beam in range(7):
        _line(painter, "#8a6a48", 16, beam * 200, 0, 600 + (beam - 3) * 60, HEIGHT)
    for wire in range(6):
        _line(painter, "#6d5740", 5, 0, 50 + wire * 100, WIDTH, 50 + wire * 100)
    for _ in range(560):
        x, y = rng.random() * WIDTH, abs(rng.gauss(0, 300)) % HEIGHT
        colour = QColor(rng.choice(["#3f7d3a", "#5b9a48", "#79b356", "#9cc96b", "#2f6632"]))
        colour.setAlpha(225)
        turn, size = rng.random() * math.tau, 14 + rng.random() * 18
        points = [
            (x + size * (1 if step % 2 else 0.55) * math.cos(turn + step * 0.628),
             y + size * (1 if step % 2 else 0.55) * math.sin(turn + step * 0.628))
            for step in range(10)
        ]  # fmt: skip
        _polygon(painter, colour.name(QColor.NameFormat.HexArgb), *points)
    for x, y in ((250, 250), (520, 150), (810, 300), (1010, 200)):
        for grape in range(22):
            row, place = grape // 5, grape % 5
            _disc(
                painter,
                rng.choice(["#5a2a5e", "#6e3572", "#4a2150"]),
                x + (place - 2) * (20 - row * 3),
                y + row * 22,
                13,
            )
            _disc(painter, "#a882ad", x + (place - 2) * (20 - row * 3) - 4, y + row * 22 - 4, 3)


def cottage(painter: QPainter, rng: random.Random) -> None:
    """A stone cottage in the rain."""
    _wash(painter, "#79868f", "#b4bfc2", 420)
    _polygon(painter, "#66775f", (0, 380), (340, 300), (720, 350), (1200, 280), (1200, 600), (0, 600))
    _polygon(painter, "#52664b", (0, 470), (1200, 430), (1200, 600), (0, 600))
    _rect(painter, "#8d8a82", 400, 270, 420, 220)
    for _ in range(190):
        x, y = 404 + rng.random() * 392, 274 + rng.random() * 204
        _rect(
            painter,
            rng.choice(["#9c988f", "#7d7a73", "#a9a59b", "#8a867c"]),
            x,
            y,
            14 + rng.random() * 22,
            8 + rng.random() * 8,
        )
    _polygon(painter, "#454b52", (370, 280), (450, 160), (770, 160), (850, 280))
    _rect(painter, "#77746c", 700, 110, 54, 80)
    for puff in range(5):
        _glow(painter, "#dfe4e6", 730 + puff * 26, 92 - puff * 18, 34 + puff * 9, 130)
    for x in (450, 700):
        _rect(painter, "#e9e4d6", x - 6, 334, 72, 84)
        _rect(painter, "#f3c766", x, 340, 60, 72)
        _line(painter, "#e9e4d6", 5, x + 30, 340, x + 30, 412)
        _line(painter, "#e9e4d6", 5, x, 376, x + 60, 376)
        _glow(painter, "#ffd98a", x + 30, 376, 100, 90)
    _rect(painter, "#2f5d57", 570, 366, 78, 124)
    _polygon(painter, "#8b8577", (570, 490), (650, 490), (760, 600), (480, 600))
    for _ in range(420):
        x, y = rng.random() * WIDTH, rng.random() * HEIGHT
        _line(painter, "#50dfe8ee", 1.6, x, y, x - 8, y + 26)


def joint(painter: QPainter, rng: random.Random) -> None:
    """A hand pointing a brick wall."""
    _rect(painter, "#cdbfa9", 0, 0, WIDTH, HEIGHT)
    for row in range(9):
        for column in range(-1, 9):
            shade = rng.choice(["#a5573d", "#b06547", "#974b34", "#b8704f"])
            _rect(painter, shade, column * 160 + (80 if row % 2 else 0), row * 72, 146, 58)
            for _ in range(12):
                x, y = column * 160 + (80 if row % 2 else 0) + rng.random() * 140, row * 72 + rng.random() * 54
                _disc(painter, "#8f4732", x, y, 1.6)
    _rect(painter, "#efe7d6", 240, 346, 372, 14)
    _polygon(painter, "#c8ccd0", (560, 342), (720, 318), (760, 352), (720, 378), (566, 362))
    _line(painter, "#8b8f94", 12, 752, 350, 812, 372)
    _line(painter, "#7b4d2b", 34, 812, 374, 900, 410)
    painter.setPen(QPen(QColor("#d9a883"), 60, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for finger in range(4):
        painter.drawLine(QPointF(850 + finger * 30, 352 + finger * 16), QPointF(838 + finger * 26, 430 + finger * 12))
    _polygon(painter, "#d9a883", (840, 430), (1000, 360), (1110, 470), (1000, 560))
    _polygon(painter, "#3d5a73", (1010, 400), (1200, 430), (1200, 600), (960, 600), (950, 520))


def terrazzo(painter: QPainter, rng: random.Random) -> None:
    """Terrazzo being polished: dull to the right, shining to the left."""
    _wash(painter, "#d9d2c5", "#c6bdac")
    for _ in range(1500):
        colour = rng.choice(["#8a7f70", "#f4eee2", "#a24c3a", "#5f6a5c", "#e4dac7", "#33404a"])
        _disc(painter, colour, rng.random() * WIDTH, rng.random() * HEIGHT, 2 + rng.random() * 9, 0.75)
    _polygon(painter, "#8cd6cfc2", (760, 0), (WIDTH, 0), (WIDTH, HEIGHT), (560, HEIGHT))
    _glow(painter, "#ffffff", 260, 170, 260, 190)
    _disc(painter, "#40000000", 664, 402, 176, 0.5)
    _disc(painter, "#3a4046", 650, 380, 170, 0.5)
    _disc(painter, "#d0762b", 650, 346, 132, 0.55)
    _disc(painter, "#b5611c", 650, 330, 80, 0.5)
    _line(painter, "#2b2f33", 18, 670, 320, 930, -20)
    _line(painter, "#9aa0a6", 8, 660, 318, 918, -20)


def gallery(painter: QPainter, rng: random.Random) -> None:
    """Readers' floors: six pictures beside each other."""
    _rect(painter, "#f6f3ec", 0, 0, WIDTH, HEIGHT)
    grounds = ("#d9b98a", "#c2c9c4", "#a8623f", "#e4dccb", "#6f8f86", "#b9a38a")
    for place, ground in enumerate(grounds):
        x, y = 24 + place % 3 * 392, 24 + place // 3 * 284
        painter.save()
        painter.setClipRect(QRectF(x, y, 368, 268))
        _rect(painter, ground, x, y, 368, 268)
        for step in range(9):
            for line in range(7):
                px, py = x + step * 46, y + line * 46
                dark, pale = QColor(ground).darker(125).name(), QColor(ground).lighter(122).name()
                if place == 0:
                    _rect(painter, rng.choice([dark, ground, pale]), px + line % 2 * 23, py, 90, 22)
                elif place in (1, 4):
                    _rect(painter, dark if (step + line) % 2 else pale, px, py, 46, 46)
                    _disc(painter, ground, px + 23, py + 23, 12)
                elif place == 2:
                    _polygon(
                        painter,
                        rng.choice([dark, pale]),
                        (px, py + 23),
                        (px + 23, py),
                        (px + 46, py + 23),
                        (px + 23, py + 46),
                    )
                elif place == 3:
                    for _ in range(9):
                        _disc(
                            painter,
                            rng.choice(["#8a7f70", "#a24c3a", "#ffffff"]),
                            px + rng.random() * 46,
                            py + rng.random() * 46,
                            4,
                        )
                else:
                    _polygon(painter, dark, (px, py), (px + 46, py), (px, py + 46))
        painter.restore()


def aplique(painter: QPainter, rng: random.Random) -> None:
    """A plaster wall lamp, lit."""
    _wash(painter, "#5b4a3c", "#3a2f28")
    _glow(painter, "#ffdf9e", 600, 190, 430, 230)
    _glow(painter, "#ffe9bd", 600, 470, 300, 160)
    _polygon(painter, "#f4ece0", (520, 240), (680, 240), (650, 420), (550, 420))
    _polygon(painter, "#dccfbc", (620, 240), (680, 240), (650, 420), (620, 420))
    _disc(painter, "#fff6dc", 600, 240, 80, 0.18)
    for groove in range(5):
        _line(painter, "#d3c4ae", 2, 536 + groove * 32, 248, 558 + groove * 21, 414)


def mesa(painter: QPainter, rng: random.Random) -> None:
    """A table lamp over a book."""
    _wash(painter, "#26343d", "#1a242b")
    _glow(painter, "#ffd88a", 560, 380, 420, 220)
    _rect(painter, "#6b4630", 0, 470, WIDTH, 130)
    _rect(painter, "#7d5439", 0, 470, WIDTH, 8)
    _line(painter, "#c9a24a", 12, 470, 466, 470, 236)
    _disc(painter, "#c9a24a", 470, 468, 74, 0.2)
    _polygon(painter, "#e8b23a", (380, 250), (560, 250), (524, 130), (416, 130))
    _disc(painter, "#fff1c4", 470, 250, 90, 0.14)
    _polygon(painter, "#f5efe0", (600, 452), (760, 420), (920, 452), (920, 474), (760, 446), (600, 474))
    _line(painter, "#b8ac94", 3, 760, 420, 760, 446)
    for line in range(4):
        _line(painter, "#b9ae98", 2, 630 + line * 8, 448 - line * 7, 740, 428 - line * 1.5)
        _line(painter, "#b9ae98", 2, 780, 428 - line * 1.5, 890 - line * 8, 448 - line * 7)


def horno(painter: QPainter, rng: random.Random) -> None:
    """The mouth of a kiln with yellow tiles in it."""
    _rect(painter, "#6e3d2c", 0, 0, WIDTH, HEIGHT)
    for row in range(13):
        for column in range(-1, 12):
            _rect(
                painter, rng.choice(["#7c4632", "#87503a", "#6a3a29"]), column * 112 + row % 2 * 56, row * 48, 106, 42
            )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#3a1a10"))
    painter.drawRoundedRect(QRectF(330, 90, 540, 620), 260, 260)
    _glow(painter, "#ff8a2b", 600, 360, 300, 250)
    _glow(painter, "#ffd36b", 600, 400, 190, 210)
    for shelf in range(3):
        y = 250 + shelf * 120
        _rect(painter, "#4d2a1c", 370, y, 460, 14)
        for tile in range(6):
            _rect(painter, rng.choice(["#f2cf3b", "#f6dc5a", "#e9bd22"]), 388 + tile * 72, y - 66, 58, 64)
            _rect(painter, "#fff3a8", 392 + tile * 72, y - 62, 12, 54)


def estucos(painter: QPainter, rng: random.Random) -> None:
    """A museum room with pieces of stucco."""
    _rect(painter, "#e9e5dd", 0, 0, WIDTH, 470)
    _polygon(painter, "#cfc7b8", (0, 470), (WIDTH, 470), (WIDTH, HEIGHT), (0, HEIGHT))
    for place in range(4):
        x = 80 + place * 280
        _glow(painter, "#fff7dd", x + 100, 200, 190, 200)
        _rect(painter, "#f8f6f1", x, 110, 200, 210)
        size = [
            (
                x + 100 + (60 + rng.random() * 26) * math.cos(step * 0.7),
                215 + (66 + rng.random() * 24) * math.sin(step * 0.7),
            )
            for step in range(9)
        ]
        _polygon(painter, rng.choice(["#d8b48a", "#c9a58f", "#d9c6a0"]), *size)
        for petal in range(6):
            angle = petal * math.tau / 6
            _disc(
                painter,
                "#a8432f" if place % 2 else "#49688a",
                x + 100 + 26 * math.cos(angle),
                215 + 26 * math.sin(angle),
                13,
            )
        _disc(painter, "#f3e3b8", x + 100, 215, 13)
        _rect(painter, "#8b8578", x + 60, 336, 80, 16)
    _rect(painter, "#b9b1a2", 420, 440, 360, 22)
    for leg in (440, 744):
        _rect(painter, "#8f8778", leg, 462, 16, 74)


NEWSLETTERS: dict[str, Drawing] = {
    "img.materiaprima.example/n41/cal.jpg": cal,
    "img.materiaprima.example/n44/sillas.jpg": sillas,
    "img.materiaprima.example/n47/parra.jpg": parra,
    "img.slowrenovator.example/118/cottage.jpg": cottage,
    "img.slowrenovator.example/123/joint.jpg": joint,
    "img.slowrenovator.example/129/terrazzo.jpg": terrazzo,
    "img.slowrenovator.example/129/gallery.jpg": gallery,
    "fotos.luznatural.example/otono/aplique.jpg": aplique,
    "fotos.luznatural.example/viernes/mesa.jpg": mesa,
    "fotos.azulejoscerda.example/horno.jpg": horno,
    "fotos.museudelacal.example/estucos.jpg": estucos,
}


def _logo(painter: QPainter, name: str, colour: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(0, 0, LOGO, LOGO), 20, 20)
    painter.setPen(QColor("#ffffff"))
    painter.setFont(QFont("DejaVu Sans", 38, QFont.Weight.Bold))
    painter.drawText(QRectF(0, 0, LOGO, LOGO), Qt.AlignmentFlag.AlignCenter, name[:1].upper())


def draw_newsletters(folder: Path, brands: Path) -> None:
    """Draw every picture under `folder`; the same drawing gives the same picture."""
    for name, drawing in NEWSLETTERS.items():
        _save(
            folder / name,
            WIDTH,
            HEIGHT,
            lambda painter, name=name, drawing=drawing: drawing(painter, random.Random(name)),
        )
    for brand in tomllib.loads(brands.read_text("utf-8")).values():
        if brand["look"] == "notice":
            _save(
                folder / brand["host"] / "logo.png",
                LOGO,
                LOGO,
                lambda painter, brand=brand: _logo(painter, brand["name"], brand["colour"]),
            )


def _save(path: Path, width: int, height: int, draw) -> None:
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)
    painter.end()
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(str(path), None, 68 if path.suffix == ".jpg" else 0)


if __name__ == "__main__":
    application = QGuiApplication([])
    here = Path(__file__).parent
    draw_newsletters(here / "network", here / "brands.toml")
