"""Routes and their lookup (RFC 1812 5.2.4)."""
