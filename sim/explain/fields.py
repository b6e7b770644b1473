"""What a header's fields give the catalogue: facts for the sentence, and which of its cases apply.

The senses of a protocol's fields stand beside the words on them, as ``SENSES``, by layer and field. Those that several
protocols need are made here.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sim.addresses import BROADCAST_MAC, IPv4Address, MacAddress
from sim.explain.language import Case

Value = int | bytes | tuple[int, ...]
Values = Mapping[str, Value]
"""The values of a layer's fields by name; those that are cut off are missing."""

_LIMITED_BROADCAST = IPv4Address.parse("255.255.255.255")
_FIRST_GROUP = IPv4Address.parse("224.0.0.0")
_LEAST_HEADER = 20


class Sense(NamedTuple):
    """What is known of a field's value: facts for templates, and the keys of the cases that apply, in order."""

    facts: Mapping[str, Any]
    cases: tuple[Case, ...]


Tell = Callable[[Any], Sense]
"""The sense of a field, from the values of the layer's fields; numbers alone, unless the field itself has several."""
Senses = dict[str, dict[str, Tell]]


def place_of(catalogue: Mapping[str, Mapping[str, object]], layer: str, name: str) -> tuple[str, str]:
    """Where the catalogue has a field: most under the layer and its name; ``name`` is "" for the layer itself."""
    if name == "truncated":
        return "any", name
    if name.startswith("option_"):
        return layer, "option"  # one that has a number and no name
    # A layer without a header has one field, which has its name.
    return layer, name or ("" if "" in catalogue.get(layer, {}) else layer)


def sense(tell: Tell | None, name: str, values: Values) -> Sense:
    """The sense of the field ``name``, whose value is ``values[name]``; that of the layer where ``name`` is ""."""
    value = values.get(name)
    facts: dict[str, Any] = dict(values)
    if isinstance(value, bytes):
        # Such as an option whose length is wrong: only how much of it there is can be told.
        facts = {"size": len(value)}
        return Sense(facts, ())
    numbers = {each: number for each, number in values.items() if isinstance(number, int)}
    if tell is None:
        return Sense(facts, (numbers[name],) if name in numbers else ())
    found = tell(values if isinstance(value, tuple) else numbers)
    return Sense({**facts, **found.facts}, found.cases)


def mac(name: str) -> Tell:
    """A MAC address: that of one station, of a group or of all."""

    def told(values: Mapping[str, int]) -> Sense:
        address = MacAddress(values[name])
        case = "broadcast" if address == BROADCAST_MAC else "group" if address.is_group else "one"
        return Sense({"mac": address}, (case,))

    return told


def ip(name: str) -> Tell:
    """An IPv4 address: that of one host, of a group or of all."""

    def told(values: Mapping[str, int]) -> Sense:
        address = IPv4Address(values[name])
        case = "broadcast" if address == _LIMITED_BROADCAST else "group" if address >= _FIRST_GROUP else "one"
        return Sense({"ip": address}, (case,))

    return told


def header_length(name: str) -> Tell:
    """The length of a header of 20 octets and options, in units of 4 octets."""

    def told(values: Mapping[str, int]) -> Sense:
        octets = values[name] * 4
        case = () if octets < _LEAST_HEADER else ("plain",) if octets == _LEAST_HEADER else ("options",)
        return Sense({"octets": octets, "options": octets - _LEAST_HEADER}, case)

    return told


def bits(name: str) -> Tell:
    """Flags: a case for each bit that is set, by its mask, and 0 for none."""

    def told(values: Mapping[str, int]) -> Sense:
        number = values[name]
        return Sense({}, tuple(1 << bit for bit in range(number.bit_length()) if number >> bit & 1) or (0,))

    return told
