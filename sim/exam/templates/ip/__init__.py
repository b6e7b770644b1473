"""Questions about the IPv4 header on its way: time to live, fragments, addresses."""
