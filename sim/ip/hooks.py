"""Where a filter or a translation can look at a datagram, stop it or change it.

The places are those that netfilter made known: *prerouting* (just come in), *input* (for this host), *forward* (for
somebody else), *output* (this host's own) and *postrouting* (about to leave). A hook says which fields it looks at.
What the hooks decide is then the same for all datagrams that agree in these fields: the flow cache remembers it.
"""

from collections.abc import Callable
from enum import Enum, Flag, auto
from typing import Any, NamedTuple

from sim.addresses import IPv4Address
from sim.device.interface import Interface
from sim.device.node import Node
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, IPv4
from sim.pdu.base import Content
from sim.trace.records import Kind
from sim.why import Why


class Point(Enum):
    """A place on the way of a datagram."""

    PREROUTING = "prerouting"
    INPUT = "input"
    FORWARD = "forward"
    OUTPUT = "output"
    POSTROUTING = "postrouting"


class Fields(Flag):
    """What a hook looks at, beside the two addresses and the interface that a datagram came in at."""

    ADDRESSES = 0
    PROTOCOL = auto()
    PORTS = auto()
    """Those of UDP and TCP; the protocol too. An ICMP message has none, and is looked at each time."""
    FLAGS = auto()
    """SYN, ACK, FIN and RST of TCP; the ports too."""
    EVERYTHING = auto()
    """More than the fields here: no decision is remembered."""


class Passing(NamedTuple):
    """A datagram at a hook.

    ``out`` is not chosen yet at prerouting and input; ``came_in`` is ``None`` for the node's own datagrams. ``cause``
    is the record that led here.
    """

    datagram: IPv4
    came_in: Interface | None
    out: Interface | None
    now: int
    cause: int


class Stop(NamedTuple):
    """The datagram goes no further. ``then`` is called with the record of that, to tell the sender."""

    why: Why
    then: Callable[[int], None] | None = None


class Hold(NamedTuple):
    """The hook keeps the datagram, and has recorded so: it may go on with a later one."""


class Rewrite(NamedTuple):
    """The datagram goes on between other addresses, and so do all of the flow."""

    src: IPv4Address
    dst: IPv4Address
    message: Callable[[IPv4], Content] | None
    """Gives the payload of the new datagram, which is as long as that of the one before; ``None`` for the same."""
    why: Why
    is_early: bool = True
    """Whether it comes before the time to live is lowered: its hook is asked before the route is chosen."""
    number: Callable[[], int] | None = None
    """Gives each datagram that may be cut, or has been, another identification; ``None`` where it keeps its own."""


class Instead(NamedTuple):
    """Another datagram goes on in place of this one, and only of this one."""

    datagram: IPv4
    why: Why


class Watch:
    """The datagram passes as it is, and the hook wants to hear of those behind it in the flow.

    What was decided about the first holds until ``until`` (ns), and ``used`` is when the last one passed. From then on,
    :meth:`holds` is asked about each.
    """

    __slots__ = ("until", "used")

    def __init__(self) -> None:
        self.until = self.used = 0

    def holds(self, datagram: IPv4, now: int, cause: int) -> bool:
        """Whether the decision holds for a datagram that has arrived; if not, all hooks are asked anew."""
        return False


class Count:
    """The datagram passes as it is, and counts: ``datagrams`` with ``octets``, ``cause`` the record of the last one.

    ``begin`` is called before the first datagram counts, and before the first one after ``datagrams`` was set to 0.
    """

    __slots__ = ("begin", "cause", "datagrams", "octets")

    def __init__(self, begin: Callable[[], None]) -> None:
        self.begin = begin
        self.datagrams = self.octets = self.cause = 0

    def add(self, octets: int, cause: int) -> None:
        """Count a datagram; whoever repeats the decisions of a flow does the same without a call."""
        if not self.datagrams:
            self.begin()
        self.datagrams += 1
        self.octets += octets
        self.cause = cause


class Note(NamedTuple):
    """The datagram passes as it is, for a reason that is recorded. What goes the fast way behind it is not told of."""

    why: Why


Lasting = Rewrite | Watch | Count | Note
"""What is remembered with a flow."""


class Several(NamedTuple):
    """More than one of these, in order."""

    parts: tuple[Lasting, ...]


Verdict = Stop | Hold | Instead | Lasting | Several | None
"""``None`` lets the datagram pass as it is."""

ANEW = Watch()
"""The datagram passes as it is, and says nothing about those behind it."""

_WITH_PORTS = frozenset({PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP})
"""Protocols whose datagrams are told apart by more than their addresses, ICMP by its types and identifiers."""
_TELLING_FLAGS = 0x17
"""FIN, SYN, RST and ACK (RFC 9293 3.1)."""


class Hook(NamedTuple):
    """``judge`` is asked in order of ``priority``, the lowest first, and for equal ones in the order of adding."""

    point: Point
    judge: Callable[[Passing], Verdict]
    fields: Fields = Fields.ADDRESSES
    priority: int = 0


FlowKey = tuple[object, ...]


