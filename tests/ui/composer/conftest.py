"""Composers on the screen of a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import shiboken6

from desktop.core.api.commands import DraftContent
from desktop.ui.composer.window import ComposerWindow
from desktop.ui.dispatch import Dispatch
from desktop.ui.preferences import Preferences
from tests.fakes.mails import NOW


@pytest.fixture
def show_composer(qtbot, dispatch: Dispatch) -> Iterator[Callable[..., ComposerWindow]]:
    """Opens one on a content; those that a test leaves open are closed without a question."""
    made: list[ComposerWindow] = []

    def show(
        content: DraftContent, draft_key: int | None = None, preferences: Preferences | None = None
    ) -> ComposerWindow:
        window = ComposerWindow(dispatch, content, lambda: NOW, draft_key, preferences=preferences)
        window.show()
        made.append(window)
        return window

    yield show
    for window in made:
        if shiboken6.isValid(window):
            window._done = True
            window.close()
