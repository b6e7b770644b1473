"""Virtual LANs: a switch that keeps the stations of one VLAN apart from those of another (IEEE 802.1Q-2018)."""
