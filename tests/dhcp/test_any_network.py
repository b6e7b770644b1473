"""Any clients and servers, on links that lose, repeat and reorder: no address is ever used by two of them."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.assembly.ip_node import IpNode
from sim.features.dhcp.client.rows import TABLE, ClientRow, ClientState
from sim.features.dhcp.client.service import DhcpClient
from sim.features.dhcp.server.rows import TABLE as LEASES
from sim.features.dhcp.server.rows import LeaseRow, LeaseState
from sim.features.dhcp.settings import DhcpClientSettings, DhcpServerSettings, Probe
from sim.ip.spans import Span
from sim.kernel import SECOND
from sim.link.faults import Chances
from sim.trace.records import NO_CAUSE, Change
from tests.dhcp.messages import ip
from tests.nodes.lab import Lab

MINUTE = 60 * SECOND
_USED = frozenset({ClientState.BOUND, ClientState.RENEWING, ClientState.REBINDING})


class Net(Lab):
    """Clients and servers at one switch; each link has the same faults."""

    def __init__(
        self, seed: int, clients: int, servers: int, size: int, chances: Chances, lease: int, check: bool
    ) -> None:
        super().__init__(seed)
        names = [f"pc{number}" for number in range(clients)]
        asking = DhcpClientSettings(interfaces=("eth0",), check=check, retry=20 * SECOND)
        for number, name in enumerate(names):
            self.host(name, (), dhcp=asking._replace(start_delay=number * SECOND))
        for number in range(servers):
            first = ip("10.0.0.10") + number * 50
            pool = Span(type(ip("10.0.0.1"))(first), type(ip("10.0.0.1"))(first + size - 1))
            leasing = DhcpServerSettings(pool=pool, lease=lease * SECOND, hold=20 * SECOND, probe=Probe.REUSED)
            self.router(f"s{number}", f"10.0.0.{number + 1}/24", dhcp=leasing)
        self.switch("sw1", clients + servers)
        ends = [*names, *(f"s{number}" for number in range(servers))]
        for number, name in enumerate(ends, 1):
            node = self.net.nodes[name]
            port, other = node.ports["eth0"], self.net.nodes["sw1"].ports[str(number)]
            self.net.link(port, other, delay=1_000_000, chances=chances)
        self.clients = names
        self.servers = ends[len(names) :]

    def client(self, name: str) -> tuple[IpNode, DhcpClient]:
        node = self.net.nodes[name]
        assert isinstance(node, IpNode)
        service = node.services["dhcp-client"]
        assert isinstance(service, DhcpClient)
        return node, service

    def row(self, name: str) -> ClientRow:
        row: ClientRow = self.net.nodes[name].tables[TABLE]["eth0"]
        return row


def used_twice(lab: Lab) -> list[str]:
    """The moments at which two clients use one address, by the trace."""
    users: dict[Any, str] = {}
    found = []
    for record in lab.trace:
        change = record.what
        if not isinstance(change, Change) or change.table != TABLE:
            continue
        for row in (change.before, change.after):
            if row is not None and row.ip is not None and users.get(row.ip) == record.node:
                del users[row.ip]
        row = change.after
        if row is not None and row.state in _USED:
            if row.ip in users:
                found.append(f"{record.at}: {record.node} and {users[row.ip]} use {row.ip}")
            users[row.ip] = record.node
    return found


def without_a_lease(net: Net) -> list[str]:
    """The moments at which a client uses an address that its server does not know as the client's."""
    leases: dict[Any, LeaseRow] = {}
    macs = {str(net.net.nodes[name].interfaces["eth0"].mac): name for name in net.clients}  # type: ignore[attr-defined]
    found = []
    for record in net.trace:
        change = record.what
        if not isinstance(change, Change):
            continue
        if change.table == LEASES:
            if change.after is None:
                leases.pop(change.key, None)
            else:
                leases[change.key] = change.after
        elif change.table == TABLE and change.after is not None and change.after.state is ClientState.BOUND:
            lease = leases.get(change.after.ip)
            if lease is None or lease.state is not LeaseState.BOUND or macs[str(lease.mac)] != record.node:
                found.append(f"{record.at}: {record.node} has {change.after.ip}, but the lease is {lease}")
    return found


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    clients=st.integers(1, 6),
    servers=st.integers(1, 3),
    size=st.integers(1, 5),
    loss=st.sampled_from((0.0, 0.1, 0.3)),
    duplicate=st.sampled_from((0.0, 0.2)),
    jitter=st.sampled_from((0, 3_000_000, 2 * SECOND)),
    lease=st.sampled_from((8, 30, 120, 3600)),
    check=st.booleans(),
    deeds=st.lists(
        st.tuples(st.integers(1, 100), st.sampled_from(("cut", "release", "renew")), st.integers(0, 5)), max_size=5
    ),
)
def test_no_address_is_used_by_two_and_each_client_ends_bound_or_knows_why_not(
    seed: int,
    clients: int,
    servers: int,
    size: int,
    loss: float,
    duplicate: float,
    jitter: int,
    lease: int,
    check: bool,
    deeds: list[tuple[int, str, int]],
) -> None:
    net = Net(seed, clients, servers, size, Chances(loss=loss, duplicate=duplicate, jitter=jitter), lease, check)
    released = set()
    for at, deed, which in deeds:
        name = net.clients[which % clients]
        if deed == "cut":
            link = next(link for link in net.net.links.values() if link.name.startswith(f"{name}:"))
            net.net.at(at * SECOND, lambda link=link: net.net.cut(link))  # type: ignore[misc]
            net.net.at((at + 7) * SECOND, lambda link=link: net.net.mend(link))  # type: ignore[misc]
        elif deed == "release":
            released.add(name)
            net.net.at(at * SECOND, lambda name=name: net.client(name)[1].release("eth0", NO_CAUSE))  # type: ignore[misc]
        elif name not in released:
            net.net.at(at * SECOND, lambda name=name: net.client(name)[1].renew("eth0", NO_CAUSE))  # type: ignore[misc]
    net.net.run(150 * SECOND)
    assert used_twice(net) == []
    assert without_a_lease(net) == []
    if loss or jitter > SECOND or lease < 100:
        return  # some may be about to ask
    for name in net.clients:
        row = net.row(name)
        if name in released or row.state is ClientState.BOUND:
            continue
        # The others found no free address: the servers have none left, and the client tries again later.
        free = servers * size - sum(
            each.state in (LeaseState.BOUND, LeaseState.OFFERED, LeaseState.DECLINED)
            for server in net.servers
            for each in net.net.nodes[server].tables[LEASES].values()
        )
        assert free == 0, (name, row)
        reasons = {each.why.rule.id for each in net.trace if each.node in net.servers}
        assert "dhcp.exhausted" in reasons


@pytest.mark.parametrize("seed", range(3))
def test_a_class_of_thirty_boots_at_once(seed: int) -> None:
    net = Net(seed, 30, 1, 40, Chances(loss=0.05), 3600, True)
    net.net.run(100 * SECOND)
    assert [name for name in net.clients if net.row(name).state is not ClientState.BOUND] == []
    assert len({net.row(name).ip for name in net.clients}) == 30
    assert used_twice(net) == []
