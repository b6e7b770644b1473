"""Two TCP machines joined without I/O, through a path that can lose, delay, reorder and double segments."""

from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from typing import Any

from sim.addresses import IPv4Address
from sim.transport.tcp.machine import arrive, listen, timers, user
from sim.transport.tcp.machine.effects import Advised, Effects, Ended, Failed, Ignored, Moved, Noted, Refused, Transmit
from sim.transport.tcp.machine.rows import Endpoints
from sim.transport.tcp.machine.settings import SIMPLE, TcpSettings
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.machine.tcb import Tcb
from sim.transport.tcp.pdu import ACK, FIN, RST, SEQUENCE_MASK, SYN, Tcp
from sim.why import Rule, Why

MS = 1_000_000
SECOND = 1000 * MS
IP_HEADER = 20
LEAST_MTU = 68
"""RFC 791 3.2: every link takes datagrams of so many octets."""
ANYBODY = IPv4Address(0)
PORTS = {"a": 5000, "b": 80}
ADDRESSES = {name: IPv4Address.parse(text) for name, text in (("a", "10.0.0.1"), ("b", "10.0.0.2"))}
NAMES = {FIN: "FIN", SYN: "SYN", RST: "RST"}

Fate = Callable[[int, str, Tcp], Sequence[int]]
"""Given how many segments left before, who sends and what: the delays (ns) after which copies arrive; () if lost."""


def written(segment: Tcp) -> str:
    """A segment as RFC 9293's figures write it (3.5): flags other than ACK, PSH and URG come first."""
    names = [name for flag, name in NAMES.items() if segment.flags & flag]
    names += ["ACK"] if segment.flags & ACK else []
    ack = f"<ACK={segment.ack}>" if segment.flags & ACK else ""
    data = f"<DATA={len(segment.payload)}>" if segment.payload else ""
    return f"<SEQ={segment.seq}>{ack}{data}<CTL={','.join(names)}>"


class End:
    """One of the two: its TCB, if it has one, and what became of it. ``issues`` are the ISNs of its connections."""

    def __init__(self, name: str, other: str, settings: TcpSettings, issues: Sequence[int], mtu: int = 1500) -> None:
        self.name = name
        self.mtu = mtu
        self.settings = settings
        self.issues = list(issues)
        self.endpoints = Endpoints(ADDRESSES[name], PORTS[name], ADDRESSES[other], PORTS[other])
        self.listener: Tcb | None = None
        self.tcb: Tcb | None = None
        self.states: list[State] = [State.CLOSED]
        """Those that the connection was in, in order."""
        self.whys: list[Why] = []
        self.errors: list[str] = []
        self.read = b""

    @property
    def state(self) -> State:
        if self.tcb is not None:
            return self.tcb.state
        return State.CLOSED if self.listener is None else State.LISTEN

    @property
    def rules(self) -> list[str]:
        """The ids of the reasons that it gave, in order."""
        return [why.rule.id for why in self.whys]

    def facts(self, rule: Rule) -> list[dict[str, object]]:
        """Those of the reasons that named this rule."""
        return [dict(why.facts) for why in self.whys if why.rule is rule]

    @property
    def block(self) -> Tcb:
        assert self.tcb is not None
        return self.tcb


