"""Questions about routes and the ways of datagrams."""
