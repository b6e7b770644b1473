"""Why a port takes an address as its own, or refuses a frame."""

from sim.why import Rule

CONFIGURED = Rule(
    "port-security.configured",
    "",
    "Port is guarded",
    "The scenario guards port {port}: at most {limit:station|stations} may be behind the port.",
)
SECURED = Rule(
    "port-security.secured",
    "",
    "Address is now secure",
    "Port {port} may have {limit:station|stations}, and there is room for {mac}. The switch takes {mac} as a secure "
    "address of this port: a row of the MAC address table that does not age.",
)
KNOWN = Rule(
    "port-security.known",
    "",
    "Secure address is configured",
    "The scenario says that {mac} is behind port {port}, so the address is secure from the start.",
)
RELEASED = Rule(
    "port-security.released",
    "",
    "Secure address is forgotten",
    "Port {port} has lost its link. The secure address {mac} was learned and is not sticky, so the switch forgets it.",
)
TOO_MANY = Rule(
    "port-security.too-many",
    "",
    "One station too many",
    "The frame comes from {mac}. Port {port} has all of its {limit:secure address|secure addresses} already, and {mac} "
    "is not among them. The switch drops the frame.",
)
ELSEWHERE = Rule(
    "port-security.elsewhere",
    "",
    "Address secured at another port",
    "The frame comes from {mac}, which is a secure address of port {old_port}. At port {port} this is a violation, so "
    "the switch drops the frame.",
)
SHUT_DOWN = Rule(
    "port-security.shut-down",
    "",
    "Port is switched off",
    "A frame came from {mac}, which may not be behind port {port}. The violation mode is shutdown, so the switch "
    "switches the port off until somebody switches it on again.",
)
COUNTED = Rule(
    "port-security.counted",
    "",
    "Violation is counted",
    "A frame came from {mac}, which may not be behind port {port}. The switch counts the violation and reports it.",
)
UP_AGAIN = Rule(
    "port-security.up-again",
    "",
    "Port is on again",
    "Somebody has switched port {port} on again after a violation.",
)
ENDED = Rule(
    "port-security.ended",
    "",
    "Port is guarded no more",
    "The command ends port security at port {port}. The switch forgets which addresses were secure there.",
)
