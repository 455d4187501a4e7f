"""Words of a mail, a server or a plug-in never reach a place of the screen where Qt may take them for rich text.

Two places guess: labels and tool tips. Labels are made in `ui/labels.py` alone; a tip is either a text of our own or one that
`ui/tips.py` has made harmless. Each rule is shown a planted violation.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "desktop" / "ui"


def violations(source: str) -> list[int]:
    """The lines that make a label of Qt's own, or hand Qt a tip that nobody looked at."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            found += [node.lineno for base in node.bases if isinstance(base, ast.Name) and base.id == "QLabel"]
        elif isinstance(node, ast.Call) and (_makes_label(node) or not _is_safe(_tip_of(node))):
            found.append(node.lineno)
    return found


def _makes_label(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "QLabel"


def _tip_of(call: ast.Call) -> ast.expr | None:
    if not isinstance(call.func, ast.Attribute):
        return None
    if call.func.attr in ("setToolTip", "setWhatsThis"):
        return call.args[0]
    is_tip = isinstance(call.func.value, ast.Name) and call.func.value.id == "QToolTip" and call.func.attr == "showText"
    return call.args[1] if is_tip else None


def _is_safe(tip: ast.expr | None) -> bool:
    if tip is None or isinstance(tip, ast.Constant):
        return True
    called = tip.func if isinstance(tip, ast.Call) else None
    if isinstance(called, ast.Name):
        return called.id == "plain_tip"
    return isinstance(called, ast.Attribute) and called.attr in ("tr", "toolTip")


@pytest.mark.parametrize("path", sorted(UI.rglob("*.py")), ids=lambda path: str(path.relative_to(UI)))
def test_no_pane_shows_foreign_words_as_rich_text(path):
    if path != UI / "labels.py":
        assert violations(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "label = QLabel(subject)",
        "class Name(QLabel): pass",
        "card.setToolTip(subject)",
        "card.setToolTip(self.tr('From {name}').format(name=name))",
        "QToolTip.showText(place, subject, view)",
    ],
)
def test_a_planted_violation_is_found(line):
    assert violations(line) == [1]


@pytest.mark.parametrize(
    "line", ["label = PlainLabel(subject)", "card.setToolTip(plain_tip(subject))", "card.setToolTip(self.tr('Menu'))"]
)
def test_what_is_harmless_is_let_through(line):
    assert violations(line) == []
