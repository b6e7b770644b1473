"""Devices that pass frames on: the switch and the hub (IEEE 802.1D)."""
