"""Searches for what is like the packet in hand: the same field, the same stream, the same packet at other hops."""

from typing import TYPE_CHECKING, Any

from sim import registry
from sim.ip.icmp.pdu import ECHO_REPLY, ECHO_REQUEST, Icmp
from sim.packets import carried
from sim.packets.past import past
from sim.patterns import display_filter
from sim.pdu.base import Pdu
from sim.pdu_type import Part
from sim.transport.tcp.pdu import Tcp
from sim.transport.udp.pdu import Udp
from sim.words import TextError
from tui.model.reader.steps import Steps

if TYPE_CHECKING:
    from tui.model.reader.player import Player


def by_field(frame: Pdu, layer: str, field: str) -> str:
    """A display filter for packets whose field of a layer says the same; for all with the layer where ``field`` is "".

    Raises ``TextError`` where filters cannot ask for it.
    """
    kind = registry.pdus().get(layer)
    if kind is None or not kind.format.filters:
        raise TextError("display filters do not know this layer", "choose a field of a header")
    names = kind.format.filters
    if not field:
        return next(iter(names)).partition(".")[0]
    parts = kind.format.parts
    for name, asked in names.items():
        if asked.history is None and parts.get(name) == Part(field):
            values = display_filter.values_of(name, frame)
            if values:
                return f"{name} == {_spelt(values[0])}"
    raise TextError(f"display filters cannot ask for {field.replace('_', ' ')}", "choose another field")


def _spelt(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return f'"{value}"' if isinstance(value, str) else str(value)


def by_stream(player: "Player", n: int) -> str:
    """A display filter for the stream that a frame belongs to; raises ``TextError`` where it has none."""
    frame = player.trace.what[n]
    assert isinstance(frame, Pdu)
    for form, value in reversed(carried.headers(frame)):
        if isinstance(value, Tcp | Udp):
            name = "tcp.stream" if isinstance(value, Tcp) else "udp.stream"
            history = form.filters[name].history
            assert history is not None
            told: Any = past(player.trace, history).of(n)
            return f"{name} == {told.stream if isinstance(value, Tcp) else told}"
        if isinstance(value, Icmp) and value.type in (ECHO_REQUEST, ECHO_REPLY):
            return f"icmp.ident == {value.identifier}"
    raise TextError("this packet belongs to no stream", "choose a packet of TCP, UDP or ping")


def by_packet(player: "Player", n: int) -> Steps:
    """The frames that carry the same packet, hop by hop; raises ``TextError`` where it crosses one link only."""
    journey = player.journeys.of(n)
    if journey is None:
        raise TextError("this frame goes to the next device only", "choose a packet between two hosts")
    return Steps(player.trace, lambda trace, m: player.journeys.of(m) is journey)
