"""DHCP snooping: only ports that are trusted may lead to a DHCP server, as Cisco IOS has it."""
