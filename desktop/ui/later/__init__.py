"""Mail that is put off until a better moment: which moments are offered, how one is chosen, and what is said of it."""
