"""Questions about ICMP messages."""
