"""How TCP segments are taken apart and told."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

from sim.packets.dissect import content_for_programs
from sim.pdu.options import END_OF_LIST, NO_OPERATION
from sim.pdu_type import Codec, Detail, Essence, Field, Format, Number, Part, Summary, Word
from sim.transport.tcp import codec, option_fields, options, rules
from sim.transport.tcp.option_writes import VARIABLES
from sim.transport.tcp.pdu import ABSOLUTE, ACK, CWR, ECE, FIN, PSH, RST, SEQUENCE_MASK, SYN, URG, Origin, Tcp
from sim.transport.tcp.streams import Begins, Count, Counted, Origins, Repeat, Streams
from sim.why import Why
from sim.wire import rules as wire_rules
from sim.wire.layers import INTERNET, TRANSPORT, Extent, Layer, data, header, note_of, verdict

_FAULTY = {rules.BAD_CHECKSUM: "checksum", rules.BAD_DATA_OFFSET: "data_offset"}


def dissect(extent: Extent) -> list[Layer]:
    """The layers of a segment and its data."""
    octets, start, end, *_ = extent
    body = extent.body
    layer = header(codec.LAYOUT, octets, start, end, title="TCP", place=TRANSPORT, notes=_notes(extent))
    between = (0, 0)
    if len(body) >= codec.LAYOUT.length:
        options_end = min(start + max(codec.LAYOUT.length, (body[12] >> 4) * 4), end)
        fields = option_fields.views(octets[layer.end : options_end], layer.end)
        layer = layer._replace(end=options_end, fields=layer.fields + fields)
        between = codec.LAYOUT.read(body, "src_port"), codec.LAYOUT.read(body, "dst_port")
    if extent.is_fragment:
        return [layer, *data(octets, layer.end, end, INTERNET, "fragment")]
    return [layer, *content_for_programs(codec.NAME, between, extent._replace(start=layer.end))]


def _notes(extent: Extent) -> dict[str, Why]:
    if not extent.can_be_checked:
        return {"checksum": Why(wire_rules.CHECKSUM_UNVERIFIED)}
    body, (src, dst) = extent.body, extent.around
    why = codec.fault(body, src, dst)
    if len(body) < codec.LAYOUT.length:
        return note_of(why, _FAULTY)
    notes = {"data_offset": why} if why is not None and why.rule == rules.TRUNCATED else note_of(why, _FAULTY)
    found = codec.LAYOUT.read(body, "checksum")
    return notes | {"checksum": verdict(found, codec.expected_checksum(body, src, dst))}


def summary(segment: Tcp, carried: Summary | None, origin: Any) -> Summary:
    """All of it, and behind that what it carries, as ``tcpdump`` prints them."""
    line = info(segment, origin or ABSOLUTE)
    return (
        Summary(line, style="tcp") if carried is None else carried._replace(line=f"{line}{carried.joint}{carried.line}")
    )


_LETTERS = {FIN: "F", SYN: "S", RST: "R", PSH: "P", ACK: ".", URG: "U", ECE: "E", CWR: "W"}
_PLAIN = {NO_OPERATION: "nop", END_OF_LIST: "eol"}
_NAMES = {SYN: "SYN", FIN: "FIN", RST: "RST", ACK: "ACK"}


def info(segment: Tcp, origin: Origin = ABSOLUTE) -> str:
    """All of it, as ``tcpdump`` prints it behind the addresses."""
    letters = "".join(letter for bit, letter in _LETTERS.items() if segment.flags & bit) or "none"
    words = [f"Flags [{letters}]", *_numbers(segment, origin), f"win {segment.window}"]
    if segment.flags & URG:
        words.append(f"urg {segment.urgent}")
    if segment.options:
        words.append(f"options [{','.join(_options(segment.options, origin))}]")
    return ", ".join([*words, f"length {len(segment.payload)}"])


def brief(segment: Tcp, origin: Origin = ABSOLUTE) -> tuple[str, ...]:
    """From much to little: flags by name, then the numbers, ``SYN ACK seq 300 ack 101 win 65535``."""
    whole = " ".join([flags(segment), *_numbers(segment, origin)])
    ports = f"{segment.src_port} > {segment.dst_port}"
    return (f"{ports} {whole} win {segment.window}", f"{ports} {whole}", f"{whole} win {segment.window}", whole)


def _brief(segment: Tcp, called: Sequence[str], origin: Origin | None) -> Sequence[str]:
    """What a program says in the segment stands before the numbers, and stays when these have no room."""
    own = labels(segment)
    texts = brief(segment, origin or ABSOLUTE)
    if tuple(called) == own:
        return [*texts, *called[1:]]
    numbers = ", ".join(_numbers(segment, origin or ABSOLUTE))
    heavy = "" if (named := flags(segment)) in ("data", "ACK") else f"{named} "
    said = f"{called[0]}, {heavy}{numbers}"
    return (f"{segment.src_port} > {segment.dst_port} {said}, win {segment.window}", said, *called)


def flags(segment: Tcp) -> str:
    """The flags that open, close and acknowledge, by name; ``data`` where there is some, and no other to name."""
    named = [name for bit, name in _NAMES.items() if segment.flags & bit]
    if segment.payload and named in ([], ["ACK"]):
        return "data"
    return " ".join(named) or "no flags"


def labels(segment: Tcp) -> tuple[str, ...]:
    length = len(segment.payload)
    if segment.flags & SYN:
        kind, short = ("SYN ACK", "S+A") if segment.flags & ACK else ("SYN", "SYN")
    elif segment.flags & RST:
        kind, short = "RST", "RST"
    elif segment.flags & FIN:
        kind, short = "FIN", "FIN"
    elif length:
        unit = "octet" if length == 1 else "octets"
        return (f"TCP {length} {unit} to port {segment.dst_port}", "TCP data", "data")
    else:
        kind, short = "ACK", "ACK"
    return (f"TCP {kind} to port {segment.dst_port}", f"TCP {kind}", short)


def facts(segment: Tcp) -> Mapping[str, Any]:
    return {
        "src_port": segment.src_port,
        "dst_port": segment.dst_port,
        "seq": segment.seq,
        "ack": segment.ack,
        "window": segment.window,
        "octets": len(segment.payload),
    }


def _numbers(segment: Tcp, origin: Origin) -> Iterator[str]:
    length = len(segment.payload)
    if length or segment.flags & (SYN | FIN | RST):
        begin = (segment.seq - origin.seq) & SEQUENCE_MASK
        yield f"seq {begin}" + (f":{(begin + length) & SEQUENCE_MASK}" if length else "")
    if segment.flags & ACK:
        yield f"ack {(segment.ack - origin.ack) & SEQUENCE_MASK}"


def _shown_seq(segment: Tcp, origin: Origin | None) -> int:
    return (segment.seq - (origin or ABSOLUTE).seq) & SEQUENCE_MASK


def _shown_ack(segment: Tcp, origin: Origin | None) -> int | None:
    return (segment.ack - (origin or ABSOLUTE).ack) & SEQUENCE_MASK if segment.flags & ACK else None


def _options(octets: bytes, origin: Origin) -> Iterator[str]:
    for option in options.split(octets):
        if not option.is_well_formed:
            yield "[bad opt]"
            return
        yield _option(option, origin)


def _option(option: options.Option, origin: Origin) -> str:
    said = options.read(option.octets)
    text = _PLAIN.get(option.kind, "")
    if said.mss is not None:
        text = f"mss {said.mss}"
    elif said.window_scale is not None:
        text = f"wscale {said.window_scale}"
    elif said.sack_permitted:
        text = "sackOK"
    elif said.timestamps is not None:
        text = f"TS val {said.timestamps[0]} ecr {said.timestamps[1]}"
    elif said.sack:
        edges = [[(edge - origin.ack) & SEQUENCE_MASK for edge in block] for block in said.sack]
        text = f"sack {len(edges)} " + "".join(f"{{{begin}:{end}}}" for begin, end in edges)
    body = option.octets[2:]
    return text or f"unknown-{option.kind}{f' 0x{body.hex()}' if body else ''}"


def _with(flags: int, mask: int, has_data: bool | None = None, past: int = 0, is_mark: bool = False) -> Detail[Tcp]:
    """Segments that have of the flags in ``mask`` just these; with or without data, or ``None`` for either."""

    def test(segment: Tcp) -> bool:
        return segment.flags & mask == flags and (has_data is None or bool(segment.payload) == has_data)

    return Detail(test, past, is_mark)


_ALL = SYN | FIN | RST | ACK
_DETAILS: Mapping[str, Detail[Tcp]] = {
    "syn": _with(SYN, SYN | ACK),
    "syn-ack": _with(SYN | ACK, SYN | ACK),
    "rst": _with(RST, RST),
    "fin": _with(FIN, FIN | RST),
    "data": _with(0, 0, has_data=True),
    "ack": _with(ACK, _ALL, has_data=False),
    "zero-window": Detail(lambda segment: not segment.window and not segment.flags & (SYN | RST)),
    "ece": _with(ECE, ECE | SYN),
    "cwr": _with(CWR, CWR | SYN),
    "sack": Detail(lambda segment: bool(segment.options) and bool(options.read(segment.options).sack)),
    "retransmission": _with(0, RST, past=Repeat.RETRANSMISSION, is_mark=True),
    "duplicate-ack": _with(ACK, _ALL, has_data=False, past=Repeat.DUPLICATE_ACK),
    "segment": _with(0, 0),
}

_FLAG_BITS = {"fin": 0x01, "syn": 0x02, "reset": 0x04, "push": 0x08, "ack": 0x10, "urg": 0x20, "ece": 0x40, "cwr": 0x80}
"""The flags by the names that Wireshark has for them."""


def _flag(bit: int) -> Callable[[Tcp], bool]:
    return lambda segment: bool(segment.flags & bit)


def _repeats(repeat: Repeat) -> Callable[[Tcp, int], bool | None]:
    return lambda segment, told: bool(told & repeat) or None


def _window(segment: Tcp, told: Count | None) -> int:
    """In octets, as far as the scale is known; a SYN's is never scaled (RFC 7323 2.2)."""
    return segment.window << max(0, _scale(segment, told) or 0)


