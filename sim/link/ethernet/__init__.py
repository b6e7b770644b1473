"""Ethernet frames (IEEE 802.3)."""
