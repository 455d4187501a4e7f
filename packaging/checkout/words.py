"""How run.py speaks: short lines while it works, and one plain sentence when something is in the way."""

from __future__ import annotations


class Trouble(Exception):
    """Something the person at the keyboard must know: what, why, and what to do."""


def say(text: str) -> None:
    print(f"bandeja: {text}", flush=True)


def last_words(output: str) -> str:
    """The line of a failed command's output that says why: its last error, else its last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.upper().startswith("ERROR")]
    return (errors or lines or ["no reason was given"])[-1].rstrip(".") + "."
