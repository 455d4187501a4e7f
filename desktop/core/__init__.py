"""Everything that works without a screen. No Qt below this point."""
