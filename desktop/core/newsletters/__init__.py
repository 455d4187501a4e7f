"""Newsletters: by which ways their lists are left, the one click of RFC 8058, and what has been left. Worker threads."""
