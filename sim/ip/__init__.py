"""The Internet layer of a host or router (RFC 791, RFC 1122, RFC 1812)."""
