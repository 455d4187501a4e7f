"""The workspace: what its plan allows now, its members and shares, and what another plan would do. It cannot reach a server."""
