"""Keeps the cache what the server says: discovery, resync, backfill, and the order in which it is done."""
