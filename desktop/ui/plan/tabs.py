"""The parts of the plan's page, by the place of their tab."""

USAGE, WHAT_IF, MEMBERS, HISTORY = range(4)
