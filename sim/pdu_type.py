"""What is known of one type of PDU: its octets, its place among the others, and how it is told. No protocol is here."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Concatenate, Generic, Literal, NamedTuple, Protocol, TypeVar

from sim.addresses import IPv4Address, MacAddress
from sim.pdu.base import Pdu
from sim.why import Rule, Why

if TYPE_CHECKING:
    from sim.wire.layers import Extent, Layer
    from sim.wire.layout import Layout

P = TypeVar("P", bound=Pdu)


class Codec(NamedTuple, Generic[P]):
    """The octets of a type of PDU.

    Behind the value or the octets stands what the header in front gives for checksums that cover it: IPv4 gives its
    source and its destination address, all others give nothing. ``decode`` reads the PDU that the octets begin with or,
    where nothing in them tells its end, are; it gives ``None`` where ``fault`` says why they are none.
    ``first`` reads as much as a first fragment tells. ``quoted`` reads the first octets of a message that an ICMP error
    quotes. Both give ``None`` where there is too little.
    """

    encode: Callable[Concatenate[P, ...], bytes]
    decode: Callable[Concatenate[bytes, ...], P | None]
    fault: Callable[Concatenate[bytes, ...], Why | None]
    first: Callable[[bytes], P | None] = lambda octets: None
    quoted: Callable[[bytes], object] = lambda octets: None


Style = Literal["arp", "ip", "icmp", "icmp-error", "stp", "tcp", "udp"]


class Summary(NamedTuple):
    """A packet in tcpdump's words: ``line`` is what ``tcpdump -n -t`` prints.

    ``details`` has what only ``tcpdump -v`` would tell: time to live, flags, fragment, ``damaged``. ``style`` names the
    colour. ``joint`` stands between a TCP header and what it carries. ``tags`` are the VLAN tags in front, which
    ``tcpdump`` prints with ``-e`` alone.
    """

    line: str
    details: str = ""
    style: Style = "ip"
    joint: str = ": "
    tags: tuple[str, ...] = ()

    @property
    def tagged_line(self) -> str:
        """The line behind the tags."""
        return ", ".join((*self.tags, self.line))

    def __str__(self) -> str:
        return f"{self.tagged_line} ({self.details})" if self.details else self.tagged_line


class Side(NamedTuple):
    """The addresses of the sender or the receiver that a header names.

    ``is_alone`` is false where the header in front may name the receiver as well: an ARP packet has a target, and
    goes to whom its frame goes to.
    """

    ip: IPv4Address | None = None
    mac: MacAddress | None = None
    is_alone: bool = True


class History(Protocol):
    """Looks at all packets that cross links, in order, to tell of each what only those before it can tell."""

    def see(self, port: Hashable, packet: Pdu) -> Any:
        """Take in a packet that ``port`` begins to put on its link; what is so, as bits or as its type tells."""


class Detail(NamedTuple, Generic[P]):
    """Packets of one kind that have more in common: ``tcp syn``.

    ``past`` is the bit that the history of its word has to tell, 0 where the packet alone can be asked.
    ``is_mark`` is true where lists of packets mark those that are so. ``arguments`` are numbers and texts of the format
    that may follow without their names, in this order: ``http request GET /x``.
    """

    test: Callable[[P], bool]
    past: int = 0
    is_mark: bool = False
    arguments: tuple[str, ...] = ()


class Word(NamedTuple, Generic[P]):
    """A kind of packet in the packet language: those that carry the PDU, and pass ``test`` where there is one.

    ``details`` are the words that may follow, the most telling first. ``has_ports`` says whether such a packet can have
    a port. ``arguments`` are as those of a :class:`Detail`, for where none of these words follows: ``vlan 10``.
    """

    details: Mapping[str, Detail[P]] = {}
    test: Callable[[P], bool] | None = None
    history: Callable[[], History] | None = None
    has_ports: bool = True
    arguments: tuple[str, ...] = ()


class Number(NamedTuple, Generic[P]):
    """A number of a header that the packet language can ask for: ``ttl 1``, ``length 1460``.

    ``of`` gives it, ``None`` where this packet has none. Behind the value stands what ``history`` tells of the packet,
    ``None`` where there is no history. ``most`` is the greatest that fits its field.
    """

    of: Callable[[P, Any], int | None]
    history: Callable[[], History] | None = None
    most: int = 2**32 - 1


class Text(NamedTuple, Generic[P]):
    """A text in a header that the packet language can ask for: ``target /x``.

    ``of`` gives it, ``None`` where this packet has none. A word that ``fits`` this regular expression may stand for it
    where its name is left out. ``alike`` makes the same of texts that mean the same.
    """

    of: Callable[[P], str | None]
    fits: str = ".+"
    alike: Callable[[str], str] = str


class Part(NamedTuple):
    """What a name that people know means in a header: a field, or the bits of it in ``mask`` where that is not 0.

    ``unit`` is what the value counts for: the priority of a bridge counts in steps of 4096.
    """

    field: str
    mask: int = 0
    unit: int = 1


class Variable(NamedTuple, Generic[P]):
    """A part of a PDU that is not in its header: an option, a name, a line. It may become longer or shorter.

    ``read`` gives its value as people write it, ``None`` where this PDU has none. ``parse`` makes a value of a text,
    and raises ``ValueError``. ``write`` gives the PDU with a value, ``None`` where none can be. ``example`` is a text.
    ``at`` gives the second, third ... of a part that a PDU may have several times, as records and messages.
    """

    read: Callable[[P], str | None]
    parse: Callable[[str], Any]
    write: Callable[[P, Any], P | None]
    example: str
    at: "Callable[[int], Variable[P]] | None" = None


class Field(NamedTuple, Generic[P]):
    """A field that Wireshark's display filters can ask for.

    ``of`` gives its value, a tuple of several, or ``None`` where this packet has none; where there is a ``history``,
    the value is followed by what that tells of the packet. ``type`` is that of the values.
    """

    of: Callable[..., Any]
    type: type = int
    history: Callable[[], History] | None = None


class Essence(NamedTuple, Generic[P]):
    """What a PDU has in common with the same one of another run: all but the numbers that tie it to others or count on.

    ``of`` gives it, without what it carries. Where there is a ``history``, the value is followed by what that tells of
    the packet.
    """

    of: Callable[..., Hashable]
    history: Callable[[], History] | None = None


class Format(NamedTuple, Generic[P]):
    """How the values of one type of PDU are read, written and told.

    To take octets apart: ``title`` and ``place`` (see ``sim.wire.layers``) of its header, whose fields ``layout`` has;
    ``faulty`` says at which field a fault shows. ``fills``: what is carried between its ports is one PDU of it, or
    something is wrong, which is told. ``dissect`` does it for a type that is more than its header: it gives
    the layers from the extent's beginning, as far as they go. ``variants`` are the layouts that some of its headers
    have instead.

    To write fields: ``parts`` are Wireshark's names of them. ``computed`` follow from the rest of the PDU, and so do
    the ``lengths`` among them, which count the octets of the header and of all that it carries. ``variables`` are what
    can be written that is not in the header, by Wireshark's names.

    What it carries: ``ports`` (the sender's, the receiver's) of a type that carries octets for programs: they are read
    when somebody asks, by the type that has one of these numbers. ``content`` is the number of what it carries, for a
    type whose number is to be believed where the content cannot be read.

    To tell of it: ``facts`` for sentences; ``summary`` of the value, of that of what it carries (``None`` where nothing
    is told of that) and of what its own numbers are to be counted from (``None`` for nothing); ``labels``, names from
    long to short; ``brief``, the names with numbers for a line of a list, from the labels and the origin; ``differs``,
    what tells it from its like; ``captions``, what is written on an arrow where that is not the labels; ``sides``
    (sender, receiver); ``words``, ``numbers`` and ``texts`` of the packet language; ``filters``, the fields of
    Wireshark's display filters; ``octets`` that it carries for a program, where they are not its payload; ``shows``,
    what can be read of another PDU where the payload is none: the packet that an error is about, the beginning of a
    message that is in fragments.

    To find it again in another run: ``essence``, for a type with numbers that tie it to others or count on.
    """

    type: type[P]
    codec: Codec[P]
    title: str = ""
    place: tuple[int, str] = (7, "application")
    layout: "Layout | None" = None
    faulty: Mapping[Rule, str] = {}
    fills: bool = False
    variants: "tuple[Layout, ...]" = ()
    parts: Mapping[str, Part] = {}
    computed: tuple[str, ...] = ()
    lengths: tuple[str, ...] = ()
    variables: Mapping[str, Variable[P]] = {}
    dissect: "Callable[[Extent], list[Layer]] | None" = None
    ports: Callable[[P], tuple[int, int]] | None = None
    content: Callable[[P], int] | None = None
    facts: Callable[[P], Mapping[str, Any]] = lambda value: {}
    summary: Callable[[P, Summary | None, Any], Summary] | None = None
    labels: Callable[[P], tuple[str, ...]] | None = None
    brief: Callable[[P, Sequence[str], Any], Sequence[str]] | None = None
    differs: Callable[[P], str] | None = None
    captions: Callable[[P], tuple[str, ...]] | None = None
    sides: Callable[[P], tuple[Side, Side]] | None = None
    words: Mapping[str, Word[P]] = {}
    numbers: Mapping[str, Number[P]] = {}
    texts: Mapping[str, Text[P]] = {}
    filters: Mapping[str, Field[P]] = {}
    octets: Callable[[P], bytes] | None = None
    shows: Callable[[P], Pdu | None] | None = None
    essence: Essence[P] | None = None


class PduType(Generic[P]):
    """A type of PDU: where it is found, and what it is called.

    ``parent`` is the name of the type that carries it, "" for what crosses a link by itself. ``numbers`` are those by
    which the parent's header names it: Ethernet types, IP protocols, ports of UDP or TCP. ``words`` are the kinds of
    packet in the packet language, its own first; by default its name. ``load`` gives its format when the first such
    packet is met, so that a run loads no protocol that it does not use.
    """

    def __init__(
        self,
        name: str,
        load: Callable[[], Format[P]],
        *,
        parent: str = "",
        numbers: tuple[int, ...] = (),
        words: tuple[str, ...] | None = None,
    ) -> None:
        self.name = name
        self.parent = parent
        self.numbers = numbers
        self.words = (name,) if words is None else words
        self._load = load

    @cached_property
    def format(self) -> Format[P]:
        """All about its values. Raises ``TypeError`` where it has other words than announced."""
        found = self._load()
        if (*found.words,) != self.words:
            raise TypeError(f"{self.name} announces the words {self.words} and has {(*found.words,)}")
        return found

    def __repr__(self) -> str:
        return f"<PduType {self.name}>"
