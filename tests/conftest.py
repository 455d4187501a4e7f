"""What holds for every test: no screen, no keyring, no profile of the user's, no network beyond loopback, nothing left behind.

The environment is moved before Qt or the program is imported, so that neither can have seen the real one. Each test worker
is a process with a folder of its own. Child processes inherit the folder; only the network guard stays in this process.
"""

from __future__ import annotations

import gc
import ipaddress
import os
import shutil
import signal
import socket
import ssl
import sys
import tempfile
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import keyring
import keyring.backend
import keyring.errors
import pytest

from tests.fakes.debian_root import why_no_mail_servers
from tests.fakes.server_environment import server_python
from tests.fakes.statements import shared_statements

if TYPE_CHECKING:
    from tests.fakes.certificates import Certificates

ROOT = Path(__file__).parents[1]
CORPUS = Path(os.environ.get("BANDEJA_CORPUS") or ROOT.parent / "shared" / "corpus")
THREAD_PATIENCE = 6.0  # seconds a thread that was told to stop may take to end

hypothesis.settings.register_profile("fast", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("long", deadline=None, max_examples=1000, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the slow tests too")
    parser.addoption("--connectors", action="store_true", help="run the tests that need a connector's real server too")
    parser.addoption("--servers", action="store_true", help="run the tests on Cyrus, Courier and Postfix too")
    parser.addoption("--packaged", action="store_true", help="run the tests of the built package in dist/ too")


def pytest_configure(config: pytest.Config) -> None:
    """Move this process, and the processes it starts, out of the user's home; signals mean to them what they usually do."""
    for name in ("SIGINT", "SIGHUP"):  # ignored by what runs in the background of a shell, and by its children
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL)
    home = Path(tempfile.mkdtemp(prefix="bandeja-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    folders = {
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home / "roaming",
        "LOCALAPPDATA": home / "local",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_STATE_HOME": home / "state",
        "XDG_RUNTIME_DIR": home / "runtime",
    }
    for name, folder in folders.items():
        folder.mkdir(mode=0o700, exist_ok=True)
        os.environ[name] = str(folder)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # for child processes
    if sys.platform != "win32" and os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")  # Chromium's sandbox refuses to run as root
    hypothesis.settings.load_profile("long" if config.getoption("long") else "fast")


def pytest_unconfigure() -> None:
    servers = sys.modules.get("tests.fakes.servers")  # only where a test has asked for one
    if servers is not None:
        servers.stop_servers()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is imported and collected stays to the end: looking for garbage in it again and again takes minutes."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the long lane, and mark as skipped what this machine cannot run."""
    kept, left_out = [], []
    missing = {
        "dovecot": None if find_dovecot() else "Dovecot is not installed (apt-get install dovecot-imapd)",
        "corpus": why_no_corpus(),
        "connectors": why_no_servers(config),
        "servers": why_no_mail_servers(),
        "packaged": None if config.getoption("packaged") else "runs with --packaged, after python3 run.py build",
    }
    for item in items:
        slow = item.get_closest_marker("slow") and not config.getoption("long")
        other_lane = item.get_closest_marker("servers") and not config.getoption("servers")
        (left_out if slow or other_lane else kept).append(item)
        for marker, reason in missing.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))
    if left_out:
        items[:] = kept
        config.hook.pytest_deselected(items=left_out)


def find_dovecot() -> str | None:
    return shutil.which("dovecot", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"]))


def why_no_servers(config: pytest.Config) -> str | None:
    if not config.getoption("connectors"):
        return "runs with --connectors"
    return None if server_python() else "the servers are not installed: python3 run.py test --connectors does it"


def why_no_corpus() -> str | None:
    if not any(CORPUS.glob("*.tar.zst")):
        return f"the mail corpus is not in {CORPUS} (BANDEJA_CORPUS names another folder)"
    return None if shutil.which("zstd") else "zstd is not installed, the mail corpus cannot be unpacked"


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    from tests.fakes.certificates import Certificates

    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def trusting(certificates: Certificates) -> ssl.SSLContext:
    """What a client asks with that trusts the test authority alone."""
    return ssl.create_default_context(cafile=str(certificates.ca_file))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of the mail corpus: NAME.tar.zst files of raw messages."""
    reason = why_no_corpus()
    if reason:
        pytest.skip(reason)
    return CORPUS


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring that lives as long as one test."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.passwords: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.passwords.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.passwords[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.passwords.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("no such password")


@pytest.fixture(autouse=True)
def memory_keyring() -> MemoryKeyring:
    """The keyring of this test: empty, and never the user's."""
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    return backend


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    with shared_statements():
        yield


class NetworkGuard:
    """Lets sockets reach loopback only. Whoever tries further gets the error of an unplugged cable, and the test fails."""

    def __init__(self) -> None:
        self.refused: list[str] = []

    def install(self, patch: pytest.MonkeyPatch) -> None:
        for name, address_at in (("connect", 0), ("connect_ex", 0), ("sendto", -1)):
            patch.setattr(socket.socket, name, self._guarded(getattr(socket.socket, name), address_at))
        look_up = socket.getaddrinfo

        def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
            if not is_local(host):
                if not str(host).endswith(".invalid"):  # RFC 6761: never exists; the name for tests of unknown hosts
                    self.refused.append(f"look up {host}")
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            return look_up(host, *arguments, **options)

        patch.setattr(socket, "getaddrinfo", getaddrinfo)

    def _guarded(self, method: Any, address_at: int) -> Any:
        def guarded(sock: socket.socket, *arguments: Any) -> Any:
            address = arguments[address_at]
            if isinstance(address, tuple) and not is_local(address[0]):
                self.refused.append(f"reach {address[0]} port {address[1]}")
                raise OSError(101, "Network is unreachable")
            return method(sock, *arguments)

        return guarded


def is_local(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if not name or name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def network_guard() -> Iterator[NetworkGuard]:
    guard = NetworkGuard()
    with pytest.MonkeyPatch.context() as patch:
        guard.install(patch)
        yield guard


@pytest.fixture(autouse=True)
def no_network_beyond_loopback(network_guard: NetworkGuard) -> Iterator[None]:
    network_guard.refused.clear()
    yield
    if network_guard.refused:
        pytest.fail(f"the test tried to leave this machine: {', '.join(network_guard.refused)}")


@pytest.fixture(autouse=True)
def no_thread_left_behind(no_network_beyond_loopback: None) -> Iterator[None]:
    """Every thread that a test has started must have ended with it; those of wider fixtures were there before."""
    before = set(threading.enumerate())
    yield
    patience = time.monotonic() + THREAD_PATIENCE
    left = [
        thread
        for thread in threading.enumerate()
        if thread not in before and not isinstance(thread, threading._DummyThread)  # Qt's own threads, seen from Python
    ]
    for thread in left:
        thread.join(max(0.0, patience - time.monotonic()))
    names = sorted(thread.name for thread in left if thread.is_alive())
    if names:
        pytest.fail(f"threads left behind: {', '.join(names)}")
