"""Hooks of a router: where filters and translations stand, beside the flow cache."""

from sim.addresses import IPv4Address
from sim.assembly.ip_node import IpNode
from sim.ip.hooks import (
    ANEW,
    Count,
    Fields,
    Hold,
    Hook,
    Note,
    Passing,
    Point,
    Rewrite,
    Several,
    Stop,
    Verdict,
    Watch,
    ports_of,
)
from sim.ip.ipv4.pdu import IPv4
from sim.trace.records import NO_CAUSE, Kind
from sim.transport.sockets.options import AF_INET, SOCK_DGRAM
from sim.why import Rule, Why
from tests.nodes.lab import Lab, ip

NO_TELNET = Rule("test.no-telnet", "", "Telnet is filtered", "The datagram goes to port {port}, which is closed here.")
MOVED = Rule("test.moved", "", "Destination is translated", "The destination becomes {dst}.")
SERVER = ip("10.0.2.1")


def routed() -> tuple[Lab, IpNode]:
    lab = Lab()
    lab.host("pc1", "10.0.1.1/24", "10.0.1.254")
    lab.host("server", "10.0.2.1/24", "10.0.2.254")
    router = lab.router("r1", "10.0.1.254/24", "10.0.2.254/24")
    lab.link("pc1", "r1:eth0")
    lab.link("r1:eth1", "server")
    lab.net.start()
    return lab, router


def send(lab: Lab, ports: list[int], dst: IPv4Address = SERVER, node: str = "pc1") -> None:
    """Send a datagram to each port, one every 10 ms, all from the same socket."""
    host = lab.net.nodes[node]
    assert isinstance(host, IpNode)
    socket = host.sockets.open(AF_INET, SOCK_DGRAM, cause=NO_CAUSE)
    for port in ports:
        socket.sendto(b"x", (dst, port), cause=NO_CAUSE)
        lab.wait(0.01)


def refuse_23(passing: Passing) -> Verdict:
    ports = ports_of(passing.datagram)
    return Stop(Why(NO_TELNET, port=23)) if ports is not None and ports[1] == 23 else None


def forwarded(lab: Lab) -> list[int]:
    """The destination ports of what the router put on its second link."""
    datagrams = [each.what.payload for each in lab.sent("r1", "eth1") if isinstance(each.what.payload, IPv4)]  # type: ignore[union-attr]
    return [ports[1] for each in datagrams if (ports := ports_of(each)) is not None]


def test_a_filter_on_a_port_drops_exactly_those_among_traffic_between_the_same_two_hosts() -> None:
    lab, router = routed()
    send(lab, [22, 23, 22])
    assert forwarded(lab) == [22, 23, 22]
    router.ip.hooks.add(Hook(Point.FORWARD, refuse_23, Fields.PORTS))
    send(lab, [22, 23, 22, 23, 23, 22, 23])
    assert forwarded(lab)[3:] == [22, 22, 22]
    dropped = [each for each in lab.trace if each.why.rule is NO_TELNET]
    assert [each.kind for each in dropped] == [Kind.PACKET_DROPPED] * 4
    assert {each.node for each in dropped} == {"r1"}


def test_traffic_goes_on_as_before_once_the_filter_is_gone() -> None:
    lab, router = routed()
    hook = Hook(Point.FORWARD, refuse_23, Fields.PORTS)
    router.ip.hooks.add(hook)
    send(lab, [23])
    router.ip.hooks.remove(hook)
    send(lab, [23])
    assert forwarded(lab) == [23]


def test_flows_are_remembered_by_the_fields_that_hooks_look_at() -> None:
    lab, router = routed()
    asked: list[int] = []

    def count(passing: Passing) -> Verdict:
        ports = ports_of(passing.datagram)
        asked.append(0 if ports is None else ports[1])
        return None

    router.ip.hooks.add(Hook(Point.FORWARD, count, Fields.PORTS))
    send(lab, [22, 22, 80, 80, 22, 80])
    # The first datagram waits for ARP, so the decision about its flow is made again for the second.
    assert asked[1:].count(80) == 1
    assert asked.count(22) == 2
    assert forwarded(lab) == [22, 22, 80, 80, 22, 80]


