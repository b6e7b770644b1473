"""Address conflict detection (RFC 5227)."""
