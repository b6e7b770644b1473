"""Port security: how many stations, and which, may be behind a port of a switch, as Cisco IOS has it."""
