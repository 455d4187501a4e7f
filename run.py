"""Prepare this checkout and start what is in it: the one command for users, developers and CI.

    python3 run.py demo            the demo mailbox: no account, no network, no password
    python3 run.py app             the client on your own profile
    python3 run.py test            all quick tests; --long adds the slow ones, --connectors the connector servers,
                                   everything else goes to pytest (a path or -k runs just that)
    python3 run.py setup           only prepare the environment
    python3 run.py screenshots     the pictures of the documentation
    python3 run.py bench           the measurements of bench/
    python3 run.py build           the packaged program, in dist/
    python3 run.py translations    collect the texts of the screen and compile them

Anything after the verb goes to the program that is started. On Windows: py run.py demo

Invariant: a stamp in the environment is written only after everything in the requirement files has been installed, and a
mark left by an interrupted installation makes the next start build the environment anew. Standard library only. This file
must stay readable by Python 3.6, so that an old Python says a sentence and not a traceback.
"""

import ctypes
import hashlib
import json
import os
import queue
import re
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    sys.exit(
        f"Bandeja needs Python 3.11, 3.12, 3.13 or 3.14, and this is Python {sys.version.split()[0]}. "
        "Start run.py with one of those, for example: python3.12 run.py demo (Windows: py -3.12 run.py demo)"
    )

ROOT = Path(__file__).resolve().parent
REQUIREMENTS = ROOT / "requirements"
VENV = ROOT / ".venv"
BUILD_VENV = ROOT / "build" / "venv"
LOCK = ROOT / ".venv.lock"
STAMP = "bandeja-stamp.json"
INSTALLING = "bandeja-installing"
LOG = "bandeja-install.log"

LIBRARIES = {  # what Qt loads at run time on Linux, and Debian's package of it
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libnss3.so": "libnss3",
    "libasound.so.2": "libasound2",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libxkbfile.so.1": "libxkbfile1",
}
RENAMED = {"libglib2.0-0", "libasound2"}  # carry the suffix t64 in Debian 13 and Ubuntu 24.04
FONTS = {
    "DejaVuSans.ttf": "fonts-dejavu-core",
    "NotoSansCJK-Regular.ttc": "fonts-noto-cjk",
    "NotoColorEmoji.ttf": "fonts-noto-color-emoji",
}
NETWORK_TROUBLE = re.compile(
    r"connection broken by|Failed to establish a new connection|name resolution|getaddrinfo failed|"
    r"[Nn]etwork is unreachable|ConnectTimeout|ReadTimeout|ProxyError|dns error|error sending request"
)


class Trouble(Exception):
    """Something the person at the keyboard must know; the text says what, why and what to do."""


def say(text):
    print(f"bandeja: {text}", flush=True)


# --- the Python environment ------------------------------------------------------------------------------------------


def ensure_environment(kind: str, venv: Path = VENV) -> Path:
    """The interpreter of an environment that holds requirements/<kind>.txt; built or completed if needed."""
    wanted = fingerprint(kind)
    if read_stamp(venv).get(kind) == wanted and interpreter(venv).exists():
        return interpreter(venv)
    with only_one():
        stamp = read_stamp(venv)
        if stamp.get(kind) == wanted and interpreter(venv).exists():
            return interpreter(venv)  # another run.py has just done it
        started = time.monotonic()
        reason = why_unusable(venv, stamp)
        if reason:
            say(f"{reason}: building {venv.name} with Python {sys.version.split()[0]}")
            remove(venv)
            stamp = {}
            make_venv(venv)
        (venv / INSTALLING).touch()
        install(venv, kind)
        site_packages(venv).joinpath("bandeja-checkout.pth").write_text(f"{ROOT}\n", encoding="utf-8")
        satisfied = {"app", kind} if kind == "test" else {kind}
        stamp.update({name: fingerprint(name) for name in satisfied}, identity=identity())
        (venv / STAMP).write_text(json.dumps(stamp, indent=1), encoding="utf-8")
        (venv / INSTALLING).unlink()
        say(f"the environment is ready ({time.monotonic() - started:.0f} s)")
    return interpreter(venv)


