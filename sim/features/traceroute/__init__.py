"""``traceroute``: the routers on the way."""
