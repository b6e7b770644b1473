"""Addresses that commands give to interfaces and take away."""

from sim.why import Rule

ADDED = Rule("address.added", "", "Address added by command", "A command gives {port} the address {address}.")
REMOVED = Rule(
    "address.removed", "", "Address removed by command", "A command takes the address {address} from {port}."
)
