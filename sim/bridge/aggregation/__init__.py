"""Static link aggregation: several cables between two switches that work as one (IEEE 802.1AX, without LACP)."""
