"""Which backends there are: the program's own, and those of plug-ins that the user has enabled.

A plug-in is a Python distribution with an entry point of the group `bandeja.connectors`, installed beside the program or put
into the plug-in folder (a wheel, or a folder made by `pip install --target`). Until its name is among the enabled ones only
its metadata is read and none of its code runs. Whatever is wrong with one is a sentence about it, never an end of the
program. Imports modules: the thread of whoever starts the engine, not the GUI's.
"""

from __future__ import annotations

import importlib
import logging
import re
import sys
import zipfile
from collections.abc import Collection, Iterator
from importlib import metadata
from pathlib import Path

from desktop.core.api.errors import BandejaError, Code, SetupError
from desktop.core.api.linking import BackendField, LinkKind
from desktop.core.connectors.protocol import Backend
from desktop.core.network import plain_words
from desktop.values import dataclass

GROUP = "bandeja.connectors"
BUILT_IN: dict[str, str] = {
    "bitrix24": "desktop.core.connectors.bitrix24:BACKEND",
    "caldav": "desktop.core.connectors.caldav:BACKEND",
    "matrix": "desktop.core.connectors.matrix:BACKEND",
    "tryton": "desktop.core.connectors.tryton:BACKEND",
}
"""The program's own, as in pyproject.toml: a checkout and a packaged program have no metadata of their own to read."""
OWN_NAME = "bandeja"
MOST_PLACES = 200
_ID = re.compile(r"[a-z][a-z0-9-]{0,39}")
_added: set[str] = set()
"""Places of plug-ins that this process has on its path."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PlugIn:
    """A plug-in that is here, `enabled` or not. `name` is its distribution's, normalised: what enabling remembers."""

    name: str
    version: str
    summary: str
    backends: tuple[str, ...]
    enabled: bool
    place: str = ""
    """The wheel or folder it lies in; "" for one that is installed beside the program."""


@dataclass(frozen=True, slots=True)
class Problem:
    plug_in: str
    error: BandejaError


@dataclass(frozen=True, slots=True)
class LoadedBackends:
    """`backends` by id, the program's own first; no id twice."""

    backends: tuple[Backend, ...]
    plug_ins: tuple[PlugIn, ...]
    problems: tuple[Problem, ...]


def load_backends(folder: Path | None = None, enabled: Collection[str] = ()) -> LoadedBackends:
    """The program's own backends and those of the plug-ins whose names are in `enabled`. Never raises."""
    backends: dict[str, Backend] = {}
    problems: list[Problem] = []
    for backend, place in BUILT_IN.items():
        _load(backend, place, OWN_NAME, backends, problems)
    plug_ins: dict[str, PlugIn] = {}
    libraries: list[str] = []
    for path in (None, *_places(folder)):
        found = list(_plug_ins_in(path, enabled, problems))
        if path is not None and not found:
            libraries.append(path)
        for plug_in, entry_points in found:
            if plug_in.name in plug_ins:
                continue
            plug_ins[plug_in.name] = plug_in
            if plug_in.enabled:
                _add_to_path(path, *libraries)
                for entry_point in entry_points:
                    _load(entry_point.name, entry_point.value, plug_in.name, backends, problems)
    return LoadedBackends(tuple(backends.values()), tuple(plug_ins.values()), tuple(problems))


def find_plug_ins(
    folder: Path | None = None, enabled: Collection[str] = ()
) -> tuple[tuple[PlugIn, ...], tuple[Problem, ...]]:
    """The plug-ins that are here now, by their metadata alone, and the files that cannot be read. Never raises."""
    problems: dict[str, Problem] = {}
    plug_ins: dict[str, PlugIn] = {}
    for path in (None, *_places(folder)):
        damaged: list[Problem] = []
        for plug_in, _ in _plug_ins_in(path, enabled, damaged):
            plug_ins.setdefault(plug_in.name, plug_in)
        problems |= {one.plug_in: one for one in damaged}
    return tuple(plug_ins.values()), tuple(problems.values())


