"""An IMAP server and a submission server for the demo and the tests: in memory, on loopback, and able to misbehave.

`ImapServer(MailStore(...), Faults())` and `SubmissionServer(...)` are all that is needed from outside; docs are on them.
"""
