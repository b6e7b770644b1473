"""Which ports of a switch lead to DHCP servers."""

from typing import Annotated, Any, NamedTuple

from sim.link.ethernet.pdu import LAST_VLAN
from sim.settings import SWITCH, Setting, Settings, number_list
from sim.words import TextError


def _ports(value: Any) -> Any:
    found = number_list(value, "port", 6)
    return value if found is None else [str(port) for port in found]


def _vlans(value: Any) -> Any:
    found = number_list(value, "VLAN", 30)
    return value if found is None else found


def _numbers(vlans: list[int]) -> list[int]:
    for vlan in vlans:
        if not 1 <= vlan <= LAST_VLAN:
            raise TextError(f"{vlan} is no number of a VLAN", f"write one from 1 to {LAST_VLAN}")
    return sorted(set(vlans))


VLANS = Setting(
    "Only these VLANs are looked at, as 10 or [10, 20]; by default all.",
    short=_vlans,
    short_types=("string", "integer"),
    check=_numbers,
)
"""The VLANs that a guard is for."""


class SnoopingSettings(NamedTuple):
    """A switch that snoops trusts no port that it is not told to trust."""

    enabled: Annotated[bool, Setting("Whether the switch snoops: true where dhcp_snooping is written.")] = False
    trusted: Annotated[
        tuple[str, ...],
        Setting(
            "The ports that lead to DHCP servers, as 6 or [5, 6].", short=_ports, short_types=("string", "integer")
        ),
    ] = ()
    vlans: Annotated[tuple[int, ...], VLANS] = ()
    everywhere: bool = True
    """Whether no VLANs means all, as in a scenario; a command names each."""

    def watches(self, vlan: int) -> bool:
        """Whether messages in a VLAN are looked at."""
        return self.enabled and (vlan in self.vlans or (self.everywhere and not self.vlans))


def _snooping(value: Any) -> Any:
    if isinstance(value, bool):
        return {"enabled": value}
    if isinstance(value, int | str | list):
        return {"enabled": True, "trusted": value}
    return {"enabled": True, **value} if isinstance(value, dict) else value


SETTINGS = Settings("dhcp_snooping", SnoopingSettings, "DHCP snooping.", kinds=(SWITCH,), short=_snooping)
