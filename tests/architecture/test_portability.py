"""Traps that only another system springs: each found by reading the source, and each seen to be found in a line planted here.

What stands under a question about the system (`sys.platform`, `os.name`, `hasattr`) has been thought of and is left alone.
docs/portability.md says what each of them does where.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "desktop").rglob("*.py"), *(ROOT / "packaging" / "checkout").rglob("*.py"), ROOT / "run.py"])

OF_ONE_SYSTEM = frozenset("fcntl grp msvcrt posix pty pwd resource termios winreg winsound _winapi".split())  # noqa: SIM905
NOT_EVERYWHERE = {
    "os": frozenset(
        [
            "chown",
            "fchmod",
            "fork",
            "forkpty",
            "geteuid",
            "getgid",
            "getuid",
            "kill",
            "killpg",
            "mkfifo",
            "O_CLOEXEC",
            "O_DIRECTORY",
            "O_NOFOLLOW",
            "openpty",
            "setsid",
            "startfile",
            "statvfs",
            "sync",
            "sysconf",
            "uname",
            "wait3",
        ]
    ),
    "signal": frozenset(
        [
            "SIGALRM",
            "SIGBREAK",
            "SIGCHLD",
            "SIGHUP",
            "SIGKILL",
            "SIGPIPE",
            "SIGUSR1",
            "SIGUSR2",
            "alarm",
            "pthread_kill",
            "setitimer",
        ]
    ),
    "socket": frozenset("AF_UNIX MSG_DONTWAIT MSG_NOSIGNAL SO_EXCLUSIVEADDRUSE SO_PEERCRED SO_REUSEPORT".split()),  # noqa: SIM905
    "time": frozenset({"tzset"}),
    "ctypes": frozenset({"windll", "oledll"}),
}
BY_THE_C_LIBRARY = frozenset({"fromtimestamp", "utcfromtimestamp", "localtime", "gmtime", "mktime"})
"""Windows refuses moments before 1970 and after 3000."""
PLACES = re.compile(r"/(dev|etc|proc|tmp|usr|var|bin)/")
ASKS = re.compile(r"platform|os\.name|hasattr|getattr|is_windows|is_mac")
FOUND_IN = (ast.Import, ast.ImportFrom, ast.Attribute, ast.Call, ast.Constant)
ALLOWED = {
    "desktop/placing.py": ("moves",),
    "desktop/ui/plan/exporting.py": ("encodings",),  # opens a dialog
    "packaging/checkout/lanes.py": ("patterns",),  # asks whether it is there
    "packaging/checkout/mail_servers.py": ("encodings", "moves", "names", "patterns"),  # Debian's
    "packaging/checkout/system.py": ("encodings", "names", "patterns"),  # Debian's
}
"""Module: kinds of traps that are none there."""


def is_asked(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether a question about the system stands above the node, or before it in its function."""
    while node in parents:
        above = parents[node]
        if isinstance(above, ast.If | ast.IfExp | ast.While) and ASKS.search(ast.unparse(above.test)):
            return True
        if isinstance(above, ast.BoolOp) and ASKS.search(ast.unparse(above)):
            return True
        if isinstance(above, ast.FunctionDef):
            before = [one for one in above.body if one.lineno < node.lineno and isinstance(one, ast.If)]  # type: ignore[attr-defined]
            if any(
                ASKS.search(ast.unparse(one.test)) and isinstance(one.body[-1], ast.Return | ast.Raise)
                for one in before
            ):
                return True
        node = above
    return False


def find_modules(node: ast.AST) -> str:
    names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
    names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    found = OF_ONE_SYSTEM.intersection(names)
    return f"imports {', '.join(sorted(found))}, which not every system has" if found else ""


def find_names(node: ast.AST) -> str:
    owner = node.value.id if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) else ""
    attribute = node.attr if isinstance(node, ast.Attribute) else ""
    return f"{owner}.{attribute} is not on every system" if attribute in NOT_EVERYWHERE.get(owner, ()) else ""


def find_encodings(node: ast.AST) -> str:
    """Text without an encoding is UTF-8 here and cp1252 on most computers with Windows."""
    if not isinstance(node, ast.Call):
        return ""
    given = {one.arg for one in node.keywords}
    name = (
        node.func.attr
        if isinstance(node.func, ast.Attribute)
        else node.func.id
        if isinstance(node.func, ast.Name)
        else ""
    )
    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
    if "encoding" in given or None in given:
        return ""
    if name in ("read_text", "write_text"):
        positional = 0 if name == "read_text" else 1
        return "" if len(node.args) > positional else f"{name} without an encoding"
    if name == "open" and (owner is None or "opener" in given or _is_path(owner)):
        mode = _mode(node, 1 if owner is None else 0)
        return "" if "b" in mode else "open without an encoding"
    if name in ("run", "Popen", "check_output") and {"text", "universal_newlines"} & given:
        return "a program's text without an encoding"
    return ""


