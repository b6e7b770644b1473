"""Dynamic ARP inspection: a switch checks who claims which address, as Cisco IOS has it."""
