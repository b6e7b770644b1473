"""``show ip arp inspection``: in which VLANs a switch inspects ARP, and what it let pass, as a Catalyst prints it."""

from collections.abc import Iterator
from typing import Any

from sim.command import Command
from sim.features.arp_inspection.service import Inspection
from sim.features.arp_inspection.settings import InspectionSettings, Validation
from sim.settings import SWITCH


def show_ip_arp_inspection(settings: InspectionSettings, counted: dict[int, tuple[int, int]]) -> Iterator[str]:
    """The lines, with those VLANs that are named, or else in which packets came."""
    for title, check in (
        ("Source Mac Validation", Validation.SRC_MAC),
        ("Destination Mac Validation", Validation.DST_MAC),
        ("IP Address Validation", Validation.IP),
    ):
        yield f"{title:<27}: {'Enabled' if check in settings.validation else 'Disabled'}"
    vlans = sorted(counted if settings.everywhere else settings.vlans)
    yield ""
    yield " Vlan     Configuration    Operation   ACL Match          Static ACL"
    yield " ----     -------------    ---------   ---------          ----------"
    for vlan in vlans:
        yield f" {vlan:>4}     {'Enabled':<17}{'Active'}"
    yield ""
    yield " Vlan      Forwarded        Dropped"
    yield " ----      ---------        -------"
    for vlan in vlans:
        passed, dropped = counted.get(vlan, (0, 0))
        yield f" {vlan:>4}   {passed:>12}   {dropped:>12}"


def _show(device: Any, _: None, __: str, cause: int) -> None:
    service = device.services.get("arp-inspection")
    if isinstance(service, Inspection):
        lines = show_ip_arp_inspection(service.settings, service.counted)
    else:
        lines = show_ip_arp_inspection(InspectionSettings(), {})
    device.output("\n".join(lines), cause)


COMMANDS: tuple[Command[Any, Any], ...] = (
    Command(
        "show ip arp inspection",
        "show ip arp inspection",
        "in which VLANs ARP packets are inspected, and how many passed and were dropped",
        frozenset({SWITCH}),
        lambda _: None,
        _show,
        elsewhere=("display arp anti-attack",),
        rank=94,
    ),
)
