"""How HTTP messages are taken apart and told."""

from sim.features.http import codec, rules
from sim.features.http.pdu import Http, start_line
from sim.features.http.writes import FIELD_NAMES, VARIABLES
from sim.pdu_type import Codec, Detail, Field, Format, Number, Summary, Text, Word
from sim.wire.layers import APPLICATION, Extent, FieldView, Layer

KNOWN_FIELDS = frozenset(
    {
        "accept", "accept-encoding", "allow", "age", "cache-control", "connection", "content-encoding",
        "content-length", "content-type", "date", "etag", "expect", "host", "if-match", "if-modified-since",
        "if-none-match", "if-unmodified-since", "last-modified", "location", "server", "transfer-encoding",
        "user-agent", "vary",
    }
)  # fmt: skip
"""The fields that the catalogue tells of; any other is ``header_field``."""

_LONGEST = 200


def dissect(extent: Extent) -> list[Layer]:
    """A layer for each message that begins in the extent, with a field for each of its lines."""
    layers = []
    start = extent.start
    while start < extent.end:
        octets = extent.octets[start : extent.end]
        fields = tuple(_field(piece, octets, start) for piece in codec.pieces(octets))
        if not fields:
            break
        layers.append(Layer(codec.NAME, "HTTP", start, fields[-1].end, fields, *APPLICATION))
        start = fields[-1].end
    return layers


def _field(piece: codec.Piece, octets: bytes, offset: int) -> FieldView:
    value = octets[piece.start : piece.end]
    first_bit, last_bit = (offset + piece.start) * 8, (offset + piece.end) * 8 - 1
    return FieldView(_name(piece, value), value, _shown(piece, value), first_bit, last_bit)


def _name(piece: codec.Piece, octets: bytes) -> str:
    match piece.kind:
        case "start":
            first = start_line(octets)
            return "request_line" if first is None or first.is_request else "status_line"
        case "field":
            name = octets.partition(b":")[0].decode("latin-1").lower()
            return name if name in KNOWN_FIELDS else "header_field"
        case "blank":
            return "empty_line"
        case "chunk":
            return "chunk_size"
    return "body"


def _shown(piece: codec.Piece, octets: bytes) -> str:
    """A line without its end, the beginning of a body."""
    if piece.kind == "body":
        text = octets[:_LONGEST].decode("utf-8", "replace")
        told = text.replace("\r\n", "\n").replace("\n", "\\n")
        is_text = all(letter.isprintable() and letter != "\ufffd" for letter in told)
        told = told if is_text else octets[:32].hex(" ")
        return told if len(octets) <= (_LONGEST if is_text else 32) else f"{told}..."
    text = octets.rstrip(b"\r\n").decode("latin-1")
    return "".join(letter if letter.isprintable() else "." for letter in text)


def summary(message: Http, carried: Summary | None, origin: object) -> Summary:
    """As tcpdump has it: the first line of the first message; what else begins in the segment is a detail."""
    more = []
    following = message.payload
    while following is not None:
        more.append(f"then {following.start.text}")
        following = following.payload
    return Summary(f"HTTP: {message.start.text}", ", ".join(more), style="tcp")


def labels(message: Http) -> tuple[str, ...]:
    first = message.start
    if first.is_request:
        return (f"HTTP {first.method} {first.target}", f"HTTP {first.method}", first.method[:5])
    return (f"HTTP {first.status} {first.reason}".rstrip(), f"HTTP {first.status}", str(first.status))


def _content_length(message: Http) -> int | None:
    told = VARIABLES["http.content_length"].read(message)
    return int(told) if told is not None and told.isascii() and told.isdigit() else None


FORMAT = Format(
    type=Http,
    codec=Codec(codec.encode, codec.decode, codec.fault),
    title="HTTP",
    faulty={rules.NO_MESSAGE: "body"},
    dissect=dissect,
    summary=summary,
    labels=labels,
    words={
        "http": Word(
            {
                "request": Detail(lambda message: message.start.is_request, arguments=("method", "target")),
                "response": Detail(lambda message: not message.start.is_request, arguments=("status",)),
            }
        )
    },
    variables=VARIABLES,
    filters={
        "http.request": Field(lambda message: message.start.is_request or None, bool),
        "http.response": Field(lambda message: not message.start.is_request or None, bool),
        "http.request.method": Field(lambda message: message.start.method or None, str),
        "http.request.uri": Field(lambda message: message.start.target or None, str),
        "http.response.code": Field(lambda message: message.start.status or None),
        "http.response.phrase": Field(lambda message: message.start.reason or None, str),
        "http.request.version": Field(lambda message: message.start.version if message.start.is_request else None, str),
        "http.response.version": Field(
            lambda message: None if message.start.is_request else message.start.version, str
        ),
        "http.content_length": Field(_content_length),
        "http.file_data": Field(VARIABLES["http.file_data"].read, str),
        **{name: Field(VARIABLES[name].read, str) for name in FIELD_NAMES if name != "http.content_length"},
    },
    numbers={"status": Number(lambda message, _: message.start.status or None)},
    texts={
        "method": Text(lambda message: message.start.method or None, r"[A-Z]+"),
        "target": Text(lambda message: message.start.target or None, r"(?:/|\*|https?:).*"),
    },
)