def _is_path(owner: ast.AST) -> bool:
    words = ast.unparse(owner)
    return bool(re.search(r"path|file\b|folder|log\b|lock\b|marker", words, re.I)) and words != "os"


def _mode(node: ast.Call, place: int) -> str:
    mode = next(
        (one.value for one in node.keywords if one.arg == "mode"), node.args[place] if len(node.args) > place else None
    )
    return (
        mode.value if isinstance(mode, ast.Constant) and isinstance(mode.value, str) else "r" if mode is None else "b"
    )


def find_moments(node: ast.AST) -> str:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in BY_THE_C_LIBRARY and not ast.unparse(node.func.value).endswith(("QDateTime", "QTimeZone")):
            return f"{node.func.attr} asks the C library: desktop.moments.moment_at"
        if node.func.attr == "astimezone" and not node.args and not node.keywords:
            return "astimezone without a zone asks the C library"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("formatdate", "localtime"):
        return f"{node.func.id} asks the C library: format_datetime(moment_at(...))"
    return ""


def find_patterns(node: ast.AST) -> str:
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    if re.search(r"%-[dHIjmMSUWyY]", text):
        return "%- in a pattern of strftime is not known on Windows"
    return "a place that not every system has" if PLACES.match(text) and "\n" not in text else ""


def find_moves(node: ast.AST) -> str:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.keywords:
        return ""
    owner, name = ast.unparse(node.func.value), node.func.attr
    if (owner == "os" and name in ("replace", "rename", "renames")) or (owner == "shutil" and name == "move"):
        return "a file may be held by others: desktop.placing.put_in_place"
    return (
        "a file may be held by others: desktop.placing.put_in_place"
        if name in ("replace", "rename") and len(node.args) == 1
        else ""
    )


FINDERS: dict[str, Callable[[ast.AST], str]] = {
    "modules": find_modules,
    "names": find_names,
    "encodings": find_encodings,
    "moments": find_moments,
    "patterns": find_patterns,
    "moves": find_moves,
}


def traps(source: str) -> Iterator[tuple[str, str]]:
    """(kind, line and sentence) of each."""
    tree = ast.parse(source)
    parents: dict[ast.AST, ast.AST] = {}
    for node in ast.walk(tree):
        if not isinstance(node, FOUND_IN):
            continue
        for kind, finder in FINDERS.items():
            if said := finder(node):
                parents = parents or {child: one for one in ast.walk(tree) for child in ast.iter_child_nodes(one)}
                if not is_asked(node, parents):
                    yield kind, f"{getattr(node, 'lineno', 0)}: {said}"


def test_no_module_falls_into_a_trap():
    found = []
    for path in SOURCES:
        name = path.relative_to(ROOT).as_posix()
        allowed = next((kinds for place, kinds in ALLOWED.items() if name.startswith(place)), ())
        found += [f"{name}:{said}" for kind, said in traps(path.read_text(encoding="utf-8")) if kind not in allowed]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("modules", "import fcntl"),
        ("modules", "from resource import getrusage"),
        ("names", "os.geteuid()"),
        ("names", "signal.SIGKILL"),
        ("names", "socket.AF_UNIX"),
        ("names", "ctypes.windll.user32"),
        ("encodings", "open('x')"),
        ("encodings", "path.open('w')"),
        ("encodings", "path.read_text()"),
        ("encodings", "path.write_text('x')"),
        ("encodings", "subprocess.run(['x'], text=True)"),
        ("moments", "datetime.fromtimestamp(1, UTC)"),
        ("moments", "moment.astimezone()"),
        ("moments", "time.localtime()"),
        ("moments", "formatdate(1)"),
        ("patterns", "'%-d %B'"),
        ("patterns", "'/dev/shm'; '/tmp/x'"),
        ("moves", "os.replace(a, b)"),
        ("moves", "part.rename(path)"),
        ("moves", "part.replace(path)"),
    ],
)
def test_the_trap_is_seen(kind: str, line: str):
    assert kind in dict(traps(line))
    assert kind in dict(traps(f"def f():\n    {line}"))
    assert not list(traps(f"if sys.platform == 'linux':\n    {line}"))


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (
            "encodings",
            "open('x', 'rb'); path.open('rb'); path.read_text('utf-8'); path.write_text('x', encoding='utf-8')",
        ),
        ("encodings", "window.open(); os.open('x', 0); webbrowser.open(url); subprocess.run(['x'])"),
        ("moments", "moment.astimezone(zone); QDateTime.fromSecsSinceEpoch(1)"),
        ("moves", "text.replace('a', 'b'); day.replace(day=1); replace(row, seen=True)"),
        ("names", "os.getpid(); getattr(os, 'O_NOFOLLOW', 0); socket.AF_INET"),
        ("names", "def f():\n    if sys.platform != 'win32':\n        return 0\n    return ctypes.windll.x"),
    ],
)
def test_what_is_no_trap_is_left_alone(kind: str, line: str):
    assert kind not in dict(traps(line))
