"""The resolver of a host: its own cache, and the servers that it is told to ask (RFC 1034 5.3.1)."""
