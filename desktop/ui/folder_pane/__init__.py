"""The left pane: accounts and their folders."""
