"""The middle pane: the mails of a folder, of all inboxes or of a search, as one row each."""
