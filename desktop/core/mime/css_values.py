"""Colours and sizes as style sheets and old attributes of HTML write them, as numbers that can be compared.

What a browser would not take, or would take from its own palette, is None: who judges what is seen must understand all that is
drawn, so the filter of styles lets nothing else through. Pure; any thread.
"""

from __future__ import annotations

import colorsys
import re

Colour = tuple[int, int, int, float]
"""Red, green and blue from 0 to 255, and how much of it covers what is below, from 0 to 1."""

_NAMED = dict(
    pair.split(":")
    for pair in """
    aliceblue:f0f8ff antiquewhite:faebd7 aqua:00ffff aquamarine:7fffd4 azure:f0ffff beige:f5f5dc bisque:ffe4c4
    black:000000 blanchedalmond:ffebcd blue:0000ff blueviolet:8a2be2 brown:a52a2a burlywood:deb887 cadetblue:5f9ea0
    chartreuse:7fff00 chocolate:d2691e coral:ff7f50 cornflowerblue:6495ed cornsilk:fff8dc crimson:dc143c cyan:00ffff
    darkblue:00008b darkcyan:008b8b darkgoldenrod:b8860b darkgray:a9a9a9 darkgreen:006400 darkgrey:a9a9a9
    darkkhaki:bdb76b darkmagenta:8b008b darkolivegreen:556b2f darkorange:ff8c00 darkorchid:9932cc darkred:8b0000
    darksalmon:e9967a darkseagreen:8fbc8f darkslateblue:483d8b darkslategray:2f4f4f darkslategrey:2f4f4f
    darkturquoise:00ced1 darkviolet:9400d3 deeppink:ff1493 deepskyblue:00bfff dimgray:696969 dimgrey:696969
    dodgerblue:1e90ff firebrick:b22222 floralwhite:fffaf0 forestgreen:228b22 fuchsia:ff00ff gainsboro:dcdcdc
    ghostwhite:f8f8ff gold:ffd700 goldenrod:daa520 gray:808080 green:008000 greenyellow:adff2f grey:808080
    honeydew:f0fff0 hotpink:ff69b4 indianred:cd5c5c indigo:4b0082 ivory:fffff0 khaki:f0e68c lavender:e6e6fa
    lavenderblush:fff0f5 lawngreen:7cfc00 lemonchiffon:fffacd lightblue:add8e6 lightcoral:f08080 lightcyan:e0ffff
    lightgoldenrodyellow:fafad2 lightgray:d3d3d3 lightgreen:90ee90 lightgrey:d3d3d3 lightpink:ffb6c1
    lightsalmon:ffa07a lightseagreen:20b2aa lightskyblue:87cefa lightslategray:778899 lightslategrey:778899
    lightsteelblue:b0c4de lightyellow:ffffe0 lime:00ff00 limegreen:32cd32 linen:faf0e6 magenta:ff00ff maroon:800000
    mediumaquamarine:66cdaa mediumblue:0000cd mediumorchid:ba55d3 mediumpurple:9370db mediumseagreen:3cb371
    mediumslateblue:7b68ee mediumspringgreen:00fa9a mediumturquoise:48d1cc mediumvioletred:c71585
    midnightblue:191970 mintcream:f5fffa mistyrose:ffe4e1 moccasin:ffe4b5 navajowhite:ffdead navy:000080
    oldlace:fdf5e6 olive:808000 olivedrab:6b8e23 orange:ffa500 orangered:ff4500 orchid:da70d6 palegoldenrod:eee8aa
    palegreen:98fb98 paleturquoise:afeeee palevioletred:db7093 papayawhip:ffefd5 peachpuff:ffdab9 peru:cd853f
    pink:ffc0cb plum:dda0dd powderblue:b0e0e6 purple:800080 red:ff0000 rosybrown:bc8f8f royalblue:4169e1
    saddlebrown:8b4513 salmon:fa8072 sandybrown:f4a460 seagreen:2e8b57 seashell:fff5ee sienna:a0522d silver:c0c0c0
    skyblue:87ceeb slateblue:6a5acd slategray:708090 slategrey:708090 snow:fffafa springgreen:00ff7f
    steelblue:4682b4 tan:d2b48c teal:008080 thistle:d8bfd8 tomato:ff6347 turquoise:40e0d0 violet:ee82ee wheat:f5deb3
    white:ffffff whitesmoke:f5f5f5 yellow:ffff00 yellowgreen:9acd32 rebeccapurple:663399
    """.split()  # noqa: SIM905 -- CSS Color 4, section 6.1
)
_FUNCTION = re.compile(r"(rgba?|hsla?)\(([^()]*)\)")
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{4}|[0-9a-f]{6}|[0-9a-f]{8})")
_NUMBER = re.compile(r"([+-]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}))(%|deg|)")
_LENGTH = re.compile(
    r"([+-]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}))(px|pt|pc|in|cm|mm|q|em|rem|ex|ch|vw|vh|vmin|vmax|%|)", re.I
)
_UNITS = {
    "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "q": 0.945, "rem": 16.0,
    "vw": 8.0, "vh": 6.0, "vmin": 6.0, "vmax": 8.0,
}  # fmt: skip
"""In pixels; a window is taken to be small."""
_OWN_UNITS = {"em": 1.0, "ex": 0.5, "ch": 0.5, "%": 0.01}
"""Of the size of the letters."""


