"""Dynamic ARP inspection (Cisco Catalyst 3750 configuration guide, "Configuring Dynamic ARP Inspection")."""

import pytest

from sim.addresses import BROADCAST_MAC, ZERO_MAC, IPv4Address, MacAddress
from sim.features.arp_inspection import rules
from sim.features.arp_inspection.machine import inspect
from sim.features.arp_inspection.settings import InspectionSettings, Validation
from sim.features.dhcp_snooping.tables import BindingRow
from sim.ip.arp.pdu import REPLY, REQUEST, Arp
from sim.link.ethernet.pdu import TYPE_ARP, Ethernet
from sim.scenario.load import load_text
from sim.scenario.problem import ScenarioError
from sim.session import Session
from sim.trace.world import World, fold
from sim.why import Rule

PC = MacAddress.parse("02:00:00:00:00:01")
PRINTER = MacAddress.parse("02:00:00:00:00:05")
MALLORY = MacAddress.parse("02:00:00:00:00:66")
LEASED = IPv4Address.parse("192.168.10.100")
PRINTERS = IPv4Address.parse("192.168.10.5")
GATEWAY = IPv4Address.parse("192.168.10.254")
NOBODYS = IPv4Address.parse("0.0.0.0")
EVERYBODY = IPv4Address.parse("255.255.255.255")
GROUP = IPv4Address.parse("224.0.0.1")
BINDINGS = {(10, PC): BindingRow(LEASED, "1", 1000)}
STATIC = InspectionSettings(enabled=True, static=((PRINTERS, PRINTER),))


def verdict(settings: InspectionSettings, packet: Arp, frame: Ethernet, vlan: int = 10, now: int = 0) -> Rule | None:
    drop = inspect(settings, BINDINGS, "2", vlan, frame, packet, now)
    return None if drop is None else drop.why.rule


def claim(settings: InspectionSettings, ip: IPv4Address, mac: MacAddress, vlan: int = 10, now: int = 0) -> Rule | None:
    """What becomes of a request in which ``mac`` says that it has ``ip``."""
    packet = Arp(REQUEST, mac, ip, ZERO_MAC, GATEWAY)
    return verdict(settings, packet, Ethernet(BROADCAST_MAC, mac, TYPE_ARP, packet), vlan, now)


def test_the_sender_has_to_have_a_binding_in_its_vlan() -> None:
    assert claim(STATIC, LEASED, PC) is None
    assert claim(STATIC, LEASED, PC, vlan=20) is rules.NO_BINDING
    assert claim(STATIC, LEASED, MALLORY) is rules.OTHER_MAC
    assert claim(STATIC, GATEWAY, MALLORY) is rules.NO_BINDING


def test_a_lease_that_is_over_counts_no_more() -> None:
    assert claim(STATIC, LEASED, PC, now=999) is None
    assert claim(STATIC, LEASED, PC, now=1000) is rules.NO_BINDING


def test_a_static_entry_stands_for_a_station_without_a_lease_in_all_vlans() -> None:
    assert claim(STATIC, PRINTERS, PRINTER) is None
    assert claim(STATIC, PRINTERS, PRINTER, vlan=20) is None
    assert claim(STATIC, PRINTERS, MALLORY) is rules.OTHER_MAC


def test_a_probe_passes_only_where_zeros_are_allowed() -> None:
    assert claim(STATIC, NOBODYS, MALLORY) is rules.PROBE
    assert claim(STATIC._replace(allow_zeros=True), NOBODYS, MALLORY) is None
    checked = STATIC._replace(allow_zeros=True, validation=(Validation.IP,))
    assert claim(checked, NOBODYS, MALLORY) is None
    assert claim(checked._replace(allow_zeros=False), NOBODYS, MALLORY) is rules.BAD_ADDRESS


