"""The queue of wishes to backends: exactly one object a wish, whatever dies or fails on the way."""