def interpreter(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def site_packages(venv: Path) -> Path:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return venv / "Lib/site-packages" if os.name == "nt" else venv / "lib" / version / "site-packages"


def requirement_lines(kind: str) -> list:
    """The requirement lines of a file and of those it includes, without comments."""
    lines = []
    for line in (REQUIREMENTS / f"{kind}.txt").read_text(encoding="utf-8").splitlines():
        line = line.partition("#")[0].strip()
        if line.startswith("-r "):
            lines += requirement_lines(Path(line[3:].strip()).stem)
        elif line:
            lines.append(line)
    return lines


def fingerprint(kind: str) -> str:
    return hashlib.sha256("\n".join([identity(), *requirement_lines(kind)]).encode()).hexdigest()


def identity() -> str:
    """What no installation can mend afterwards. Qt's pin is part of it: pip leaves files of another Qt behind."""
    qt = [line for line in requirement_lines("app") if line.startswith("PySide6")]
    version = f"{sys.implementation.name}-{sys.version_info.major}.{sys.version_info.minor}"
    return " ".join([version, sys.platform, *qt, str(ROOT)])


def read_stamp(venv: Path) -> dict:
    try:
        stamp = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) and not (venv / INSTALLING).exists() else {}


def why_unusable(venv: Path, stamp: dict) -> str:
    """Why the environment must be built anew, as a few words; empty when it can be completed in place."""
    if not venv.exists():
        return "first start"
    if (venv / INSTALLING).exists():
        return "an earlier installation was interrupted"
    if stamp and stamp.get("identity") != identity():
        return "Python, Qt or the folder has changed"
    probe = "import pip, sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([str(interpreter(venv)), "-c", probe], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return "the environment is broken"
    if done.returncode != 0:
        return "the environment is broken"
    return "" if done.stdout.strip() == "{}.{}".format(*sys.version_info) else "Python has changed"


def remove(venv: Path) -> None:
    try:
        if venv.exists():
            shutil.rmtree(venv)
    except OSError as error:
        raise Trouble(
            f"{venv} cannot be replaced ({error.strerror}: {error.filename}). Close Bandeja and everything else that was "
            "started from this folder, and try again."
        ) from error


def make_venv(venv: Path) -> None:
    ensurepip = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True)
    if ensurepip.returncode != 0:
        package = "python{}.{}-venv".format(*sys.version_info)
        if not apt_install([package]):
            raise Trouble(
                f"this Python cannot make virtual environments. Install them and try again: sudo apt-get install {package}"
            )
    venv.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run([sys.executable, "-m", "venv", str(venv)], capture_output=True, text=True)
    if done.returncode != 0:
        raise Trouble(f"the virtual environment {venv} could not be made: {last_words(done.stdout + done.stderr)}")


def install(venv: Path, kind: str) -> None:
    """Install requirements/<kind>.txt with uv where there is one, else with pip."""
    say(f"installing {len(requirement_lines(kind))} pinned packages and what they need (the first time some 300 MB)")
    file = str(REQUIREMENTS / f"{kind}.txt")
    pip = [str(interpreter(venv)), "-m", "pip", "install", "--no-input", "--progress-bar", "off", "-r", file]
    uv = shutil.which("uv")
    if uv:
        code, output = watch([uv, "pip", "install", "--python", str(interpreter(venv)), "-r", file], venv / LOG)
        if code == 0:
            return
        say("uv could not do it; trying pip")
    code, output = watch([*pip, "--disable-pip-version-check"], venv / LOG)
    if code == 0:
        return
    (venv / INSTALLING).unlink()  # pip gave up by itself, before or after a package: it can go on from here
    if NETWORK_TROUBLE.search(output):
        raise Trouble(
            "the packages could not be fetched: no connection to the package index. Check the network (or pip's proxy and "
            "index settings) and start again; what has been fetched is kept."
        )
    if "No space left" in output:
        raise Trouble("the disk is full: the environment needs about 1.5 GB. Make room and start again.")
    if "No matching distribution" in output:
        raise Trouble(
            f"a package has no build for this system: {last_words(output)} Qt for Python needs 64-bit Windows, macOS 13, "
            "or Linux with glibc 2.34 (Debian 12, Ubuntu 22.04, Fedora 35) or later."
        )
    raise Trouble(f"the installation failed: {last_words(output)} The whole story: {venv / LOG}")