def _scale(segment: Tcp, told: Count | None) -> int | None:
    return None if told is None or segment.flags & SYN else told.scale


def _scale_factor(segment: Tcp, told: Count | None) -> int | None:
    scale = _scale(segment, told)
    return scale if scale is None or scale < 0 else 1 << scale


def _multiplier(segment: Tcp) -> int | None:
    shift = options.read(segment.options).window_scale
    return None if shift is None else 1 << min(shift, options.LARGEST_SCALE)


def _is_zero_window(segment: Tcp) -> bool | None:
    return (not segment.window and not segment.flags & (SYN | FIN | RST)) or None


def _timestamp(place: int) -> Callable[[Tcp], int | None]:
    def read(segment: Tcp) -> int | None:
        both = options.read(segment.options).timestamps
        return None if both is None else both[place]

    return read


def _sack_edges(edge: int) -> Callable[[Tcp, Count | None], tuple[int, ...]]:
    """One edge of each block, counted from the first number of the other direction, as Wireshark does."""

    def read(segment: Tcp, told: Count | None) -> tuple[int, ...]:
        begin = segment.ack - told.ack if told else 0
        return tuple((block[edge] - begin) & SEQUENCE_MASK for block in options.read(segment.options).sack)

    return read


_TELLING = attrgetter(*(name for name in Tcp.__slots__ if name not in ("ack", "options", "payload", "seq")))


