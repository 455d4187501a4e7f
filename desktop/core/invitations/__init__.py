"""Invitations in mail: what one asks for beside what is known here, and the answer to it. Worker threads and the commands thread."""
