"""Which multicast groups the interfaces of a device are in (RFC 1112 7, RFC 3376 2 and 3)."""
