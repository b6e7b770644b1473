"""Which ports of a switch may say anything by ARP, and what is known of the stations at the others."""

from enum import StrEnum
from typing import Annotated, Any, NamedTuple

from sim.addresses import IPv4Address, MacAddress
from sim.features.dhcp_snooping.settings import VLANS
from sim.settings import SWITCH, Setting, Settings, number_list


class Validation(StrEnum):
    """What is looked at besides the binding (``ip arp inspection validate``)."""

    SRC_MAC = "src-mac"
    """The source address of the frame is the sender's MAC address."""
    DST_MAC = "dst-mac"
    """The destination address of the frame is the target's MAC address, in replies."""
    IP = "ip"
    """The addresses are those of single stations: not 0.0.0.0, not 255.255.255.255, no multicast group."""


def _ports(value: Any) -> Any:
    found = number_list(value, "port", 6)
    return value if found is None else [str(port) for port in found]


def _checks(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class InspectionSettings(NamedTuple):
    """A switch that inspects trusts no port that it is not told to trust."""

    enabled: Annotated[bool, Setting("Whether ARP is inspected: true where arp_inspection is written.")] = False
    trusted: Annotated[
        tuple[str, ...],
        Setting(
            "The ports whose ARP packets are not checked, as 6 or [5, 6].",
            short=_ports,
            short_types=("string", "integer"),
        ),
    ] = ()
    static: Annotated[
        tuple[tuple[IPv4Address, MacAddress], ...],
        Setting("Stations that have no lease, from IPv4 to MAC address, in all VLANs."),
    ] = ()
    validation: Annotated[
        tuple[Validation, ...],
        Setting("What is looked at besides the binding: src-mac, dst-mac, ip.", short=_checks),
    ] = ()
    allow_zeros: Annotated[
        bool, Setting("Let ARP probes pass, whose sender address is 0.0.0.0 (RFC 5227). IOS does not by default.")
    ] = False
    vlans: Annotated[tuple[int, ...], VLANS] = ()
    everywhere: bool = True
    """Whether no VLANs means all, as in a scenario; a command names each."""

    def watches(self, vlan: int) -> bool:
        """Whether packets in a VLAN are looked at."""
        return self.enabled and (vlan in self.vlans or (self.everywhere and not self.vlans))


def _inspection(value: Any) -> Any:
    if isinstance(value, bool):
        return {"enabled": value}
    return {"enabled": True, **value} if isinstance(value, dict) else value


SETTINGS = Settings("arp_inspection", InspectionSettings, "Dynamic ARP inspection.", kinds=(SWITCH,), short=_inspection)
