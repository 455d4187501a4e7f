"""The command line: everything the program can do without a screen, for scripts, unattended use and support."""
