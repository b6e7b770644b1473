"""The socket side of a DNS server."""