class Hooks:
    """The hooks of one node. ``changed`` is called when a hook comes or goes: what was remembered counts no more."""

    def __init__(self, node: Node, changed: Callable[[], None]) -> None:
        self._node = node
        self._changed = changed
        self._hooks: dict[Point, tuple[Hook, ...]] = {}
        self._flags = 0
        self.is_plain = True
        """Whether no hook looks at more than addresses."""
        self.key: Callable[[IPv4], FlowKey | None] = _by_addresses
        """What a datagram's flow is known by: its addresses, and what else the hooks look at; ``None`` where the hooks
        have to be asked for each datagram anew."""

    def add(self, hook: Hook) -> None:
        """Let a hook look at the datagrams that pass its point."""
        there = self._hooks.get(hook.point, ())
        self._hooks[hook.point] = tuple(sorted((*there, hook), key=lambda each: each.priority))
        self._settle()

    def remove(self, hook: Hook) -> None:
        """Let a hook look no more; raises ``ValueError`` where it does not."""
        there = list(self._hooks.get(hook.point, ()))
        there.remove(hook)
        self._hooks[hook.point] = tuple(there)
        self._settle()

    def changed(self) -> None:
        """A hook decides otherwise from now on: what was remembered counts no more."""
        self._changed()

    def _settle(self) -> None:
        fields = Fields.ADDRESSES
        for hooks in self._hooks.values():
            for hook in hooks:
                fields |= hook.fields
        self.is_plain = not fields
        self._flags = _TELLING_FLAGS if Fields.FLAGS in fields else 0
        if self.is_plain:
            self.key = _by_addresses
        elif Fields.EVERYTHING in fields:
            self.key = _by_nothing
        elif fields & (Fields.PORTS | Fields.FLAGS):
            self.key = self._by_ports
        else:
            self.key = _by_protocol
        self._changed()

    def _by_ports(self, datagram: IPv4) -> FlowKey | None:
        """A fragment does not show its ports, and a damaged message may not show them."""
        payload: Any = datagram.payload
        if datagram.more_fragments or datagram.fragment_offset or type(payload) is bytes:
            return _by_protocol(datagram) if datagram.protocol not in _WITH_PORTS else None
        protocol = datagram.protocol
        if protocol == PROTOCOL_UDP:
            return datagram.src, datagram.dst, PROTOCOL_UDP, payload.src_port, payload.dst_port
        if protocol == PROTOCOL_TCP:
            flags = payload.flags & self._flags
            return datagram.src, datagram.dst, PROTOCOL_TCP, payload.src_port, payload.dst_port, flags
        return _by_protocol(datagram) if protocol not in _WITH_PORTS else None

    def run(
        self,
        point: Point,
        datagram: IPv4,
        came_in: Interface | None,
        out: Interface | None,
        cause: int,
        lasting: list[Lasting],
    ) -> tuple[IPv4, int] | None:
        """Show a datagram to the hooks of a point; what goes on and the record that led to it, or ``None``.

        A drop, a note and a change are records. ``lasting`` is given what holds for all of the flow, in order.
        """
        node = self._node
        for hook in self._hooks.get(point, ()):
            verdict = hook.judge(Passing(datagram, came_in, out, node.kernel.now, cause))
            if verdict is None:
                continue
            if isinstance(verdict, Stop):
                dropped = node.note(Kind.PACKET_DROPPED, datagram, verdict.why, cause, came_in)
                if verdict.then is not None:
                    verdict.then(dropped)
                return None
            if isinstance(verdict, Hold):
                return None
            if isinstance(verdict, Instead):
                datagram = verdict.datagram
                cause = node.note(Kind.DECISION, datagram, verdict.why, cause)
                continue
            for each in verdict.parts if isinstance(verdict, Several) else (verdict,):
                lasting.append(each)
                datagram, cause = apply(node, each, datagram, cause)
        return datagram, cause


def apply(node: Node, each: Lasting, datagram: IPv4, cause: int) -> tuple[IPv4, int]:
    """Do to a datagram what a hook decided about its flow; what goes on and the record that led to it."""
    if isinstance(each, Rewrite):
        payload = datagram.payload if each.message is None else each.message(datagram)
        datagram = datagram.between(each.src, each.dst, payload, datagram.ttl)
        if each.number is not None and not datagram.dont_fragment:
            datagram.identification = each.number()
        return datagram, node.note(Kind.DECISION, datagram, each.why, cause)
    if isinstance(each, Note):
        return datagram, node.note(Kind.DECISION, datagram, each.why, cause)
    if isinstance(each, Count):
        each.add(datagram.total_length, cause)
    return datagram, cause


def _by_addresses(datagram: IPv4) -> FlowKey | None:
    return datagram.src, datagram.dst


def _by_protocol(datagram: IPv4) -> FlowKey | None:
    return datagram.src, datagram.dst, datagram.protocol


def _by_nothing(datagram: IPv4) -> FlowKey | None:
    return None


def ports_of(datagram: IPv4) -> tuple[int, int] | None:
    """The ports of a UDP or TCP datagram, its sender's first; ``None`` where it shows none."""
    payload = datagram.payload
    src_port = getattr(payload, "src_port", None)
    return None if src_port is None else (src_port, payload.dst_port)  # type: ignore[union-attr]
