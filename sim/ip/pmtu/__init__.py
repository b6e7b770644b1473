"""Path MTU discovery (RFC 1191)."""
