"""The plan rules as pure functions: facts in, decisions out. No I/O, no clock."""
