"""The window's switch between mails and conversations: a button above the list, commands for one folder and for all. GUI thread."""

from __future__ import annotations

from desktop.ui.actions import Actions
from desktop.ui.message_list.pane import MessageListPane


def join_grouping(mails: MessageListPane, actions: Actions) -> None:
    one, everywhere = actions["group"], actions["group_all"]
    button = mails.filters.add_grouping(one)
    for action in (one, everywhere):
        action.setCheckable(True)

    def show() -> None:
        one.setChecked(mails.grouped)
        everywhere.setChecked(mails.grouping.all_folders)
        button.setVisible(mails.can_group)

    def toggle() -> None:
        switch(mails)
        show()  # Qt has checked it already, also where nothing came of it

    def toggle_everywhere() -> None:
        mails.grouping.set_all(not mails.grouping.all_folders)
        mails.read_again()

    actions.on("group", toggle)
    actions.on("group_all", toggle_everywhere)
    mails.grouping_changed.connect(show)
    show()


def switch(mails: MessageListPane) -> None:
    """This folder by conversation, by date as these stand, or mail by mail."""
    if mails.can_group:
        if mails.grouped or not mails.wants_groups:
            mails.grouping.switch(mails.scope.mailbox_key, mails.scope.special_use)
            mails.read_again()
        if mails.wants_groups and not mails.grouped:
            mails.filters.sort_by_date()
