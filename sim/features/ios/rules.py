"""What lines of configuration change that no table shows."""

from sim.why import Rule

ROUTING_ON = Rule(
    "ios.routing-on",
    "RFC 1812, 5.2.7",
    "Device begins to route",
    "The command lets this device pass on datagrams that are for others.",
)
ROUTING_OFF = Rule(
    "ios.routing-off",
    "RFC 1122, 3.2.1.3",
    "Device ends routing",
    "By the command, this device is a host to IP: it sends and receives for itself, and drops datagrams for others.",
)
LABELLED = Rule(
    "ios.labelled",
    "",
    "Name or description",
    "The command gives the device a name, or one of its interfaces a description. Nothing works otherwise by that.",
)