def watch(command: list, log: Path) -> tuple:
    """Run an installer, telling its big steps in short lines; its exit code and whole output."""
    lines = queue.Queue()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace"
    )

    def read():
        for line in process.stdout:
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, name="installer-output", daemon=True).start()
    started, output = time.monotonic(), []
    while True:
        try:
            line = lines.get(timeout=15)
        except queue.Empty:
            say(f"  still at it ({time.monotonic() - started:.0f} s)")
            continue
        if line is None:
            break
        output.append(line)
        download = re.match(r"\s*Downloading (?:\S*/)?([\w.]+)-([\w.]+)-\S+ \((\d[\d.]* [MG]B)\)", line)
        if download:
            say("  {} {}, {}".format(*download.groups()))
        elif line.startswith("Installing collected packages"):
            say("  unpacking {} packages".format(line.count(",") + 1))
    code = process.wait()
    log.write_text("".join(output), encoding="utf-8")
    return code, "".join(output)


def last_words(output: str) -> str:
    errors = [line.strip() for line in output.splitlines() if line.strip()]
    wanted = [line for line in errors if line.upper().startswith("ERROR")] or errors or ["no reason was given"]
    return wanted[-1].rstrip(".") + "."


@contextmanager
def only_one():
    """Hold the lock of this checkout, waiting for another run.py; the system frees it when a process dies."""
    try:
        handle = open(LOCK, "a+")  # noqa: SIM115 -- closed below, and closing is what frees it
    except OSError as error:
        raise Trouble(f"the folder {ROOT} cannot be written to ({error.strerror}). Use a copy you own.") from error
    with handle:
        waiting = False
        while not take(handle):
            if not waiting:
                say("another run.py is preparing the environment; waiting for it")
            waiting = True
            time.sleep(0.2)
        yield


def take(handle) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


# --- what the system must bring ---------------------------------------------------------------------------------------


