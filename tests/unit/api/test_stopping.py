"""A reading that is given up: who works on it is told once, while it works, and never afterwards."""

from __future__ import annotations

from desktop.core.api.stopping import Stop


def test_who_works_meanwhile_is_told():
    stop, told = Stop(), []
    with stop.calling(lambda: told.append("interrupt")):
        assert not stop.is_set()
        stop.set()
    assert stop.is_set()
    assert told == ["interrupt"]


def test_who_has_ended_is_left_alone():
    """Its connection reads for somebody else by now."""
    stop, told = Stop(), []
    with stop.calling(lambda: told.append("interrupt")):
        pass
    stop.set()
    assert told == []
