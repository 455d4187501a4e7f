"""Backends are found by their metadata, loaded only when enabled, and one that is broken breaks nothing but itself."""

from __future__ import annotations

import contextlib
import importlib
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from desktop.core.connectors import registry
from desktop.core.connectors.registry import BUILT_IN, GROUP, load_backends

ROOT = Path(__file__).parents[3]
GOOD = """
from desktop.core.api.linking import LinkKind
from desktop.core.connectors.protocol import Backend
BACKEND = Backend("{name}", "Of a stranger", frozenset({{LinkKind.TASK}}), (), lambda values, secrets: None)
"""


@pytest.fixture(autouse=True)
def _path_as_it_was() -> Iterator[None]:
    path, modules = list(sys.path), set(sys.modules)
    yield
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        if name.startswith(("stranger", "library_of")):
            del sys.modules[name]


def files_of(name: str, code: str, *, entry: str = "{name} = stranger_{name}:BACKEND") -> dict[str, str]:
    return {
        f"stranger_{name}.py": code.format(name=name),
        f"stranger_{name}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: Stranger_{name}\nVersion: 1.0\nSummary: S\n",
        f"stranger_{name}-1.0.dist-info/entry_points.txt": f"[{GROUP}]\n{entry.format(name=name)}\n",
    }


