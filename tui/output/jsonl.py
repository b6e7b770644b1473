"""A run as JSON Lines: a header, an object a record, and how the run ended. ``docs/jsonl.md`` is the schema."""

import json
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from pathlib import PurePath
from typing import Any

from sim import explain
from sim.addresses import InterfaceAddress, IPv4Address, MacAddress, Prefix
from sim.link.ethernet.pdu import Frame
from sim.packets.dissect import dissect, shown_octets
from sim.packets.telling import summary
from sim.pdu.base import Pdu
from sim.scenario.front import front
from sim.scenario.plan import LinkPlan, Scenario
from sim.trace.records import NO_CAUSE, Call, Change, Kind
from sim.trace.trace import Trace
from sim.why import Why
from sim.wire.layers import FieldView, Layer
from sim.wire.layout import address, mac
from tui.output.once import Once

SCHEMA = "hopscope-trace"
VERSION = 1

_as_json: Callable[[Any], str] = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
_LABELS = [kind.label for kind in Kind]


def _encode(value: Any) -> str:
    """JSON in ASCII without any control character: JSON itself lets DEL stand as it is."""
    return _as_json(value).replace("\x7f", "\\u007f")


def header(scenario: Scenario) -> str:
    """The first line: what runs, on what."""
    nodes = [
        {"name": device.name, "kind": device.kind, "ports": list(scenario.names.nodes[device.name].ports)}
        for device in front(scenario).devices
    ]
    about = {"schema": SCHEMA, "version": VERSION, "scenario": PurePath(scenario.path).stem, "title": scenario.title}
    links = [_link(link) for link in scenario.links]
    return _encode({**about, "seed": scenario.seed, "until": scenario.until, "nodes": nodes, "links": links})


def _link(link: LinkPlan) -> dict[str, Any]:
    ends = [{"node": node, "port": port} for node, port in link.ends]
    measures = {"bandwidth": link.bandwidth, "delay": link.delay, "mtu": link.mtu, "queue": link.queue}
    return {"name": link.name, "ends": ends, **measures}


def ending(end: str, at: int, records: int) -> str:
    """The last line: why there are no more records; ``end`` is ``complete``, ``records`` or ``interrupted``."""
    return _encode({"end": end, "at": at, "records": records})


class JsonLines:
    """Turns records into lines."""

    def __init__(self, trace: Trace, language: str = "en") -> None:
        self._trace = trace
        self._language = language
        self._why = Once(_why)
        self._frame = Once(_frame)
        self._spots: dict[int, str] = {}

    def lines(self, start: int, stop: int) -> Iterator[str]:
        """The lines of records ``start`` to ``stop``, that one not included; without line ends."""
        trace = self._trace
        for n in range(start, stop):
            cause, what = trace.cause[n], trace.what[n]
            text = explain.sentence(trace.why[n], self._language, what)
            yield (
                f'{{"n":{n},"at":{trace.at[n]},{self._spot(trace.spot[n])},"kind":"{_LABELS[trace.kind[n]]}",'
                f'"cause":{"null" if cause == NO_CAUSE else cause},"why":{self._why(trace.why[n])},'
                f'"text":{_encode(text)}}}{self._what(what)}}}'
            )

    def _spot(self, spot: int) -> str:
        known = self._spots.get(spot)
        if known is None:
            node, port = self._trace.spots[spot]
            known = self._spots[spot] = f'"node":{_encode(node)},"port":{_encode(port or None)}'
        return known

    def _what(self, what: Any) -> str:
        if what is None:
            return ""
        if isinstance(what, Change):
            return f',"change":{_encode(_change(what))}'
        if isinstance(what, Call):
            return f',"call":{_encode({"command": what.command, "text": what.text, "call": what.call})}'
        return f',"{"frame" if isinstance(what, Frame) else "packet"}":{self._frame(what)}'


def _change(change: Change) -> dict[str, Any]:
    table, key, before, after = change
    return {"table": table, "key": _key(key), "before": plain(before), "after": plain(after)}


def _key(key: Any) -> Any:
    """Keys are arrays where they have parts, also where the parts have names."""
    return [plain(part) for part in key] if isinstance(key, tuple) and type(key) not in _PLAIN else plain(key)


def _why(why: Why) -> str:
    """A reason without its text, which also depends on what it is about; and not closed."""
    facts = {name: plain(value) for name, value in why.facts.items()}
    return _encode({"rule": why.rule.id, "clause": why.rule.clause or None, "facts": facts})[:-1]


def _frame(packet: Pdu) -> str:
    return _encode({**_packet(packet), "layers": [_layer(each) for each in dissect(packet)]})


def _layer(layer: Layer) -> dict[str, Any]:
    shows = {} if layer.layout is None else {field.name: field.show for field in layer.layout.fields}
    fields = {field.name: _field(field, shows) for field in layer.fields}
    quoted = {"quoted": True} if layer.quoted else {}
    return {"name": layer.name, "start": layer.start, "end": layer.end, **quoted, "fields": fields}


def _field(field: FieldView, shows: Mapping[str, Callable[[int], str]]) -> Any:
    if isinstance(field.value, bytes):
        return field.value.hex()
    return field.text if shows.get(field.name) in (address, mac) else field.value


def plain(value: Any) -> Any:
    """A value as JSON has it: addresses as strings, rows as objects, other tuples as arrays.

    Raises ``TypeError`` for what has no such form.
    """
    convert = _PLAIN.get(type(value))
    if convert is not None:
        return convert(value)
    if isinstance(value, Pdu):
        return _packet(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, int):  # an identifier that is written in a way of its own, such as 32768.02:00:00:00:00:01
        return str(value)
    if isinstance(value, tuple):
        if hasattr(value, "_fields"):
            return {name: plain(part) for name, part in zip(value._fields, value, strict=True)}
        return [plain(part) for part in value]
    raise TypeError(f"{value!r} has no form in JSON")


def _same(value: Any) -> Any:
    return value


def _packet(value: Pdu) -> dict[str, str]:
    return {"summary": str(summary(value)), "octets": shown_octets(value).hex()}


def _list(value: Any) -> list[Any]:
    return [plain(part) for part in value]


_PLAIN: Mapping[type, Callable[[Any], Any]] = {
    **dict.fromkeys((bool, int, float, str, type(None)), _same),
    **dict.fromkeys((MacAddress, IPv4Address, Prefix, InterfaceAddress), str),
    bytes: bytes.hex,
    list: _list,
    frozenset: lambda value: sorted(_list(value)),
    dict: lambda value: {str(name): plain(part) for name, part in value.items()},
}
