"""Sent mail that waits for an answer: for how long, what is said when none comes, and the way to all that waits."""