def _places(folder: Path | None) -> list[str]:
    """Wheels and folders in the plug-in folder, and itself; those without a connector first, for they are libraries."""
    if folder is None:
        return []
    try:
        inside = sorted(path for path in folder.iterdir() if path.suffix == ".whl" or any(path.glob("*.dist-info")))
    except OSError:
        return []
    return sorted(map(str, [folder, *inside[:MOST_PLACES]]), key=_has_connector)


def _has_connector(place: str) -> bool:
    return any(True for _ in _plug_ins_in(place, (), []))


def _plug_ins_in(
    place: str | None, enabled: Collection[str], problems: list[Problem]
) -> Iterator[tuple[PlugIn, list[metadata.EntryPoint]]]:
    """The plug-ins of one folder or wheel, of what is installed beside the program for None. Reads metadata only."""
    try:
        if place is not None and place.endswith(".whl") and not zipfile.is_zipfile(place):
            raise zipfile.BadZipFile("it is no wheel")  # importlib.metadata would pass it over without a word
        paths = [path for path in sys.path if path not in _added] if place is None else [place]
        distributions = list(metadata.distributions(path=paths))
    except Exception as error:  # noqa: BLE001 -- a damaged wheel raises whatever zipfile happens to raise
        problems.append(_broken(Path(place or "").name, error))
        return
    for distribution in distributions:
        try:
            entry_points = [point for point in distribution.entry_points if point.group == GROUP]
            if not entry_points:
                continue
            about = distribution.metadata
            # `in`, for what is not there is None to importlib.metadata and a KeyError to the importlib_metadata that keyring
            # brings on Python 3.11, which then finds the distributions for both.
            told = {key: plain_words(str(about[key])) if key in about else "" for key in ("Name", "Version", "Summary")}
            name = re.sub(r"[-_.]+", "-", told["Name"]).lower()
            if not name:
                raise ValueError("it has no name")
        except Exception as error:  # noqa: BLE001 -- metadata is a stranger's text
            problems.append(_broken(Path(place or "").name, error))
            continue
        if name != OWN_NAME:
            names = tuple(plain_words(point.name) for point in entry_points)
            yield PlugIn(name, told["Version"], told["Summary"], names, name in enabled, place or ""), entry_points


def _add_to_path(*places: str | None) -> None:
    """At its end: nothing of a plug-in may stand in for a module of the program's."""
    for place in places:
        if place is not None and place not in sys.path:
            sys.path.append(place)
            _added.add(place)
    importlib.invalidate_caches()


def _load(name: str, place: str, plug_in: str, backends: dict[str, Backend], problems: list[Problem]) -> None:
    try:
        backend = metadata.EntryPoint(name, place, GROUP).load()
        _check(backend, name)
        if name in backends:
            raise ValueError(f"there is another backend {name}")
        backends[name] = backend
    except (Exception, SystemExit) as error:  # noqa: BLE001 -- a plug-in can do anything at its import
        _log.warning("backend %s of %s cannot be used", name, plug_in, exc_info=True)
        problems.append(_broken(plug_in, error))


def _check(backend: object, name: str) -> None:
    if not isinstance(backend, Backend):
        raise TypeError(f"{name} is no Backend but {type(backend).__name__}")
    if backend.backend != name or not _ID.fullmatch(name):
        raise ValueError("its id must be its entry point's name, in lower-case letters, digits and hyphens")
    if not isinstance(backend.name, str) or not backend.name.strip() or len(backend.name) > 60:
        raise ValueError("it needs a name of at most 60 characters")
    if not backend.kinds or not all(isinstance(kind, LinkKind) for kind in backend.kinds):
        raise ValueError("it says nothing that it can make")
    if not callable(backend.open) or not all(isinstance(one, BackendField) for one in backend.fields):
        raise TypeError("it cannot be opened, or its fields are no BackendField")
    if len({one.name for one in backend.fields}) != len(backend.fields):
        raise ValueError("two of its fields have the same name")


def _broken(plug_in: str, error: BaseException) -> Problem:
    why = plain_words(f"{type(error).__name__}: {error}")
    return Problem(plug_in, SetupError(Code.PLUG_IN_BROKEN, name=plug_in, said=why))
