"""Pictures of mails that lie on the network: whose may be fetched, and the fetching."""
