"""What single bridges do, input by input: the clauses of 802.1D-1998 8.6 to 8.8 and of 802.1D-2004 17."""

from typing import Any

import pytest

from sim.features.stp import pdu, rules
from sim.features.stp.bench import Bench, BenchBridge
from sim.features.stp.config import BridgeConfig
from sim.features.stp.effects import AgeWithin, Flush, Send, Shut
from sim.features.stp.pdu import Bpdu, BridgeId, PortId
from sim.features.stp.tables import Guard, Mode, PortState, Role
from sim.kernel import SECOND

UNIT = 256


def pair(mode: Mode, other: Mode | None = None, **port: Any) -> tuple[Bench, BenchBridge, BenchBridge]:
    """Two bridges on one link: A is the root. ``port`` sets up the port of B."""
    bench = Bench(mode)
    a = bench.add_bridge("A", 1, ports=2)
    b = bench.add_bridge("B", 2, ports=2, mode=other)
    if port:
        bench.configure_port("B", 1, **port)
    bench.connect("A", 1, "x")
    bench.connect("B", 1, "x")
    return bench, a, b


def sent(bridge: BenchBridge, port: str = "1") -> list[Bpdu]:
    return [effect.bpdu for _, effect in bridge.effects if isinstance(effect, Send) and effect.port == port]


def reasons(bridge: BenchBridge) -> list[object]:
    """The rules of all that the bridge did for a reason, in order."""
    return [effect.why.rule for _, effect in bridge.effects if not isinstance(effect, Flush)]


def sends(bridge: BenchBridge) -> Mode:
    return bridge.rows["1"].sends


def states(bench: Bench, name: str, until: int) -> dict[int, PortState]:
    """The state of port 1 each time that it changes, by the second."""
    found: dict[int, PortState] = {}
    for second in range(until + 1):
        state = bench.bridges[name].state(1)
        if state not in list(found.values())[-1:]:
            found[second] = state
        bench.run(1)
    return found


def better(cost: int = 0, flags: int = 0, kind: int = pdu.RAPID, age: int = 0, bridge: int = 0) -> Bpdu:
    """A BPDU of a bridge that goes before all others on the bench."""
    root = BridgeId(bridge)
    version = pdu.VERSION_RSTP if kind == pdu.RAPID else pdu.VERSION_STP
    times = age * UNIT, 20 * UNIT, 2 * UNIT, 15 * UNIT
    return Bpdu(kind, version, flags, root, cost, root, PortId(0x8001), *times)


DESIGNATED = pdu.DESIGNATED_ROLE << pdu.ROLE_SHIFT


def test_stp_port_listens_and_learns_for_a_forward_delay_each() -> None:
    # 802.1D-1998 table 8-3 and 8.4: 15 s in Listening, 15 s in Learning
    bench, *_ = pair(Mode.STP)
    expected = {0: PortState.LISTENING, 15: PortState.LEARNING, 30: PortState.FORWARDING}
    assert states(bench, "A", 40) == expected


def test_rstp_link_forwards_at_once_by_proposal_and_agreement() -> None:
    # 802.1D-2004 17.10 and figure 17-11
    bench, a, b = pair(Mode.RSTP)
    bench.run(0.1)
    assert (a.role(1), a.state(1)) == (Role.DESIGNATED, PortState.FORWARDING)
    assert (b.role(1), b.state(1)) == (Role.ROOT, PortState.FORWARDING)
    assert any(bpdu.flags & pdu.PROPOSAL for bpdu in sent(a))
    assert any(bpdu.flags & pdu.AGREEMENT and bpdu.role == pdu.ROOT_ROLE for bpdu in sent(b))


def test_without_an_agreement_an_rstp_port_waits() -> None:
    # 17.29.3: fdWhile is MaxAge when the port begins, then forwardDelay, which is HelloTime in RSTP (17.20.5)
    bench = Bench(Mode.RSTP)
    bench.add_bridge("A", 1, ports=1)
    bench.configure_port("A", 1, auto_edge=False)
    bench.connect("A", 1, "x")
    expected = {0: PortState.DISCARDING, 20: PortState.LEARNING, 22: PortState.FORWARDING}
    assert states(bench, "A", 30) == expected


def test_nobody_answers_for_migrate_time_and_the_port_is_an_edge_port() -> None:
    # 17.25: "(edgeDelayWhile == 0) && AutoEdge && sendRSTP && proposing"; 17.20.4: EdgeDelay is MigrateTime, 3 s
    bench = Bench(Mode.RSTP)
    a = bench.add_bridge("A", 1, ports=1)
    bench.connect("A", 1, "x")
    assert states(bench, "A", 10) == {0: PortState.DISCARDING, 3: PortState.FORWARDING}
    assert a.rows["1"].edge
    assert a.tree is not None
    assert a.tree.topology_changes == 0


