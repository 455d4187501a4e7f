"""A profile whose file comes to harm in any way: it is opened, looked at, worked with and opened again as people do.

Whatever goes wrong is said in a sentence; once the harm was found, every row that exists nowhere else and that can still be read
is there again; and no mail goes twice.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.commands import DraftContent, SaveDraft
from desktop.core.api.errors import BandejaError, Code, ConnectionFailure
from desktop.core.api.link_commands import SaveTask
from desktop.core.api.queries import ListView
from desktop.core.clock import ManualClock
from desktop.core.engine import Engine
from desktop.core.logins import Connections
from desktop.core.profile import load_catalogue
from desktop.core.store import salvage
from desktop.core.store.store import FILE_NAME
from tests.fakes.cache import NOW
from tests.fakes.damages import all_rows, damage, readable
from tests.fakes.held_files import as_on_windows
from tests.fakes.working_day import Day, Diary, DiligentSubmission, diary_of

__all__ = ["as_on_windows"]
pytestmark = pytest.mark.usefixtures("as_on_windows")

FAR = 1 << 40


@pytest.fixture(scope="module")
def profile(tmp_path_factory) -> Path:
    """Left as by a kill after three days and many drafts, the last of them still in the log."""
    folder = tmp_path_factory.mktemp("days")
    day = Day(folder / "profile", Diary(folder / "diary"))
    for number in (1, 2, 3):
        day.round(number)
    for number in range(4, 44):
        content = DraftContent(day.account_key, to="bob@example.com", subject=f"draft-{number}", text="Hola. " * 300)
        day.wish(SaveDraft(None, content))
        day.wish(SaveTask(None, f"task-{number}"))
        if number == 36:
            day.engine.store.writer.fold_log()
    shutil.copytree(folder / "profile", folder / "left", ignore=shutil.ignore_patterns("*-shm"))
    day.close()
    assert (folder / "left" / (FILE_NAME + "-wal")).stat().st_size > 10_000
    return folder / "left"


class Visit:
    """One start of the program, without a network."""

    def __init__(self, profile: Path, diary: Diary) -> None:
        self.engine = Engine(
            profile,
            connections=Connections(
                imap=self._no_network, smtp=lambda *_: DiligentSubmission(diary), check_smtp=lambda *_: None
            ),
            credentials=MemoryCredentials(),
            catalogue=load_catalogue(),
            clock=ManualClock(NOW + 4_000),
            threads=False,
        )

    def _no_network(self, *_: object) -> Any:
        raise ConnectionFailure(Code.CONNECTION_LOST, host="localhost")

    def look(self) -> None:
        """At everything that there is."""
        engine, desk, links = self.engine, self.engine.desk, self.engine.linking
        for row in engine.accounts():
            engine.logins.lend(row.account_key, "secret")
        for box in engine.mailboxes():
            keys = list(engine.list_keys(ListView(mailbox_key=box.mailbox_key)))
            rows = engine.rows(keys)
            links.links(tuple(row.message_key for row in rows.values()))
            engine.list_keys(ListView(mailbox_key=box.mailbox_key, search="hola"))
            for key in keys:
                engine.message(key)
        for ask in (
            engine.operations,
            engine.outbox,
            engine.plan,
            engine.sweep_decisions,
            links.all_links,
            links.waiting,
        ):
            ask()
        for one in engine.drafts():
            engine.draft(one.draft_key)
        for one in desk.tasks():
            desk.task(one.task_key)
        for one in desk.contacts():
            desk.contact(one.contact_key)
        for one in desk.chats():
            desk.chat(one.chat_key)
        for one in desk.events(0, FAR):
            desk.event(one.event_key)
        engine.send_due()
        links.run_due()


def said(job: Callable[[], object]) -> BandejaError | None:
    """The error that is said to the person; any other is raised."""
    try:
        job()
    except BandejaError as error:
        return error
    return None


def visit(profile: Path, diary: Diary) -> str | None:
    """What was salvaged, if the harm was found; the program is opened up to three times."""
    error: Exception | None = None
    for _ in range(3):
        begun: list[Visit] = []
        refused = said(lambda into=begun: into.append(Visit(profile, diary)))
        if refused is not None and refused.code is Code.DAMAGE_FOUND and salvage.is_marked(profile / FILE_NAME):
            return None  # met while it starts: the sentence says that the next start mends it, in a process of its own
        if refused is not None:
            assert refused.code is Code.PROFILE_TOO_NEW, refused.sentence()  # as the number in its head says
            return None
        try:
            error = said(begun[0].look)
        except (
            ValueError,
            TypeError,
            LookupError,
        ) as strange:  # a value that cannot be; the screen says that it stumbled
            if not salvage.is_marked(profile / FILE_NAME):
                raise
            error = strange
        finally:
            begun[0].engine.close()
        salvaged = begun[0].engine.store.salvaged
        if salvaged is not None:
            return salvaged
        if not salvage.is_marked(profile / FILE_NAME):
            return None
    raise AssertionError(f"damage was found again and again, and never mended: {error!r}")


def harm(profile: Path, folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    place, twin = folder / "profile", folder / "twin"
    shutil.copytree(profile, place)
    rows = all_rows(shutil.copytree(profile, folder / "sound") / FILE_NAME)
    what = f"seed {seed}, {damage(place, chance)}"
    shutil.copytree(place, twin)
    if chance.random() < 0.5:
        salvage.mark(place / FILE_NAME)
    diary = folder / "diary"
    try:
        salvaged = visit(place, Diary(diary))
    except AssertionError:
        raise
    except Exception as error:
        raise AssertionError(f"{what}: {type(error).__name__} without a sentence") from error
    assert not [line for line in diary_of(diary) if line.startswith("dot")], f"{what}: a mail was sent twice"
    if salvaged is not None:
        lost = readable(twin / FILE_NAME, rows) - set(all_rows(place / FILE_NAME))
        assert not lost, f"{what}: {len(lost)} readable rows were not saved"


@pytest.mark.parametrize("seed", [29, 44, 47, 52, 93])
def test_harm_is_said_and_what_can_be_read_is_saved(profile, tmp_path, seed):
    harm(profile, tmp_path, seed)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(40))
def test_two_thousand_harms_are_said_and_what_can_be_read_is_saved(profile, tmp_path, part):
    for seed in range(1_000 + 50 * part, 1_050 + 50 * part):
        harm(profile, tmp_path / str(seed), seed)
        shutil.rmtree(tmp_path / str(seed))
