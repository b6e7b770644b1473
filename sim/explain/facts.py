"""How a fact is written for a person, and which facts a packet or a table row adds to those of a rule."""

from collections.abc import Callable, Mapping
from typing import Any

from sim import registry
from sim.addresses import BROADCAST_MAC, IPv4Address, MacAddress
from sim.explain.language import Words
from sim.languages import said
from sim.packets import telling
from sim.pdu.base import Pdu
from sim.trace.records import Call, Change

Facts = Mapping[str, Any]


def render(name: str, facts: Facts, words: Words) -> str:
    """Write the fact called ``name``; raises ``KeyError`` where there is none.

    The name tells what a number is: ``ns`` a duration, ``chance`` a share, ``type`` one of a protocol's.
    """
    value = facts[name]
    if value is None:
        return words.none
    special = _writers().get(name)
    return _plain(value, words) if special is None else special(name, facts, words)


def facts_of(what: object) -> dict[str, Any]:
    """The facts of what a record is about: a frame, a datagram, a changed row, a call; none of anything else."""
    if isinstance(what, Pdu):
        return telling.facts(what)
    if isinstance(what, Change):
        return _facts_of_change(what)
    return what._asdict() if isinstance(what, Call) else {}


def _facts_of_change(change: Change) -> dict[str, Any]:
    """The facts of a row, and those of its key that are addresses."""
    facts: dict[str, Any] = {"table": change.table}
    for part in change.key if isinstance(change.key, tuple) else (change.key,):
        if isinstance(part, MacAddress):
            facts["mac"] = part
        elif isinstance(part, IPv4Address):
            facts["ip"] = part
    row = change.before if change.after is None else change.after
    return facts | (row._asdict() if hasattr(row, "_asdict") else {})


def duration(ns: int, words: Words) -> str:
    """``30 s``, ``1.5 ms``, ``250 µs``: the largest unit that leaves a whole part, and at most three decimals."""
    size = 3 if abs(ns) >= 10**9 else 2 if abs(ns) >= 10**6 else 1 if abs(ns) >= 10**3 else 0
    thousandths = (abs(ns) * 1000 + 1000**size // 2) // 1000**size
    number = f"{thousandths // 1000}.{thousandths % 1000:03d}".rstrip("0").rstrip(".")
    return f"{'-' if ns < 0 else ''}{number} {words.units[size] if number != '0' else words.units[3]}"


def _plain(value: Any, words: Words) -> str:
    if value is None:
        return words.none
    if isinstance(value, bool):
        return words.yes if value else words.no
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, bytes):
        return value.hex(" ")
    if isinstance(value, tuple) and type(value).__str__ is object.__str__:
        return words.comma.join([_plain(each, words) for each in value]) or words.none
    return str(value)


def _duration(name: str, facts: Facts, words: Words) -> str:
    return duration(facts[name], words)


def _share(name: str, facts: Facts, words: Words) -> str:
    return f"{100 * facts[name]:g}%"


def _named(name: str, facts: Facts, words: Words) -> str:
    """The name of a value, where it has one."""
    value, known = facts[name], registry.value_names()[name]
    wording = known.names.get((facts.get(known.beside), value) if known.beside else value)
    if not known.with_number:
        return _plain(value, words) if wording is None else said(wording, words.language)
    number = known.number(value)
    return number if wording is None else words.named.format(number, said(wording, words.language))


def _destination(name: str, facts: Facts, words: Words) -> str:
    mac = facts[name]
    if not mac.is_group:
        return str(mac)
    return words.named.format(mac, words.broadcast if mac == BROADCAST_MAC else words.multicast)


def _hops(name: str, facts: Facts, words: Words) -> str:
    """Ways to send: each a port, and a neighbour or ``None``."""
    hops = [
        words.direct.format(port=port) if next_hop is None else words.hop.format(port=port, next_hop=next_hop)
        for port, next_hop in facts[name]
    ]
    return words.comma.join(hops) or words.none


def _holes(name: str, facts: Facts, words: Words) -> str:
    """Ranges of octets, each from its first up to the one behind its last, ``None`` where that is not known."""
    holes = [
        words.rest.format(start=start) if end is None else words.gap.format(start=start, last=end - 1)
        for start, end in facts[name]
    ]
    return words.comma.join(holes) or words.none


def _last(name: str, facts: Facts, words: Words) -> str:
    """The last octet of a range that is told by the octet behind it."""
    return str(facts[name] - 1)


def _timer(name: str, facts: Facts, words: Words) -> str:
    timer = facts[name]
    known = registry.timers().get(timer[0])
    if known is None:
        return _plain(timer, words)
    text = next((known.uses[part] for part in timer[1:] if part in known.uses), known.text)
    owner = facts.get("owner") or said(known.owner, words.language).format(*timer)
    return said(text, words.language).format(*timer, owner=owner)


_BY_NAME: Mapping[str, Callable[[str, Facts, Words], str]] = {
    "ns": _duration,
    "interval": _duration,
    "timeout": _duration,
    "chance": _share,
    "dst_mac": _destination,
    "hops": _hops,
    "holes": _holes,
    "blocks": _holes,
    "end": _last,
    "have_end": _last,
    "timer": _timer,
}
"""The facts whose names say how they are written; others have values with names, or are written as they are."""


@registry.remembered
def _writers() -> Mapping[str, Callable[[str, Facts, Words], str]]:
    """How the facts are written whose names tell that."""
    return {**dict.fromkeys(registry.value_names(), _named), **_BY_NAME}
