"""Prepare this checkout and start what is in it: the one command for users, developers and CI.

    python3 run.py demo            the demo mailbox: no account, no network, no password
    python3 run.py app             the client on your own profile
    python3 run.py test            all quick tests; --long adds the slow ones, --connectors the connector servers, --servers
                                   Cyrus, Courier and Postfix; the rest goes to pytest, and a path runs just that path
    python3 run.py setup           only prepare the environment
    python3 run.py screenshots     the pictures of the documentation
    python3 run.py bench           the measurements of bench/
    python3 run.py build           the packaged program, in dist/
    python3 run.py translations    collect the texts of the screen and compile them

Anything after the verb goes to the program that is started. On Windows: py run.py demo

Standard library only. Any Python 3 must be able to read this file, so that an old one says a sentence, not a traceback;
what does the work is in packaging/checkout/.
"""

import os
import subprocess
import sys
from pathlib import Path

if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    sys.exit(
        "Bandeja needs Python 3.11, 3.12, 3.13 or 3.14, and this is Python {}.{}. "
        "Start run.py with one of those, for example: python3.12 run.py demo (Windows: py -3.12 run.py demo)".format(
            *sys.version_info
        )
    )

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "packaging"))

from checkout.environment import Environment  # noqa: E402 -- an old Python could not read it
from checkout.lanes import run_lanes  # noqa: E402
from checkout.mail_servers import ensure_mail_servers  # noqa: E402
from checkout.system import ensure_libraries, ensure_test_tools  # noqa: E402
from checkout.translations import collect_texts, compile_catalogues  # noqa: E402
from checkout.words import Trouble, say  # noqa: E402

PROGRAM = Environment(ROOT, ROOT / ".venv")
BUILD = Environment(ROOT, ROOT / "build" / "venv")
SERVERS = Environment(ROOT, ROOT / "build" / "servers")


def prepare(kind: str) -> Path:
    """Everything that must be here before the program or the tests can start; the interpreter to start them with."""
    ensure_libraries()
    python = PROGRAM.ensure(kind)
    compile_catalogues(python, ROOT)
    return python


def setup(arguments: list) -> int:
    say("ready: {}".format(prepare("app")))
    return 0


def start(arguments: list) -> int:
    """The program itself: `demo` and `app`."""
    python = prepare("app")
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    has_screen = not sys.platform.startswith("linux") or any(os.environ.get(name) for name in screens)
    if not has_screen and not {"-h", "--help"} & set(arguments):
        raise Trouble(
            "there is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set). Start it in a desktop session, or "
            "see the pictures that python3 run.py screenshots makes without one."
        )
    return become([python, "-P", "-m", "desktop", *arguments])


def test(arguments: list) -> int:
    ensure_test_tools()
    python = prepare("test")
    if "--connectors" in arguments:
        SERVERS.ensure("connectors")
    if "--servers" in arguments:
        ensure_mail_servers(ROOT)
    if any(is_path(argument) for argument in arguments):
        return become([python, "-m", "pytest", "--rootdir", ROOT, "-c", ROOT / "pyproject.toml", *arguments])
    return run_lanes(python, ROOT, arguments, environment())


def is_path(argument: str) -> bool:
    return not argument.startswith("-") and Path(argument.partition("::")[0]).exists()


def screenshots(arguments: list) -> int:
    ensure_test_tools()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return become([prepare("test"), ROOT / "bench" / "screenshots.py", *arguments])


def bench(arguments: list) -> int:
    ensure_test_tools()
    return become([prepare("test"), "-P", "-m", "bench", *arguments])


def build(arguments: list) -> int:
    prepare("app")
    python = BUILD.ensure("build")
    spec = ROOT / "packaging" / "pyinstaller.spec"
    places = ["--distpath", ROOT / "dist", "--workpath", ROOT / "build" / "work"]
    return become([python, "-m", "PyInstaller", "--noconfirm", *places, *arguments, spec])


def translations(arguments: list) -> int:
    python = prepare("app")
    collect_texts(python, ROOT)
    compile_catalogues(python, ROOT)
    return 0


def environment() -> dict:
    """The environment of what is started. Chromium's sandbox refuses to run as root, and only then is it off."""
    if os.name != "nt" and os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    return dict(os.environ)


def become(command: list) -> int:
    """Turn into the command, so that signals and the exit code are its own; Windows can only wait for it."""
    words = [str(word) for word in command]
    if os.name == "nt":
        return subprocess.run(words, env=environment()).returncode
    sys.stdout.flush()
    os.execve(words[0], words, environment())


VERBS = {
    "demo": lambda arguments: start(["demo", *arguments]),
    "app": lambda arguments: start(["app", *arguments]),
    "test": test,
    "setup": setup,
    "screenshots": screenshots,
    "bench": bench,
    "build": build,
    "translations": translations,
}


def main(arguments: list) -> int:
    verb = arguments[0] if arguments else "help"
    if verb not in VERBS:
        print(__doc__.partition("\nStandard library only")[0].strip())
        return 0 if verb in ("help", "-h", "--help") else 2
    try:
        return VERBS[verb](arguments[1:])
    except Trouble as trouble:
        print("bandeja: {}".format(trouble), file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        print("\nbandeja: stopped", file=sys.stderr, flush=True)
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
