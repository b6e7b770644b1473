"""VLAN tags in frames (IEEE 802.1Q-2018 clause 9)."""
