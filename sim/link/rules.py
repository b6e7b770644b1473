"""Cables and ports: how frames travel, and how they get lost."""

from sim.why import Rule

CONFIGURED = Rule(
    "link.configured",
    "",
    "Cable in place",
    "The cable {link} is in place from the start of the simulation.",
)
PULLED = Rule(
    "link.pulled",
    "",
    "Cable is pulled out",
    "The cable {link} is pulled out. No frame can cross the cable until it is plugged in again.",
)
PLUGGED = Rule(
    "link.plugged",
    "",
    "Cable is plugged in again",
    "The cable {link} is plugged in again. From now on, frames can cross the cable.",
)
CUT = Rule(
    "link.cut",
    "",
    "Link fails, frame lost",
    "The link {link} goes down while the frame is on its way, so the frame is lost.",
)
DOWN = Rule(
    "link.down",
    "",
    "No link to send on",
    "Port {port} has no working link. The port cannot send the frame, so the frame is dropped.",
)
LOST = Rule(
    "link.lost",
    "",
    "Lost by chance",
    "The link {link} loses {chance} of its frames at random, and this frame is one of them.",
)
DUPLICATED = Rule(
    "link.duplicated",
    "",
    "Frame is duplicated",
    "The link {link} delivers the frame twice. Ethernet frames have no numbers, so the receiver cannot tell that the "
    "second frame is a copy.",
)
BIT_FLIPPED = Rule(
    "link.bit-flipped",
    "",
    "Bit flipped on the way",
    "On the link {link}, bit {bit} of octet {octet} is flipped (octets count from 0; bit 7 is the leftmost). The "
    "frame that arrives is not the frame that was sent.",
)
TOO_LONG = Rule(
    "link.too-long",
    "IEEE 802.3-2018, 3.2.7",
    "Frame too long for link",
    "The link {link} carries at most {mtu} octets after the 14 octets of the Ethernet header. This frame has {length} "
    "octets in all, so it is lost.",
)
BUSY = Rule(
    "link.busy",
    "",
    "Frame waits in queue",
    "Port {port} is still sending an earlier frame, so this frame waits in the queue, with {ahead:frame|frames} ahead "
    "of it.",
)
QUEUE_FULL = Rule(
    "link.queue-full",
    "",
    "Queue full, frame dropped",
    "The queue of port {port} can hold {capacity:frame|frames} and is full, so the new frame is dropped. This is "
    "called tail drop.",
)
CONGESTION_MARKED = Rule(
    "link.congestion-marked",
    "RFC 3168, 5",
    "Queue grows: datagram is marked",
    "The frame waits at port {port}, with {ahead:frame|frames} ahead of it. So many mean congestion. The ends of the "
    "connection use ECN, so the port marks the datagram (CE, congestion experienced) and need not drop it.",
)
FAULT_DROPPED = Rule(
    "fault.dropped",
    "",
    "Lost on purpose",
    "The scenario tells the link {link} to lose “{fault}”. This frame matches, so it is lost.",
)
FAULT_BIT_FLIPPED_INSIDE = Rule(
    "fault.bit-flipped-inside",
    "",
    "Bit flipped inside a device",
    "Inside {node}, bit {bit} of octet {octet} is flipped before the frame leaves (octets count from 0; bit 7 is the "
    "leftmost). The frame check sequence is computed after that, so it matches the damaged frame.",
)
FAULT_FIELDS_CHANGED = Rule(
    "fault.fields-changed",
    "",
    "Fields changed on purpose",
    "The scenario tells the link {link} to change “{fault}”. Now {fields}; before, {before}. All checksums are "
    "computed again, so the packet is valid.",
)
FAULT_FIELDS_DAMAGED = Rule(
    "fault.fields-damaged",
    "",
    "Fields damaged on purpose",
    "The scenario tells the link {link} to damage “{fault}”. Now {fields}; before, {before}. A checksum over these "
    "fields is wrong now, unless the fault writes the checksum, too.",
)
NIC_FOR_ME = Rule(
    "nic.for-me",
    "IEEE 802.3-2018, 4.2.4.1.1",
    "Addressed to this port",
    "The frame is addressed to {mac}. This is the MAC address of {port}, so the device accepts the frame.",
)
NIC_FOR_GROUP = Rule(
    "nic.for-group",
    "IEEE 802.3-2018, 4.2.4.1.1",
    "Addressed to many stations",
    "The frame is addressed to everyone on the link or to a group[: {dst_mac}]. {port} listens to this address, so "
    "the device accepts the frame.",
)
NIC_NOT_MINE = Rule(
    "nic.not-mine",
    "IEEE 802.3-2018, 4.2.4.1.1",
    "Addressed to another station",
    "The MAC address of {port} is {mac}[, but the frame is addressed to {dst_mac}]. The frame is for another station, "
    "so the device drops it.",
)
NIC_PROMISCUOUS = Rule(
    "nic.promiscuous",
    "IEEE 802.3-2018, 4.2.4.1.1",
    "Accepted in promiscuous mode",
    "{port} is in promiscuous mode, so the device accepts every frame, even this frame to {mac}, which is for another "
    "station.",
)
NIC_BAD_FCS = Rule(
    "nic.bad-fcs",
    "IEEE 802.3-2018, 3.4",
    "Frame check sequence is wrong",
    "The frame check sequence (the last four octets) does not match the rest of the frame. The frame was damaged on "
    "the way, so port {port} drops it.",
)
LLC_TRUNCATED = Rule(
    "llc.truncated",
    "IEEE 802.2-1998, 3.2",
    "LLC header cut off",
    "The header of logical link control needs {needed:octet|octets}, but only {present:octet is|octets are} there.",
)
LLC_NUMBERED = Rule(
    "llc.numbered",
    "IEEE 802.2-1998, 5.3",
    "Kind of LLC not supported",
    "The control field {control} is not that of unnumbered data. No device here speaks the numbered kinds of logical "
    "link control.",
)
ETHERNET_TRUNCATED = Rule(
    "ethernet.truncated",
    "IEEE 802.3-2018, 3.1.1",
    "Frame is cut off",
    "An Ethernet header has {needed} octets, but only {present:octet is|octets are} here, so this is not a frame.",
)
ETHERNET_TYPE_UNKNOWN = Rule(
    "ethernet.type-unknown",
    "IEEE 802.3-2018, 3.2.6",
    "EtherType is not supported",
    "The type field (EtherType) of the frame is {ethertype}. This device does not support that protocol, so it drops "
    "the frame.",
)
