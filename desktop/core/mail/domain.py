"""Who owns a host name, as far as a name alone can tell, and which names are made to be mistaken for others.

Without the public suffix list (which changes weekly) the owner is the last two labels, or three under the second levels
that countries hand out (co.uk, com.mx); a wrong guess costs a needless or a missing remark, never an action. Pure.
"""

from __future__ import annotations

import unicodedata

_SECOND_LEVELS = frozenset(
    """
    ac co com edu gob gub gov gouv gv id ind info ltd me mil net nom ne nic or org plc sch web
    """.split()  # noqa: SIM905 -- one word a line would be twice as long as what it says
)
_ALIKE = str.maketrans(
    {
        # Cyrillic
        "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ғ": "f", "һ": "h", "н": "h", "і": "i", "ї": "i", "ј": "j",
        "к": "k", "ӏ": "l", "м": "m", "п": "n", "о": "o", "р": "p", "ԛ": "q", "г": "r", "ѕ": "s", "т": "t", "ц": "u",
        "ѵ": "v", "ԝ": "w", "х": "x", "у": "y",
        # Greek
        "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "τ": "t", "υ": "u",
        "χ": "x", "γ": "y", "ω": "w",
        # Latin letters and digits drawn alike
        "ı": "i", "ɩ": "i", "ɑ": "a", "ɡ": "g", "ŀ": "l", "ł": "l", "ø": "o", "đ": "d", "ħ": "h",
        "0": "o", "1": "l", "5": "s", "|": "l",
    }
)  # fmt: skip
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


def owner_of(host: str) -> str:
    """The part of a host name that somebody registered: "example.co.uk" for "mail.example.co.uk"; lower case."""
    labels = host.lower().rstrip(".").split(".")
    if len(labels) < 3 or _is_number(labels):
        return ".".join(labels)
    country = len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS
    return ".".join(labels[-3 if country else -2 :])


def same_owner(first: str, second: str) -> bool:
    return owner_of(first) == owner_of(second)


def readable_host(host: str) -> str:
    """The host with its A-labels decoded (RFC 3492), lower case; a label that cannot be decoded stays as it is."""
    return ".".join(_decoded(label) for label in host.lower().rstrip(".").split("."))


def mixes_scripts(host: str) -> bool:
    """True when one label mixes Latin with Cyrillic or Greek letters, or is wholly made of those that look Latin."""
    for label in readable_host(host).split("."):
        scripts = {_script(character) for character in label if character.isalpha()} - {""}
        if len(scripts & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}) > 1:
            return True
        if scripts and "LATIN" not in scripts and scripts <= {"CYRILLIC", "GREEK"} and _skeleton(label).isascii():
            return True
    return False


def looks_like(host: str, known: str) -> bool:
    """True when the owner of `host` is another than that of `known`, but drawn so that a hurried eye takes it for it:
    letters of another alphabet, 1 for l, rn for m, two letters swapped or one doubled."""
    mine, other = readable_host(owner_of(host)), readable_host(owner_of(known))
    if mine == other:
        return False
    first, second = _skeleton(mine), _skeleton(other)
    if first == second:
        return True
    (name, _, suffix), (known_name, _, known_suffix) = first.partition("."), second.partition(".")
    if suffix != known_suffix or len(known_name) < 5:
        return False
    return _is_swapped(name, known_name) or _without_doubles(name) == _without_doubles(known_name)


def _skeleton(text: str) -> str:
    """What is left when letters that look alike are one letter (after Unicode UTS 39, for the alphabets of lures)."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    plain = plain.translate(_ALIKE)
    for pair, one in _PAIRS:
        plain = plain.replace(pair, one)
    return plain


def _is_swapped(first: str, second: str) -> bool:
    if len(first) != len(second):
        return False
    differ = [index for index, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    if len(differ) != 2 or differ[1] != differ[0] + 1:
        return False
    a, b = differ
    return first[a] == second[b] and first[b] == second[a]


def _without_doubles(text: str) -> str:
    return "".join(c for index, c in enumerate(text) if index == 0 or text[index - 1] != c)


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label


def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0]


def _is_number(labels: list[str]) -> bool:
    return all(label.isdigit() for label in labels)
