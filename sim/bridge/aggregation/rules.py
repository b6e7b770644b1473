"""How several cables work as one."""

from sim.why import Rule

CONFIGURED = Rule(
    "aggregate.configured",
    "IEEE 802.1AX-2014, 6.3",
    "Ports work as one",
    "The scenario lets the ports {members} work as one, {aggregate}. For learning and forwarding, {aggregate} is a "
    "single port.",
)
MEMBER_CHOSEN = Rule(
    "aggregate.member-chosen",
    "IEEE 802.1AX-2014, 6.2.4",
    "One cable is chosen",
    "The frame leaves through {aggregate}, by the cable of port {port}. The addresses of the frame choose the cable, "
    "so all frames of one conversation take the same cable and stay in order.",
)
CHANGED = Rule(
    "aggregate.changed",
    "IEEE 802.1AX-2014, 6.3",
    "Fewer or more cables",
    "A port of {aggregate} has lost its link or has got it back. From now on, frames are spread over the ports that "
    "are up.",
)
NO_MEMBER = Rule(
    "aggregate.down",
    "IEEE 802.1AX-2014, 6.3",
    "No cable is left",
    "No port of {aggregate} is up, so the frame is dropped.",
)
