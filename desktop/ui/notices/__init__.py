"""What the user is told without being asked: the undo bar, error bars, and what is still going on."""
