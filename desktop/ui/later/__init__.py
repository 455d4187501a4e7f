"""What is to happen later: which moments are offered, how one is chosen, and what is said of mail that waits for it."""
