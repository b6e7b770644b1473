"""A deterministic discrete-event simulator of hosts, switches, routers and the protocols between them."""
