"""Where a filter or a translation can look at a datagram, stop it or change it.

The places are those that netfilter made known: *prerouting* (just come in), *input* (for this host), *forward* (for
somebody else), *output* (this host's own) and *postrouting* (about to leave). A hook says which fields it looks at.
What the hooks decide is then the same for all datagrams that agree in these fields: the flow cache remembers it.
"""

from collections.abc import Callable
from enum import Enum, Flag, auto
from typing import NamedTuple

from sim.device.interface import Interface
from sim.device.node import Node
from sim.ip.ipv4.pdu import IPv4
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
    """Those of UDP and TCP; the protocol too."""
    EVERYTHING = auto()
    """More than the fields here: no decision is remembered."""


class Passing(NamedTuple):
    """A datagram at a hook.

    ``out`` is not chosen yet at prerouting and input; ``came_in`` is ``None`` for the node's own datagrams.
    """

    datagram: IPv4
    came_in: Interface | None
    out: Interface | None
    now: int


class Stop(NamedTuple):
    """The datagram goes no further."""

    why: Why


class Rewrite(NamedTuple):
    """The datagram goes on changed. ``change`` is used for each datagram of the flow."""

    change: Callable[[IPv4], IPv4]
    why: Why


Verdict = Stop | Rewrite | None
"""``None`` lets the datagram pass as it is."""


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
        self._fields = Fields.ADDRESSES
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
        self._fields = Fields.ADDRESSES
        for hooks in self._hooks.values():
            for hook in hooks:
                self._fields |= hook.fields
        self.is_plain = not self._fields
        self._changed()

    def key(self, datagram: IPv4) -> FlowKey | None:
        """What a datagram's flow is known by: its addresses, and what else the hooks look at.

        ``None`` where the hooks have to be asked for each datagram anew. A fragment does not show its ports.
        """
        if self.is_plain:
            return datagram.src, datagram.dst
        if Fields.EVERYTHING in self._fields:
            return None
        if Fields.PORTS not in self._fields:
            return datagram.src, datagram.dst, datagram.protocol
        if datagram.is_fragment:
            return None
        ports = ports_of(datagram)
        return datagram.src, datagram.dst, datagram.protocol, ports

    def run(
        self,
        point: Point,
        datagram: IPv4,
        came_in: Interface | None,
        out: Interface | None,
        cause: int,
        rewrites: list[Rewrite],
    ) -> tuple[IPv4, int] | None:
        """Show a datagram to the hooks of a point; what goes on and the record that led to it, or ``None``.

        A drop and a change are records. ``rewrites`` is given the changes, in order.
        """
        node = self._node
        for hook in self._hooks.get(point, ()):
            verdict = hook.judge(Passing(datagram, came_in, out, node.kernel.now))
            if verdict is None:
                continue
            if isinstance(verdict, Stop):
                node.note(Kind.PACKET_DROPPED, datagram, verdict.why, cause, came_in)
                return None
            rewrites.append(verdict)
            datagram = verdict.change(datagram)
            cause = node.note(Kind.DECISION, datagram, verdict.why, cause)
        return datagram, cause


def ports_of(datagram: IPv4) -> tuple[int, int] | None:
    """The ports of a UDP or TCP datagram, its sender's first; ``None`` where it shows none."""
    payload = datagram.payload
    src_port = getattr(payload, "src_port", None)
    return None if src_port is None else (src_port, payload.dst_port)  # type: ignore[union-attr]