@pytest.mark.parametrize("mode", list(Mode))
def test_edge_port_forwards_at_once_until_a_bpdu_comes(mode: Mode) -> None:
    bench = Bench(mode)
    a = bench.add_bridge("A", 1, ports=1)
    bench.configure_port("A", 1, edge=True)
    bench.connect("A", 1, "x")
    assert a.state(1) is PortState.FORWARDING
    a.receive("1", better(kind=pdu.CONFIGURATION))
    assert not a.rows["1"].edge
    assert a.root == BridgeId(0)


def test_shared_medium_gives_no_agreement() -> None:
    # 17.21.9: only where operPointToPointMAC is TRUE
    bench, a, _ = pair(Mode.RSTP)
    bench.configure_port("A", 1, point_to_point=False)
    bench.disable("A", 1)
    bench.enable("A", 1)
    bench.run(15)
    assert a.state(1) is PortState.DISCARDING
    bench.run(10)
    assert a.state(1) is PortState.FORWARDING


def test_alternate_port_takes_over_at_once_where_the_root_port_fails() -> None:
    # 17.10: "retiring" the old root port lets the new one forward
    bench, _, b = pair(Mode.RSTP)
    for name in ("A", "B"):
        bench.connect(name, 2, "y")
    bench.run(30)
    assert (b.role(2), b.state(2)) == (Role.ALTERNATE, PortState.DISCARDING)
    bench.disable("B", 1)
    assert (b.role(2), b.state(2)) == (Role.ROOT, PortState.FORWARDING)


def test_stp_takes_two_forward_delays_to_take_over() -> None:
    bench, _, b = pair(Mode.STP)
    for name in ("A", "B"):
        bench.connect(name, 2, "y")
    bench.run(60)
    assert b.state(2) is PortState.BLOCKING
    bench.disable("B", 1)
    bench.run(29.9)
    assert b.state(2) is PortState.LEARNING
    bench.run(0.2)
    assert b.state(2) is PortState.FORWARDING


def test_rstp_forgets_a_silent_root_after_three_hellos() -> None:
    # 17.21.23: rcvdInfoWhile is three times the Hello Time
    bench, _, b = pair(Mode.RSTP)
    bench.run(60)
    bench.remove_bridge("A")
    bench.run(3.9)
    assert not b.is_root
    bench.run(2.2)
    assert b.is_root


def test_stp_forgets_a_silent_root_after_max_age() -> None:
    # 802.1D-1998 8.7.4: the message age timer, 20 s since the root's word was new
    bench, _, b = pair(Mode.STP)
    bench.run(60)
    bench.remove_bridge("A")
    bench.run(17.9)
    assert not b.is_root
    bench.run(2.2)
    assert b.is_root


