"""Questions about DHCP."""
