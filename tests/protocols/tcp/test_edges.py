"""A walk over every edge of the state diagram, by nothing but the functions that a node calls."""

import pytest

from sim.transport.tcp import rules as tcp_rules
from sim.transport.tcp.machine import arrive, timers, user
from sim.transport.tcp.machine.effects import Effects, Moved
from sim.transport.tcp.machine.rows import Endpoints
from sim.transport.tcp.machine.settings import SIMPLE, TcpSettings
from sim.transport.tcp.machine.states import EDGES, State
from sim.transport.tcp.machine.tcb import Tcb
from sim.transport.tcp.pdu import ACK, FIN, RST, SYN, Tcp
from sim.why import Why
from tests.protocols.tcp.ends import ADDRESSES, ANYBODY, PORTS, SECOND, Pair, established

S = State
Edges = set[tuple[State, State]]


def edges_of(effects: Effects) -> Edges:
    return {(effect.before, effect.after) for effect in effects if isinstance(effect, Moved)}


class Walk(Pair):
    """Notes every edge that either end takes."""

    def __init__(self, settings: TcpSettings = SIMPLE, *, lost: tuple[str, ...] = ()) -> None:
        super().__init__(settings, fate=lambda number, name, segment: () if name in lost else (0,))
        self.edges: Edges = set()

    def _carry_out(self, end: object, effects: Effects) -> None:
        self.edges |= edges_of(effects)
        super()._carry_out(end, effects)  # type: ignore[arg-type]


def opened(settings: TcpSettings = SIMPLE) -> Walk:
    walk = Walk(settings)
    walk.listen(walk.b)
    walk.connect(walk.a)
    walk.settle()
    return walk


def half_open(*, passive: bool = True) -> Walk:
    """``b`` is in SYN-RECEIVED, after a passive or an active OPEN."""
    walk = Walk(lost=("a",) if passive else ("a", "b"))
    if passive:
        walk.listen(walk.b)
    else:
        walk.connect(walk.b)
    walk.arrive(walk.b, Tcp(PORTS["a"], PORTS["b"], 100, 0, SYN, 65535))
    assert walk.b.state is S.SYN_RECEIVED
    return walk


def reset(walk: Walk, name: str) -> None:
    """The end gets a RST that has the number that it expects."""
    end = {"a": walk.a, "b": walk.b}[name]
    segment = Tcp(walk.other(end).endpoints.local_port, end.endpoints.local_port, end.block.rcv_nxt, 0, RST, 0)
    walk.arrive(end, segment)


def listener(remote: bool = False) -> Tcb:
    endpoints = Endpoints(ADDRESSES["a"], 5000, ADDRESSES["b"] if remote else ANYBODY, 80 if remote else 0)
    return user.open_passive(endpoints, SIMPLE, 1500, iss=100)[0]


def walks_of_opening() -> Edges:
    found: Edges = set()
    # LISTEN: passive OPEN, CLOSE, and SEND to a remote socket that the OPEN named
    endpoints = Endpoints(ADDRESSES["a"], 5000, ANYBODY, 0)
    found |= edges_of(user.open_passive(endpoints, SIMPLE, 1500)[1])
    found |= edges_of(user.close(listener(), 0))
    found |= edges_of(user.send(listener(remote=True), b"hello", 0)[1])
    # simultaneous open
    walk = Walk()
    walk.connect(walk.a)
    walk.connect(walk.b)
    walk.settle()
    found |= walk.edges
    # SYN-SENT: CLOSE; SYN-RECEIVED: CLOSE, and a RST after a passive and after an active OPEN
    walk = Walk()
    walk.connect(walk.a)
    walk.close(walk.a)
    found |= walk.edges
    walk = half_open()
    walk.shutdown(walk.b)
    found |= walk.edges
    for passive in (True, False):
        walk = half_open(passive=passive)
        reset(walk, "b")
        found |= walk.edges
    return found


