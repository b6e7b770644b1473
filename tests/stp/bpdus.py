"""BPDUs for tests."""

from sim.addresses import MacAddress
from sim.features.stp import pdu
from sim.features.stp.pdu import Bpdu, BridgeId, PortId
from sim.link.ethernet.pdu import Ethernet
from sim.link.llc.pdu import Llc

ROOT = BridgeId.of(4096, MacAddress.parse("00:19:06:ea:b8:80"))
BRIDGE = BridgeId.of(32768, MacAddress.parse("00:1c:0e:87:78:00"))

CONFIGURATION = Bpdu(
    pdu.CONFIGURATION, pdu.VERSION_STP, pdu.TC, ROOT, 4, BRIDGE, PortId(0x8004), 256, 20 * 256, 2 * 256, 15 * 256
)
NOTIFICATION = Bpdu(pdu.TOPOLOGY_CHANGE_NOTIFICATION)
RAPID = Bpdu(
    pdu.RAPID,
    pdu.VERSION_RSTP,
    pdu.DESIGNATED_ROLE << pdu.ROLE_SHIFT | pdu.PROPOSAL,
    BRIDGE,
    0,
    BRIDGE,
    PortId(0x8001),
    0,
    20 * 256,
    2 * 256,
    15 * 256,
)


def framed(bpdu: Bpdu, src: str = "00:1c:0e:87:78:04") -> Ethernet:
    """The frame that a switch sends a BPDU in."""
    unit = Llc(pdu.SAP, pdu.SAP, bpdu)
    return Ethernet(pdu.GROUP_ADDRESS, MacAddress.parse(src), len(unit), unit)
