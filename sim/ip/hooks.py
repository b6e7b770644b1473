"""Where a filter or a translation can look at a datagram, stop it or change it.

The places are those that netfilter made known: *prerouting* (just come in), *input* (for this host), *forward* (for
somebody else), *output* (this host's own) and *postrouting* (about to leave). A hook says which fields it looks at.
What the hooks decide is then the same for all datagrams that agree in these fields: the flow cache remembers it.
"""

from collections.abc import Callable
from enum import Enum, Flag, auto
from typing import Any, NamedTuple

from sim.device.interface import Interface
from sim.device.node import Node
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, IPv4
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
    """The datagram goes on changed, and so do all of the flow."""

    change: Callable[[IPv4], IPv4]
    """Gives a new datagram that shares what is the same."""
    why: Why
    is_early: bool = True
    """Whether it comes before the time to live is lowered: its hook is asked before the route is chosen."""


class Watch(NamedTuple):
    """The datagram passes as it is, and the hook wants to hear of those behind it in the flow.

    ``holds`` is shown each of them with the time (ns) and the record of its arrival, and tells whether what was decided
    about the first holds for it. If not, all hooks are asked anew.
    """

    holds: Callable[[IPv4, int, int], bool]


class Count(NamedTuple):
    """The datagram passes as it is, and ``add`` is called for each datagram of the flow, with its length (octets) and
    the record that led to it.
    """

    add: Callable[[int, int], None]


class Note(NamedTuple):
    """The datagram passes as it is, for a reason that is recorded. What goes the fast way behind it is not told of."""

    why: Why


Lasting = Rewrite | Watch | Count | Note
"""What is remembered with a flow."""


class Several(NamedTuple):
    """More than one of these, in order."""

    parts: tuple[Lasting, ...]


Verdict = Stop | Hold | Lasting | Several | None
"""``None`` lets the datagram pass as it is."""

ANEW = Watch(lambda datagram, now, cause: False)
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
        self._sees_all = self._sees_ports = False
        self._flags = 0
        self.is_plain = True
        """Whether no hook looks at more than addresses."""

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

    def _settle(self) -> None:
        fields = Fields.ADDRESSES
        for hooks in self._hooks.values():
            for hook in hooks:
                fields |= hook.fields
        self.is_plain = not fields
        # A flag costs as much to ask as all else that is done for a datagram of a known flow.
        self._sees_all = Fields.EVERYTHING in fields
        self._sees_ports = bool(fields & (Fields.PORTS | Fields.FLAGS))
        self._flags = _TELLING_FLAGS if Fields.FLAGS in fields else 0
        self._changed()

    def key(self, datagram: IPv4) -> FlowKey | None:
        """What a datagram's flow is known by: its addresses, and what else the hooks look at.

        ``None`` where the hooks have to be asked for each datagram anew. A fragment does not show its ports, and a
        damaged message may not show them.
        """
        if self.is_plain:
            return datagram.src, datagram.dst
        if self._sees_all:
            return None
        if not self._sees_ports:
            return datagram.src, datagram.dst, datagram.protocol
        if datagram.more_fragments or datagram.fragment_offset:
            return None
        payload: Any = datagram.payload
        src_port = getattr(payload, "src_port", None)
        if src_port is None:
            return None if datagram.protocol in _WITH_PORTS else (datagram.src, datagram.dst, datagram.protocol)
        flags = getattr(payload, "flags", 0) & self._flags if self._flags else 0
        return datagram.src, datagram.dst, datagram.protocol, src_port, payload.dst_port, flags

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
            for each in verdict.parts if isinstance(verdict, Several) else (verdict,):
                lasting.append(each)
                datagram, cause = apply(node, each, datagram, cause)
        return datagram, cause


def apply(node: Node, each: Lasting, datagram: IPv4, cause: int) -> tuple[IPv4, int]:
    """Do to a datagram what a hook decided about its flow; what goes on and the record that led to it."""
    if isinstance(each, Rewrite):
        datagram = each.change(datagram)
        return datagram, node.note(Kind.DECISION, datagram, each.why, cause)
    if isinstance(each, Note):
        return datagram, node.note(Kind.DECISION, datagram, each.why, cause)
    if isinstance(each, Count):
        each.add(datagram.total_length, cause)
    return datagram, cause


def ports_of(datagram: IPv4) -> tuple[int, int] | None:
    """The ports of a UDP or TCP datagram, its sender's first; ``None`` where it shows none."""
    payload = datagram.payload
    src_port = getattr(payload, "src_port", None)
    return None if src_port is None else (src_port, payload.dst_port)  # type: ignore[union-attr]
