"""Setting an account up and logging it in: discovery of its servers, its secrets, sign-in by browser."""
