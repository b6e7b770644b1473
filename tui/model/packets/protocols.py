"""The ink of a packet's protocol."""

from collections.abc import Mapping

from sim.packets import telling
from sim.pdu.base import Pdu
from sim.pdu_type import Style
from tui.model.text.ink import Ink

_INKS: Mapping[Style, Ink] = {
    "arp": Ink.ARP,
    "icmp": Ink.ICMP,
    "icmp-error": Ink.ICMP,
    "tcp": Ink.TCP,
    "udp": Ink.UDP,
}


def ink_of(packet: Pdu) -> Ink:
    """The ink of the innermost protocol that says what a packet is."""
    return _INKS.get(telling.summary(packet).style, Ink.OTHER)
