"""What ``show running-config`` prints of the switches and routers of the campus makes the same network."""

import pytest

from sim.bridge.vlans.settings import VlanSettings
from sim.features.acl.settings import AclSettings
from sim.features.arp_inspection.settings import InspectionSettings
from sim.features.dhcp_snooping.settings import SnoopingSettings
from sim.features.ios.show import running_config
from sim.features.nat.settings import NatSettings
from sim.features.port_security.settings import PortSecuritySettings
from sim.features.stp.settings import StpSettings
from sim.scenario.expect import check
from sim.scenario.library import bundled
from sim.scenario.plan import HubPlan, IpNodePlan, NodePlan, Run, Scenario
from sim.session import Session
from sim.settings import HOST
from sim.shell.shell import parse

CAMPUS = ("vlan", "switching", "filters", "nat", "labs")
CONFIGURED = (VlanSettings, PortSecuritySettings, SnoopingSettings, InspectionSettings, AclSettings, NatSettings)
"""What lines of configuration set up."""
NO_LINE = {
    "arp-spoofing": "a station without a lease, which IOS writes as an ARP access list",
    "carrier-grade-nat": "the ports that NAT may use, and the mappings of a host",
}
"""Scenarios with something that no line says."""


def bare(plan: NodePlan) -> NodePlan:
    """A device of which nothing is configured that lines say."""
    if isinstance(plan, HubPlan) or plan.kind == HOST:
        return plan
    tree = plan.settings.of(StpSettings)
    settings = plan.settings.having(
        *(kind() for kind in CONFIGURED),
        StpSettings(mac=tree.mac, transmit_hold_count=tree.transmit_hold_count, force_version=tree.force_version),
    )
    if not isinstance(plan, IpNodePlan):
        return plan._replace(settings=settings)
    own = [each._replace(addresses=()) for each in plan.interfaces if not each.vlan]
    if plan.bridge_ports:  # its routed ports are switched at first
        ports = sorted((*plan.bridge_ports, *(each.name for each in own)), key=int)
        return plan._replace(interfaces=(), routes=(), settings=settings, bridge_ports=tuple(ports))
    return plan._replace(interfaces=tuple(own), routes=(), settings=settings)


def typed_again(scenario: Scenario) -> Scenario:
    """The scenario with devices of which nothing is configured, and what the real ones print typed at the start."""
    session = Session(scenario)
    session.network.start()
    actions = []
    for name, node in session.network.nodes.items():
        if not {"switch", "router"}.isdisjoint(node.kinds):
            lines = " ; ".join(running_config(node))  # type: ignore[arg-type]
            actions.append(Run(0, name, parse(f"configure terminal ; {lines}")))
    nodes = tuple(bare(plan) for plan in scenario.nodes)
    return scenario._replace(nodes=nodes, actions=(*actions, *scenario.actions))


NAMES = [
    name
    for name in bundled()
    if name.split("/")[0] in CAMPUS and name.split("/")[1] not in NO_LINE and ".zh" not in name
]


@pytest.mark.parametrize("name", NAMES)
def test_the_configuration_that_is_printed_makes_the_same_network(name: str) -> None:
    scenario = Session.load(name).scenario
    plain, again = Session(scenario), Session(typed_again(scenario))
    plain.run()
    again.run()
    met = [(each.text, each.ok) for each in check(scenario, plain.trace)]
    assert [(each.text, each.ok) for each in check(scenario, again.trace)] == met
    for name_of_node, node in plain.network.nodes.items():
        other = again.network.nodes[name_of_node]
        for table in ("vlan", "switchport", "stp-port", "subinterface"):
            assert other.tables.get(table, {}).keys() == node.tables.get(table, {}).keys(), (name_of_node, table)
