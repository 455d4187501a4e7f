"""Mail leaves for files of the user: one mbox file, or a folder with a file for each."""
