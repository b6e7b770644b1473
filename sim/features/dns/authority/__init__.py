"""The authoritative server: zones, and what is answered from them (RFC 1034 4.3.2)."""
