"""Which packets of two runs are the same: they say the same, whatever numbers tie them to others or count on."""

from collections.abc import Hashable
from typing import cast

from sim.packets.carried import chain
from sim.pdu.base import Pdu
from sim.pdu_type import History
from sim.trace.records import Kind
from sim.trace.trace import Trace


class Sameness:
    """Looks at the packets of a run in the order in which they cross links, from its record ``begin`` on."""

    def __init__(self, trace: Trace, begin: int) -> None:
        self._trace = trace
        self._begin = begin
        self._histories: dict[str, History] = {}

    def essence(self, port: Hashable, packet: Pdu) -> Hashable:
        """What packets have to have in common to be the same packet of two runs.

        That is all but numbers such as the identification of a datagram (RFC 6864 4.1: it says nothing by itself), that
        of an echo, of a query or of a DHCP exchange, the initial sequence numbers and the timestamps of TCP. One more
        packet, or a moment more, gives all later ones others.
        """
        found: list[Hashable] = []
        values = chain(packet)
        for index, (kind, value) in enumerate(values):
            told = kind.format.essence
            if told is None:
                found.append((kind.name, *(getattr(value, name) for name in value.__slots__ if name != "payload")))
            elif told.history is None:
                found.append(told.of(value))
            else:
                history = self._histories.get(kind.name)
                if history is None:
                    history = self._histories[kind.name] = self._informed(told.history())
                found.append(told.of(value, history.see(port, packet)))
            following = values[index + 1][0].format.essence if index + 1 < len(values) else None
            if isinstance(value.payload, bytes) and following is None:
                # Octets are compared as they are, but for those of a message that has such numbers.
                found.append(value.payload)
                break
        return tuple(found)

    def _informed(self, history: History) -> History:
        """A history that knows all packets before the first: connections may have opened then."""
        trace = self._trace
        for n, kind in enumerate(trace.kind[: self._begin]):
            if kind == Kind.FRAME_SENT:
                history.see(trace.spots[trace.spot[n]], cast(Pdu, trace.what[n]))
        return history
