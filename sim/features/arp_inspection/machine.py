"""Whether an ARP packet may pass a port that is not trusted (Cisco IOS, dynamic ARP inspection)."""

from collections.abc import Mapping

from sim.addresses import ANY, LIMITED_BROADCAST, IPv4Address, MacAddress
from sim.effects import Drop
from sim.features.arp_inspection import rules
from sim.features.arp_inspection.settings import InspectionSettings, Validation
from sim.features.dhcp_snooping.tables import BindingRow
from sim.ip.arp.pdu import REPLY, Arp
from sim.link.ethernet.pdu import Ethernet
from sim.why import Why

Bindings = Mapping[tuple[int, MacAddress], BindingRow]


def inspect(
    settings: InspectionSettings, bindings: Bindings, port: str, vlan: int, frame: Ethernet, packet: Arp, now: int
) -> Drop | None:
    """``None`` where the packet may pass. ``bindings`` are those of DHCP snooping; one that is over counts no more."""
    wrong = _invalid(settings, port, frame, packet)
    if wrong is not None:
        return Drop(wrong)
    ip, mac = packet.sender_ip, packet.sender_mac
    if ip == ANY:
        return None if settings.allow_zeros else Drop(Why(rules.PROBE, mac=mac, port=port))
    known = [own for each, own in settings.static if each == ip]
    known += [
        own
        for (where, own), row in bindings.items()
        if where == vlan and row.ip == ip and (row.expires is None or row.expires > now)
    ]
    if mac in known:
        return None
    if known:
        return Drop(Why(rules.OTHER_MAC, ip=ip, mac=mac, known=known[0], vlan=vlan, port=port))
    return Drop(Why(rules.NO_BINDING, ip=ip, mac=mac, vlan=vlan, port=port))


def _invalid(settings: InspectionSettings, port: str, frame: Ethernet, packet: Arp) -> Why | None:
    """What ``ip arp inspection validate`` finds wrong."""
    checks, is_reply = settings.validation, packet.operation == REPLY
    if Validation.SRC_MAC in checks and frame.src != packet.sender_mac:
        return Why(rules.SRC_MAC, frame_mac=frame.src, mac=packet.sender_mac, port=port)
    if Validation.DST_MAC in checks and is_reply and frame.dst != packet.target_mac:
        return Why(rules.DST_MAC, frame_mac=frame.dst, mac=packet.target_mac, port=port)
    if Validation.IP in checks:
        # The sender is looked at in all packets, the target in replies: a request may ask for anything.
        for ip in (packet.sender_ip, packet.target_ip)[: 1 + is_reply]:
            is_probe = ip == ANY and ip is packet.sender_ip and settings.allow_zeros
            if not is_probe and not _is_of_a_station(ip):
                return Why(rules.BAD_ADDRESS, ip=ip, port=port)
    return None


def _is_of_a_station(ip: IPv4Address) -> bool:
    return ip != ANY and not ip.is_multicast and ip != LIMITED_BROADCAST
