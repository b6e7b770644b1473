"""Why a relay agent of DHCP carries a message on, or does not."""

from sim.why import Rule

NOT_A_REQUEST = Rule(
    "dhcp.not-a-request",
    "RFC 1542, 4.1",
    "Not a message of a client",
    "The message at {port} is a reply without this relay agent's address, so the agent has nothing to do with it.",
)
TOO_MANY_HOPS = Rule(
    "dhcp.too-many-hops",
    "RFC 1542, 4.1.1",
    "Too many relay agents",
    "The message of {client} has passed {passed:relay agent|relay agents}. It may go round in a circle, so it "
    "ends here.",
)
NO_ADDRESS = Rule(
    "dhcp.relay-without-address",
    "RFC 1542, 4.1.1",
    "Relay has no address here",
    "{port} has no address that could tell the server where {client} is.",
)
FORGED_INFORMATION = Rule(
    "dhcp.forged-information",
    "RFC 3046, 2.1",
    "Option 82 without relay agent",
    "{client} says itself what only a relay agent may say (option 82). The relay agent at {port} does not believe it.",
)
OWN_MESSAGE = Rule(
    "dhcp.own-message",
    "RFC 1542, 4.1.1",
    "Relay agent's own message",
    "{giaddr} is the address of {port} itself: the message has come back to the relay agent that sent it.",
)
FORWARDS = Rule(
    "dhcp.forwards",
    "RFC 1542, 4.1.1",
    "Carry the message to servers",
    "Routers do not forward the broadcast of {client}. The relay agent sends the message to {servers}, with {giaddr} "
    "in the field giaddr, so that the server knows the client's network and where to answer.",
)
NOT_RELAYED_HERE = Rule(
    "dhcp.not-relayed-here",
    "RFC 1542, 4.1.2",
    "Reply for another relay",
    "{giaddr} is not an address of this relay agent.",
)
DELIVERS = Rule(
    "dhcp.delivers",
    "RFC 1542, 4.1.2",
    "Bring the reply to client",
    "The field giaddr says that {client} is at {port}. The relay agent sends the reply there.",
)
