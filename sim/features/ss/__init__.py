"""``ss`` and ``netstat``: the sockets and connections of a host."""
