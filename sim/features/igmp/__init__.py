"""IGMP as a host speaks it: routers learn from it which groups a link listens to (RFC 1112, 2236, 3376)."""
