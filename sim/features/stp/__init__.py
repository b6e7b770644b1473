"""Spanning tree: STP (IEEE 802.1D-1998 clause 8) and RSTP (IEEE 802.1D-2004 clause 17)."""
