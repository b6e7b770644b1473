"""Capture files: written as pcapng (draft-ietf-opsawg-pcapng), read as pcapng or pcap."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from struct import Struct
from typing import Any, BinaryIO, NamedTuple

LINKTYPE_ETHERNET = 1

_SECTION_HEADER = 0x0A0D0D0A
_INTERFACE_DESCRIPTION = 1
_ENHANCED_PACKET = 6
_BYTE_ORDER_MAGIC = 0x1A2B3C4D
_LENGTH_UNKNOWN = -1

_OPT_COMMENT = 1
_SHB_HARDWARE, _SHB_USERAPPL = 2, 4
_IF_NAME, _IF_DESCRIPTION, _IF_TSRESOL, _IF_FCSLEN = 2, 3, 9, 13
_LONGEST_OPTION = 0xFFFF
_END_OF_OPTIONS = b"\0\0\0\0"

# Little-endian on every machine, so that the same run writes the same file.
_BLOCK = Struct("<II")
_BLOCK_END = Struct("<I")
_OPTION = Struct("<HH")
_SECTION = Struct("<IHHq")
_INTERFACE = Struct("<HHI")
_PACKET = Struct("<7I")
_PACKET_OVERHEAD = _PACKET.size + _BLOCK_END.size
_PADDING = (b"", b"\0\0\0", b"\0\0", b"\0")


class Writer:
    """Writes a section with an interface for each ``(name, description)``; the stream stays the caller's."""

    def __init__(self, stream: BinaryIO, interfaces: Sequence[tuple[str, str]]) -> None:
        self._write = stream.write
        section = _SECTION.pack(_BYTE_ORDER_MAGIC, 1, 0, _LENGTH_UNKNOWN)
        made_by = _option(_SHB_HARDWARE, b"hopscope") + _option(_SHB_USERAPPL, b"hopscope")
        self._block(_SECTION_HEADER, section + made_by + _END_OF_OPTIONS)
        for name, description in interfaces:
            options = (
                _option(_IF_NAME, _text(name)),
                _option(_IF_DESCRIPTION, _text(description)),
                _option(_IF_TSRESOL, b"\x09"),
                _option(_IF_FCSLEN, b"\x00"),
                _END_OF_OPTIONS,
            )
            self._block(_INTERFACE_DESCRIPTION, _INTERFACE.pack(LINKTYPE_ETHERNET, 0, 0) + b"".join(options))

    def packet(self, interface: int, ns: int, octets: bytes, comment: str = "") -> None:
        """Write a frame without frame check sequence, seen ``ns`` nanoseconds after the epoch.

        ``interface`` is an index; a comment over 65,535 octets of UTF-8 is cut to what an option holds.
        """
        length = len(octets)
        padding = _PADDING[length & 3]
        options = _option(_OPT_COMMENT, _text(comment)) + _END_OF_OPTIONS if comment else b""
        total = _PACKET_OVERHEAD + length + len(padding) + len(options)
        head = _PACKET.pack(_ENHANCED_PACKET, total, interface, ns >> 32, ns & 0xFFFFFFFF, length, length)
        self._write(b"".join((head, octets, padding, options, _BLOCK_END.pack(total))))

    def _block(self, kind: int, body: bytes) -> None:
        total = _BLOCK.size + len(body) + _BLOCK_END.size
        self._write(_BLOCK.pack(kind, total) + body + _BLOCK_END.pack(total))


def _option(code: int, value: bytes) -> bytes:
    return _OPTION.pack(code, len(value)) + value + _PADDING[len(value) & 3]


def _text(text: str) -> bytes:
    octets = text.encode("utf-8", "replace")
    if len(octets) > _LONGEST_OPTION:
        octets = octets[:_LONGEST_OPTION].decode("utf-8", "ignore").encode()
    return octets


class Captured(NamedTuple):
    """A frame of a capture: ``ns`` since the epoch; the interface's name is "" in pcap, which has none."""

    ns: int
    interface: str
    octets: bytes
    comment: str


def read_capture(path: Path) -> Iterator[Captured]:
    """Read pcap or pcapng, also gzipped; a file that ends inside a packet ends with the packet before it.

    Raises ``OSError`` where the file cannot be read, ``ValueError`` where it is no capture of Ethernet.
    """
    # scapy takes half a second to import, and only who reads a capture needs it.
    from scapy.error import Scapy_Exception  # noqa: PLC0415
    from scapy.utils import RawPcapNgReader  # noqa: PLC0415

    with path.open("rb") as stream:
        try:
            reader: Any = RawPcapNgReader(stream)  # type: ignore[arg-type]  # it takes an open file too
        except Scapy_Exception as error:
            raise ValueError(f"{path} is neither a pcap nor a pcapng file") from error
        read_one = _from_pcapng if isinstance(reader, RawPcapNgReader) else _from_pcap
        for octets, metadata in reader:
            linktype = getattr(metadata, "linktype", None) or reader.linktype & 0xFFFF
            if linktype != LINKTYPE_ETHERNET:
                raise ValueError(f"{path} has frames of link type {linktype}, not Ethernet (1)")
            if len(octets) < getattr(metadata, "caplen", 0):
                return
            yield read_one(reader, octets, metadata)


def _from_pcap(reader: Any, octets: bytes, metadata: Any) -> Captured:
    fraction = metadata.usec if reader.nano else metadata.usec * 1_000
    return Captured(metadata.sec * 1_000_000_000 + fraction, "", octets, "")


def _from_pcapng(_: Any, octets: bytes, metadata: Any) -> Captured:
    ticks = (metadata.tshigh or 0) << 32 | (metadata.tslow or 0)
    # scapy 2.6 has one comment, later versions have the list of them.
    comments = getattr(metadata, "comments", None) or getattr(metadata, "comment", None) or []
    if isinstance(comments, bytes):
        comments = [comments]
    return Captured(
        ticks * 1_000_000_000 // metadata.tsresol,
        (metadata.ifname or b"").decode("utf-8", "replace"),
        octets,
        "\n".join(comment.decode("utf-8", "replace") for comment in comments),
    )
