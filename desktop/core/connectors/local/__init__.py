"""The program's own backend: tasks, contacts, chats and events in the profile's file, without any server."""
