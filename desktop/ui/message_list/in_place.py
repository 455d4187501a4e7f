"""Takes the next state of a list, or unfolds it, without moving what is read, selected and seen. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable

from desktop.ui.message_list.folding import Fold
from desktop.ui.message_list.model import MessageListModel
from desktop.ui.message_list.refresh import Refresh
from desktop.ui.message_list.view import MessageListView
from desktop.ui.message_list.visit import Visit

MOST_KEPT = 1_000
"""Selected rows that are found again after a reset."""


def wanted_places(view: MessageListView, model: MessageListModel) -> frozenset[int]:
    """Keys of rows that have to be found again."""
    keys = view.selected_keys() if view.count_selected() <= MOST_KEPT else ()
    top = model.key_at(view.rowAt(0))
    return frozenset(key for key in (*keys, view.current_key(), top) if key is not None)


def take(view: MessageListView, model: MessageListModel, visit: Visit, refresh: Refresh) -> bool:
    """False when the list is another one meanwhile."""
    reading = visit.current_key()
    act = _reset if refresh.steps is None else _step
    return act(view, model, refresh, lambda: visit.put_in_front(reading))


def _step(
    view: MessageListView, model: MessageListModel, refresh: Refresh, keep_in_front: Callable[[], object]
) -> bool:
    """Qt keeps what is selected, but for conversations that are another row now: those are selected there."""
    few = bool(refresh.moved) and view.count_selected() <= MOST_KEPT
    chosen, current = (view.selected_keys(), view.current_key()) if few else ((), None)
    if not model.apply(refresh):
        return False
    keep_in_front()  # on the way there another row was the current one
    if current in refresh.moved or any(key in refresh.moved for key in chosen):
        wanted = {*chosen, current}
        places = {key: row for row, key in enumerate(model.keys) if key in wanted} | refresh.moved
        view.select_rows(
            sorted(places[key] for key in chosen if key in places), None if current is None else places.get(current)
        )
    return True


def _reset(
    view: MessageListView, model: MessageListModel, refresh: Refresh, keep_in_front: Callable[[], object]
) -> bool:
    """Too much has changed for steps: put everything anew, but what is read and selected where it was."""
    places = refresh.places | refresh.moved
    top, current = model.key_at(view.rowAt(0)), view.current_key()
    offset = view.verticalScrollBar().value() % view.row_height
    at_top = view.verticalScrollBar().value() == 0
    chosen = [key for key in view.selected_keys() if key in places] if places else []
    if not model.apply(refresh):
        return False
    keep_in_front()
    view.select_rows([places[key] for key in chosen], places.get(current or 0))
    if top in places and not at_top:
        view.updateGeometries()
        view.verticalScrollBar().setValue(places[top] * view.row_height + offset)
    return True


def toggle_in_place(view: MessageListView, model: MessageListModel, visit: Visit, row: int) -> bool:
    """Fold a conversation or unfold it: what is read stays in front, in its own row or in that of its conversation. False where
    there is none."""
    folds = model.fold_of(row) is not Fold.FOLDED
    head, many, current = model.head_of(row), view.count_selected() > 1, view.currentIndex().row()
    inside = current >= 0 and model.head_of(current) == head
    reading = visit.current_key() if inside and view.count_selected() else None
    if folds and inside and current != head:
        view.go_to(head, alone=not many)
    visit.put_in_front(reading)
    if not model.toggle(row):
        return False
    if not folds:
        view.show_below(head)
    place = None if folds or reading is None or many else model.row_of(reading)
    if place is not None and place != head:
        view.go_to(place, alone=True)
    return True
