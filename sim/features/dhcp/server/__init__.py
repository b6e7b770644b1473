"""The server of DHCP: which address a client gets, and for how long (RFC 2131 4.3)."""
