"""What a device remembers about a flow, so that it need not decide again, holds for nothing else."""

from sim import standalone
from sim.addresses import MacAddress
from sim.assembly.ip_node import IpNode
from sim.ip.arp.settings import ArpSettings
from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet import frame
from sim.link.ethernet.pdu import TYPE_IPV4, Ethernet
from sim.settings import NodeSettings
from sim.trace.records import NO_CAUSE, Kind
from tests.nodes.lab import ip
from tests.reasons import BECAUSE

SENDER = "02:00:00:00:00:05"


def test_what_was_decided_for_one_way_in_does_not_hold_for_another() -> None:
    # The same two addresses: through eth1 it is only passed on, through eth0 its sender is redirected as well.
    macs = {"eth0": "02:00:00:00:00:01", "eth1": "02:00:00:00:00:02"}
    static = ((ip("10.0.1.9"), MacAddress.parse("02:00:00:00:00:09")), (ip("10.0.1.5"), MacAddress.parse(SENDER)))
    router = standalone.router(
        {"eth0": "10.0.1.1/24", "eth1": "10.0.2.1/24"},
        routes=["10.7.0.0/16 via 10.0.1.9"],
        macs=macs,
        settings=NodeSettings(ArpSettings(static=static)),
    )

    def pass_through(port: str) -> list[str]:
        datagram = IPv4(ip("10.0.1.5"), ip("10.7.0.1"), 253, b"")
        octets = frame.encode(Ethernet(MacAddress.parse(macs[port]), MacAddress.parse(SENDER), TYPE_IPV4, datagram))
        sent = [frame.decode(each).payload for _, each in router.receive(port, octets)]
        return [str(each.dst) for each in sent if isinstance(each, IPv4)]

    assert pass_through("eth1") == ["10.7.0.1"]
    assert sorted(pass_through("eth0")) == ["10.0.1.5", "10.7.0.1"]
    assert pass_through("eth1") == ["10.7.0.1"]


def test_a_host_does_not_pass_on_what_seems_to_come_from_itself() -> None:
    # After a ping it knows a way for datagrams between these addresses: but only for its own.
    macs = {"eth0": "02:00:00:00:00:01"}
    static = ((ip("10.0.0.2"), MacAddress.parse(SENDER)),)
    host = standalone.host({"eth0": "10.0.0.1/24"}, macs=macs, settings=NodeSettings(ArpSettings(static=static)))
    assert len(host.run("ping -c 1 10.0.0.2")) == 1
    forged = IPv4(ip("10.0.0.1"), ip("10.0.0.2"), 253, b"")
    octets = frame.encode(Ethernet(MacAddress.parse(macs["eth0"]), MacAddress.parse(SENDER), TYPE_IPV4, forged))
    assert host.receive("eth0", octets) == []
    assert host.trace[len(host.trace) - 1].why.rule.id == "ipv4.source-own"


def test_what_was_taken_in_once_is_looked_at_again_where_it_comes_in_another_way() -> None:
    # The same two addresses: in a frame to the host, in one to everyone, with an option that goes too far, once more,
    # and when the address is no longer the host's.
    macs = {"eth0": "02:00:00:00:00:01"}
    static = ((ip("10.0.0.2"), MacAddress.parse(SENDER)),)
    host = standalone.host({"eth0": "10.0.0.1/24"}, macs=macs, settings=NodeSettings(ArpSettings(static=static)))

    def rule_for(mac: str, options: bytes = b"") -> str:
        datagram = IPv4(ip("10.0.0.2"), ip("10.0.0.1"), 253, b"", options=options)
        octets = frame.encode(Ethernet(MacAddress.parse(mac), MacAddress.parse(SENDER), TYPE_IPV4, datagram))
        first = len(host.trace)
        host.receive("eth0", octets)
        dropped = [record for record in host.trace[first:] if record.kind is Kind.PACKET_DROPPED]
        return dropped[0].why.rule.id

    assert rule_for(macs["eth0"]) == "ipv4.protocol-unknown"
    assert rule_for(macs["eth0"]) == "ipv4.protocol-unknown"
    assert rule_for("ff:ff:ff:ff:ff:ff") == "ipv4.unicast-in-broadcast-frame"
    assert rule_for(macs["eth0"], b"\x07\x0b\x04\x00") == "ipv4.option-length"
    assert rule_for(macs["eth0"]) == "ipv4.protocol-unknown"
    assert isinstance(host.node, IpNode)
    host.node.addressing.withdraw(host.node.interfaces["eth0"], ip("10.0.0.1"), BECAUSE, NO_CAUSE)
    assert rule_for(macs["eth0"]) == "ipv4.not-mine"