def test_message_age_grows_by_one_second_a_bridge() -> None:
    # 17.21.25 c): "incremented by 1 second and rounded to the nearest whole second"
    for mode in Mode:
        bench = Bench(mode)
        for name in range(3):
            bench.add_bridge(name, ports=2)
        for name in range(2):
            bench.connect(name, 2, name)
            bench.connect(name + 1, 1, name)
        bench.connect(2, 2, "end")
        bench.run(60)
        ages = [sent(bench.bridges[name], "2")[-1].message_age // UNIT for name in range(3)]
        assert ages == [0, 1, 2]


def test_times_are_those_of_the_root() -> None:
    bench = Bench(Mode.STP)
    config = BridgeConfig(1, max_age=10 * SECOND, hello_time=SECOND, forward_delay=6 * SECOND)
    bench.add_bridge("A", config=config, ports=1)
    b = bench.add_bridge("B", 2, ports=1)
    bench.connect("A", 1, "x")
    bench.connect("B", 1, "x")
    bench.run(5)
    assert b.tree is not None
    assert b.tree[5:8] == (10 * SECOND, SECOND, 6 * SECOND)


def test_no_more_than_the_transmit_hold_count_leaves_a_port_in_a_second() -> None:
    # 17.13.12: 6 BPDUs; each root that is better than the last one would be told at once
    bench, a, _ = pair(Mode.RSTP)
    bench.connect("A", 2, "y")
    bench.run(31.5)
    before = len(sent(a))
    for number in range(40):
        a.receive("2", better(cost=1000 - number, flags=DESIGNATED))
    assert len(sent(a)) - before == 6
    bench.run(1)
    assert len(sent(a)) - before == 7


def test_hold_timer_lets_one_configuration_bpdu_a_second_through() -> None:
    # 802.1D-1998 8.6.1.3.1, table 8-3: Hold Time 1 s
    bench, a, _ = pair(Mode.STP)
    bench.connect("A", 2, "y")
    bench.run(61.5)
    before = len(sent(a))
    for number in range(40):
        a.receive("2", better(cost=1000 - number, kind=pdu.CONFIGURATION))
    bench.run(0.4)
    assert len(sent(a)) - before == 1
    bench.run(0.7)
    assert len(sent(a)) - before == 2


@pytest.mark.parametrize("mode", list(Mode))
def test_bpdus_that_are_too_old_or_ones_own_are_not_used(mode: Mode) -> None:
    # 9.3.4
    bench, a, _ = pair(mode)
    bench.run(60)
    a.receive("1", better(kind=pdu.CONFIGURATION, age=20))
    assert a.is_root
    own = better(kind=pdu.CONFIGURATION)
    a.receive("1", Bpdu(0, 0, 0, own.root, 0, a.config.id, PortId(0x8001), 0, 5120, 512, 3840))
    assert a.is_root


def test_stp_tells_the_root_of_a_change_until_it_is_acknowledged() -> None:
    # 802.1D-1998 8.6.14, 8.6.16, 8.7.2
    bench, a, b = pair(Mode.STP)
    bench.run(60)
    bench.connect("B", 2, "y")
    before, said = len(sent(b)), len(sent(a))
    bench.run(29)
    assert [bpdu.type for bpdu in sent(b)[before:]] == []
    bench.run(5)
    assert [bpdu.type for bpdu in sent(b)[before:]] == [pdu.TOPOLOGY_CHANGE_NOTIFICATION]
    acknowledging = [bpdu for bpdu in sent(a)[said:] if bpdu.flags & pdu.TC_ACK]
    assert len(acknowledging) == 1
    # 8.5.3.13: the root says so for max age and forward delay, and all forget within the forward delay (8.3.5)
    # The hello of second 90 was just sent, and the hold timer keeps the next BPDU back for a second.
    ageing = [(time // SECOND, effect.time) for time, effect in b.effects if isinstance(effect, AgeWithin)]
    assert ageing[-1] == (91, 15 * SECOND)
    bench.run(40)
    ageing = [(time // SECOND, effect.time) for time, effect in b.effects if isinstance(effect, AgeWithin)]
    assert ageing[-1] == (126, None)


def test_rstp_flushes_all_ports_but_the_one_that_heard_of_the_change() -> None:
    # 17.31, 17.21.18: setTcPropTree() for all other ports
    bench, a, b = pair(Mode.RSTP)
    bench.add_bridge("C", 3, ports=1)
    bench.connect("B", 2, "y")
    bench.connect("C", 1, "y")
    bench.run(30)
    before = {name: len(bridge.effects) for name, bridge in bench.bridges.items()}
    bench.add_bridge("D", 4, ports=2)
    bench.connect("D", 1, "z")
    bench.connect("A", 2, "z")
    bench.run(1)

    def flushed(bridge: BenchBridge, name: str) -> set[str]:
        return {effect.port for _, effect in bridge.effects[before[name] :] if isinstance(effect, Flush)}

    assert flushed(a, "A") == {"1"}
    assert flushed(b, "B") == {"2"}
    assert flushed(bench.bridges["C"], "C") == set()
    # newTcWhile(), 17.21.7: the flag is set for HelloTime and a second
    bench.run(5)
    assert not sent(a)[-1].flags & pdu.TC


def test_rstp_speaks_stp_to_a_bridge_that_speaks_nothing_else_and_tries_again_when_asked() -> None:
    # 17.24: at least MigrateTime of RSTP first, then STP; mcheck begins anew
    bench, a, b = pair(Mode.RSTP, Mode.STP)
    bench.configure_port("A", 1, auto_edge=False)
    bench.run(2.5)
    assert {bpdu.type for bpdu in sent(a)} == {pdu.RAPID}
    bench.run(60)
    assert sends(a) is Mode.STP
    assert sent(a)[-1].type == pdu.CONFIGURATION
    assert (b.role(1), b.state(1)) == (Role.ROOT, PortState.FORWARDING)
    bench.mcheck("A", 1)
    assert sends(a) is Mode.RSTP
    # the old bridge does not understand that, and says so when the root has been silent for Max Age
    bench.run(30)
    assert sends(a) is Mode.STP


def test_rstp_returns_when_the_old_bridge_is_gone() -> None:
    bench, a, _ = pair(Mode.RSTP, Mode.STP)
    bench.run(60)
    bench.remove_bridge("B")
    c = bench.add_bridge("C", 3, ports=1)
    bench.connect("C", 1, "x")
    bench.run(30)
    assert sends(a) is Mode.RSTP
    assert sends(c) is Mode.RSTP


@pytest.mark.parametrize("mode", list(Mode))
def test_bpdu_guard_switches_the_port_off(mode: Mode) -> None:
    bench, _, b = pair(mode, edge=True, bpdu_guard=True)
    bench.run(60)
    assert [effect.port for _, effect in b.effects if isinstance(effect, Shut)] == ["1"]
    assert (b.role(1), b.rows["1"].guard) == (Role.DISABLED, Guard.BPDU)
    bench.configure_port("B", 1, bpdu_guard=False)
    bench.enable("B", 1)
    bench.run(60)
    assert (b.role(1), b.rows["1"].guard) == (Role.ROOT, None)


@pytest.mark.parametrize("mode", list(Mode))
def test_root_guard_blocks_for_as_long_as_a_better_root_is_heard(mode: Mode) -> None:
    bench, a, _ = pair(mode)
    bench.configure_port("A", 2, root_guard=True)
    bench.connect("A", 2, "y")
    bench.run(60)
    assert a.state(2) is PortState.FORWARDING
    bench.add_bridge("rogue", 0, ports=1)
    bench.connect("rogue", 1, "y")
    bench.run(60)
    assert a.is_root
    assert (a.rows["2"].guard, a.state(2)) == (
        Guard.ROOT,
        PortState.BLOCKING if mode is Mode.STP else PortState.DISCARDING,
    )
    bench.remove_bridge("rogue")
    bench.run(60)
    assert (a.rows["2"].guard, a.state(2)) == (None, PortState.FORWARDING)


def test_inferior_information_of_a_port_that_learns_is_disputed() -> None:
    # 17.21.10, as 802.1Q-2005 has it: the neighbour does not hear us, so this port must not forward
    bench, a, _ = pair(Mode.RSTP)
    bench.run(60)
    worse = better(bridge=0xFFFF << 48, flags=DESIGNATED | pdu.LEARNING | pdu.FORWARDING)
    a.receive("1", worse)
    assert a.state(1) is PortState.DISCARDING
    assert rules.DISPUTED in reasons(a)


def test_force_version_0_makes_rstp_behave_as_stp() -> None:
    # 17.13.4: Configuration and TCN BPDUs, and no rapid transitions
    bench = Bench(Mode.RSTP)
    a = bench.add_bridge("A", config=BridgeConfig(1, force_version=0), ports=1)
    b = bench.add_bridge("B", config=BridgeConfig(2, force_version=0), ports=2)
    bench.connect("A", 1, "x")
    bench.connect("B", 1, "x")
    bench.connect("B", 2, "y")
    bench.run(10)
    assert {bpdu.type for bpdu in sent(a)} == {pdu.CONFIGURATION}
    assert b.state(1) is PortState.DISCARDING
    bench.run(50)
    assert b.state(1) is PortState.FORWARDING
    assert pdu.TOPOLOGY_CHANGE_NOTIFICATION in {bpdu.type for bpdu in sent(b)}


@pytest.mark.parametrize(("cost_2", "rule"), [(30_000, rules.ROOT_PORT_BY_COST), (20_000, rules.ROOT_PORT_BY_PORT)])
def test_the_reason_of_a_root_port_names_what_decided(cost_2: int, rule: object) -> None:
    for mode in Mode:
        bench, _, b = pair(mode)
        bench.disable("B", 1)
        bench.connect("A", 2, "y")
        bench.connect("B", 2, "y", cost_2)
        bench.run(60)
        bench.enable("B", 1)
        bench.run(60)
        assert rule in reasons(b)
        assert b.role(2) is Role.ALTERNATE


def test_bench_names_a_bridge_and_a_port_that_are_not_there() -> None:
    bench = Bench()
    bench.add_bridge(0, ports=2)
    with pytest.raises(ValueError, match="bridge 0 has no port 3; its ports are 1 to 2"):
        bench.connect(0, 3, "a")
    with pytest.raises(ValueError, match="there is no bridge 1"):
        bench.disable(1, 1)
    with pytest.raises(ValueError, match="there is a bridge 0 already"):
        bench.add_bridge(0)
