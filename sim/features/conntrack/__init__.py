"""The connections that a device has seen: for filters with a memory, and for NAT."""
