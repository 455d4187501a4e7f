"""House rules that can be counted: length and names of files, docstrings, the clock, and what no file may mention."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "desktop").rglob("*.py"))
LONGEST = 400  # lines
ALLOWED_LONG: dict[str, str] = {}  # module: why it is one file
FORBIDDEN_NAMES = {"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
CLOCK_CALLS = {
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "monotonic"),
    ("time", "monotonic_ns"),
    ("time", "sleep"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if listed.returncode != 0:
        pytest.skip("this is not a git checkout: which files belong to the project is not known")
    files = [ROOT / name.decode() for name in listed.stdout.split(b"\0") if name]
    return [file for file in files if file.is_file()]


def calls_of_the_clock(source: str) -> list[str]:
    """Calls like `time.time()` and `datetime.now()` in a module, and `from time import ...` of such names."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            owner_name = (
                owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            )
            if (owner_name, node.func.attr) in CLOCK_CALLS:
                found.append(f"line {node.lineno}: {owner_name}.{node.func.attr}()")
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            found += [f"line {node.lineno}: {name.name}" for name in node.names if ("time", name.name) in CLOCK_CALLS]
    return found


def test_no_module_is_longer_than_it_should_be():
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    too_long = {name: length for name, length in lengths.items() if length > LONGEST and name not in ALLOWED_LONG}
    assert not too_long
    assert not [name for name in ALLOWED_LONG if lengths.get(name, 0) <= LONGEST], (
        "an exception that is no longer needed"
    )


def test_modules_are_nouns():
    assert not [name_of(path) for path in MODULES if set(path.stem.split("_")) & FORBIDDEN_NAMES]


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_every_module_says_what_it_is_for(module: Path):
    source = module.read_text(encoding="utf-8")
    if not source.strip() and module.name == "__init__.py":
        return
    assert ast.get_docstring(ast.parse(source)), f"{name_of(module)} has no docstring"


def test_values_are_made_when_they_are_used():
    """The library's decorator compiles each class's methods at import; `desktop.values` says why that is not wanted."""
    library = re.compile(r"^from dataclasses import .*\bdataclass\b|dataclasses\.dataclass\(", re.M)
    found = [name_of(path) for path in MODULES if library.search(path.read_text(encoding="utf-8"))]
    assert found == ["desktop/values.py"]


def test_only_the_clock_knows_the_time():
    found = {
        name_of(path): calls
        for path in MODULES
        if path != ROOT / "desktop" / "core" / "clock.py"
        and (calls := calls_of_the_clock(path.read_text(encoding="utf-8")))
    }
    assert not found


def test_no_test_sleeps():
    found = {
        name_of(path): sleeps
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if (sleeps := [call for call in calls_of_the_clock(path.read_text(encoding="utf-8")) if "sleep" in call])
    }
    assert not found


@pytest.mark.parametrize(
    "source",
    ["import time\ntime.time()", "from time import sleep", "import datetime\ndatetime.datetime.now()", "date.today()"],
)
def test_a_look_at_the_clock_is_seen(source: str):
    assert calls_of_the_clock(source)


# Written in two halves, so that this file does not mention them either.
OUTSIDE = re.compile(
    "|".join(
        [
            r"\bpypi\." + "org",
            r"files\.python" + "hosted",
            r"registry\." + r"npmjs",
            r"npmjs\." + "com",
            r"deb\." + r"debian\.org",
            r"snapshot\." + r"debian\.org",
            r"proxy\." + r"golang\.org",
            r"(?<![\w.])/work/" + r"(?:main|shared|\.)",
            r"(?<![\w.])/root/" + r"[\w.]",
            r"(?<![\w.])/home/" + r"(?!ana/|you/|user/)\w+/",
            r"(?<![\w.])/Users/" + r"\w+/",
            r"[A-Z]:\\Users" + r"\\\w+\\",
        ]
    )
)


def test_no_file_names_a_package_registry_or_a_place_on_one_machine():
    found = []
    for path in tracked_files():
        content = path.read_bytes()
        if b"\0" in content[:8192]:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            if match := OUTSIDE.search(line):
                found.append(f"{name_of(path)}:{number}: {match.group()}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text", ["see https://pypi." + "org/simple", "in /work/" + "main/desktop", "/root/" + ".cache/x"]
)
def test_a_mention_is_seen(text: str):
    assert OUTSIDE.search(text)
