"""The octets of DNS messages (RFC 1035 4.1), over UDP and, behind their length, over TCP (4.2.2)."""

from itertools import groupby

from sim.features.dns import rdata, rules
from sim.features.dns.numbers import FORMERR, NOTIMP, OPCODES, OPT, PORT, RCODES
from sim.features.dns.octets import BadMessageError, Reader, Writer, pack_16
from sim.features.dns.pdu import (
    HEADER,
    QR,
    RD,
    TC,
    Message,
    Question,
    ResourceRecord,
    TcpMessage,
    write_question,
    write_record,
)
from sim.why import Why
from sim.wire.layout import Field, Layout, enumeration, hex16

NAME = "dns"
TCP_NAME = "dns-tcp"
PORTS = (PORT,)
_OPCODE = 0x7800

LAYOUT = Layout(
    NAME,
    (
        Field("id", 16, hex16),
        Field("qr", 1, enumeration({0: "query", 1: "response"})),
        Field("opcode", 4, enumeration(OPCODES)),
        Field("aa", 1),
        Field("tc", 1),
        Field("rd", 1),
        Field("ra", 1),
        Field("z", 1),
        Field("ad", 1),
        Field("cd", 1),
        Field("rcode", 4, enumeration(RCODES)),
        Field("qdcount", 16),
        Field("ancount", 16),
        Field("nscount", 16),
        Field("arcount", 16),
    ),
)
TCP_LAYOUT = Layout(TCP_NAME, (Field("length", 16),))


def encode(message: Message) -> bytes:
    """The octets of a message, with names compressed."""
    return message.octets


def decode(octets: bytes) -> Message | None:
    """The message that fills the octets, or ``None`` where ``fault`` has something to say."""
    try:
        return _read(octets)
    except BadMessageError:
        return None


def fault(octets: bytes) -> Why | None:
    """Why these octets are no whole message."""
    try:
        _read(octets)
    except BadMessageError as error:
        return error.why
    return None


def refusal(octets: bytes, more: int = 0) -> Message | None:
    """What answers a query that cannot be read, with ``more`` flags; ``None`` for a response or less than a header.

    RFC 1035 4.1.1: "Format error - The name server was unable to interpret the query", but "Not Implemented" for a kind
    of query that is not known.
    """
    if len(octets) < HEADER.size:
        return None
    number, flags, *_ = HEADER.unpack_from(octets)
    rcode = NOTIMP if flags & _OPCODE else FORMERR
    return None if flags & QR else Message(number, QR | more | flags & (_OPCODE | RD) | rcode)


def encode_tcp(message: TcpMessage) -> bytes:
    """The octets of a message behind their length."""
    return framed(message.payload.octets)


def framed(octets: bytes) -> bytes:
    """The octets of a message as they go over TCP."""
    return pack_16(len(octets)) + octets


def decode_tcp(octets: bytes) -> TcpMessage | None:
    """The message that the octets begin with, behind its length."""
    if _fault_of_length(octets) is not None:
        return None
    message = decode(octets[2 : 2 + int.from_bytes(octets[:2], "big")])
    return None if message is None else TcpMessage(message)


def fault_tcp(octets: bytes) -> Why | None:
    """Why these octets do not begin with the length of a message and a message."""
    return _fault_of_length(octets) or fault(octets[2 : 2 + int.from_bytes(octets[:2], "big")])


def _fault_of_length(octets: bytes) -> Why | None:
    length = int.from_bytes(octets[:2], "big")
    present = max(0, len(octets) - 2)
    return Why(rules.BAD_TCP_LENGTH, length=length, present=present) if length > present or not present else None


def _read(octets: bytes) -> Message:
    if len(octets) < HEADER.size:
        raise BadMessageError(Why(rules.HEADER_CUT, present=len(octets), needed=HEADER.size))
    number, flags, questions, answers, authorities, additionals = HEADER.unpack_from(octets)
    reader = Reader(octets)
    at = HEADER.size
    question = []
    for _ in range(questions):
        name, at = reader.name(at)
        question.append(Question(name, reader.word(at), reader.word(at + 2)))
        at += 4
    answer, at = _read_records(reader, at, answers)
    authority, at = _read_records(reader, at, authorities)
    additional, at = _read_records(reader, at, additionals)
    if at != len(octets):
        raise BadMessageError(Why(rules.TRAILING, octets=len(octets) - at))
    return Message(number, flags, (*question,), answer, authority, additional, len(octets))


def _read_records(reader: Reader, at: int, count: int) -> tuple[tuple[ResourceRecord, ...], int]:
    records = []
    for _ in range(count):
        record, at = read_record(reader, at)
        records.append(record)
    return (*records,), at


def read_record(reader: Reader, at: int) -> tuple[ResourceRecord, int]:
    """The record at a place, and the place behind it."""
    name, at = reader.name(at)
    if at + 10 > reader.size:
        raise reader.cut()
    octets = reader.octets
    rtype, rclass = octets[at] << 8 | octets[at + 1], octets[at + 2] << 8 | octets[at + 3]
    ttl, length = int.from_bytes(octets[at + 4 : at + 8], "big"), octets[at + 8] << 8 | octets[at + 9]
    at += 10
    end = at + length
    if end > reader.size:
        raise reader.cut()
    return ResourceRecord(name, rtype, rclass, ttl, rdata.read(reader, rtype, rclass, at, end)), end


def _alone(record: ResourceRecord) -> bytes:
    """The octets of a record by itself."""
    writer = Writer()
    write_record(writer, record)
    return bytes(writer.octets)


def encode_within(message: Message, limit: int, needs_additional: bool = False) -> tuple[bytes, bool]:
    """The octets of a message as far as they fit into so many, and whether it had to be truncated.

    Whole sets of records are left out, from the end (RFC 2181 9: "the TC bit should be set only when an RRSet is
    required as a part of the response, but could not be included in its entirety"). Additional records are required
    where the message ``needs_additional``: the addresses of servers that it refers to (RFC 9471 3.1). An OPT record
    always stays.
    """
    whole = message.octets
    if len(whole) <= limit:
        return whole, False
    opt = tuple(record for record in message.additional if record.rtype == OPT)
    writer = Writer()
    writer.octets += bytes(HEADER.size)
    for asked in message.question:
        write_question(writer, asked)
    room = limit - sum(len(_alone(record)) for record in opt)
    counts = [len(message.question), 0, 0, 0]
    is_truncated = False
    sections = message.answer, message.authority, [each for each in message.additional if each.rtype != OPT]
    for at, section in enumerate(sections, 1):
        for _, rrset in groupby(section, key=lambda record: (record.name, record.rtype)):
            end, records = len(writer.octets), [*rrset]
            for record in records:
                write_record(writer, record)
            if len(writer.octets) > room:
                del writer.octets[end:]
                is_truncated = at < len(sections) or needs_additional
                break
            counts[at] += len(records)
        else:
            continue
        break
    for record in opt:
        write_record(writer, record)
    counts[3] += len(opt)
    flags = message.flags | (TC if is_truncated else 0)
    return HEADER.pack(message.id, flags, *counts) + bytes(writer.octets[HEADER.size :]), is_truncated
