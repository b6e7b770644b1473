"""RSTP: the state machines of IEEE 802.1D-2004 clause 17, under the standard's names."""
