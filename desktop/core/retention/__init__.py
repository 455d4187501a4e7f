"""The sweep: drops local copies that the plan no longer keeps. It cannot reach a server: this room imports no network."""
