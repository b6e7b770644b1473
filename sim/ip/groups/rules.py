"""Multicast groups: why an interface is in one, and what it hears."""

from sim.why import Rule

JOINED = Rule(
    "group.joined",
    "RFC 1112, 7.1",
    "Somebody joins the group",
    "Somebody on this device wants to hear the group {group}. From now on {port} also takes in the frames to {mac}, "
    "the MAC address of the group.",
)
CHANGED = Rule(
    "group.changed",
    "RFC 3376, 3.2",
    "Group is heard differently",
    "Somebody on this device has changed from whom to hear in the group {group} on {port}. The interface hears "
    "whatever anybody on the device wants to hear.",
)
SHARED = Rule(
    "group.shared",
    "RFC 1112, 7.1",
    "Group has other listeners",
    "The number of those who hear the group {group} on {port} has changed. For the network nothing changes.",
)
LEFT = Rule(
    "group.left",
    "RFC 1112, 7.1",
    "Everybody has left the group",
    "Nobody on this device wants to hear the group {group} on {port} any more, so {port} leaves the group.",
)
SOURCE_UNWANTED = Rule(
    "group.source-unwanted",
    "RFC 3376, 2",
    "Sender not wanted in group",
    "The interface {port} is in the group {dst}, but nobody on this device wants to hear there what {src} sends. The "
    "datagram is dropped.",
)
HEARD_HERE = Rule(
    "group.heard-here",
    "RFC 1112, 6.1",
    "Group reaches its sender too",
    "This device is itself in the group {dst} on {port}, so it gets a copy of what it sends to the group.",
)
KEPT_INSIDE = Rule(
    "group.kept-inside",
    "RFC 1112, 6.1",
    "TTL 0 stays on the device",
    "The datagram to the group {dst} has a TTL of 0. Such a datagram does not leave the device.",
)
