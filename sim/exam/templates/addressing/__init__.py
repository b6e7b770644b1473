"""Questions about IPv4 addresses, masks and networks."""
