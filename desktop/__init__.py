"""Bandeja: a desktop email client on a local cache of real IMAP mailboxes."""

__version__ = "0.1.0"
