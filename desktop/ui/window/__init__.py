"""The window: what knows several panes, and carries what one says to the others."""
