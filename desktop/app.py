"""The composition root: opens a profile or the demo world, puts the window before it, and closes both in order.

The only module that knows the engine and the screen. Everything here runs on the main thread; the event loop starts only when
the window is up, and the engine works in its own threads from the first paint on. Where a profile allows a first look, the engine is
also imported and made then; the demo, a new profile and one that has to be mended have it before their window.
"""

from __future__ import annotations

import faulthandler
import gc
import logging
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import desktop.ui  # noqa: F401 -- before Qt, see there

# isort: split
from PySide6.QtCore import QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desktop.core.accounts.credentials import Credentials, MemoryCredentials
from desktop.core.accounts.discoverer import Discoverer
from desktop.core.api.errors import BandejaError
from desktop.core.clock import Clock, ShiftedClock, SystemClock
from desktop.core.collector import spare_collector
from desktop.core.config import default_profile, demo_profile, resource_path
from desktop.core.log import start_logging
from desktop.core.mail.mid import parse_mid
from desktop.core.opening.first_look import take_first_look
from desktop.core.opening.session import OpeningSession
from desktop.ui.arrivals.presence import Presence
from desktop.ui.program.application import Application
from desktop.ui.program.first_paint import FirstPaint
from desktop.ui.program.handover import Handover, hand_over
from desktop.ui.program.refusal import tell_refusal
from desktop.ui.reader.opened_copies import OpenedCopies
from desktop.ui.reader.web_engine import prepare_web_engine
from desktop.ui.window.factory import build_main_window, dress_application
from desktop.ui.window.main_window import MainWindow
from desktop.ui.window.other_windows import fit_screen
from desktop.ui.window.work import Work

if TYPE_CHECKING:  # the demo is imported by those who open it: its servers and letters are an eighth of all modules
    from desktop.core.api.session import MailSession
    from desktop.core.demo.world import DemoWorld
    from desktop.core.engine import Engine
    from desktop.core.listeners import Listeners
    from desktop.core.opening.first_look import ProfileLock
    from desktop.demo_controls import MovingDemo
    from desktop.demo_desk import DemoDesk

APPLICATION_ID = "org.bandeja.Bandeja"
SETTINGS_FILE = "screen.ini"
EXIT_PROFILE = 5
_log = logging.getLogger(__name__)


def run_app(profile: Path | None = None, link: str = "", *, verbose: bool = False) -> int:
    """The client on the user's own profile, on a mailto: link when one is given; the exit code. A program that already runs on
    the profile is asked instead."""
    return _run(profile or default_profile(), None, link, verbose)


def run_demo(*, verbose: bool = False) -> int:
    """The client on the demo world: a profile made anew, servers of its own, nothing leaves the computer."""
    return _run(demo_profile(), ShiftedClock(), "", verbose)


def _run(profile: Path, demo_clock: ShiftedClock | None, link: str, verbose: bool) -> int:
    # One slice of the interpreter per millisecond: worker threads must not make the screen wait for five.
    sys.setswitchinterval(0.001)
    faulthandler.enable()
    prepare_web_engine()
    app = Application(sys.argv[:1])
    app.setApplicationName("Bandeja")
    app.setDesktopFileName(APPLICATION_ID)
    app.setWindowIcon(QIcon(str(resource_path("bandeja.svg"))))
    app.setQuitOnLastWindowClosed(False)
    if link:
        from desktop.ui.window.mail_file import path_of

        link = path_of(link) or link  # who is asked instead is at home in another folder
    if hand_over(profile, link):
        return 0
    running = Running(app, verbose)
    sys.excepthook = running.log_fault
    if not (running.open_demo(demo_clock) if demo_clock is not None else running.open(profile)):
        return EXIT_PROFILE
    running.listen(profile)
    app.asked.connect(running.answer)
    app.leave_first = running.leave_first
    running.answer(link)
    return app.exec()


