"""Devices and cables: they join the protocol machines, carry out their effects and record them."""