@pytest.mark.parametrize(
    ("operation", "src", "dst", "target", "checks", "expected"),
    [
        (REQUEST, MALLORY, BROADCAST_MAC, GATEWAY, (), None),
        (REQUEST, MALLORY, BROADCAST_MAC, GATEWAY, (Validation.SRC_MAC,), rules.SRC_MAC),
        (REPLY, MALLORY, PRINTER, PRINTERS, (Validation.SRC_MAC,), rules.SRC_MAC),
        (REPLY, PC, MALLORY, PRINTERS, (Validation.DST_MAC,), rules.DST_MAC),
        (REPLY, PC, PRINTER, PRINTERS, (Validation.SRC_MAC, Validation.DST_MAC, Validation.IP), None),
        # "The target IP addresses are checked only in ARP responses."
        (REQUEST, PC, BROADCAST_MAC, GROUP, (Validation.IP, Validation.DST_MAC), None),
        (REPLY, PC, PRINTER, GROUP, (Validation.IP,), rules.BAD_ADDRESS),
        (REPLY, PC, PRINTER, EVERYBODY, (Validation.IP,), rules.BAD_ADDRESS),
        (REPLY, PC, PRINTER, NOBODYS, (Validation.IP,), rules.BAD_ADDRESS),
    ],
)
def test_validation_looks_at_the_frame_and_the_addresses(
    operation: int,
    src: MacAddress,
    dst: MacAddress,
    target: IPv4Address,
    checks: tuple[Validation, ...],
    expected: Rule | None,
) -> None:
    packet = Arp(operation, PC, LEASED, PRINTER if operation == REPLY else ZERO_MAC, target)
    frame = Ethernet(dst, src, TYPE_ARP, packet)
    assert verdict(STATIC._replace(validation=checks), packet, frame) is expected


NETWORK = """\
title: inspection
nodes:
  pc1: {host: 10.0.0.1/24, mac: 02:00:00:00:00:01}
  pc2: {host: 10.0.0.2/24, mac: 02:00:00:00:00:02}
  sw1: {switch: 4 ports, arp_inspection: INSPECTION}
  sw2: {switch: 4 ports, TRUNK}
links: [pc1 -- sw1:1, sw1:4 -- sw2:4, pc2 -- sw2:1]
until: 5s
actions: [{at: 1s, on: pc1, run: ping -c 1 -W 1 10.0.0.2}]
"""


def run(inspection: str, trunk: str = "ageing_time: 300s") -> tuple[list[str], World]:
    """Why frames were dropped at the switch, and how all ended."""
    session = Session(load_text(NETWORK.replace("INSPECTION", inspection).replace("TRUNK", trunk)))
    session.run()
    found = [why.rule.id for why in session.trace.why if why.rule.id.startswith("arp-inspection.")]
    return found, fold(session.trace, len(session.trace))


def is_answered(world: World) -> bool:
    return any("1 received" in line.text for line in world.table("pc1", "console").values())


@pytest.mark.parametrize(
    "inspection",
    [
        "false",
        "{trusted: [1, 4]}",
        "{trusted: 4, static: {10.0.0.1: 02:00:00:00:00:01}}",
        "{static: {10.0.0.1: 02:00:00:00:00:01, 10.0.0.2: 02:00:00:00:00:02}}",
    ],
)
def test_who_is_trusted_or_known_is_reached(inspection: str) -> None:
    found, world = run(inspection)
    assert not found
    assert is_answered(world)


@pytest.mark.parametrize("inspection", ["true", "{}", "{trusted: 4}"])
def test_who_is_neither_reaches_nobody(inspection: str) -> None:
    found, world = run(inspection)
    assert set(found) == {"arp-inspection.no-binding"}
    assert not is_answered(world)
    assert not world.table("pc2", "arp")


VLANS = "vlans: {7: 1}, trunks: {4: {allowed: 7}}"


def test_the_packet_behind_a_tag_is_inspected() -> None:
    """Only pc1 is known: the reply of pc2 comes in with a tag and ends at the trunk."""
    found, world = run(f"{{static: {{10.0.0.1: 02:00:00:00:00:01}}}}, {VLANS}", VLANS)
    assert set(found) == {"arp-inspection.no-binding"}
    assert "10.0.0.1" in str(list(world.table("pc2", "arp")))
    assert not is_answered(world)


@pytest.mark.parametrize("checks", ["src-mac", "[src-mac, ip]"])
def test_what_is_validated_is_written_as_in_ios(checks: str) -> None:
    known = "{10.0.0.1: 02:00:00:00:00:01, 10.0.0.2: 02:00:00:00:00:02}"
    found, world = run(f"{{static: {known}, validation: {checks}}}")
    assert not found
    assert is_answered(world)


def test_a_check_that_does_not_exist_is_told_with_those_that_do() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_text(NETWORK.replace("INSPECTION", "{validation: [mac]}").replace("TRUNK", "ageing_time: 300s"))
    [problem] = caught.value.problems
    assert (problem.line, problem.column) == (5, 56)
    assert all(word in f"{problem.message} {problem.hint}" for word in ("src-mac", "dst-mac", "ip"))
