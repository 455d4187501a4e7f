"""What a sheet begins with, read from mails: title, text, people, times. Pure, but for the reading of the mails themselves."""
