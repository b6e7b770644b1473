"""Messages as ``dig`` prints them: a header, and records in columns like those of a zone file."""

from collections.abc import Iterator

from sim.features.dns import numbers, zone_file
from sim.features.dns.numbers import OPT, class_name, type_name
from sim.features.dns.pdu import AA, AD, CD, QR, RA, RD, TC, Edns, Message, Question, ResourceRecord
from sim.features.http.dates import http_date

_TAB = 8
_TTL, _CLASS, _TYPE, _DATA = 24, 32, 40, 48
"""The columns at which the parts of a record begin."""
_FLAGS = {QR: "qr", AA: "aa", TC: "tc", RD: "rd", RA: "ra", AD: "ad", CD: "cd"}


def record(row: ResourceRecord) -> str:
    """``www.example.com.	3600	IN	A	192.0.2.1``"""
    parts = ((_TTL, str(row.ttl)), (_CLASS, class_name(row.rclass)), (_TYPE, type_name(row.rtype)))
    return _in_columns(str(row.name), (*parts, (_DATA, zone_file.text_of(row.rdata))))


def question(asked: Question) -> str:
    """``;www.example.com.		IN	A``"""
    return _in_columns(f";{asked.name}", ((_CLASS, class_name(asked.qclass)), (_TYPE, type_name(asked.qtype))))


def _in_columns(text: str, parts: tuple[tuple[int, str], ...]) -> str:
    column = len(text)
    for place, part in parts:
        to = max(place, column + 1)
        tabs = to // _TAB - column // _TAB
        text += "\t" * tabs + " " * (to - (to // _TAB * _TAB if tabs else column)) + part
        column = to + len(part)
    return text


def header(message: Message, has_warning: bool = True) -> Iterator[str]:
    """The two lines about the header; ``has_warning`` where the client wanted more than the server does."""
    opcode = numbers.OPCODES.get(message.opcode, f"RESERVED{message.opcode}")
    status = numbers.RCODES.get(message.rcode, f"RESERVED{message.rcode}")
    flags = "".join(f" {name}" for bit, name in _FLAGS.items() if message.flags & bit)
    counts = len(message.question), len(message.answer), len(message.authority), len(message.additional)
    told = ", ".join(f"{name}: {count}" for name, count in zip(_COUNTED, counts, strict=True))
    yield f";; ->>HEADER<<- opcode: {opcode}, status: {status}, id: {message.id}"
    yield f";; flags:{flags}; {told}"
    if has_warning and message.flags & QR and message.flags & RD and not message.flags & RA:
        yield ";; WARNING: recursion requested but not available"
    yield ""


_COUNTED = ("QUERY", "ANSWER", "AUTHORITY", "ADDITIONAL")


def options(edns: Edns) -> Iterator[str]:
    """What the OPT record says."""
    yield ";; OPT PSEUDOSECTION:"
    yield f"; EDNS: version: {edns.version}, flags:{' do' if edns.flags & 0x8000 else ''}; udp: {edns.size}"
    for code, value in edns.options:
        yield f"; OPT={code}: {value.hex(' ')}".rstrip()


def section(title: str, lines: list[str], has_comments: bool) -> Iterator[str]:
    """A section with its title and an empty line behind, where there is anything in it."""
    if lines and has_comments:
        yield f";; {title} SECTION:"
    yield from lines
    if lines and has_comments:
        yield ""


def sections(message: Message, shown: frozenset[str], has_comments: bool) -> Iterator[str]:
    """The sections that are shown: ``question``, ``answer``, ``authority``, ``additional``."""
    if "question" in shown:
        yield from section("QUESTION", [question(asked) for asked in message.question], has_comments)
    for name, records in (
        ("answer", message.answer),
        ("authority", message.authority),
        ("additional", message.additional),
    ):
        if name in shown:
            lines = [record(row) for row in records if row.rtype != OPT]
            yield from section(name.upper(), lines, has_comments)


def date(now: int) -> str:
    """A moment of the run (ns) as ``date`` of Linux has it: ``Thu Jan 01 00:00:01 UTC 2026``."""
    weekday, day, month, year, clock, _ = http_date(now).split()
    return f"{weekday.removesuffix(',')} {month} {day} {clock} UTC {year}"