def _essence(segment: Tcp, begins: Origin | None) -> Hashable:
    """All but the initial sequence numbers, which are drawn anew, and the timestamps, which are clocks."""
    seq, ack = begins or ABSOLUTE
    said = options.read(segment.options)
    told: Hashable = segment.options
    if said.timestamps is not None or said.sack:
        blocks = tuple(((left - ack) & SEQUENCE_MASK, (right - ack) & SEQUENCE_MASK) for left, right in said.sack)
        told = said._replace(sack=blocks, timestamps=None if said.timestamps is None else (0, 0))
    numbers = (segment.seq - seq) & SEQUENCE_MASK, (segment.ack - ack) & SEQUENCE_MASK if segment.flags & ACK else 0
    return _TELLING(segment), numbers, told


FORMAT = Format(
    type=Tcp,
    codec=Codec(codec.encode, codec.decode, codec.fault, codec.decode_first, codec.quoted),
    title="TCP",
    place=TRANSPORT,
    layout=codec.LAYOUT,
    faulty=_FAULTY,
    dissect=dissect,
    ports=lambda segment: (segment.src_port, segment.dst_port),
    facts=facts,
    summary=summary,
    labels=labels,
    brief=_brief,
    essence=Essence(_essence, Begins),
    parts={
        "tcp.srcport": Part("src_port"),
        "tcp.dstport": Part("dst_port"),
        "tcp.seq_raw": Part("seq"),
        "tcp.seq": Part("seq"),
        "tcp.ack_raw": Part("ack"),
        "tcp.ack": Part("ack"),
        "tcp.window_size_value": Part("window"),
        "tcp.window": Part("window"),
        "tcp.flags": Part("flags"),
        **{f"tcp.flags.{name}": Part("flags", bit) for name, bit in _FLAG_BITS.items()},
        "tcp.urgent_pointer": Part("urgent"),
        "tcp.hdr_len": Part("data_offset"),
        "tcp.checksum": Part("checksum"),
        "tcp.payload": Part("payload"),
    },
    computed=("data_offset", "checksum"),
    variables=VARIABLES,
    filters={
        "tcp.srcport": Field(lambda segment: segment.src_port),
        "tcp.dstport": Field(lambda segment: segment.dst_port),
        "tcp.port": Field(lambda segment: (segment.src_port, segment.dst_port)),
        "tcp.stream": Field(lambda segment, told: told.stream if told else None, history=Counted),
        "tcp.seq": Field(lambda segment, told: told.seq if told else None, history=Counted),
        "tcp.ack": Field(lambda segment, told: told.ack if told else None, history=Counted),
        "tcp.seq_raw": Field(lambda segment: segment.seq),
        "tcp.ack_raw": Field(lambda segment: segment.ack),
        "tcp.nxtseq": Field(lambda segment, told: told.next if told else None, history=Counted),
        "tcp.hdr_len": Field(lambda segment: len(segment) - len(segment.payload)),
        "tcp.len": Field(lambda segment: len(segment.payload)),
        "tcp.window_size_value": Field(lambda segment: segment.window),
        "tcp.window_size": Field(_window, history=Counted),
        "tcp.window_size_scalefactor": Field(_scale_factor, history=Counted),
        "tcp.urgent_pointer": Field(lambda segment: segment.urgent),
        "tcp.flags": Field(lambda segment: segment.flags),
        **{f"tcp.flags.{name}": Field(_flag(bit), bool) for name, bit in _FLAG_BITS.items()},
        "tcp.options.mss_val": Field(lambda segment: options.read(segment.options).mss),
        "tcp.options.wscale.shift": Field(lambda segment: options.read(segment.options).window_scale),
        "tcp.options.wscale.multiplier": Field(_multiplier),
        "tcp.options.sack_perm": Field(lambda segment: options.read(segment.options).sack_permitted or None, bool),
        "tcp.options.sack_le": Field(_sack_edges(0), history=Counted),
        "tcp.options.sack_re": Field(_sack_edges(1), history=Counted),
        "tcp.options.sack.count": Field(lambda segment: len(options.read(segment.options).sack) or None),
        "tcp.options.timestamp.tsval": Field(_timestamp(0)),
        "tcp.options.timestamp.tsecr": Field(_timestamp(1)),
        "tcp.payload": Field(lambda segment: segment.payload or None, bytes),
        "tcp.analysis.zero_window": Field(_is_zero_window, bool),
        "tcp.analysis.retransmission": Field(_repeats(Repeat.RETRANSMISSION), bool, history=Streams),
        "tcp.analysis.duplicate_ack": Field(_repeats(Repeat.DUPLICATE_ACK), bool, history=Streams),
    },
    words={"tcp": Word(_DETAILS, history=Streams)},
    numbers={
        "seq": Number(_shown_seq, Origins),
        "ack": Number(_shown_ack, Origins),
        "seq-raw": Number(lambda segment, _: segment.seq),
        "ack-raw": Number(lambda segment, _: segment.ack if segment.flags & ACK else None),
        "window": Number(lambda segment, _: segment.window, most=65535),
        "length": Number(lambda segment, _: len(segment.payload), most=65535),
    },
)