def put(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def put_wheel(path: Path, files: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)


def ids(found: registry.LoadedBackends) -> set[str]:
    return {backend.backend for backend in found.backends} - set(BUILT_IN)


def test_the_programs_own_are_those_of_its_metadata_and_load():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"][GROUP] == BUILT_IN
    found = load_backends()
    assert [backend.backend for backend in found.backends] == list(BUILT_IN)
    assert not found.problems


def test_what_the_programs_own_ask_for_is_said_in_spanish_too():
    catalogue = ElementTree.parse(ROOT / "resources" / "translations" / "bandeja_es.ts")
    (context,) = (one for one in catalogue.iter("context") if one.findtext("name") == "BackendFields")
    known = {message.findtext("source") for message in context.iter("message") if message.findtext("translation")}
    asked = {field.label for backend in load_backends().backends for field in backend.fields}
    assert not asked - known


def test_nothing_of_a_plug_in_runs_before_it_is_enabled(tmp_path: Path):
    put(tmp_path / "a", files_of("a", f"import pathlib; pathlib.Path({str(tmp_path / 'ran')!r}).touch()\n" + GOOD))
    put_wheel(tmp_path / "stranger_b-1.0-py3-none-any.whl", files_of("b", GOOD))
    path = list(sys.path)
    found = load_backends(tmp_path, enabled=["stranger-b"])
    assert ids(found) == {"b"}
    assert not (tmp_path / "ran").exists()
    assert [(one.name, one.version, one.backends, one.enabled) for one in found.plug_ins] == [
        ("stranger-a", "1.0", ("a",), False),
        ("stranger-b", "1.0", ("b",), True),
    ]
    assert sys.path[: len(path)] == path, "a plug-in stands behind everything of the program's"
    assert str(tmp_path / "a") not in sys.path
    assert ids(load_backends(tmp_path, enabled=["stranger-a", "stranger-b"])) == {"a", "b"}
    assert (tmp_path / "ran").exists()


def test_a_plug_in_may_bring_a_library(tmp_path: Path):
    library = {
        "library_of_c.py": "NAME = 'c'",
        "library_of_c-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: library-of-c\nVersion: 1\n",
    }
    put_wheel(tmp_path / "library_of_c-1-py3-none-any.whl", library)
    put(tmp_path / "z", files_of("c", "import library_of_c\n" + GOOD))
    assert ids(load_backends(tmp_path, enabled=["stranger-c"])) == {"c"}


def test_one_put_straight_into_the_folder_is_found(tmp_path: Path):
    put(tmp_path, files_of("d", GOOD))
    assert ids(load_backends(tmp_path, enabled=["stranger-d"])) == {"d"}


@pytest.mark.parametrize(
    "code",
    [
        "import a_module_that_is_not_there",
        "raise SystemExit(3)",
        "this is no Python",
        "BACKEND = None",
        "x = 1",
        "raise RecursionError",
        "raise RuntimeError('line\\nline \\x1b[31m' + 'x' * 5000)",
        GOOD.replace("{name}", "another"),
        GOOD.replace('"Of a stranger"', '""'),
        GOOD.replace("frozenset({{LinkKind.TASK}})", "frozenset()"),
        GOOD.replace("()", "(1,)", 1),
        GOOD.replace("lambda values, secrets: None", "None"),
    ],
)
def test_a_broken_plug_in_is_named_in_a_sentence(tmp_path: Path, code: str):
    put(tmp_path / "bad", files_of("bad", code))
    put(tmp_path / "good", files_of("good", GOOD))
    found = load_backends(tmp_path, enabled=["stranger-bad", "stranger-good"])
    assert ids(found) == {"good"}
    (problem,) = found.problems
    assert problem.plug_in == "stranger-bad"
    assert "stranger-bad" in problem.error.sentence()
    assert len(problem.error.sentence()) < 600
    assert problem.error.sentence().isprintable()


@pytest.mark.parametrize(
    "entry", ["={name}", "{name} = ", "{name} = no module:BACKEND", "{name}", "[[[", "B AD = os:x"]
)
def test_metadata_may_be_anything(tmp_path: Path, entry: str):
    put(tmp_path / "bad", files_of("bad", GOOD, entry=entry))
    assert ids(load_backends(tmp_path, enabled=["stranger-bad"])) == set()


def test_a_damaged_wheel_is_left_alone(tmp_path: Path):
    (tmp_path / "broken-1.0-py3-none-any.whl").write_bytes(b"PK\3\4 no zip")
    put(tmp_path / "good", files_of("good", GOOD))
    assert ids(load_backends(tmp_path, enabled=["stranger-good"])) == {"good"}


def test_a_name_is_taken_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    put(tmp_path / "a", files_of("a", GOOD.replace("{name}", "same"), entry="same = stranger_{name}:BACKEND"))
    put(tmp_path / "b", files_of("b", GOOD.replace("{name}", "same"), entry="same = stranger_{name}:BACKEND"))
    found = load_backends(tmp_path, enabled=["stranger-a", "stranger-b"])
    assert [backend.backend for backend in found.backends].count("same") == 1
    assert [problem.plug_in for problem in found.problems] == ["stranger-b"]


def test_nobody_can_take_the_programs_own_name(tmp_path: Path):
    put(tmp_path / "a", files_of("a", GOOD))
    metadata = tmp_path / "a" / "stranger_a-1.0.dist-info" / "METADATA"
    metadata.write_text(metadata.read_text().replace("Stranger_a", "Bandeja"))
    found = load_backends(tmp_path, enabled=["bandeja"])
    assert (ids(found), found.plug_ins) == (set(), ())


@pytest.mark.parametrize("line", ["Version: 1.0\n", "Summary: S\n"])
def test_what_its_metadata_leaves_out_is_no_fault(tmp_path: Path, line: str):
    put(tmp_path / "a", files_of("a", GOOD))
    metadata = tmp_path / "a" / "stranger_a-1.0.dist-info" / "METADATA"
    metadata.write_text(metadata.read_text().replace(line, ""))
    with contextlib.suppress(
        ImportError
    ):  # only on Python 3.11 keyring brings it, and it finds distributions for all then
        importlib.import_module("importlib_metadata")
    found = load_backends(tmp_path, enabled=["stranger-a"])
    assert (ids(found), found.problems) == ({"a"}, ())


def test_no_folder_is_no_trouble(tmp_path: Path):
    assert ids(load_backends(tmp_path / "none", enabled=["x"])) == set()
