"""The screen of the plan: what it keeps, what leaves and when, what another plan would do, and who shares what."""