def ensure_libraries() -> None:
    """On Linux, the shared libraries Qt loads; installed where that is possible, else the command to run is told."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_libraries()
    if missing and apt_install([LIBRARIES[name] for name in missing]):
        missing = missing_libraries()
    if missing:
        packages = " ".join(sorted(LIBRARIES[name] for name in missing))
        raise Trouble(
            f"Qt needs system libraries that are not here: {', '.join(missing)}. On Debian and Ubuntu run: "
            f"sudo apt-get install {packages} (in other distributions the packages that hold these files), then start again."
        )


def missing_libraries() -> list:
    def absent(name):
        try:
            ctypes.CDLL(name)
        except OSError:
            return True
        return False

    return [name for name in LIBRARIES if absent(name)]


def apt_install(packages: list) -> bool:
    """Install Debian packages; False where this user or this system cannot, or apt failed (it is told why)."""
    if os.name == "nt" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"installing system packages: {' '.join(packages)}")
    apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    subprocess.run([*apt, "update"], env=environment, **quiet)
    for index, name in enumerate(packages):
        if name in RENAMED and subprocess.run(["apt-cache", "show", f"{name}t64"], **quiet).returncode == 0:
            packages[index] = f"{name}t64"
    with services_stay_off():
        done = subprocess.run([*apt, "install", "-y", "--no-install-recommends", *packages], env=environment, **quiet)
    if done.returncode != 0:
        say(f"apt-get could not: {last_words(done.stdout)}")
    return done.returncode == 0


@contextmanager
def services_stay_off():
    """While Debian packages are installed, no service of theirs is started: the tests start their own Dovecot."""
    policy = Path("/usr/sbin/policy-rc.d")
    ours = not policy.exists()
    try:
        if ours:
            policy.write_text("#!/bin/sh\nexit 101\n")
            policy.chmod(0o755)
        yield
    finally:
        if ours:
            policy.unlink()


def ensure_test_tools() -> None:
    """Dovecot, zstd and fonts for the tests; what cannot be had is named, with what will not be tested."""
    if not sys.platform.startswith("linux"):
        say("Dovecot runs on Linux only: the tests marked dovecot will be SKIPPED")
        return
    missing = missing_tools()
    if missing and apt_install(list(missing)):
        if "dovecot-imapd" in missing and Path("/run/systemd/system").exists():
            subprocess.run(["systemctl", "disable", "dovecot.service"], capture_output=True)
        missing = missing_tools()
    for package, loss in missing.items():
        say(f"NOT HERE: {package}; {loss}. To have it: sudo apt-get install {package}")


def missing_tools() -> dict:
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    missing = {}
    if not shutil.which("dovecot", path=path):
        missing["dovecot-imapd"] = "the tests marked dovecot will be SKIPPED"
    if not shutil.which("zstd"):
        missing["zstd"] = "the tests marked corpus will be SKIPPED"
    fonts = {
        name
        for folder in ("/usr/share/fonts", "/usr/local/share/fonts")
        for _, _, files in os.walk(folder)
        for name in files
    }
    for name, package in FONTS.items():
        if name not in fonts:
            missing[package] = "some letters will be drawn as boxes"
    return missing


# --- the verbs -------------------------------------------------------------------------------------------------------


def setup(arguments: list) -> int:
    python = prepare("app")
    say(f"ready: {python}")
    return 0


def prepare(kind: str) -> Path:
    ensure_libraries()
    python = ensure_environment(kind)
    compile_translations(python)
    return python


def start(arguments: list) -> int:
    """The program itself: `demo` and `app`."""
    python = prepare("app")
    if sys.platform.startswith("linux") and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        raise Trouble(
            "there is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set). Start it in a desktop session, or "
            "see the pictures that python3 run.py screenshots makes without one."
        )
    return become([str(python), "-P", "-m", "desktop", *arguments])


def test(arguments: list) -> int:
    ensure_test_tools()
    python = prepare("test")
    out = ROOT / "out"
    out.mkdir(exist_ok=True)
    pytest = [str(python), "-m", "pytest"]
    chosen = [absolute(argument) for argument in arguments]
    if chosen != arguments or any(Path(argument.partition("::")[0]).exists() for argument in arguments):
        return become([*pytest, *chosen], cwd=ROOT)
    workers = str(max(1, min(os.cpu_count() or 1, 4)))
    lanes = {
        # Several workers; each file stays on one of them, for the servers it has started.
        "core": ["-n", workers, "--dist", "loadfile", "--ignore=tests/ui", "--ignore=tests/end2end"],
        # One worker: windows measured in milliseconds want a calm machine, and a crash of Qt costs one test, not the run.
        "screen": ["-n", "1", "tests/ui", "tests/end2end"],
    }
    codes, counts = {}, {"passed": 0, "failed": 0, "skipped": 0}
    for lane, options in lanes.items():
        report = out / f"tests-{lane}.xml"
        report.unlink(missing_ok=True)
        say(f"tests of the {lane}")
        command = [*pytest, *options, f"--junitxml={report}", *arguments]
        codes[lane] = subprocess.run(command, cwd=ROOT, env=environment()).returncode
        for name, count in read_report(report).items():
            counts[name] += count
    # pytest's 5 means that no test ran: an error, unless the arguments chose tests and another lane has them.
    if arguments and 0 in codes.values():
        codes = {lane: 0 if code == 5 else code for lane, code in codes.items()}
    for lane, code in codes.items():
        if code:
            say(f"the tests of the {lane} ended with {code}" + (": NO TEST RAN" if code == 5 else ""))
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**counts), flush=True)
    return max(codes.values(), key=abs)


def absolute(argument: str) -> str:
    """A test path given from another folder, as pytest in the checkout's folder understands it."""
    path, colons, name = argument.partition("::")
    exists = not argument.startswith("-") and Path(path).exists() and Path.cwd() != ROOT
    return f"{Path(path).resolve()}{colons}{name}" if exists else argument


