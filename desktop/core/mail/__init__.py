"""Value types of electronic mail in RFC words. Pure: no I/O, no clock, no library."""
