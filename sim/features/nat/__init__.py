"""Network address translation (RFC 3022, RFC 4787, RFC 5382, RFC 5508, RFC 7857)."""
