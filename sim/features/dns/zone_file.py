"""Zones from their standard text (RFC 1035 5), which dnspython reads."""

from collections.abc import Iterator
from typing import Any, cast

from sim.features.dns import numbers, rdata
from sim.features.dns.name import Name
from sim.features.dns.octets import Reader
from sim.features.dns.rdata import Other, Rdata
from sim.features.dns.zone import RRset, Zone
from sim.features.dns.zone_doubts import TARGETS, Target, Written, address_hint, doubtful, is_address
from sim.settings import LongTextDoubt, LongTextError

_BESIDE_AN_ALIAS = frozenset({numbers.CNAME, 24, 25, 46, 47})
"""What may stand beside a CNAME record: records of DNSSEC (RFC 2181 10.1, RFC 4035 2.5)."""
_ONE_ALONE = {numbers.CNAME: "CNAME", numbers.DNAME: "DNAME", numbers.SOA: "SOA"}
_BLANK = " \t\r\n"
_EDGES = _BLANK + "()"


def read(origin: Name, text: str, *, is_strict: bool = False, doubts: list[LongTextDoubt] | None = None) -> Zone:
    """The zone that a text describes; names without a dot at their end are below ``origin``.

    Records outside of the zone are left out, as BIND does; where the reading ``is_strict``, they are errors, and so is
    a zone without servers. ``$INCLUDE`` is not read. What is probably a mistake is added to ``doubts``. Raises
    :class:`LongTextError`.
    """
    collector = _Collector(origin, text, is_strict)
    collector.read()
    rrsets = collector.rrsets
    if not collector.has(origin, numbers.SOA):
        raise LongTextError(1, 1, f"{origin.text} has no SOA record", "write one: @ SOA ns1 hostmaster 1 1h 15m 1w 5m")
    if is_strict and not collector.has(origin, numbers.NS):
        raise LongTextError(1, 1, f"{origin.text} names no server", "write one: @ NS ns1")
    zone = Zone(origin, rrsets)
    if doubts is not None:
        doubts += doubtful(zone, collector.targets, collector.owners)
    return zone


def text_of(data: Rdata) -> str:
    """Data as zone files have them, also of types that only dnspython knows."""
    if not isinstance(data, Other):
        return data.text
    from dns.exception import DNSException  # noqa: PLC0415 - only who has such a record loads dnspython
    from dns.rdata import from_wire  # noqa: PLC0415
    from dns.rdataclass import IN  # noqa: PLC0415
    from dns.rdatatype import RdataType  # noqa: PLC0415

    try:
        return from_wire(IN, RdataType.make(data.type), data.octets, 0, len(data.octets)).to_text()
    except DNSException:
        return data.text


