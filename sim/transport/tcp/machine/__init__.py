"""TCP (RFC 9293): one machine in a package; it knows no kernel and no trace."""