class Running(QObject):
    """What is open now: one engine, its window, and in the demo the world behind it."""

    _refused = Signal(object, object)
    """(exception, profile): the window is there, and the engine cannot be made."""

    def __init__(self, app: QApplication, verbose: bool) -> None:
        super().__init__()
        self._refused.connect(self._leave_refused, Qt.ConnectionType.QueuedConnection)
        self._app, self._verbose = app, verbose
        self._engine: Engine | OpeningSession | None = None
        self._window: MainWindow | None = None
        self._discoverer: Discoverer | None = None
        self._copies: OpenedCopies | None = None
        self._world: DemoWorld | None = None
        self._demo_desk: DemoDesk | None = None
        self._demo: MovingDemo | None = None
        """What the bar above the demo moves."""
        self._listens_on: Path | None = None
        """The profile for which nobody listens yet."""

    def open(self, profile: Path) -> bool:
        """The user's profile. False when it cannot be used, which the user has been told."""
        return self._open(profile, SystemClock(), None)

    def open_demo(self, clock: ShiftedClock | None = None) -> bool:
        """The demo world, in a profile that holds nothing from before but how the screen shall look and speak."""
        from desktop.core.demo.world import DemoWorld
        from desktop.core.engine import Engine
        from desktop.demo_desk import DemoDesk
        from desktop.demo_workspace import demo_picture, demo_unsubscribe, settle_demo

        clock = clock or ShiftedClock()
        profile = demo_profile()
        empty_but_settings(profile)
        world = DemoWorld(clock)
        logins = world.start()
        if not self._open(profile, clock, MemoryCredentials(), demo_picture, demo_unsubscribe):
            world.stop()
            return False
        self._world = world
        assert isinstance(self._engine, Engine)
        settle_demo(self._engine, logins)
        self._demo_desk = DemoDesk(self._engine)
        self._demo_desk.start()
        return True

    def listen(self, profile: Path) -> None:
        """Answer second starts on this profile, and whoever asks the process to end, once the window is painted."""
        self._listens_on = profile

    def _listen(self, profile: Path) -> None:
        from desktop.ui.program.interruption import Interruption  # sockets, which the first screen has no use for

        self._handover = Handover(profile, self._app)
        self._handover.asked.connect(self.answer)
        self._handover.listen()
        self._interruption = Interruption(self._app)
        self._interruption.asked.connect(self.leave)
        self._interruption.listen()

    def leave(self) -> None:
        """As by the menu, from the tray too: an unfinished mail becomes a draft first."""
        if self._window is None:
            self._app.quit()
        elif isinstance(self._window.presence, Presence):
            self._window.presence.leave()

    def leave_first(self) -> bool:
        """The system ends the program (Cmd+Q, the session): whether all could be closed."""
        if self._window is not None:
            self.leave()
        return self._window is None

    def answer(self, link: str) -> None:
        """Come forward, and open a composer on a mailto: link, the mail that a mid: link names, or a file with a mail."""
        if self._window is None or self._engine is None:
            return
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        if not link:
            return
        work = self._window.work
        if (message_id := parse_mid(link)) and isinstance(work, Work):
            work.show_by_id(message_id)
            return
        from desktop.ui.composer.mailto import compose_from_mailto
        from desktop.ui.window.mail_file import path_of

        if path := path_of(link):
            self._window.show_file(path)
            return
        accounts = self._engine.accounts()
        content = compose_from_mailto(link, accounts[0].account_key) if accounts else None
        if content is not None:
            self._window.others.compose(content)

    def log_fault(self, kind: type[BaseException], fault: BaseException, trace: object) -> None:
        """A fault of the screen goes to the log; the window stays."""
        _log.error("unhandled", exc_info=(kind, fault, trace))  # type: ignore[arg-type]

    def _open(
        self,
        profile: Path,
        clock: Clock,
        credentials: Credentials | None,
        picture: Callable[[str], bytes] | None = None,
        unsubscribe: Callable[[str], int] | None = None,
    ) -> bool:
        settings = QSettings(str(profile / SETTINGS_FILE), QSettings.Format.IniFormat)
        dress_application(self._app, settings)  # first of all: what follows may have to be told, in the user's language

        def make(listeners: Listeners | None = None, lock: ProfileLock | None = None) -> Engine:
            from desktop.core.profile import open_profile  # everything that works behind the screen

            return open_profile(
                profile, clock=clock, credentials=credentials, picture=picture, unsubscribe=unsubscribe, begins=False,
                listeners=listeners, lock=lock,
            )  # fmt: skip

        is_demo = isinstance(clock, ShiftedClock)
        try:
            profile.mkdir(parents=True, exist_ok=True, mode=0o700)
            start_logging(profile, verbose=self._verbose)
            look = None if is_demo else take_first_look(profile, clock.now)
            engine = make() if look is None else None
        except (BandejaError, OSError) as error:
            tell_refusal(error, profile)
            return False
        session: MailSession
        if engine is not None:
            self._engine = session = engine
        else:
            assert look is not None
            self._engine = opening = OpeningSession(
                look, make, made=spare_collector, failed=lambda error: self._refused.emit(error, profile)
            )
            session = opening.door
        if isinstance(clock, ShiftedClock) and engine is not None:
            from desktop.demo_controls import MovingDemo

            self._demo = MovingDemo(engine, clock, self._begin_again)
        self._discoverer = Discoverer(clock)
        self._copies = copies = OpenedCopies(profile)
        window = build_main_window(session, settings, clock.now, self._discoverer, copies, demo=self._demo is not None)
        if self._demo is not None:
            from desktop.ui.plan.demo import Demo

            Demo(window, self._demo)
        fit_screen(window)
        window.closed.connect(self._quit)
        window.try_demo.connect(self._switch_to_demo)
        FirstPaint(window, self._begin)
        window.show()
        self._window = window
        if engine is not None:
            spare_collector()
        return True

    def _begin(self) -> None:
        """What need not be there before the window is seen."""
        if self._engine is not None and self._copies is not None:
            self._engine.begin()
            Thread(target=self._copies.remove_old, name="opened-copies").start()
        if self._listens_on is not None:
            self._listen(self._listens_on)
            self._listens_on = None

    def _leave_refused(self, error: Exception, profile: Path) -> None:
        """What a window was already there for cannot be used after all."""
        _log.error("the profile cannot be used", exc_info=error)
        if isinstance(error, BandejaError | OSError):
            tell_refusal(error, profile)
        if self._window is not None:
            self._window.closed.disconnect(self._quit)
            self._window.close()
        self._close_engine()
        self._app.exit(EXIT_PROFILE)

    def _switch_to_demo(self) -> None:
        """From the first screen: leave the empty profile and open the demo in its place."""
        assert self._window is not None
        self._window.closed.disconnect(self._quit)
        self._window.close()
        self._close_engine()
        QTimer.singleShot(0, self.open_demo)

    def _begin_again(self) -> None:
        """The demo as it was at the beginning, with a window where this one is."""
        assert self._window is not None
        place = self._window.saveGeometry()
        self._window.closed.disconnect(self._quit)
        self._window.close()
        self._close_engine()

        def begin() -> None:
            if self.open_demo() and self._window is not None:
                self._window.restoreGeometry(place)

        QTimer.singleShot(0, begin)

    def _quit(self) -> None:
        self._close_engine()
        self._app.quit()

    def _close_engine(self) -> None:
        gc.unfreeze()  # what goes now may be collected after all
        if self._window is not None:
            self._window.deleteLater()
            self._window = None
        if self._discoverer is not None:
            self._discoverer.close()
        if self._demo_desk is not None:
            self._demo_desk.stop()
            self._demo_desk = None
        if self._demo is not None:
            self._demo.close()
            self._demo = None
        if self._engine is not None:
            self._engine.close()
            self._engine = None
        if self._copies is not None:
            self._copies.remove_all()
            self._copies = None
        if self._world is not None:
            self._world.stop()
            self._world = None


def empty_but_settings(profile: Path) -> None:
    """A language chosen in the demo holds from its next start, or after "Start again"."""
    settings = QSettings(str(profile / SETTINGS_FILE), QSettings.Format.IniFormat)
    kept = {name: settings.value(name) for name in settings.allKeys()}
    shutil.rmtree(profile, ignore_errors=True)
    profile.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.clear()
    settings.sync()
    for name, value in kept.items():
        settings.setValue(name, value)
    settings.sync()
