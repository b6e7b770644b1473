"""DNS: names, messages, zones, servers, and what asks them (RFC 1034, RFC 1035)."""
