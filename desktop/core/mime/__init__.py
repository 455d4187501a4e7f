"""Bytes to values and back: parse, index, compose, sanitise, plain text, thread keys. Pure: no I/O, no clock, no Qt."""
