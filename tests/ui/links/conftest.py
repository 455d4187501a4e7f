"""The window of these tests."""

from __future__ import annotations

from tests.ui.work_screen import work_screen

__all__ = ["work_screen"]