def read_report(report: Path) -> dict:
    """How many tests passed, failed and were skipped, out of pytest's JUnit file; nothing if it was not written."""
    from xml.etree import ElementTree

    if not report.exists():
        return {}
    suite = {name: int(value) for name, value in ElementTree.parse(report).find("testsuite").items() if value.isdigit()}
    failed = suite["failures"] + suite["errors"]
    return {"passed": suite["tests"] - failed - suite["skipped"], "failed": failed, "skipped": suite["skipped"]}


def screenshots(arguments: list) -> int:
    ensure_test_tools()
    python = prepare("test")
    os.environ["QT_QPA_PLATFORM"] = os.environ.get("QT_QPA_PLATFORM") or "offscreen"
    return become([str(python), str(ROOT / "docs" / "screenshots.py"), *arguments])


def bench(arguments: list) -> int:
    ensure_test_tools()
    return become([str(prepare("test")), "-P", "-m", "bench", *arguments])


def build(arguments: list) -> int:
    prepare("app")
    python = ensure_environment("build", BUILD_VENV)
    spec = str(ROOT / "packaging" / "pyinstaller.spec")
    return become([str(python), "-m", "PyInstaller", "--noconfirm", *arguments, spec], cwd=ROOT)


def translations(arguments: list) -> int:
    python = prepare("app")
    sources = sorted(str(path) for path in (ROOT / "desktop").rglob("*.py"))
    for catalogue in catalogues():
        subprocess.run([tool(python, "lupdate"), *sources, "-no-obsolete", "-ts", str(catalogue)], check=True)
    compile_translations(python)
    return 0


def catalogues() -> list:
    return sorted((ROOT / "resources" / "translations").glob("*.ts"))


def compile_translations(python: Path) -> None:
    """Build the .qm file beside every .ts file that is newer."""
    for catalogue in catalogues():
        compiled = catalogue.with_suffix(".qm")
        if compiled.exists() and compiled.stat().st_mtime >= catalogue.stat().st_mtime:
            continue
        done = subprocess.run(
            [tool(python, "lrelease"), "-silent", str(catalogue), "-qm", str(compiled)], capture_output=True, text=True
        )
        if done.returncode != 0:
            raise Trouble(f"{catalogue.name} could not be compiled: {last_words(done.stdout + done.stderr)}")


def tool(python: Path, name: str) -> str:
    return str(python.with_name(f"pyside6-{name}" + (".exe" if os.name == "nt" else "")))


def environment() -> dict:
    """The environment of what is started. Chromium's sandbox refuses to run as root, and only then is it off."""
    if os.name != "nt" and os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    return dict(os.environ)


def become(command: list, cwd: Path | None = None) -> int:
    """Turn into the command, so that signals and the exit code are its own; Windows can only wait for it."""
    if os.name == "nt":
        return subprocess.run(command, cwd=cwd, env=environment()).returncode
    if cwd:
        os.chdir(cwd)
    sys.stdout.flush()
    os.execve(command[0], command, environment())


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
        print(__doc__.partition("\nInvariant")[0].strip())
        return 0 if verb in ("help", "-h", "--help") else 2
    try:
        return VERBS[verb](arguments[1:])
    except Trouble as trouble:
        print(f"bandeja: {trouble}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("\nbandeja: stopped", file=sys.stderr, flush=True)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
