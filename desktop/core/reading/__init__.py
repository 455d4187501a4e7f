"""The reading half of the door: rows and contents, the conversation of a mail, what a search can look into."""
