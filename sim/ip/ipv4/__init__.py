"""The Internet Protocol (RFC 791)."""
