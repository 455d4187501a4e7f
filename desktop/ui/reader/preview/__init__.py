"""Looking at the files of a mail without another program."""