def read_colour(text: str) -> Colour | None:
    """As CSS writes it."""
    text = text.strip().lower()
    if text == "transparent":
        return 0, 0, 0, 0.0
    if text in _NAMED:
        return _of_hex(_NAMED[text])
    if match := _HEX.fullmatch(text):
        return _of_hex(match[1])
    match = _FUNCTION.fullmatch(text)
    if match is None:
        return None
    numbers = [_NUMBER.fullmatch(one) for one in re.split(r"[ ,/]+", match[2].strip(" "))]
    if len(numbers) not in (3, 4) or None in numbers:
        return None
    values = [(float(one[1]), one[2]) for one in numbers if one is not None]
    covers = 1.0 if len(values) == 3 else _within(values[3][0] / (100 if values[3][1] == "%" else 1), 1.0)
    if match[1].startswith("hsl"):
        (hue, _), (saturation, _), (lightness, _) = values[:3]
        shares = colorsys.hls_to_rgb(hue % 360 / 360, _within(lightness / 100, 1.0), _within(saturation / 100, 1.0))
        red, green, blue = (round(255 * share) for share in shares)
    else:
        red, green, blue = (round(_within(value * (2.55 if unit == "%" else 1), 255.0)) for value, unit in values[:3])
    return red, green, blue, covers


def read_old_colour(text: str) -> Colour | None:
    """Of `color` and `bgcolor`: HTML, section 2.4.6, which makes a colour of almost anything."""
    text = text.strip(" \t\n\f\r").lower()
    if not text or text == "transparent":
        return None
    if text in _NAMED:
        return _of_hex(_NAMED[text])
    if len(text) == 4 and (match := _HEX.fullmatch(text)):
        return _of_hex(match[1])
    text = "".join("00" if ord(character) > 0xFFFF else character for character in text)[:128].removeprefix("#")
    digits = "".join(character if character in "0123456789abcdef" else "0" for character in text)
    digits += "0" * (3 - len(digits) if len(digits) < 3 else -len(digits) % 3)
    third = len(digits) // 3
    parts = [digits[at * third : (at + 1) * third][-8:] for at in range(3)]
    while len(parts[0]) > 2 and all(part[0] == "0" for part in parts):
        parts = [part[1:] for part in parts]
    red, green, blue = (int(part[:2], 16) for part in parts)
    return red, green, blue, 1.0


def blend(above: Colour, below: Colour) -> Colour:
    """What is seen where the one covers the other, which covers all."""
    share = above[3]
    red, green, blue = (
        round(one * share + other * (1 - share)) for one, other in zip(above[:3], below[:3], strict=True)
    )
    return red, green, blue, 1.0


def read_length(text: str, letters: float) -> float | None:
    """In pixels, where the letters are of that many. None for what is no length; a number without a unit is one in pixels."""
    match = _LENGTH.fullmatch(text.strip())
    if match is None:
        return None
    unit = match[2].lower()
    return float(match[1]) * (letters * _OWN_UNITS[unit] if unit in _OWN_UNITS else _UNITS.get(unit, 1.0))


def read_share(text: str) -> float | None:
    """A number or a percentage, from 0 to 1."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None or match[2] == "deg":
        return None
    return _within(float(match[1]) / (100 if match[2] else 1), 1.0)


def _within(value: float, most: float) -> float:
    return max(0.0, min(value, most))


def _of_hex(digits: str) -> Colour:
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue, covers = (int(digits[at : at + 2] or "ff", 16) for at in range(0, 8, 2))
    return red, green, blue, covers / 255
