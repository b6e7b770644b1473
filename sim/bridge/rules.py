"""Switches and hubs: where a frame is forwarded, and what a switch learns."""

from sim.why import Rule

HUB_HEARD = Rule(
    "hub.heard",
    "IEEE 802.3-2018, clause 9",
    "Hub receives a signal",
    "A hub does not read addresses. To the hub, what arrives at port {port} is only a signal to repeat.",
)
HUB_REPEAT = Rule(
    "hub.repeat",
    "IEEE 802.3-2018, clause 9",
    "Hub repeats to all",
    "The hub repeats what arrives at port {port} out of every other port, whatever the destination is.",
)
RECEIVED = Rule(
    "switch.received",
    "IEEE 802.1D-2004, 7.5",
    "Switch accepts the frame",
    "A switch accepts every frame, whatever the destination is. It learns from the source address[ {src_mac}] and "
    "then forwards by the destination address[ {dst_mac}].",
)
LEARNED = Rule(
    "switch.learned",
    "IEEE 802.1D-2004, 7.8",
    "Port of sender is learned",
    "A frame from {mac} arrived at port {port}, so {mac} can be reached through port {port}. The switch adds this to "
    "its MAC address table.",
)
REFRESHED = Rule(
    "switch.refreshed",
    "IEEE 802.1D-2004, 7.8",
    "Row is refreshed",
    "The sender is on the same port as before[: {mac} on port {port}]. The row stays in the table, and its age starts "
    "again from 0.",
)
MOVED = Rule(
    "switch.moved",
    "IEEE 802.1D-2004, 7.8",
    "Station on another port",
    "{mac} was known on port {old_port}, but this frame from {mac} arrived at port {port}. The switch changes the "
    "row. Either the station has moved, or the network has a loop.",
)
STATIC_KEPT = Rule(
    "switch.static-kept",
    "IEEE 802.1D-2004, 7.8",
    "Configured row stays",
    "A frame from {mac} arrived at port {heard_port}, but the row that puts {mac} on port {port} is configured by "
    "hand. Learning does not change such a row.",
)
STATIC = Rule(
    "switch.static",
    "IEEE 802.1D-2004, 7.9.1",
    "Row configured by hand",
    "The row that puts {mac} on port {port} is configured by hand. It does not age, and learning does not change it.",
)
GROUP_SOURCE = Rule(
    "switch.group-source",
    "IEEE 802.1D-2004, 7.8",
    "Source is a group address",
    "The source {mac} is a group address. No single station has such an address, so the switch learns nothing from "
    "the frame.",
)
TABLE_FULL = Rule(
    "switch.table-full",
    "IEEE 802.1D-2004, 7.8",
    "MAC address table is full",
    "The MAC address table is full ({capacity:row|rows}), so the switch does not learn {mac}. It floods frames to "
    "{mac}.",
)
EVICTED = Rule(
    "switch.evicted",
    "IEEE 802.1D-2004, 7.8",
    "Oldest row is removed",
    "The MAC address table is full ({capacity:row|rows}). The row of {mac} on port {port} was not refreshed for the "
    "longest time, so the switch removes it to make room for {newcomer}.",
)
AGED_OUT = Rule(
    "switch.aged-out",
    "IEEE 802.1D-2004, 7.9.2",
    "Row has aged out",
    "No frame from {mac} has arrived at port {port} during the whole ageing time, so the switch removes the row. The "
    "station may have moved or been switched off.",
)
RELEASED = Rule(
    "switch.released",
    "",
    "Port is switched no more",
    "Frames are no longer switched to port {port}, so the switch forgets that {mac} was there.",
)
FLUSHED = Rule(
    "switch.flushed",
    "",
    "Port down, row removed",
    "Port {port} is down, so {mac} can no longer be reached through this port. The switch removes the row.",
)
FORWARD = Rule(
    "switch.forward",
    "IEEE 802.1D-2004, 7.7.2",
    "Known address, one port",
    "The MAC address table says that {mac} is on port {port}, so the switch sends the frame out of this port only.",
)
FILTER_SAME_PORT = Rule(
    "switch.filter-same-port",
    "IEEE 802.1D-2004, 7.7.1",
    "Receiver on same port",
    "{mac} is on port {port}, and the frame arrived at port {port} too. {mac} has already received the frame, so the "
    "switch drops it.",
)
FLOOD_UNKNOWN = Rule(
    "switch.flood-unknown",
    "IEEE 802.1D-2004, 7.7.2",
    "Unknown address, all ports",
    "The MAC address table has no row for {mac}, so the switch sends the frame out of every port except port {port}, "
    "where the frame arrived. This is called flooding.",
)
FLOOD_BROADCAST = Rule(
    "switch.flood-broadcast",
    "IEEE 802.1D-2004, 7.7.2",
    "Broadcast to all ports",
    "The frame is a broadcast for everyone, so the switch sends it out of every port except port {port}, where the "
    "frame arrived.",
)
FLOOD_MULTICAST = Rule(
    "switch.flood-multicast",
    "IEEE 802.1D-2004, 7.7.2",
    "Multicast to all ports",
    "{mac} is a group (multicast) address. The switch does not know which stations are in the group, so it sends the "
    "frame out of every port except port {port}, where the frame arrived.",
)
NO_OTHER_PORT = Rule(
    "switch.no-other-port",
    "IEEE 802.1D-2004, 7.7.1",
    "No other port is up",
    "The frame to {mac} should leave through every port except port {port}, where it arrived. No other port is up, so "
    "the switch drops the frame.",
)
RESERVED = Rule(
    "switch.reserved",
    "IEEE 802.1D-2004, 7.12.6",
    "Reserved address, not forwarded",
    "{mac} is reserved for messages between neighbouring switches. A switch never forwards a frame to this address, "
    "so it drops the frame that arrived at port {port}.",
)
