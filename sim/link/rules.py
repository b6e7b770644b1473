"""Cables, ports and hubs: what carries frames, and what loses them."""

from sim.why import Rule

CONFIGURED = Rule(
    "link.configured",
    "",
    "Cable in place",
    "The cable {link} is there from the start.",
)
PULLED = Rule(
    "link.pulled",
    "",
    "Cable pulled out",
    "The cable {link} is pulled out: nothing can cross it until it is plugged in again.",
)
PLUGGED = Rule(
    "link.plugged",
    "",
    "Cable plugged in again",
    "The cable {link} is plugged in again: frames can cross it from now on.",
)
CUT = Rule(
    "link.cut",
    "",
    "Lost with its link",
    "The link {link} goes down while the frame is on its way, so the frame never arrives.",
)
DOWN = Rule(
    "link.down",
    "",
    "No link to send on",
    "Port {port} has no working link, so the frame cannot leave and is dropped.",
)
LOST = Rule(
    "link.lost",
    "",
    "Lost by chance",
    "The link {link} loses {chance} of all frames at random, and this frame is one of them.",
)
DUPLICATED = Rule(
    "link.duplicated",
    "",
    "Second copy of the frame",
    "The link {link} carries the frame twice. Ethernet frames have no numbers, so the receiver cannot see that "
    "the second is only a copy.",
)
BIT_FLIPPED = Rule(
    "link.bit-flipped",
    "",
    "Bit flipped on the way",
    "On the way over {link}, bit {bit} of octet {octet} is flipped (octets counted from 0; bit 7 is the "
    "leftmost): what arrives is not what was sent.",
)
TOO_LONG = Rule(
    "link.too-long",
    "IEEE 802.3-2018, 3.2.7",
    "Frame too long for link",
    "The link {link} takes at most {mtu} octets behind the 14 of the Ethernet header. This frame has {length} "
    "octets in all, so it is lost.",
)
BUSY = Rule(
    "link.busy",
    "",
    "Waits for its turn",
    "Port {port} is still sending an earlier frame, so this one joins the queue, where "
    "{ahead:frame waits|frames wait} ahead of it.",
)
QUEUE_FULL = Rule(
    "link.queue-full",
    "",
    "Queue full, frame dropped",
    "The queue of port {port} holds {capacity:frame|frames} and is full, so the newcomer is dropped. This is "
    "called tail drop.",
)
FAULT_DROPPED = Rule(
    "fault.dropped",
    "",
    "Lost on purpose",
    "The scenario says that the link {link} loses the frame “{fault}”, and this is the one.",
)
FAULT_BIT_FLIPPED_INSIDE = Rule(
    "fault.bit-flipped-inside",
    "",
    "Bit flipped inside a device",
    "Inside {node}, bit {bit} of octet {octet} is flipped before the frame leaves (octets counted from 0; bit 7 is "
    "the leftmost). The frame check sequence is computed after that, so it fits.",
)
NIC_FOR_ME = Rule(
    "nic.for-me",
    "IEEE 802.3-2018, 4.2.4.1.1",
    "Addressed to this port",
    "The frame is addressed to {mac}, which is the MAC address of {port}, so it is taken in.",
)
NIC_FOR_GROUP = Rule(
    "nic.for-group",
    "IEEE 802.3-2018, 4.2.4.1.1",
    "Addressed to many",
    "The frame is addressed to everyone on the link or to a group[: {dst_mac}]. {port} listens to that address "
    "too, so it takes the frame in.",
)
NIC_NOT_MINE = Rule(
    "nic.not-mine",
    "IEEE 802.3-2018, 4.2.4.1.1",
    "Addressed to somebody else",
    "The MAC address of {port} is {mac}[, and the frame is addressed to {dst_mac}]: the frame is for somebody "
    "else, so it is dropped.",
)
NIC_PROMISCUOUS = Rule(
    "nic.promiscuous",
    "IEEE 802.3-2018, 4.2.4.1.1",
    "Overheard in promiscuous mode",
    "{port} is in promiscuous mode, so it takes in every frame, even this one to {mac}, which is for somebody else.",
)
NIC_BAD_FCS = Rule(
    "nic.bad-fcs",
    "IEEE 802.3-2018, 3.4",
    "Frame check fails",
    "The frame check sequence, the last four octets, does not fit the rest of the frame: it was damaged on the "
    "way, so port {port} drops it.",
)
ETHERNET_TRUNCATED = Rule(
    "ethernet.truncated",
    "IEEE 802.3-2018, 3.1.1",
    "Frame cut off",
    "An Ethernet header has {needed} octets and only {present} are here, so this is no frame.",
)
ETHERNET_TYPE_UNKNOWN = Rule(
    "ethernet.type-unknown",
    "IEEE 802.3-2018, 3.2.6",
    "Unknown kind of content",
    "The type field says {ethertype}, which this device does not speak, so the frame is dropped.",
)