def test_a_hook_that_looks_at_everything_is_asked_for_each_datagram() -> None:
    lab, router = routed()
    asked: list[str] = []
    router.ip.hooks.add(Hook(Point.FORWARD, lambda each: asked.append(str(each.datagram.src)), Fields.EVERYTHING))
    send(lab, [22] * 5)
    assert asked.count("10.0.1.1") == 5


def moved(dst: str) -> Rewrite:
    return Rewrite(ip("10.0.1.1"), ip(dst), None, Why(MOVED, dst=ip(dst)))


def test_a_rewrite_before_routing_decides_where_the_datagram_goes_remembered_or_not() -> None:
    lab, router = routed()
    outside = ip("123.206.15.88")
    inside = moved("10.0.2.1")
    router.ip.hooks.add(Hook(Point.PREROUTING, lambda each: inside if each.datagram.dst == outside else None))
    send(lab, [80] * 4, outside)
    onward = [each.what.payload for each in lab.sent("r1", "eth1")]  # type: ignore[union-attr]
    assert [str(each.dst) for each in onward if isinstance(each, IPv4)] == ["10.0.2.1"] * 4
    assert [each.node for each in lab.trace if each.why.rule is MOVED] == ["r1"] * 4
    assert lab.trace[[each.n for each in lab.trace if each.why.rule is MOVED][-1]].kind is Kind.DECISION


def test_what_a_host_sends_passes_output_and_postrouting_and_what_it_gets_passes_input() -> None:
    lab, _ = routed()
    passed: list[tuple[str, str]] = []
    for name in ("pc1", "server"):
        node = lab.net.nodes[name]
        assert isinstance(node, IpNode)
        for point in Point:
            node.ip.hooks.add(Hook(point, lambda _, at=(name, point.value): passed.append(at)))  # type: ignore[misc]
    send(lab, [9])
    assert passed[:4] == [
        ("pc1", "output"),
        ("pc1", "postrouting"),
        ("server", "prerouting"),
        ("server", "input"),
    ]


def test_hooks_of_a_point_are_asked_in_the_order_of_their_priority_until_one_stops_the_datagram() -> None:
    lab, router = routed()
    asked: list[str] = []

    def named(name: str, verdict: Verdict = None) -> Hook:
        def judge(passing: Passing) -> Verdict:
            asked.append(name)
            return verdict

        return Hook(Point.FORWARD, judge, priority={"early": -1, "stop": 0, "late": 1}[name])

    for hook in (named("late"), named("stop", Stop(Why(NO_TELNET, port=9))), named("early")):
        router.ip.hooks.add(hook)
    send(lab, [9])
    assert asked == ["early", "stop"]


def test_a_hook_that_holds_a_datagram_keeps_it_without_a_drop() -> None:
    lab, router = routed()
    router.ip.hooks.add(Hook(Point.PREROUTING, lambda each: Hold() if ports_of(each.datagram) else None, Fields.PORTS))
    send(lab, [22, 22])
    assert forwarded(lab) == []
    assert [each for each in lab.records(Kind.PACKET_DROPPED, "r1") if isinstance(each.what, IPv4)] == []


def test_who_stops_a_datagram_may_do_something_about_it() -> None:
    lab, router = routed()
    told: list[int] = []
    router.ip.hooks.add(Hook(Point.FORWARD, lambda _: Stop(Why(NO_TELNET, port=9), told.append), Fields.PORTS))
    send(lab, [9, 9])
    assert [lab.trace[n].why.rule for n in told] == [NO_TELNET, NO_TELNET]