class _Text:
    """A text that is read character by character, and knows how far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def read(self, count: int) -> str:
        found = self.text[self.at : self.at + count]
        self.at += count
        return found

    def close(self) -> None:
        pass

    def line(self, number: int) -> str:
        """A line by its number, from 1."""
        return self.text.split("\n")[number - 1]

    def last_word(self) -> tuple[int, int, str]:
        """The line and the column, from 1, of the word that was read last, and the word."""
        end = min(self.at, len(self.text))
        if end and self.text[end - 1] not in _EDGES and end < len(self.text) and self.text[end] not in _EDGES:
            while end < len(self.text) and self.text[end] not in _EDGES:
                end += 1
        while end and self.text[end - 1] in _EDGES:
            end -= 1
        begin = end
        while begin and self.text[begin - 1] not in _EDGES:
            begin -= 1
        line_begin = self.text.rfind("\n", 0, begin) + 1
        return self.text.count("\n", 0, begin) + 1, begin - line_begin + 1, self.text[begin:end]


class _Collector:
    """Takes in the records as dnspython's reader of zone files finds them."""

    def __init__(self, origin: Name, text: str, is_strict: bool) -> None:
        from dns.name import Name as TheirName  # noqa: PLC0415 - only who has a zone loads dnspython

        self._origin = origin
        self._file = _Text(text)
        self._is_strict = is_strict
        self._their_origin = TheirName((*origin.labels, b""))
        self._found: dict[tuple[Name, int], tuple[int, dict[Rdata, None]]] = {}
        self._types: dict[Name, set[int]] = {}
        self.targets: list[Target] = []
        self.owners: dict[Name, Written] = {}
        self._reader: Any = None

    def has(self, name: Name, rtype: int) -> bool:
        return (name, rtype) in self._found

    @property
    def rrsets(self) -> Iterator[RRset]:
        for (name, rtype), (ttl, rdatas) in self._found.items():
            yield RRset(name, rtype, ttl, (*rdatas,))

    def read(self) -> None:
        from dns.exception import DNSException  # noqa: PLC0415
        from dns.rdataclass import IN  # noqa: PLC0415
        from dns.tokenizer import Tokenizer  # noqa: PLC0415
        from dns.zonefile import Reader as ZoneReader  # noqa: PLC0415

        class LastStated(ZoneReader):
            """Lets records without a TTL have the last one that is stated (RFC 1035 5.1), not the SOA record's MINIMUM.

            RFC 2308 4 forbids that, and BIND does it only where no TTL is stated at all.
            """

            def _rr_line(self) -> None:
                was_known = self.default_ttl_known
                super()._rr_line()  # type: ignore[no-untyped-call]
                if not was_known and self.last_ttl_known:
                    self.default_ttl_known = False

        tokenizer = Tokenizer(cast(Any, self._file), "zone")
        self._reader = LastStated(tokenizer, IN, cast(Any, self))
        if self._is_strict:
            tokenizer.as_name = self._as_name(tokenizer.as_name)  # type: ignore[method-assign]
        try:
            self._reader.read()
        except LongTextError:
            raise
        except (DNSException, UnicodeError) as error:
            raise self._flaw(*_told(str(error), self._file)) from None

    # What the reader asks of whom it reads for: dnspython calls that a transaction.

    @property
    def manager(self) -> "_Collector":
        return self

    def origin_information(self) -> tuple[Any, bool, Any]:
        return self._their_origin, False, self._their_origin

    def check_put_rdataset(self, check: object) -> None:
        pass

    def _set_origin(self, origin: Any) -> None:
        """RFC 1035 5.1: the origin may be written below the one before."""
        if not origin.is_absolute():
            self._reader.current_origin = origin.derelativize(self._their_origin)
        self._their_origin = self._reader.current_origin

    def add(self, name: Any, ttl: int, data: Any) -> None:
        owner, rtype = Name(name.labels[:-1]), int(data.rdtype)
        octets = data.to_wire()
        known = rdata.read(Reader(octets), rtype, numbers.IN, 0, len(octets))
        before, rdatas = self._found.setdefault((owner, rtype), (ttl, {}))
        rdatas[known] = None
        # RFC 2181 5.2: the records of a set have one TTL; where they differ, the lowest is the safe one.
        self._found[owner, rtype] = min(before, ttl), rdatas
        types = self._types.setdefault(owner, set())
        types.add(rtype)
        self._check(owner, rtype, types, len(rdatas))
        self._note(owner, rtype, known)

    def _note(self, owner: Name, rtype: int, known: Rdata) -> None:
        """Remember where names stand, for those who doubt them; a target is the last word of its record."""
        where = Written(*self._file.last_word())
        row = self._file.line(where.line)
        begin = len(row) - len(row.lstrip())
        if not begin and row:
            self.owners.setdefault(owner, Written(where.line, 1, row.split()[0]))
        target = getattr(known, TARGETS.get(rtype, ""), None)
        if not isinstance(target, Name):
            return
        if is_address(where.word):
            raise self._flaw(f"{where.word} is an address", address_hint(owner, rtype, where.word))
        self.targets.append(Target(where, owner, rtype, target))

    def _check(self, owner: Name, rtype: int, types: set[int], count: int) -> None:
        if rtype == numbers.SOA and owner != self._origin:
            raise self._flaw(f"the SOA record is that of {owner.text}", f"this is the zone {self._origin.text}")
        if numbers.CNAME in types and types - _BESIDE_AN_ALIAS:
            raise self._flaw(
                f"{owner.text} is an alias and has other records",
                "beside a CNAME record no other can stand (RFC 1034, 3.6.2)",
            )
        if rtype in _ONE_ALONE and count > 1:
            raise self._flaw(f"{owner.text} has two {_ONE_ALONE[rtype]} records", "leave one out")

    def _as_name(self, read: Any) -> Any:
        """Reads the names that records begin with: they have to be in the zone."""

        def as_name(token: Any, origin: Any = None, relativize: bool = False, relativize_to: Any = None) -> Any:
            found = read(token, origin, relativize, relativize_to)
            is_owner = self._reader is not None and relativize_to is None and origin is self._reader.current_origin
            if is_owner and found.is_absolute() and not Name(found.labels[:-1]).is_below(self._origin):
                raise self._flaw(f"{found} is not in the zone {self._origin.text}", "leave out the dot at its end")
            return found

        return as_name

    def _flaw(self, message: str, hint: str) -> LongTextError:
        line, column, _ = self._file.last_word()
        return LongTextError(line, column, message, hint)


_SHAPES = {
    "A": "A has an address: www A 192.168.10.80",
    "AAAA": "AAAA has an address: www AAAA 2001:db8::80",
    "MX": "MX has a preference and a name: @ MX 10 mail",
    "SRV": "SRV has three numbers and a name: _http._tcp SRV 0 0 80 www",
    "SOA": "SOA has a server, a mailbox and five numbers: @ SOA ns1 hostmaster 1 1h 15m 1w 5m",
}
"""What records of a type look like, for those in which something is easily forgotten."""


_SAID = (
    ("unknown rdatatype", "{!r} is no type of record", "write one like A, NS, MX or TXT"),
    ("TTL value", "this record has no TTL", "write $TTL 1h in the first line"),
    ("RR class is not zone's class", "{!r} is not the class of the zone", "write IN, or leave it out"),
    ("directive", "{!r} is not read here", "$ORIGIN, $TTL and $GENERATE are"),
    ("expected EOL", "{!r} is one word too many", "leave it out"),
)
"""What dnspython says, what is wrong with the word that was read last, and what would be right."""


def _told(detail: str, file: "_Text") -> tuple[str, str]:
    """What is wrong with the word that was read last, and what would be right, for what dnspython says of it."""
    line, _, word = file.last_word()
    words = file.line(line).split()
    if words and words[0].startswith("#"):
        return "# begins no comment in a zone", "begin it with ;"
    place, _, said = detail.partition(": ")
    said = said if place.startswith("zone:") else detail
    for begin, message, hint in _SAID:
        if begin in said:
            return message.format(word), hint
    for at, each in enumerate(words[:-1]):
        if (shape := _SHAPES.get(each.upper())) is not None and word in words[at + 1 :]:
            is_short = word == words[-1] and each.upper() not in ("A", "AAAA")
            return f"{word!r} cannot stand here{', or more is missing behind it' if is_short else ''}", shape
    said = said.removeprefix("caught exception ").partition(">: ")[2] or said
    return f"{word!r} cannot stand here", said[:1].lower() + said[1:].rstrip(".")
