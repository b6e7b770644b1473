"""``macof``: frames with made-up addresses, which fill the MAC address tables of switches."""
