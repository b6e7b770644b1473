"""Switches: learning where stations are, and sending frames only there."""

from sim.explain.rule import Rule

RULES = {
    "switch.received": Rule(
        "IEEE 802.1D-2004, 7.5",
        "Switch takes it in",
        "A switch takes in every frame, whoever it is for: it learns from the source address[ {src_mac}] and then "
        "forwards by the destination address[ {dst_mac}].",
    ),
    "switch.learned": Rule(
        "IEEE 802.1D-2004, 7.8",
        "Sender's port learned",
        "A frame from {mac} came in at port {port}, so that is where {mac} can be reached: the switch learns it.",
    ),
    "switch.refreshed": Rule(
        "IEEE 802.1D-2004, 7.8",
        "Row kept fresh",
        "The sender is heard on the same port as before, so its row stays and its age counts from 0 again[: {mac} on "
        "port {port}].",
    ),
    "switch.moved": Rule(
        "IEEE 802.1D-2004, 7.8",
        "Station on another port",
        "{mac} was known on port {old_port} and is now heard on port {port}: the newest port counts. The station has "
        "moved, or the network has a loop.",
    ),
    "switch.static-kept": Rule(
        "IEEE 802.1D-2004, 7.8",
        "Configured row stays",
        "{mac} is heard on port {heard_port}, but its row, for port {port}, is configured by hand: learning does not "
        "change it.",
    ),
    "switch.static": Rule(
        "IEEE 802.1D-2004, 7.9.1",
        "Row configured by hand",
        "It is configured that {mac} is behind port {port}: this row does not age, and learning does not change it.",
    ),
    "switch.group-source": Rule(
        "IEEE 802.1D-2004, 7.8",
        "Sender is a group",
        "The source {mac} is a group address, which no single station has, so the switch learns nothing from it.",
    ),
    "switch.table-full": Rule(
        "IEEE 802.1D-2004, 7.8",
        "No room to learn",
        "The table has no room for {mac} (it holds {capacity:row|rows}), so the address is not learned and frames to "
        "it are flooded.",
    ),
    "switch.evicted": Rule(
        "IEEE 802.1D-2004, 7.8",
        "Oldest row makes room",
        "The table is full ({capacity:row|rows}): {mac} on port {port}, silent for longest, makes room for {newcomer}.",
    ),
    "switch.aged-out": Rule(
        "IEEE 802.1D-2004, 7.9.2",
        "Row too old",
        "{mac} has not been heard on port {port} for the whole ageing time, so its row is removed: it may have moved "
        "or been switched off.",
    ),
    "switch.flushed": Rule(
        "",
        "Port down, row removed",
        "Port {port} is down, so {mac} cannot be behind it any more: its row is removed.",
    ),
    "switch.forward": Rule(
        "IEEE 802.1D-2004, 7.7.2",
        "Known address, one port",
        "The table says that {mac} is behind port {port}, so the frame goes out there and nowhere else.",
    ),
    "switch.filter-same-port": Rule(
        "IEEE 802.1D-2004, 7.7.1",
        "Receiver on same side",
        "{mac} is behind port {port}, and the frame came in there: its receiver has heard it already, so the switch "
        "drops it.",
    ),
    "switch.flood-unknown": Rule(
        "IEEE 802.1D-2004, 7.7.2",
        "Unknown address, all ports",
        "The table has no row for {mac}, so the frame goes out of every port except port {port}, where it came in. "
        "This is called flooding.",
    ),
    "switch.flood-broadcast": Rule(
        "IEEE 802.1D-2004, 7.7.2",
        "Broadcast to all ports",
        "The frame is a broadcast, meant for everyone, so it goes out of every port except port {port}, where it "
        "came in.",
    ),
    "switch.flood-multicast": Rule(
        "IEEE 802.1D-2004, 7.7.2",
        "Group address, all ports",
        "{mac} is the address of a group, and the switch does not know who belongs to it: the frame goes out of "
        "every port except port {port}, where it came in.",
    ),
    "switch.no-other-port": Rule(
        "IEEE 802.1D-2004, 7.7.1",
        "No other port is up",
        "The frame to {mac} should go out of every port except port {port}, where it came in; but no other port is "
        "up, so it ends here.",
    ),
    "switch.reserved": Rule(
        "IEEE 802.1D-2004, 7.12.6",
        "Never passed on",
        "{mac} is reserved for what neighbouring switches tell each other: a frame to it that comes in at port "
        "{port} goes no further.",
    ),
}
