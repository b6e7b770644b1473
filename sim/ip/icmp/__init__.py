"""ICMP (RFC 792)."""
