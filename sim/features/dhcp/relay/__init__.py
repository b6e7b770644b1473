"""The relay agent of DHCP: how messages cross a router (RFC 1542 4, RFC 3046)."""
