"""From mails to work: the door's half about links, which other programs are set up, which plug-ins may run, whom the CRM knows,
and who judges each mail by the CRM rules."""
