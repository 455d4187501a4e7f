"""Dates and times in the words of a mail, Spanish and English. Pure: tables and patterns, no clock."""
