"""What keeps clients from the server that somebody writes: the plain mistakes, as the run shows them."""

import ast
from collections.abc import Iterator
from typing import Any

from sim.programs import rules
from sim.programs.rows import PROGRAMS, Status, ThreadRow
from sim.scenario.troubles import Trouble
from sim.trace.history import History
from sim.trace.records import Change
from sim.trace.trace import Trace
from sim.transport.sockets.rows import TABLE as SOCKETS
from sim.transport.tcp import rules as tcp
from sim.transport.tcp.pdu import SYN
from sim.transport.udp import rules as udp
from sim.why import Why

_LOOPBACK = 127
_LENGTH = 4
"""Octets of a length in front of a message."""
_LARGE, _SMALL = 1 << 24, 1 << 16
"""Nobody asks for so many octets; and messages are shorter than this."""
_MOST = (1 << 8 * _LENGTH) - 1


def mistakes(trace: Trace, node: str, server: str) -> list[Trouble]:
    """What keeps clients from the program ``server`` on a node."""
    return [*_asked_in_vain(trace, node, server), *_never_accepted(trace, node), *_other_orders(trace, node)]


def _asked_in_vain(trace: Trace, node: str, server: str) -> Iterator[Trouble]:
    """The ports that clients ask for and nothing listens at; each port of a protocol once."""
    seen: set[tuple[str, int]] = set()
    for n, why in enumerate(trace.why):
        if why.rule not in (tcp.NOBODY_LISTENS, udp.NO_LISTENER) or trace.spots[trace.spot[n]].node != node:
            continue
        asked = _asked(why, trace.what[n])
        if asked is not None and asked[1:] not in seen:
            src, protocol, port = asked
            seen.add((protocol, port))
            facts = {"src": src, "protocol": protocol.upper(), "port": port}
            yield Trouble(node, Why(rules.ASKED_IN_VAIN, **facts, **_instead(trace, node, server, n, protocol, port)))


def _asked(why: Why, datagram: Any) -> tuple[Any, str, int] | None:
    """Who asks for which port of which protocol; ``None`` where no connection is asked for."""
    if why.rule is udp.NO_LISTENER:
        return why.facts["src"], "udp", why.facts["dst_port"]
    return (datagram.src, "tcp", why.facts["local_port"]) if datagram.payload.flags & SYN else None


def _instead(trace: Trace, node: str, server: str, n: int, protocol: str, port: int) -> dict[str, Any]:
    """What the programs of a node have at record ``n`` instead of a socket that listens at a port."""
    world = History(trace).go(n)
    programs = world.table(node, PROGRAMS)
    own = [
        (programs[row.program].file, row, row.local)
        for row in world.table(node, SOCKETS).values()
        if row.program in programs and row.local is not None and row.remote is None
    ]
    here = [(file, row, local) for file, row, local in own if local[1] == port]
    for file, row, local in here:
        if row.kind != protocol:
            return {"other": file, "other_protocol": row.kind.upper()}
        if protocol == "tcp" and not row.listening:
            return {"bound": file}
        if local[0] >> 24 == _LOOPBACK:
            return {"inside": file, "local": f"{local[0]} port {port}"}
    for file, row, local in own:
        if row.kind == protocol and (row.listening or protocol == "udp"):
            return {"elsewhere": file, "other_port": local[1]}
    runs = [row.status is Status.RUNNING for row in programs.values() if row.file == server]
    return {"ended": server} if runs and not any(runs) else {}


def _never_accepted(trace: Trace, node: str) -> Iterator[Trouble]:
    """The sockets whose connections nobody has ever accepted."""
    accepting = {
        what.after.socket
        for n, what in enumerate(trace.what)
        if isinstance(what, Change)
        and isinstance(what.after, ThreadRow)
        and what.after.call.startswith("accept(")
        and trace.spots[trace.spot[n]].node == node
    }
    world = History(trace).go(len(trace))
    programs = world.table(node, PROGRAMS)
    for number, row in world.table(node, SOCKETS).items():
        if row.accepted and row.local is not None and number not in accepting and row.program in programs:
            facts = {"count": row.accepted, "port": row.local[1], "file": programs[row.program].file}
            yield Trouble(node, Why(rules.NEVER_ACCEPTS, **facts))


def _other_orders(trace: Trace, node: str) -> Iterator[Trouble]:
    """The lines of a program that take or send a length of four octets, the lowest first."""
    seen: set[tuple[str, int]] = set()
    for n, what in enumerate(trace.what):
        row = what.after if isinstance(what, Change) else None
        if isinstance(row, ThreadRow) and row.phase == "entered" and trace.spots[trace.spot[n]].node == node:
            value = _length_of(row.call)
            swapped = int.from_bytes(value.to_bytes(_LENGTH, "big"), "little")
            if value >= _LARGE and 0 < swapped < _SMALL and (row.file, row.line) not in seen:
                seen.add((row.file, row.line))
                facts = {"file": row.file, "line": row.line, "value": value, "number": swapped}
                yield Trouble(node, Why(rules.OTHER_ORDER, **facts))


def _length_of(call: str) -> int:
    """How many octets a call asks for, or what stands as a length in front of those that it sends; 0 where nothing."""
    name, _, text = call.removesuffix(")").partition("(")
    if name == "recv" and text.isdecimal():
        return min(int(text), _MOST)
    if name not in ("send", "sendall") or not text.startswith("b"):
        return 0
    try:
        octets = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return 0  # shortened
    is_whole = int.from_bytes(octets[:_LENGTH], "little") == len(octets) - _LENGTH
    return int.from_bytes(octets[:_LENGTH], "big") if is_whole else 0
