"""Names of hosts, and the addresses that they stand for."""
