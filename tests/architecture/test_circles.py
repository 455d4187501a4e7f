"""No two modules of the screen know each other, be it for their types alone or late, in a function: one of them can be read first."""

from __future__ import annotations

import ast
import graphlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def module_name(path: Path, root: Path) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def imports(root: Path) -> dict[str, set[str]]:
    """Module -> modules of the screen it imports, wherever in it that stands."""
    files = {module_name(path, root): path for path in sorted((root / "desktop" / "ui").rglob("*.py"))}
    found: dict[str, set[str]] = {}
    for name, path in files.items():
        named: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                named.update(f"{node.module}.{one.name}" for one in node.names)
                named.add(node.module)
            elif isinstance(node, ast.Import):
                named.update(one.name for one in node.names)
        found[name] = {one for one in named if one in files and files[one].name != "__init__.py"} - {name}
    return found


def test_the_screen_has_no_circle():
    graphlib.TopologicalSorter(imports(ROOT)).prepare()


def test_a_circle_of_types_and_a_late_one_are_seen(tmp_path):
    package = tmp_path / "desktop" / "ui"
    package.mkdir(parents=True)
    (package / "one.py").write_text("def late():\n    from desktop.ui.two import Two\n")
    (package / "two.py").write_text("if TYPE_CHECKING:\n    from desktop.ui import one\n")
    with pytest.raises(graphlib.CycleError):
        graphlib.TopologicalSorter(imports(tmp_path)).prepare()
