"""DHCP: hosts ask for an address and all that belongs to it, and servers lease it to them (RFC 2131)."""
