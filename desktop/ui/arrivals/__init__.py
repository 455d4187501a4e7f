"""New mail, told: on the desktop, or as a card in the window, with what can be done about it."""
