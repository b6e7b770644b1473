"""The options of a TCP header with other values."""

from collections.abc import Callable
from typing import Any

from sim.pdu_type import Variable
from sim.transport.tcp import options
from sim.transport.tcp.pdu import SEQUENCE_MASK, Tcp

_LONGEST = 40
"""Octets of options that a header has room for: its length counts to 15 times 4 (RFC 9293 3.1)."""


def _with(segment: Tcp, **changes: Any) -> Tcp | None:
    octets = options.write(options.read(segment.options)._replace(**changes))
    octets += b"\0" * (-len(octets) % 4)
    own = {name: getattr(segment, name) for name in Tcp.__slots__}
    return Tcp(**(own | {"options": octets})) if len(octets) <= _LONGEST else None


def _number(most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        value = int(text, 0)
        if not 0 <= value <= most:
            raise ValueError(text)
        return value

    return parse


def _flag(text: str) -> bool:
    if text.lower() not in ("0", "1", "true", "false"):
        raise ValueError(text)
    return text.lower() in ("1", "true")


def _blocks(text: str) -> tuple[options.Block, ...]:
    """Blocks such as ``1000-2000, 3000-4000``."""
    number = _number(SEQUENCE_MASK)
    blocks = []
    for word in text.split(","):
        left, dash, right = word.strip().partition("-")
        if not dash:
            raise ValueError(text)
        blocks.append((number(left), number(right)))
    return tuple(blocks)


def _timestamp(place: int) -> Variable[Tcp]:
    def read(segment: Tcp) -> str | None:
        both = options.read(segment.options).timestamps
        return None if both is None else str(both[place])

    def write(segment: Tcp, value: int) -> Tcp | None:
        both = [*(options.read(segment.options).timestamps or (0, 0))]
        both[place] = value
        return _with(segment, timestamps=(both[0], both[1]))

    return Variable(read, _number(SEQUENCE_MASK), write, "123456")


def _simple(name: str, parse: Callable[[str], Any], show: Callable[[Any], str], example: str) -> Variable[Tcp]:
    def read(segment: Tcp) -> str | None:
        value = getattr(options.read(segment.options), name)
        return None if value in (None, (), False) else show(value)

    return Variable(read, parse, lambda segment, value: _with(segment, **{name: value}), example)


VARIABLES = {
    "tcp.options.mss_val": _simple("mss", _number(0xFFFF), str, "1460"),
    "tcp.options.wscale.shift": _simple("window_scale", _number(0xFF), str, "7"),
    "tcp.options.sack_perm": _simple("sack_permitted", _flag, lambda value: "1", "1"),
    "tcp.options.sack": _simple(
        "sack", _blocks, lambda blocks: ", ".join(f"{left}-{right}" for left, right in blocks), "1000-2000, 3000-4000"
    ),
    "tcp.options.timestamp.tsval": _timestamp(0),
    "tcp.options.timestamp.tsecr": _timestamp(1),
}
"""By the names that Wireshark has; all blocks of a SACK option are one text."""
