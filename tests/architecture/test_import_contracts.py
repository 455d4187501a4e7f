"""The import contracts of pyproject.toml: kept by the tree, and each seen to break when a violation is planted.

A contract that cannot break protects nothing, so every one of them is shown a copy of the tree with one forbidden import.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
}

VIOLATIONS = [
    # contract, the module that gets a line, the line
    ("program", "desktop/ui/planted.py", "import desktop.app"),
    ("program", "desktop/core/planted.py", "import desktop.ui"),
    ("core", "desktop/core/mail/planted.py", "from desktop.core import api"),
    ("core", "desktop/core/imap/planted.py", "from desktop.core import store"),
    ("core", "desktop/core/operations/planted.py", "from desktop.core import sync"),
    ("core", "desktop/core/sync/planted.py", "from desktop.core import engine"),
    ("core", "desktop/core/unplaced.py", ""),
    ("door", "desktop/ui/planted.py", "from desktop.core import store"),
    ("door", "desktop/ui/planted.py", "from desktop.core.engine import Engine"),
    ("root", "desktop/app.py", "import desktop.core.store"),
    ("demo", "desktop/core/demo/planted.py", "from desktop.core import store"),
    ("sweep", "desktop/core/retention/planted.py", "from desktop.core.imap import gateway"),
    ("sweep", "desktop/core/retention/planted.py", "from desktop.core import operations"),
    ("sweep", "desktop/core/retention/planted.py", "import smtplib"),
    ("mail", "desktop/core/connectors/planted.py", "from desktop.core.store import outbox"),
    ("mail", "desktop/core/connectors/planted.py", "from desktop.core.mail.outgoing import OutgoingMessage"),
    ("mail", "desktop/core/connectors/planted.py", "from desktop.core import smtp"),
    ("qt", "desktop/core/sync/planted.py", "from PySide6.QtCore import QObject"),
    ("pure", "desktop/core/plan/planted.py", "import time"),
    ("pure", "desktop/core/mime/planted.py", "import socket"),
    ("pure", "desktop/core/mail/planted.py", "import threading"),
    ("database", "desktop/core/sync/planted.py", "import sqlalchemy"),
    ("database", "desktop/ui/planted.py", "import sqlite3"),
    ("database", "desktop/core/accounts/planted.py", "from sqlcipher3 import dbapi2"),
    ("database", "desktop/core/planted.py", "import sqlalchemy.orm"),
    ("imap", "desktop/core/sync/planted.py", "from imapclient import IMAPClient"),
    ("imap", "desktop/core/accounts/planted.py", "import imaplib"),
    ("smtp", "desktop/core/operations/planted.py", "import smtplib"),
    ("keyring", "desktop/core/imap/planted.py", "import keyring"),
]


def test_the_tree_keeps_every_contract():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in done.stdout


def modules_named_in_contracts() -> set[str]:
    names = set()
    for contract in CONTRACTS.values():
        names |= {*contract.get("source_modules", []), *contract.get("forbidden_modules", [])}
        for container in contract.get("containers", []):
            names |= {f"{container}.{name}" for layer in contract["layers"] for name in layer.split(" | ")}
    return {name for name in names if name.startswith("desktop.")}


@pytest.fixture(scope="module")
def bare_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The contracts and every room they name, without any import, so that only a planted import can break anything."""
    house = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", house)
    for name in modules_named_in_contracts():
        path = Path(*name.split("."))
        is_module = (ROOT / path.with_suffix(".py")).is_file()
        module = house / (path.with_suffix(".py") if is_module else path / "__init__.py")
        module.parent.mkdir(parents=True, exist_ok=True)
        module.touch()
    for folder in (house / "desktop", house / "desktop" / "core"):
        (folder / "__init__.py").touch()
    return house


PLANT = """
import contextlib, io, json, os, sys
from pathlib import Path
from importlinter.cli import lint_imports

def lint(contract):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = lint_imports(limit_to_contracts=(contract,), no_cache=True)
    return code, said.getvalue()

found = []
for contract, module, line in json.load(sys.stdin):
    kept = lint(contract)
    planted = Path(module)
    before = planted.read_text() if planted.exists() else None
    planted.write_text(line + chr(10))
    broken = lint(contract)
    planted.unlink() if before is None else planted.write_text(before)
    found.append([kept, broken])
json.dump(found, sys.__stdout__)
"""


@pytest.fixture(scope="module")
def planted(bare_house: Path) -> list[tuple[tuple[int, str], tuple[int, str]]]:
    """What the linter says without and with each violation, in one process: its start takes longer than its work."""
    command = [sys.executable, "-c", PLANT]
    given = json.dumps(VIOLATIONS)
    done = subprocess.run(command, cwd=bare_house, input=given, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("number", range(len(VIOLATIONS)), ids=[f"{one[0]}-{one[1]}-{one[2]}" for one in VIOLATIONS])
def test_a_planted_violation_breaks_its_contract(planted: list[tuple[tuple[int, str], tuple[int, str]]], number: int):
    kept, broken = planted[number]
    assert kept[0] == 0, kept[1]
    assert broken[0] == 1, broken[1]
    assert re.search(re.escape(CONTRACTS[VIOLATIONS[number][0]]["name"]) + r"\s+BROKEN", broken[1]), broken[1]


def test_every_contract_has_a_planted_violation():
    assert {contract for contract, _, _ in VIOLATIONS} == set(CONTRACTS)


def test_the_door_names_every_room_of_the_core():
    rooms = {
        f"desktop.core.{path.stem}"
        for path in (ROOT / "desktop" / "core").iterdir()
        if (path.is_dir() or path.suffix == ".py") and not path.name.startswith("_")
    }
    assert set(CONTRACTS["door"]["forbidden_modules"]) == rooms - {"desktop.core.api", "desktop.core.mail"}


def test_the_core_can_be_imported_where_there_is_no_qt():
    program = (
        "import sys, pkgutil, importlib\n"
        "sys.modules['PySide6'] = None\n"
        "import desktop.core\n"
        "for module in pkgutil.walk_packages(desktop.core.__path__, 'desktop.core.'):\n"
        "    importlib.import_module(module.name)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
