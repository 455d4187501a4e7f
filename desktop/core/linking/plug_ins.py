"""The plug-ins that are here, and which of them the user lets run: what the screen and the command line show and change.

Invariant: finding them reads metadata and runs none of their code; enabling is remembered durably, and then the plug-in is loaded
beside what runs. Python cannot take code back: a disabled one runs until the program ends, and so does the version that was
loaded first. It reads files: worker threads.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from desktop.core.api.errors import Code, SetupError
from desktop.core.api.linking import PlugInRow
from desktop.core.connectors.registry import LoadedBackends, find_plug_ins
from desktop.core.store import backends, links
from desktop.core.store.store import Store

FOLDER = "plug-ins"
"""The folder of a profile where plug-ins lie."""


class PlugIns:
    """`started` gives what was found and loaded when the program started, and `load_more` loads what was enabled since; both
    may take a while."""

    def __init__(
        self, store: Store, folder: Path, started: Callable[[], LoadedBackends], load_more: Callable[[], LoadedBackends]
    ) -> None:
        self._store, self._folder, self._started, self._load_more = store, folder, started, load_more
        self._running: set[str] = set()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="plug-ins")

    def folder(self) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder

    def rows(self) -> list[PlugInRow]:
        """By name."""
        found, damaged = find_plug_ins(self._folder, self._store.read(backends.load_enabled))
        started = self._started()
        running = self._running | {one.name for one in started.plug_ins if one.enabled}
        errors = {problem.plug_in: problem.error for problem in (*started.problems, *damaged)}
        rows = [
            PlugInRow(
                one.name, one.version, one.summary, one.place, one.backends, one.enabled, one.name in running,
                errors.get(one.name),
            )
            for one in found
        ]  # fmt: skip
        rows += [
            PlugInRow(one.plug_in, "", "", str(self._folder / one.plug_in), (), False, False, one.error)
            for one in damaged
            if one.plug_in
        ]
        return sorted(rows, key=lambda row: (row.name.casefold(), row.name))

    def enable(self, name: str, on: bool) -> Future[None]:
        return self._pool.submit(self._enable, name, on)

    def stop(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _enable(self, name: str, on: bool) -> None:
        if on and name not in {one.name for one in find_plug_ins(self._folder)[0]}:
            raise SetupError(Code.NOT_FOUND, what="plug-in", name=name)
        running = {one.name for one in self._started().plug_ins if one.enabled}
        self._running |= running
        self._store.writer.run("plug-ins", lambda uow: backends.set_enabled(uow, name, on), durable=True)
        if on and name not in self._running:
            self._running |= {one.name for one in self._load_more().plug_ins if one.enabled}
            self._store.writer.run("plug-in loaded", links.say_changed)