def test_a_watch_sees_what_the_cache_sends_and_can_have_the_hooks_asked_anew() -> None:
    lab, router = routed()
    asked: list[int] = []
    seen: list[int] = []

    class Each(Watch):
        def holds(self, datagram: IPv4, now: int, cause: int) -> bool:
            seen.append(now)
            return len(seen) % 3 != 0

    def judge(passing: Passing) -> Verdict:
        if ports_of(passing.datagram) is None:
            return None  # the server's answer, that nobody is there
        asked.append(passing.now)
        return Each()

    router.ip.hooks.add(Hook(Point.FORWARD, judge, Fields.PORTS))
    send(lab, [22] * 9)
    assert forwarded(lab) == [22] * 9
    # Two wait for ARP or follow it at once; of the seven behind them, each third is looked at anew.
    assert len(asked) == 2 + len(seen) // 3
    assert len(seen) == 7


def test_nothing_is_remembered_of_a_datagram_that_says_nothing_of_others() -> None:
    lab, router = routed()
    asked: list[int] = []

    def judge(passing: Passing) -> Verdict:
        nonlocal asked
        asked += [passing.now] if ports_of(passing.datagram) else []  # not the server's answers
        return ANEW

    router.ip.hooks.add(Hook(Point.FORWARD, judge, Fields.PORTS))
    send(lab, [22] * 5)
    assert len(asked) == 5


def test_a_watch_is_not_asked_before_its_time_and_knows_when_the_flow_was_used() -> None:
    lab, router = routed()
    asked: list[int] = []
    watches: list[Watch] = []

    class Seldom(Watch):
        def holds(self, datagram: IPv4, now: int, cause: int) -> bool:
            asked.append(now)
            self.until = now + 25_000_000
            watches.append(self)
            return True

    router.ip.hooks.add(Hook(Point.FORWARD, lambda each: Seldom() if ports_of(each.datagram) else None, Fields.PORTS))
    send(lab, [22] * 8)
    passed = [each.at for each in lab.sent("r1", "eth1") if isinstance(each.what.payload, IPv4)]  # type: ignore[union-attr]
    # Two wait for ARP or follow it at once; of the six behind them, each third comes too late for the watch before.
    assert asked == [passed[2], passed[5]]
    assert watches[-1].used == passed[-1]


def test_all_datagrams_are_counted_and_those_that_hooks_saw_are_noted() -> None:
    lab, router = routed()
    begun: list[int] = []
    count = Count(lambda: begun.append(lab.trace.at[-1]))
    both = Several((count, Note(Why(NO_TELNET, port=22))))
    judge = lambda each: both if ports_of(each.datagram) else None  # noqa: E731 - not the server's answers
    router.ip.hooks.add(Hook(Point.FORWARD, judge, Fields.PORTS))
    send(lab, [22] * 6)
    assert (count.datagrams, count.octets, len(begun)) == (6, 6 * 29, 1)
    noted = lab.records(Kind.DECISION, "r1", "test.no-telnet")
    assert 1 <= len(noted) < 6


def test_a_rewrite_behind_the_route_is_recorded_alike_remembered_or_not() -> None:
    lab, router = routed()
    late = Rewrite(ip("10.0.2.254"), SERVER, None, Why(MOVED, dst=SERVER), is_early=False)
    judge = lambda each: late if ports_of(each.datagram) else None  # noqa: E731 - not the server's answers
    router.ip.hooks.add(Hook(Point.POSTROUTING, judge, Fields.PORTS))
    send(lab, [22] * 5)
    recorded = [each.what for each in lab.records(Kind.DECISION, "r1", "test.moved")]
    assert [(str(each.src), each.ttl) for each in recorded if isinstance(each, IPv4)] == [("10.0.2.254", 63)] * 5
    sent = [each for each in lab.datagrams("r1", "eth1") if ports_of(each)]
    assert [(str(each.src), each.ttl) for each in sent] == [("10.0.2.254", 63)] * 5