class Pair:
    """Ends ``a`` and ``b`` at virtual time ``now``. Segments that leave are in ``flying`` until they arrive.

    ``log`` has who sent what, as the figures write it.
    """

    def __init__(
        self,
        settings: TcpSettings = SIMPLE,
        b_settings: TcpSettings | None = None,
        *,
        issues: tuple[Sequence[int], Sequence[int]] = ((100,), (300,)),
        fate: Fate | None = None,
        mtu: int = 1500,
        delay: int = 5 * MS,
    ) -> None:
        self.now = 0
        self.a = End("a", "b", settings, issues[0], mtu)
        self.b = End("b", "a", b_settings or settings, issues[1], mtu)
        self.fate: Fate = fate or (lambda number, name, segment: (delay,))
        self.flying: list[tuple[int, int, End, Tcp]] = []
        self.log: list[tuple[str, str]] = []
        self.sent: list[Tcp] = []
        self.ecn_capable: list[bool] = []
        """By transmission, as ``sent``."""
        self._order = 0
        self.read_at_once = True

    def other(self, end: End) -> End:
        return self.b if end is self.a else self.a

    # What programs do

    def listen(self, end: End) -> None:
        endpoints = end.endpoints._replace(remote_ip=ANYBODY, remote_port=0)
        end.listener, _ = user.open_passive(endpoints, end.settings, end.mtu)

    def connect(self, end: End) -> None:
        end.tcb, effects = user.open_active(end.endpoints, end.settings, end.issues.pop(0), end.mtu, self.now)
        self._carry_out(end, effects)

    def send(self, end: End, octets: bytes) -> int:
        count, effects = user.send(end.block, octets, self.now)
        self._carry_out(end, effects)
        return count

    def receive(self, end: End, limit: int = 1 << 30) -> bytes:
        octets, effects = user.receive(end.block, limit, self.now)
        end.read += octets
        self._carry_out(end, effects)
        return octets

    def shutdown(self, end: End) -> None:
        self._carry_out(end, user.shutdown_write(end.block, self.now))

    def close(self, end: End) -> None:
        self._carry_out(end, user.close(end.block, self.now))

    def abort(self, end: End) -> None:
        self._carry_out(end, user.abort(end.block, self.now))

    def carry_out(self, end: End, effects: Effects) -> None:
        """Whatever else a machine's function answered."""
        self._carry_out(end, effects)

    def reboot(self, end: End) -> None:
        """It forgets all connections."""
        end.tcb = end.listener = None
        end.states = [State.CLOSED]

    # What the path does

    def arrive(self, end: End, segment: Tcp) -> None:
        """A segment arrives at an end now."""
        if end.tcb is not None:
            if arrive.may_reopen(end.tcb, segment):
                self._carry_out(end, arrive.reopen(end.tcb, segment))
            else:
                self._carry_out(end, arrive.segment_arrives(end.tcb, segment, self.now))
                if self.read_at_once and end.tcb is not None and end.tcb.inbox:
                    self.receive(end)
                return
        if end.listener is None:
            self._carry_out(end, [listen.closed(segment)])
            return
        iss = end.issues[0] if end.issues else 0
        tcb, effects = listen.segment_arrives(end.listener, segment, end.endpoints, iss, end.mtu, self.now)
        if tcb is not None:
            end.tcb = tcb
            del end.issues[:1]
        self._carry_out(end, effects)

    def run(self, until: int | None = None, *, segments: int = 100_000) -> None:
        """Let time pass: what is under way arrives, and timers fire, until ``until`` (ns) or nothing is left to do."""
        while segments and (due := self._next()) is not None and (until is None or due <= until):
            self.now = max(due, self.now)
            if self.flying and self.flying[0][0] <= due:
                _, _, end, segment = heappop(self.flying)
                self.arrive(end, segment)
                segments -= 1
                continue
            for end in (self.a, self.b):
                if end.tcb is not None and (deadline := end.tcb.next_deadline()) is not None and deadline <= due:
                    self._carry_out(end, timers.timeout(end.tcb, self.now))
        self.now = max(until or 0, self.now)

    def settle(self, after: int = 0) -> None:
        """Let everything arrive that is under way, and what answers it; no timer fires that is not due by then."""
        while self.flying:
            self.run(self.flying[0][0])
        self.now += after

    def _next(self) -> int | None:
        deadlines = [end.tcb.next_deadline() for end in (self.a, self.b) if end.tcb is not None]
        arrivals = [self.flying[0][0]] if self.flying else []
        return min([*arrivals, *filter(None, deadlines)], default=None)

    def _carry_out(self, end: End, effects: Effects) -> None:
        for effect in effects:
            match effect:
                case Transmit(segment, why, _, ecn_capable):
                    self.ecn_capable.append(ecn_capable)
                    end.whys.append(why)
                    assert end.tcb is None or IP_HEADER + len(segment) <= max(end.tcb.path_mtu, LEAST_MTU), segment
                    self.log.append((end.name, written(segment)))
                    self.sent.append(segment)
                    for delay in self.fate(len(self.sent) - 1, end.name, segment):
                        self._order += 1
                        heappush(self.flying, (self.now + delay, self._order, self.other(end), segment))
                case Moved(before, after, why):
                    if before is State.LISTEN:
                        end.states.append(before)
                    assert end.states[-1] is before
                    end.states.append(after)
                    end.whys.append(why)
                case Failed(error, why) | Refused(error, why):
                    end.errors.append(error)
                    end.whys.append(why)
                case Ended(why):
                    end.read += bytes(end.block.inbox)
                    end.tcb = None
                    end.whys.append(why)
                case Noted(_, why) | Ignored(why) | Advised(why):
                    end.whys.append(why)


def segment_to(end: End, flags: int = ACK, data: bytes = b"", *, seq: int = 0, ack: int = 0, **fields: Any) -> Tcp:
    """A segment as the other end could send it: ``seq`` and ``ack`` count from what this end expects.

    That is from RCV.NXT and SND.NXT. ``fields`` are others of ``Tcp``; the window is 65535 unless told.
    """
    tcb, endpoints = end.block, end.endpoints
    number, acknowledged = (tcb.rcv_nxt + seq) & SEQUENCE_MASK, (tcb.snd_nxt + ack) & SEQUENCE_MASK
    fields = {"window": 65535, **fields}
    return Tcp(endpoints.remote_port, endpoints.local_port, number, acknowledged, flags, payload=data, **fields)


def answers(pair: Pair, end: End, segment: Tcp) -> list[str]:
    """What the end sends at once because of a segment, as the figures write it."""
    before = len(pair.log)
    pair.arrive(end, segment)
    return [text for name, text in pair.log[before:] if name == end.name]


def established(settings: TcpSettings = SIMPLE, b_settings: TcpSettings | None = None, **more: Any) -> Pair:
    """A pair that is connected: ``a`` opened, ``b`` listened; by the simple profile (send 101, receive 301)."""
    pair = Pair(settings, b_settings, **more)
    pair.listen(pair.b)
    pair.connect(pair.a)
    pair.settle()
    assert (pair.a.state, pair.b.state) == (State.ESTABLISHED, State.ESTABLISHED)
    pair.b.listener = None
    pair.log.clear()
    return pair
