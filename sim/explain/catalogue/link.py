"""Cables, ports and hubs: what carries frames, and what loses them."""

from sim.explain.rule import Rule

RULES = {
    "link.configured": Rule("", "Cable in place", "The cable {link} is there from the start."),
    "link.pulled": Rule(
        "",
        "Cable pulled out",
        "The cable {link} is pulled out: nothing can cross it until it is plugged in again.",
    ),
    "link.plugged": Rule(
        "",
        "Cable plugged in again",
        "The cable {link} is plugged in again: frames can cross it from now on.",
    ),
    "link.cut": Rule(
        "",
        "Lost with its link",
        "The link {link} goes down while the frame is on its way, so the frame never arrives.",
    ),
    "link.down": Rule(
        "",
        "No link to send on",
        "Port {port} has no working link, so the frame cannot leave and is dropped.",
    ),
    "link.lost": Rule(
        "",
        "Lost by chance",
        "The link {link} loses {chance} of all frames at random, and this frame is one of them.",
    ),
    "link.duplicated": Rule(
        "",
        "Second copy of the frame",
        "The link {link} carries the frame twice. Ethernet frames have no numbers, so the receiver cannot see that "
        "the second is only a copy.",
    ),
    "link.bit-flipped": Rule(
        "",
        "Bit flipped on the way",
        "On the way over {link}, bit {bit} of octet {octet} is flipped (octets counted from 0; bit 7 is the "
        "leftmost): what arrives is not what was sent.",
    ),
    "link.too-long": Rule(
        "IEEE 802.3-2018, 3.2.7",
        "Frame too long for link",
        "The link {link} takes at most {mtu} octets behind the 14 of the Ethernet header. This frame has {length} "
        "octets in all, so it is lost.",
    ),
    "link.busy": Rule(
        "",
        "Waits for its turn",
        "Port {port} is still sending an earlier frame, so this one joins the queue, where "
        "{ahead:frame waits|frames wait} ahead of it.",
    ),
    "link.queue-full": Rule(
        "",
        "Queue full, frame dropped",
        "The queue of port {port} holds {capacity:frame|frames} and is full, so the newcomer is dropped. This is "
        "called tail drop.",
    ),
    "fault.dropped": Rule(
        "",
        "Lost on purpose",
        "The scenario says that the link {link} loses the frame “{fault}”, and this is the one.",
    ),
    "fault.bit-flipped-inside": Rule(
        "",
        "Bit flipped inside a device",
        "Inside {node}, bit {bit} of octet {octet} is flipped before the frame leaves (octets counted from 0; bit 7 is "
        "the leftmost). The frame check sequence is computed after that, so it fits.",
    ),
    "port.configured": Rule(
        "",
        "Port as configured",
        "Port {port} starts as the scenario configures it[, with the address {addresses}].",
    ),
    "port.up": Rule("", "Port has a link", "Port {port} has a working link: it can send and receive."),
    "port.down": Rule(
        "",
        "Port without a link",
        "Port {port} has no working link any more: it can neither send nor receive.",
    ),
    "port.set": Rule(
        "",
        "Port set by command",
        "A command sets port {port} {up}. Its link is up as long as both its ports are.",
    ),
    "nic.for-me": Rule(
        "IEEE 802.3-2018, 4.2.4.1.1",
        "Addressed to this port",
        "The frame is addressed to {mac}, which is the MAC address of {port}, so it is taken in.",
    ),
    "nic.for-group": Rule(
        "IEEE 802.3-2018, 4.2.4.1.1",
        "Addressed to many",
        "The frame is addressed to everyone on the link or to a group[: {dst_mac}]. {port} listens to that address "
        "too, so it takes the frame in.",
    ),
    "nic.not-mine": Rule(
        "IEEE 802.3-2018, 4.2.4.1.1",
        "Addressed to somebody else",
        "The MAC address of {port} is {mac}[, and the frame is addressed to {dst_mac}]: the frame is for somebody "
        "else, so it is dropped.",
    ),
    "nic.promiscuous": Rule(
        "IEEE 802.3-2018, 4.2.4.1.1",
        "Overheard in promiscuous mode",
        "{port} is in promiscuous mode, so it takes in every frame, even this one to {mac}, which is for somebody "
        "else.",
    ),
    "nic.bad-fcs": Rule(
        "IEEE 802.3-2018, 3.4",
        "Frame check fails",
        "The frame check sequence, the last four octets, does not fit the rest of the frame: it was damaged on the "
        "way, so port {port} drops it.",
    ),
    "hub.heard": Rule(
        "IEEE 802.3-2018, clause 9",
        "Hub hears a frame",
        "A hub knows no addresses: what comes in at port {port} is a signal to be repeated, nothing more.",
    ),
    "hub.repeat": Rule(
        "IEEE 802.3-2018, clause 9",
        "Hub repeats to all",
        "A hub repeats what comes in at port {port} out of every other port, whoever it is for.",
    ),
    "ethernet.truncated": Rule(
        "IEEE 802.3-2018, 3.1.1",
        "Frame cut off",
        "An Ethernet header has {needed} octets and only {present} are here, so this is no frame.",
    ),
    "ethernet.type-unknown": Rule(
        "IEEE 802.3-2018, 3.2.6",
        "Unknown kind of content",
        "The type field says {ethertype}, which this device does not speak, so the frame is dropped.",
    ),
    "lone.fed": Rule(
        "",
        "Fed in from outside",
        "This frame comes from outside the simulation: the program that drives the device hands it to port {port}.",
    ),
    "lone.emitted": Rule(
        "",
        "Handed to the outside",
        "The frame leaves the simulation at port {port}: the program that drives the device takes it.",
    ),
}
