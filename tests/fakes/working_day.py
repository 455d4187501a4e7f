"""One fixed working day as a process of its own, for faults of the kernel and the disk: kills, torn writes, errors, no memory.

Servers, clock and program are all in this process, without threads of the program's, so that every run makes the same system
calls. The diary says before each wish what is tried, and what came of it; around each job of the writer it says `done` (and
whether that was durable) or `undone`. Run as `python -m tests.fakes.working_day PROFILE DIARY ROUNDS [LIMIT [WARM]]`: the rounds have
LIMIT bytes more memory than the process has at their beginning, and one more round follows with all the memory there is. With WARM
one round goes before, so that everything has been loaded and compiled when memory becomes short.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from desktop.core.api.commands import Delete, DraftContent, MoveTo, SaveDraft, Send, SetFlagged
from desktop.core.api.errors import BandejaError, Code, as_told
from desktop.core.api.link_commands import LinkMail, SaveContact, SaveEvent, SaveTask
from desktop.core.api.linking import LinkKind
from desktop.core.api.queries import ListView
from desktop.core.smtp.gateway import Accepted, Submission
from desktop.core.store.store import Store
from desktop.core.store.writer import Writer
from tests.fakes.world import World

STOPPED = 3  # the exit code of a day that could not begin, for a reason that was said


class Diary:
    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, *words: object) -> None:
        os.write(self._file, (" ".join(str(word).replace("\n", " ") for word in words) + "\n").encode())


class DiligentSubmission:
    """A server that takes everything; the diary knows of the dot before it does."""

    def __init__(self, diary: Diary) -> None:
        self._diary = diary

    def submit(
        self, envelope_from: str, recipients: Sequence[str], raw: bytes, *, before_data_end: Callable[[], None]
    ) -> Submission:
        subject = next(line for line in raw.split(b"\r\n") if line.startswith(b"Subject: ")).decode()
        before_data_end()
        self._diary.write("dot", subject.removeprefix("Subject: "))
        return Accepted("250 OK", ())


class Day(World):
    def __init__(self, directory: Path, diary: Diary) -> None:
        self.diary = diary
        super().__init__(directory)

    def open(self) -> None:
        super().open()
        self.diary.write("done", "durable", "open")
        self._note(self.engine.store.writer)

    def _note(self, writer: Writer) -> None:
        submit = writer.submit

        def noted(name: str, function: Callable[[Any], Any], **named: Any) -> Future[Any]:
            future = submit(name, function, **named)
            kind = "durable" if named.get("durable") else "cache"
            self.diary.write("undone" if future.exception() else "done", kind, name)
            return future

        writer.submit = noted

    def _submit(self, settings: Any, secret: str) -> Any:
        return DiligentSubmission(self.diary)

    def step(self, words: str, job: Callable[[], object]) -> None:
        """A fault that is said in a sentence, or for want of memory, is what may happen. Anything else is a fault of ours."""
        self.diary.write("try", words)
        try:
            job()
        except BandejaError as error:
            self.diary.write("refused", words, "|", error.sentence())
        except Exception as error:
            told = as_told(error)
            kind = "refused" if told.code is Code.NO_MEMORY else "fault"
            self.diary.write(kind, words, "|", type(error).__name__, error if kind == "fault" else told.sentence())
        else:
            self.diary.write("stored", words)

    def mailbox_key(self, name: str) -> int:
        if all(row.name != name for row in self.engine.mailboxes()):  # the step that was to bring it was refused
            raise BandejaError(Code.NOT_FOUND, what="folder", name=name)
        return super().mailbox_key(name)

    def look(self) -> None:
        """At every mail of the inbox, and for words in it."""
        box = self.mailbox_key("INBOX")
        for view in (ListView(mailbox_key=box), ListView(mailbox_key=box, search="hola")):
            keys = self.engine.list_keys(view)
            self.engine.rows(keys)
            for key in keys:
                self.engine.message(key)

    def round(self, number: int) -> None:
        self.deliver(10 * number, 10 * number + 1)
        self.step(f"sync {number}", self.sync)

        def key(mailbox: str = "INBOX", offset: int = 0) -> int:
            try:
                return self.key(mailbox, 10 * number + offset)
            except AssertionError as error:  # an earlier step was refused
                raise BandejaError(Code.NOT_FOUND, what="mail", name=str(offset)) from error

        content = DraftContent(self.account_key, to="bob@example.com", subject=f"draft-{number}", text="Hola. " * 200)
        letter = DraftContent(self.account_key, to="bob@example.com", subject=f"letter-{number}", text="Adiós.")
        now = self.clock.now()
        wishes: list[tuple[str, Callable[[], object]]] = [
            (f"flag {10 * number}", lambda: self.wish(SetFlagged((key(),), True))),
            (f"draft {number}", lambda: self.wish(SaveDraft(None, content))),
            (f"letter {number}", lambda: self.wish(Send(None, letter, undo_seconds=0))),
            (f"sending {number}", self.engine.send_due),
            (f"task {number}", lambda: self.wish(SaveTask(None, f"task-{number}"))),
            (f"event {number}", lambda: self.wish(SaveEvent(None, f"event-{number}", now, now + 60))),
            (f"contact {number}", lambda: self.wish(SaveContact(None, f"contact-{number}", (f"c{number}@example.com",)))),
            (f"link {number}", lambda: self.wish(LinkMail(LinkKind.TASK, (key(),)))),
            (f"linking {number}", self.engine.linking.run_due),
            (f"move {number}", lambda: self.wish(MoveTo((key(offset=1),), self.mailbox_key("Work")))),
            (f"time {number}", self.pass_time),
            (f"delete {number}", lambda: self.wish(Delete((key("Work", 1),), permanent=True))),
            (f"sweep {number}", lambda: self.engine.sweep(at=self.clock.now())),
            (f"space {number}", self.engine.store.writer.give_space_back),
            (f"later {number}", self.pass_time),
        ]  # fmt: skip
        for words, job in wishes:
            self.step(words, job)


def diary_of(path: Path) -> list[str]:
    """Its lines; one that a death cut short is none."""
    return path.read_text("utf-8").rpartition("\n")[0].splitlines() if path.exists() else []


def missing(store: Store, diary: Sequence[str]) -> list[str]:
    """What the diary calls stored and the profile does not have; and each mail that has left and would go again."""
    sought = {
        "flag": "SELECT count(*) FROM location JOIN message USING (message_key) WHERE message_id = 'm{}@example.org' AND flags & 4",
        "draft": "SELECT count(*) FROM draft WHERE content LIKE '%draft-{}\"%'",
        "letter": "SELECT count(*) FROM outbox WHERE subject = 'letter-{}'",
        "task": "SELECT count(*) FROM task WHERE title = 'task-{}'",
        "event": "SELECT count(*) FROM event WHERE title = 'event-{}'",
        "contact": "SELECT count(*) FROM contact WHERE name = 'contact-{}'",
        "link": "SELECT count(*) FROM link WHERE title = 'Mail {}0'",
    }  # fmt: skip
    lost = []
    with store.reading() as connection:
        for line in diary:
            word, _, rest = line.partition(" ")
            kind, _, number = rest.partition(" ")
            if word == "stored" and kind in sought:
                if connection.exec_driver_sql(sought[kind].format(number)).scalar_one() < 1:
                    lost.append(line)
            elif word == "dot":
                again = "SELECT count(*) FROM outbox WHERE subject = ? AND state IN ('waiting', 'held', 'sending')"
                if connection.exec_driver_sql(again, (rest,)).scalar_one():
                    lost.append(f"{line} and would go again")
    return lost


def limit_memory(more: int) -> None:
    import resource

    with open("/proc/self/statm") as file:
        pages = int(file.read().split()[0])
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + more, hard))


def give_memory_back() -> None:
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def rounds_without_memory(day: Day, rounds: int, limit: int, *, warm: bool) -> None:
    """And one with memory again."""
    first = 1
    if warm:
        day.round(first)
        first += 1
    limit_memory(limit)
    for number in range(first, first + rounds):
        day.round(number)
        day.step(f"look {number}", day.look)
    give_memory_back()
    day.diary.write("memory", "is", "back")
    day.round(first + rounds)
    day.step(f"look {first + rounds}", day.look)


def main(profile: Path, diary_path: Path, rounds: int, limit: int | None, *, warm: bool) -> int:
    diary = Diary(diary_path)
    try:
        day = Day(profile, diary)
    except BandejaError as error:
        diary.write("stopped", error.sentence())
        return STOPPED
    if limit is not None:
        rounds_without_memory(day, rounds, limit, warm=warm)
    else:
        for number in range(1, rounds + 1):
            day.round(number)
    day.step("close", day.engine.close)
    diary.write("end")
    return 0


if __name__ == "__main__":
    _, folder, diary_file, count, *more = sys.argv
    code = main(Path(folder), Path(diary_file), int(count), int(more[0]) if more else None, warm="warm" in more)
    sys.stdout.flush()
    os._exit(code)  # as a person's logout: no thread of a server is waited for
