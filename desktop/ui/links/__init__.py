"""From a mail to work: the sheets of the four actions, what a mail is linked to, and the connections to other programs."""
