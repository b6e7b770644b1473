"""The client of DHCP: how a host gets an address, keeps it, and gives it up (RFC 2131 4.4)."""
