"""A TCP segment in words, as tcpdump says it, or shorter."""

from collections.abc import Iterator

from sim.pdu.options import END_OF_LIST, NO_OPERATION
from sim.transport.tcp import options
from sim.transport.tcp.pdu import ACK, CWR, ECE, FIN, PSH, RST, SEQUENCE_MASK, SYN, URG, Tcp
from tui.model.packets.origins import ABSOLUTE, Origin

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


def flags(segment: Tcp) -> str:
    """The flags that open, close and acknowledge, by name; ``data`` where there is some, and no other to name."""
    named = [name for bit, name in _NAMES.items() if segment.flags & bit]
    if segment.payload and named in ([], ["ACK"]):
        return "data"
    return " ".join(named) or "no flags"


def _numbers(segment: Tcp, origin: Origin) -> Iterator[str]:
    length = len(segment.payload)
    if length or segment.flags & (SYN | FIN | RST):
        begin = (segment.seq - origin.seq) & SEQUENCE_MASK
        yield f"seq {begin}" + (f":{(begin + length) & SEQUENCE_MASK}" if length else "")
    if segment.flags & ACK:
        yield f"ack {(segment.ack - origin.ack) & SEQUENCE_MASK}"


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
