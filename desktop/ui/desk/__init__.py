"""The panes of the program's own desk: tasks, contacts, chats and calendar."""
