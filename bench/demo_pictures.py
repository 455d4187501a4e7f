"""Pictures of the real program on the demo world: engine, servers and window as a user has them, at a fixed moment.

python -m bench.demo_pictures [NAME ...]      into docs/screenshots/, called demo-NAME-PALETTE-LANGUAGE.png
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu")

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from bench.stage import DARK_EN, DARK_ES, FOLDER, LIGHT_EN, LIGHT_ES, Look, Stage
from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.accounts.discoverer import Discoverer
from desktop.core.api.commands import SetFlagged
from desktop.core.api.link_commands import LinkMail
from desktop.core.api.linking import LinkKind
from desktop.core.api.queries import ListView
from desktop.core.api.rows import AccountState
from desktop.core.clock import ShiftedClock, SystemClock
from desktop.core.demo.authored import load_catalogue
from desktop.core.demo.world import DemoWorld
from desktop.core.engine import Engine
from desktop.core.profile import open_profile
from desktop.demo_workspace import demo_picture, settle_demo
from desktop.ui import i18n
from desktop.ui.message_list.server_joining import ServerJoining
from desktop.ui.reader.pane import ReaderPane
from desktop.ui.reader.print_window import PrintWindow
from desktop.ui.reader.web_engine import prepare_web_engine
from desktop.ui.theme import Choice, theme
from desktop.ui.window.factory import build_main_window

MOMENT = 1_795_516_200
"""24 November 2026, 10:30 UTC: a Tuesday morning."""
SCENES: dict[str, tuple[str, tuple[Look, ...], tuple[int, int]]] = {
    "newsletter": ("newsletter-tracker", (LIGHT_EN, DARK_ES), (1280, 800)),
    "pictures": ("newsletter-tracker", (LIGHT_EN, DARK_ES), (1280, 800)),
    "phishing": ("phishing", (LIGHT_ES, DARK_EN), (1280, 800)),
    "photo": ("photo", (LIGHT_ES,), (1280, 800)),
    "invitation": ("invitation-update", (LIGHT_EN, DARK_ES), (1280, 800)),
    "invitation-small": ("invitation-update", (LIGHT_ES,), (1024, 640)),
    "invitation-weekly": ("invitation-recurring", (LIGHT_ES,), (1280, 800)),
    "invitation-outdated": ("invitation", (DARK_EN,), (1280, 800)),
    "thread": ("long-thread", (DARK_EN,), (1280, 800)),
    "conversation": ("long-thread", (LIGHT_EN, DARK_ES), (1280, 800)),
    "conversation-small": ("long-thread", (LIGHT_ES, DARK_EN), (1024, 640)),
    "grouped": ("", (LIGHT_EN, DARK_ES), (1280, 800)),
    "grouped-unfolded": ("", (LIGHT_ES,), (1280, 800)),
    "searched": ("", (LIGHT_EN, DARK_ES), (1280, 800)),
    "server-search": ("", (LIGHT_EN, DARK_ES), (1280, 800)),
    "server-search-few": ("", (LIGHT_EN, DARK_ES), (1280, 800)),
    "server-search-small": ("", (LIGHT_ES, DARK_EN), (1024, 640)),
    "server-search-task": ("", (LIGHT_EN, DARK_ES), (1280, 800)),
    "server-search-task-small": ("", (LIGHT_ES, DARK_EN), (1024, 640)),
    "preview-picture": ("photo", (LIGHT_ES, DARK_EN), (1280, 800)),
    "preview-picture-small": ("photo", (DARK_ES,), (760, 480)),
    "preview-pdf": ("long-filename", (LIGHT_EN, DARK_ES), (1280, 800)),
    "preview-pdf-small": ("long-filename", (LIGHT_ES,), (1024, 640)),
    "preview-mail": ("digest", (LIGHT_EN, DARK_ES), (1280, 800)),
    "preview-event": ("invitation-update", (DARK_ES,), (1024, 640)),
    "preview-text": ("bounce", (LIGHT_ES,), (760, 480)),
    "print": ("newsletter-tracker", (LIGHT_ES, DARK_EN), (1280, 800)),
    "right-to-left": ("rtl", (LIGHT_ES, DARK_EN), (1280, 800)),
    "parcel": ("parcel", (LIGHT_ES,), (1024, 640)),
}


def settle(stage: Stage, engine: Engine) -> None:
    def done() -> bool:
        statuses = engine.statuses().values()
        return len(statuses) == 2 and all(status.state is AccountState.UP_TO_DATE for status in statuses)

    for _ in range(5):
        stage.wait_for(done)
    stage.wait(500)


def show(stage: Stage, engine: Engine, message_ids: set[str]) -> None:
    """Open the newest mail of these Message-IDs in the folder where it lies."""
    for row in engine.mailboxes():
        keys = engine.list_keys(ListView(mailbox_key=row.mailbox_key))
        for number, key in enumerate(keys):
            detail = engine.message(key)
            if detail is not None and detail.envelope_only.envelope.message_id in message_ids:
                stage.window.folders.select_mailbox(row.mailbox_key)
                stage.wait(600)
                stage.window.mails.view.setFocus()
                stage.window.mails.view.select_rows([number], number)
                stage.wait(3500)
                return
    raise LookupError(message_ids)


def search(stage: Stage, words: str) -> None:
    """Words without their accents; the first formatted mail that has them is opened."""
    stage.window.top_bar.search.setText(words)
    stage.wait(1200)
    reader, view = stage.window.findChild(ReaderPane), stage.window.mails.view
    view.setFocus()
    for row in range(stage.window.mails.model.rowCount()):
        view.select_rows([row], row)
        stage.wait(2500)
        if reader.mail is not None and "bandeja-sought" in (reader.mail.html or ""):
            break


def search_on_the_server(stage: Stage, word: str) -> None:
    """A word that stands in mail older than the plan keeps here; one of those is opened."""
    stage.window.top_bar.search.setText(word)
    stage.wait(800)
    stage.window.actions_.trigger("search_server")
    part = stage.window.findChild(ServerJoining).part()
    stage.wait_for(lambda: not part.is_running)
    part.view.setFocus()
    part.view.select_rows([0], 0)
    stage.wait(3000)


def make_a_task(stage: Stage, engine: Engine) -> None:
    """Of the mail that was opened on the server; the next one there gets a star."""
    part = stage.window.findChild(ServerJoining).part()
    key, other = part.model.keys[0], part.model.keys[1]
    engine.submit(SetFlagged((other,), True)).result(30)
    engine.submit(LinkMail(LinkKind.TASK, (key,))).result(30)
    stage.wait_for(lambda: part.model.keys[0] != key and stage.window.mails.view.count_selected() == 1)
    stage.wait(3000)


def look(stage: Stage) -> None:
    """At the first file of the mail that is open."""
    reader = stage.window.findChild(ReaderPane)
    reader.attachments.cards[0].click()
    stage.wait(1500)  # the progress line comes late
    stage.wait_for(lambda: reader.looking.page is not None and not reader.looking.page.progress.isVisible())
    stage.wait(700)


def show_paper(stage: Stage) -> None:
    """How the mail that is open will be printed."""
    stage.window.actions_.trigger("print")
    window = stage.window.findChild(PrintWindow)
    assert window is not None
    stage.extra.append(window)
    seen: list[bool] = []
    window.view.seen.connect(lambda: seen.append(True))
    stage.wait_for(lambda: bool(seen))
    stage.wait(700)


def group_a_project(stage: Stage, engine: Engine, *, unfolded: bool) -> None:
    """Its folder by conversation, with the longest one in front."""
    mails = stage.window.mails
    stage.window.folders.select_mailbox(
        next(row.mailbox_key for row in engine.mailboxes() if row.label == "Casa Levante")
    )
    stage.window.actions_.trigger("group")
    stage.wait(600)
    longest = max(range(mails.model.rowCount()), key=lambda row: len(mails.model.mails_of(row, row)))
    mails.view.setFocus()
    mails.view.select_rows([longest], longest)
    stage.wait(3500)
    if unfolded:
        mails.view.folded.emit(longest)
        stage.wait(500)


def main(names: list[str]) -> None:
    prepare_web_engine()
    app = QApplication(sys.argv[:1])
    theme().apply(app, Choice.LIGHT)
    catalogue = load_catalogue()
    clock = ShiftedClock(MOMENT - SystemClock().now())
    for name in names or SCENES:
        role, looks, size = SCENES[name]
        for choice, language in looks:
            i18n.load(app, language)
            theme().choose(choice)
            with tempfile.TemporaryDirectory() as folder:
                world = DemoWorld(clock)
                logins = world.start()
                profile = Path(folder) / "profile"
                engine = open_profile(profile, clock=clock, credentials=MemoryCredentials(), picture=demo_picture)
                settle_demo(engine, logins)
                settings = QSettings(str(Path(folder) / "screen.ini"), QSettings.Format.IniFormat)
                window = build_main_window(engine, settings, clock.now, Discoverer(clock))
                window.resize(*size)
                window.show()
                stage = Stage(window, engine)  # type: ignore[arg-type]
                settle(stage, engine)
                if name == "searched":
                    search(stage, "factur OR gastad")
                elif name.startswith("server-search"):
                    search_on_the_server(stage, "biblioteca" if name.endswith("few") else "kitchen")
                    if "task" in name:
                        make_a_task(stage, engine)
                elif name.startswith("grouped"):
                    group_a_project(stage, engine, unfolded=name.endswith("unfolded"))
                else:
                    show(stage, engine, {one.strip("<>") for one in catalogue.roles[role]})
                if name == "pictures":
                    window.findChild(ReaderPane).bars.remote.buttons[0].click()
                    stage.wait(2500)
                if name.startswith("conversation"):
                    window.findChild(ReaderPane).conversation.toggle()
                    stage.wait(500)
                if name.startswith("preview"):
                    look(stage)
                if name == "print":
                    show_paper(stage)
                path = FOLDER / f"demo-{name}-{choice}-{language}.png"
                stage.picture().save(str(path))
                print(path.name, flush=True)
                for other in (*stage.extra, window):
                    other.close()
                stage.wait(100)
                engine.close()
                world.stop()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
