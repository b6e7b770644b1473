"""Why a switch that inspects ARP drops a packet."""

from sim.why import Rule

NO_BINDING = Rule(
    "arp-inspection.no-binding",
    "",
    "Nobody known has this address",
    "The ARP packet says that {ip} is at {mac}. The switch knows no binding for {ip} in VLAN {vlan}: no lease and no "
    "static entry. Port {port} is not trusted, so the switch drops the packet.",
)
OTHER_MAC = Rule(
    "arp-inspection.other-mac",
    "",
    "Address belongs to another station",
    "The ARP packet says that {ip} is at {mac}. But in VLAN {vlan} the switch knows {ip} at {known}. Port {port} is "
    "not trusted, so the switch drops the packet, and nobody learns the false address.",
)
PROBE = Rule(
    "arp-inspection.probe",
    "RFC 5227, 1.1",
    "ARP probe has no sender address",
    "The ARP probe comes from 0.0.0.0, because {mac} does not use an address yet. No binding fits 0.0.0.0, so the "
    "switch drops the probe at port {port}. With allow_zeros, probes pass.",
)
SRC_MAC = Rule(
    "arp-inspection.src-mac",
    "",
    "Frame and ARP name different senders",
    "The frame comes from {frame_mac}, but the ARP packet in it names {mac} as its sender. The switch validates "
    "src-mac, so it drops the packet at port {port}.",
)
DST_MAC = Rule(
    "arp-inspection.dst-mac",
    "",
    "Frame and ARP name different targets",
    "The frame goes to {frame_mac}, but the ARP reply in it is for {mac}. The switch validates dst-mac, so it drops "
    "the reply at port {port}.",
)
BAD_ADDRESS = Rule(
    "arp-inspection.address",
    "",
    "No station can have this address",
    "The ARP packet names {ip}, and no single station can have this address. The switch validates ip, so it drops the "
    "packet at port {port}.",
)
