"""What the plot of a connection shows: congestion window, threshold and octets in flight over time, as steps."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, NamedTuple

from sim.quantities import SECOND
from sim.trace.trace import Trace
from sim.transport.tcp.machine.rows import CONNECTIONS, SENDING
from tui.model.conversation.tcp import Conversation
from tui.model.reader.player import Scene

_MOST = 1500
"""Changes that are plotted of one connection; of more, some are left out."""


IN_FLIGHT = "in flight"
"""The curve of the octets that are sent and not yet acknowledged."""


class Curve(NamedTuple):
    """A line that stays level up to the next point. Times in seconds, values in octets, ``now`` that at the cursor."""

    name: str
    times: list[float]
    values: list[int]
    now: int | None


class Curves(NamedTuple):
    """The curves of one end, ``name``; ``now`` is the cursor's time in seconds.

    They are drawn up to ``end``, within the times ``first`` to ``last`` and below ``highest``: those of the whole run,
    so that a step moves nothing that is drawn already.
    """

    name: str
    curves: tuple[Curve, ...]
    now: float
    end: float
    first: float
    last: float
    highest: int
    smss: int
    """The octets of data in a full segment; 0 where that is not known here."""


def curves(scene: Scene) -> Curves | None:
    """Those of the end in hand, else of the end that sends more; ``None`` where neither has sent anything.

    What is behind the cursor shows where the ladder shows it, too.
    """
    connection, trace = scene.connection, scene.player.trace
    if connection is None:
        return None
    side = _side(scene, connection)
    records = connection.sending[side]
    if not records:
        return None
    chosen = records[:: max(1, len(records) // _MOST)]
    rows = [trace.what[n].after for n in chosen]  # type: ignore[union-attr]  # these records carry changes
    highest = max(_value(row, name) for row in rows for name in ("cwnd", IN_FLIGHT)) or 1
    first, last = trace.at[chosen[0]] / SECOND, trace.at[chosen[-1]] / SECOND
    now, end = scene.cursor.now / SECOND, last
    if not scene.player.is_ahead_shown or scene.player.hides_future:
        chosen = chosen[: bisect_left(chosen, scene.cursor.position)]
        end = min(max(now, first), last)
    here = scene.cursor.world.table(connection.nodes[side], SENDING).get(connection.key(side))
    cwnd, flight, ssthresh = (_curve(name, chosen, trace, here) for name in ("cwnd", IN_FLIGHT, "ssthresh"))
    made = (cwnd, flight, _below(ssthresh, 2 * highest))
    row = scene.cursor.world.table(connection.nodes[side], CONNECTIONS).get(connection.key(side))
    return Curves(connection.names[side], made, now, end, first, last, highest, 0 if row is None else row.smss)


def _side(scene: Scene, connection: Conversation) -> int:
    if scene.pinned in connection.nodes and not connection.is_inside:
        return connection.nodes.index(scene.pinned)
    return int(len(connection.sending[1]) > len(connection.sending[0]))


def _value(row: Any, name: str) -> int:
    return int(row.snd_nxt - row.snd_una if name == IN_FLIGHT else getattr(row, name))


def _curve(name: str, records: Sequence[int], trace: Trace, here: Any) -> Curve:
    times: list[float] = []
    values: list[int] = []
    for n in records:
        value = _value(trace.what[n].after, name)  # type: ignore[union-attr]  # these records carry changes
        at = trace.at[n] / SECOND
        if values:
            times.append(at)
            values.append(values[-1])
        times.append(at)
        values.append(value)
    return Curve(name, times, values, None if here is None else _value(here, name))


def _below(curve: Curve, bound: int) -> Curve:
    """A curve without what is above a bound: a threshold is "arbitrarily high" at first (RFC 5681 3.1)."""
    kept = [(at, value) for at, value in zip(curve.times, curve.values, strict=True) if value <= bound]
    now = curve.now if curve.now is not None and curve.now <= bound else None
    return curve._replace(times=[at for at, _ in kept], values=[value for _, value in kept], now=now)
