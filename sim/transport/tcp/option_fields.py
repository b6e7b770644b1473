"""The options of a TCP header as fields (RFC 9293 3.2, RFC 7323, RFC 2018)."""

from collections.abc import Callable, Mapping

from sim.pdu.options import END_OF_LIST, NO_OPERATION
from sim.transport.tcp import options, rules
from sim.transport.tcp.pdu import HEADER_LENGTH
from sim.why import Why
from sim.wire.layers import FieldView

_NAMES = {
    END_OF_LIST: "end_of_option_list",
    NO_OPERATION: "no_operation",
    options.MAXIMUM_SEGMENT_SIZE: "mss",
    options.WINDOW_SCALE: "window_scale",
    options.SACK_PERMITTED: "sack_permitted",
    options.SACK: "sack",
    options.TIMESTAMPS: "timestamps",
    19: "md5_signature",  # RFC 2385
    28: "user_timeout",  # RFC 5482
    29: "authentication",  # RFC 5925
    34: "fast_open_cookie",  # RFC 7413
}

_Value = tuple[int | bytes | tuple[int, ...], str]


def views(octets: bytes, start: int) -> tuple[FieldView, ...]:
    """The fields of the options ``octets``, which begin at octet ``start`` of the frame; together they cover them."""
    found = []
    for option in options.split(octets):
        at = start + option.offset - HEADER_LENGTH
        name = _NAMES.get(option.kind, f"option_{option.kind}")
        meaning = _meaning(option)
        note = Why(rules.BAD_OPTION, octet=option.offset) if meaning is None else None
        value, text = meaning or (option.octets, option.octets.hex(" "))
        found.append(FieldView(name, value, text, at * 8, (at + len(option.octets)) * 8 - 1, note))
    return tuple(found)


def _meaning(option: options.Option) -> _Value | None:
    """What the option says, as a value and as text; ``None`` where its length cannot be right."""
    if not option.is_well_formed:
        return None
    tell = _TOLD.get(option.kind)
    return (option.octets, option.octets.hex(" ")) if tell is None else tell(options.read(option.octets))


def _mss(said: options.Options) -> _Value | None:
    return None if said.mss is None else (said.mss, str(said.mss))


def _window_scale(said: options.Options) -> _Value | None:
    scale = said.window_scale
    return None if scale is None else (scale, f"{scale} (times {1 << min(scale, options.LARGEST_SCALE)})")


def _sack_permitted(said: options.Options) -> _Value | None:
    return (b"\x04\x02", "04 02") if said.sack_permitted else None


def _sack(said: options.Options) -> _Value | None:
    edges = tuple(edge for block in said.sack for edge in block)
    return (edges, " ".join(f"{left}-{right}" for left, right in said.sack)) if edges else None


def _timestamps(said: options.Options) -> _Value | None:
    times = said.timestamps
    return None if times is None else (times, f"value {times[0]}, echo reply {times[1]}")


_TOLD: Mapping[int, Callable[[options.Options], _Value | None]] = {
    options.MAXIMUM_SEGMENT_SIZE: _mss,
    options.WINDOW_SCALE: _window_scale,
    options.SACK_PERMITTED: _sack_permitted,
    options.SACK: _sack,
    options.TIMESTAMPS: _timestamps,
}
