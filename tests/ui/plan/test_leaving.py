"""The view of what leaves soon: its line among the folders, its list, its bar."""

from __future__ import annotations

from dataclasses import replace

from desktop.core.api.workspace_commands import SetPlan
from desktop.ui.folder_pane.tree import Kind
from tests.fakes.mails import DAY
from tests.ui.conftest import Screen


def leaving(screen: Screen) -> list[int]:
    now = screen.session.now
    rows = [row for row in screen.session.message_rows.values() if row.expires_at and row.expires_at < now + 7 * DAY]
    return [row.location_key for row in sorted(rows, key=lambda row: row.internaldate)]


def go(screen: Screen, wait) -> None:
    screen.window.actions_["go_leaving"].trigger()
    wait(lambda: list(screen.model.keys) == leaving(screen))


def node(screen: Screen):
    return next(one for one in screen.window.folders.model.nodes() if one.kind is Kind.LEAVING)


def test_the_soonest_come_first_from_all_folders(screen: Screen, wait):
    go(screen, wait)
    rows = screen.session.rows(list(screen.model.keys))
    times = [rows[key].expires_at for key in screen.model.keys]
    assert times == sorted(times)
    assert len({row.mailbox_key for row in rows.values()}) > 2


def test_the_folder_pane_counts_them(screen: Screen, wait):
    wait(lambda: node(screen).unread == len(leaving(screen)))
    assert screen.window.folders.model.index_of(node(screen)).data(11) == (
        f"Leaving soon, {len(leaving(screen))} mails leave this computer in the next 7 days"
    )


def test_the_bar_is_there_only_with_its_list(screen: Screen, wait):
    bar = screen.window.plan.leaving
    assert not bar.isVisible()
    go(screen, wait)
    assert bar.text.startswith(f"{len(leaving(screen))} mails leave this computer")
    screen.window.folders.select_first()
    wait(lambda: not bar.isVisible())


def test_another_plan_is_another_list(screen: Screen, wait):
    go(screen, wait)
    before = len(screen.model.keys)
    screen.window._dispatch.submit(SetPlan("professional"))
    wait(lambda: len(screen.model.keys) != before and list(screen.model.keys) == leaving(screen))


def test_nothing_leaves_and_it_says_so(screen: Screen, wait):
    for key, row in screen.session.message_rows.items():
        screen.session.message_rows[key] = replace(row, expires_at=screen.session.now + 20 * DAY)
    screen.window.actions_["go_leaving"].trigger()
    wait(lambda: not screen.model.keys and screen.window.mails._empty.isVisible())
    assert screen.window.mails._empty._heading.text() == "Nothing leaves in the next 7 days"
    assert not screen.window.plan.leaving.export.isEnabled()


def test_a_change_of_plan_in_these_days_is_told_and_leads_to_its_preview(screen: Screen, wait):
    screen.window._dispatch.submit(SetPlan("basic", at=screen.session.now + 3 * DAY))
    wait(lambda: any(change.waits for change in screen.session.workspace.plan_changes()))
    go(screen, wait)
    button = screen.window.plan.leaving._later
    assert button.text() == "On 27 Nov the plan becomes Basic."
    button.click()
    what_if = screen.window.plan.page.what_if
    wait(lambda: what_if.result_ is not None and what_if.result_.plan.plan_id == "basic")


def test_link_to_a_task_begins_with_the_first_mail(screen: Screen, wait):
    go(screen, wait)
    asked = []
    screen.window.actions_["link_task"].triggered.connect(lambda: asked.append(screen.window.mails.selected_keys()))
    screen.window.plan.leaving.link.click()
    assert asked == [(screen.model.keys[0],)]


def test_its_place_among_the_folders_has_no_menu_of_a_folder(screen: Screen, wait):
    go(screen, wait)
    assert screen.window.folders.make_menu(node(screen), screen.window.pos()).actions() == []
