"""DHCP: its octets, its machines, and the real thing beside it."""
