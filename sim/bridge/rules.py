"""Switches and hubs: where a frame goes on, and what a switch learns."""

from sim.why import Rule

HUB_HEARD = Rule(
    "hub.heard",
    "IEEE 802.3-2018, clause 9",
    "Hub hears a frame",
    "A hub knows no addresses: what comes in at port {port} is a signal to be repeated, nothing more.",
)
HUB_REPEAT = Rule(
    "hub.repeat",
    "IEEE 802.3-2018, clause 9",
    "Hub repeats to all",
    "A hub repeats what comes in at port {port} out of every other port, whoever it is for.",
)
RECEIVED = Rule(
    "switch.received",
    "IEEE 802.1D-2004, 7.5",
    "Switch takes it in",
    "A switch takes in every frame, whoever it is for: it learns from the source address[ {src_mac}] and then "
    "forwards by the destination address[ {dst_mac}].",
)
LEARNED = Rule(
    "switch.learned",
    "IEEE 802.1D-2004, 7.8",
    "Sender's port learned",
    "A frame from {mac} came in at port {port}, so that is where {mac} can be reached: the switch learns it.",
)
REFRESHED = Rule(
    "switch.refreshed",
    "IEEE 802.1D-2004, 7.8",
    "Row kept fresh",
    "The sender is heard on the same port as before, so its row stays and its age counts from 0 again[: {mac} on "
    "port {port}].",
)
MOVED = Rule(
    "switch.moved",
    "IEEE 802.1D-2004, 7.8",
    "Station on another port",
    "{mac} was known on port {old_port} and is now heard on port {port}: the newest port counts. The station has "
    "moved, or the network has a loop.",
)
STATIC_KEPT = Rule(
    "switch.static-kept",
    "IEEE 802.1D-2004, 7.8",
    "Configured row stays",
    "{mac} is heard on port {heard_port}, but its row, for port {port}, is configured by hand: learning does not "
    "change it.",
)
STATIC = Rule(
    "switch.static",
    "IEEE 802.1D-2004, 7.9.1",
    "Row configured by hand",
    "It is configured that {mac} is behind port {port}: this row does not age, and learning does not change it.",
)
GROUP_SOURCE = Rule(
    "switch.group-source",
    "IEEE 802.1D-2004, 7.8",
    "Sender is a group",
    "The source {mac} is a group address, which no single station has, so the switch learns nothing from it.",
)
TABLE_FULL = Rule(
    "switch.table-full",
    "IEEE 802.1D-2004, 7.8",
    "No room to learn",
    "The table has no room for {mac} (it holds {capacity:row|rows}), so the address is not learned and frames to "
    "it are flooded.",
)
EVICTED = Rule(
    "switch.evicted",
    "IEEE 802.1D-2004, 7.8",
    "Oldest row makes room",
    "The table is full ({capacity:row|rows}): {mac} on port {port}, silent for longest, makes room for {newcomer}.",
)
AGED_OUT = Rule(
    "switch.aged-out",
    "IEEE 802.1D-2004, 7.9.2",
    "Row too old",
    "{mac} has not been heard on port {port} for the whole ageing time, so its row is removed: it may have moved "
    "or been switched off.",
)
FLUSHED = Rule(
    "switch.flushed",
    "",
    "Port down, row removed",
    "Port {port} is down, so {mac} cannot be behind it any more: its row is removed.",
)
FORWARD = Rule(
    "switch.forward",
    "IEEE 802.1D-2004, 7.7.2",
    "Known address, one port",
    "The table says that {mac} is behind port {port}, so the frame goes out there and nowhere else.",
)
FILTER_SAME_PORT = Rule(
    "switch.filter-same-port",
    "IEEE 802.1D-2004, 7.7.1",
    "Receiver on same side",
    "{mac} is behind port {port}, and the frame came in there: its receiver has heard it already, so the switch "
    "drops it.",
)
FLOOD_UNKNOWN = Rule(
    "switch.flood-unknown",
    "IEEE 802.1D-2004, 7.7.2",
    "Unknown address, all ports",
    "The table has no row for {mac}, so the frame goes out of every port except port {port}, where it came in. "
    "This is called flooding.",
)
FLOOD_BROADCAST = Rule(
    "switch.flood-broadcast",
    "IEEE 802.1D-2004, 7.7.2",
    "Broadcast to all ports",
    "The frame is a broadcast, meant for everyone, so it goes out of every port except port {port}, where it came in.",
)
FLOOD_MULTICAST = Rule(
    "switch.flood-multicast",
    "IEEE 802.1D-2004, 7.7.2",
    "Group address, all ports",
    "{mac} is the address of a group, and the switch does not know who belongs to it: the frame goes out of "
    "every port except port {port}, where it came in.",
)
NO_OTHER_PORT = Rule(
    "switch.no-other-port",
    "IEEE 802.1D-2004, 7.7.1",
    "No other port is up",
    "The frame to {mac} should go out of every port except port {port}, where it came in; but no other port is "
    "up, so it ends here.",
)
RESERVED = Rule(
    "switch.reserved",
    "IEEE 802.1D-2004, 7.12.6",
    "Never passed on",
    "{mac} is reserved for what neighbouring switches tell each other: a frame to it that comes in at port "
    "{port} goes no further.",
)
