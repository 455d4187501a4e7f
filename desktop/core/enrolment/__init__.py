"""Accounts come, change and rest: a place in the plan, the servers' yes, the secret, the browser's sign-in."""
