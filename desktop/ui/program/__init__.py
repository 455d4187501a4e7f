"""The program towards its system: what it is asked from outside, how it is told to end, and why it cannot begin."""
