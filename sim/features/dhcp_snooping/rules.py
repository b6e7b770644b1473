"""What a switch that snoops on DHCP lets through, and what it notes."""

from sim.why import Rule

SERVER_UNTRUSTED = Rule(
    "dhcp-snooping.server",
    "",
    "Server at untrusted port",
    "The message comes from a DHCP server, and port {port} is not trusted: only clients may be there. The switch drops "
    "the message, so the false server reaches nobody.",
)
OTHER_CLIENT = Rule(
    "dhcp-snooping.other-client",
    "",
    "Message names another client",
    "The frame comes from {mac}, but the DHCP message in it names the client {client}. At port {port}, which is not "
    "trusted, the switch drops such a message.",
)
BOUND = Rule(
    "dhcp-snooping.bound",
    "",
    "Lease is noted",
    "A trusted server gives {ip} to the client {client}, which is behind port {port}. The switch notes this binding.",
)
RELEASED = Rule(
    "dhcp-snooping.released",
    "",
    "Lease is given back",
    "The client {client} gives its address back, so the switch removes the binding.",
)
