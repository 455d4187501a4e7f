"""The workspace: what its plan allows now, its members and shares, plan changes and sweeps at their moment, and what another plan
would do. It cannot reach a server."""
