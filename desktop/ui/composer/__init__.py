"""The composer: a window in which a mail is written, kept as a draft, checked and sent."""
