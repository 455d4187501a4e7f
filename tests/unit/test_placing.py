"""A file that somebody else holds for a moment, as virus scanners on Windows do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop import placing
from desktop.placing import put_in_place


class Held(PermissionError):
    winerror = 32


@pytest.fixture
def disk(monkeypatch, tmp_path: Path):
    """(draft, place, refusals to come, pauses made)"""
    draft, place = tmp_path / "draft", tmp_path / "place"
    draft.write_bytes(b"new")
    refusals: list[Exception] = []
    real = os.replace

    def move(source: Path, target: Path) -> None:
        if refusals:
            raise refusals.pop()
        real(source, target)

    monkeypatch.setattr(placing.os, "replace", move)
    monkeypatch.setattr(placing.os, "rename", move)
    return draft, place, refusals, []


@pytest.mark.parametrize("over", [True, False])
def test_a_file_that_is_held_for_a_moment_is_asked_for_again(disk, over: bool):
    draft, place, refusals, pauses = disk
    refusals += [Held(), Held(), Held()]
    put_in_place(draft, place, over=over, pause=pauses.append)
    assert (place.read_bytes(), len(pauses), draft.exists()) == (b"new", 3, False)


def test_one_that_stays_held_is_told_within_two_seconds(disk):
    draft, place, refusals, pauses = disk
    refusals += [Held()] * 100
    with pytest.raises(Held):
        put_in_place(draft, place, pause=pauses.append)
    assert sum(pauses) < 2
    assert draft.exists()


def test_any_other_refusal_is_told_at_once(disk):
    draft, place, refusals, pauses = disk
    refusals.append(PermissionError(13, "no"))
    with pytest.raises(PermissionError):
        put_in_place(draft, place, pause=pauses.append)
    assert pauses == []
