"""Questions about ARP."""
