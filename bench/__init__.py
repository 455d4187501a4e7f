"""Measurements: `python3 run.py bench` makes docs/performance.md. Not part of the program; timings are never tests."""