def walks_of_closing() -> Edges:
    found: Edges = set()
    # the handshake, and the close that figure 12 has
    walk = opened()
    walk.shutdown(walk.a)
    walk.settle()
    walk.shutdown(walk.b)
    walk.settle()
    walk.run()
    found |= walk.edges
    # three segments: FIN and the ACK of the FIN come together
    walk = opened()
    walk.shutdown(walk.a)
    fin = walk.flying.pop()[3]
    walk.arrive(walk.b, fin)
    walk.flying.clear()
    walk.shutdown(walk.b)
    walk.settle()
    found |= walk.edges
    # simultaneous close
    walk = opened()
    walk.shutdown(walk.a)
    walk.shutdown(walk.b)
    walk.settle()
    found |= walk.edges
    # a RST in each state that is left
    for closes, settles, name in ((0, 0, "a"), (1, 0, "a"), (1, 1, "a"), (1, 1, "b")):
        walk = opened()
        if closes:
            walk.shutdown(walk.a)
        if settles:
            walk.settle()
        reset(walk, name)
        found |= walk.edges
    walk = opened()
    walk.shutdown(walk.a)
    walk.arrive(walk.a, Tcp(80, 5000, 301, 101, FIN | ACK, 65535))
    assert walk.a.state is S.CLOSING
    reset(walk, "a")
    return found | walk.edges


def test_every_edge_is_taken_and_no_other() -> None:
    assert walks_of_opening() | walks_of_closing() == set(EDGES)


def test_an_edge_that_the_diagram_does_not_have_is_refused() -> None:
    tcb = listener()
    with pytest.raises(AssertionError, match="LISTEN -> ESTABLISHED"):
        tcb.move(S.ESTABLISHED, Why(tcp_rules.ESTABLISHED, ack=1))


def test_a_new_syn_ends_time_wait() -> None:
    pair = established()
    pair.shutdown(pair.a)
    pair.settle()
    pair.shutdown(pair.b)
    pair.settle()
    tcb = pair.a.block
    assert tcb.state is S.TIME_WAIT
    # the last number of b was 301, its FIN: what follows is expected to be above 302
    assert not arrive.may_reopen(tcb, Tcp(80, 5000, 302, 0, SYN, 65535))
    assert arrive.may_reopen(tcb, Tcp(80, 5000, 303, 0, SYN, 65535))
    assert not arrive.may_reopen(tcb, Tcp(80, 5000, 303, 0, SYN | ACK, 65535))
    assert edges_of(arrive.reopen(tcb, Tcp(80, 5000, 303, 0, SYN, 65535))) == {(S.TIME_WAIT, S.CLOSED)}


def test_fin_wait_2_ends_by_itself_where_no_program_holds_the_connection() -> None:
    pair = established()
    pair.close(pair.a)
    pair.settle()
    tcb = pair.a.block
    assert tcb.expires_at == pair.now + 60 * SECOND
    assert edges_of(timers.timeout(tcb, pair.now + 60 * SECOND - 1)) == set()
    assert edges_of(timers.timeout(tcb, pair.now + 60 * SECOND)) == {(S.FIN_WAIT_2, S.CLOSED)}


def test_what_is_drawn_is_figure_5() -> None:
    """RFC 9293 3.3.2, figure 5, from the top left; each arrow stands for a single event there."""
    drawn = {pair for pair, edges in EDGES.items() if any(edge.is_drawn for edge in edges)}
    assert drawn == {
        (S.CLOSED, S.LISTEN),
        (S.LISTEN, S.CLOSED),
        (S.CLOSED, S.SYN_SENT),
        (S.SYN_SENT, S.CLOSED),
        (S.LISTEN, S.SYN_RECEIVED),
        (S.SYN_RECEIVED, S.LISTEN),
        (S.LISTEN, S.SYN_SENT),
        (S.SYN_SENT, S.SYN_RECEIVED),
        (S.SYN_RECEIVED, S.ESTABLISHED),
        (S.SYN_SENT, S.ESTABLISHED),
        (S.SYN_RECEIVED, S.FIN_WAIT_1),
        (S.ESTABLISHED, S.FIN_WAIT_1),
        (S.ESTABLISHED, S.CLOSE_WAIT),
        (S.FIN_WAIT_1, S.FIN_WAIT_2),
        (S.FIN_WAIT_1, S.CLOSING),
        (S.FIN_WAIT_1, S.TIME_WAIT),
        (S.CLOSE_WAIT, S.LAST_ACK),
        (S.FIN_WAIT_2, S.TIME_WAIT),
        (S.CLOSING, S.TIME_WAIT),
        (S.LAST_ACK, S.CLOSED),
        (S.TIME_WAIT, S.CLOSED),
    }
    assert {sum(edge.is_drawn for edge in EDGES[pair]) for pair in drawn} == {1}
