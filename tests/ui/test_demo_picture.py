"""The demo's pictures come from the demo, and whatever is not there never from the network."""

from __future__ import annotations

import pytest

from desktop.core.accounts.lookup import Unanswered
from desktop.demo_workspace import demo_picture


def test_the_demo_answers_for_its_own_network_only():
    assert demo_picture("https://img.materiaprima.example/n41/cal.jpg")[:3] == b"\xff\xd8\xff"
    with pytest.raises(Unanswered):
        demo_picture("https://bancoribera.example.seguro-acceso.example.net/logo.png")
