"""``arping``: ARP requests by hand."""
