"""The algorithm of an authoritative server: from a query to its answer (RFC 1034 4.3.2), in octets or as values.

It keeps no state: zones do not change while it runs.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sim.features.dns import codec, numbers, zone_file
from sim.features.dns.authority import rules
from sim.features.dns.name import Name
from sim.features.dns.numbers import ANY, CNAME, DNAME, IN, NS, OPT, type_name
from sim.features.dns.pdu import AA, CD, PLAIN_SIZE, QR, RD, Edns, Message, Question, ResourceRecord
from sim.features.dns.rdata import Cname, Mx, Named, Srv
from sim.features.dns.zone import Key, RRset, Zone, ZoneNode
from sim.why import Why

UDP_SIZE = 1232
"""How many octets of a message a server takes and sends over UDP, where the client takes as many (RFC 6891 6.2.5)."""
LONGEST_CHAIN = 16
"""How many aliases in a row are followed."""

_DS = 43
_TRANSFERS = frozenset({numbers.AXFR, numbers.IXFR})
_NOT_IMPLEMENTED = frozenset({numbers.MAILA, numbers.MAILB})
_NO_QUESTION = frozenset({OPT, 249, 250})
"""Types that no record of a zone has: OPT, TKEY, TSIG."""
_OPCODE = 0x7800
_DO = 0x8000
_NOTHING: Mapping[int, RRset] = {}


class Reply(NamedTuple):
    """An answer, and each step towards it. ``needs_glue``: the additional records are part of the answer."""

    message: Message
    steps: tuple[Why, ...]
    needs_glue: bool = False


class Authority:
    """A server that answers from zones alone.

    ``udp_size`` is how many octets it sends over UDP at most. Raises ``ValueError`` where two zones have one origin.
    """

    def __init__(self, zones: Iterable[Zone], udp_size: int = UDP_SIZE) -> None:
        self.udp_size = udp_size
        self.zones: dict[Key, Zone] = {}
        for zone in zones:
            if zone.origin.key in self.zones:
                raise ValueError(f"there are two zones {zone.origin}")
            self.zones[zone.origin.key] = zone

    @classmethod
    def from_text(cls, origin: str, text: str) -> "Authority":
        """The server of one zone, from its standard text (RFC 1035 5).

        Records outside of the zone are left out. Raises ``sim.words.TextError``; where something is wrong in the text,
        that is a ``sim.settings.LongTextError`` with line and column.
        """
        return cls([zone_file.read(Name.parse(origin), text)])

    def answer(self, octets: bytes, *, over_tcp: bool = False) -> bytes:
        """The answer to a query, both without the length that TCP needs; ``b""`` where nothing is sent back.

        That is so for octets that are no query: a response, or less than a header.
        """
        query = codec.decode(octets)
        reply = self.reply(octets, query)
        return b"" if reply is None else self.encoded(reply, query, over_tcp=over_tcp)[0]

    def reply(self, octets: bytes, query: Message | None) -> Reply | None:
        """The answer to octets, which are this query or none; ``None`` where nothing is sent back."""
        if query is not None:
            return None if query.flags & QR else self.respond(query)
        message, fault = codec.refusal(octets), codec.fault(octets)
        return None if message is None or fault is None else Reply(message, (fault,))

    def limit(self, query: Message | None) -> int:
        """How many octets may answer a query over UDP."""
        edns = None if query is None else query.edns
        return PLAIN_SIZE if edns is None else min(max(edns.size, PLAIN_SIZE), self.udp_size)

    def encoded(self, reply: Reply, query: Message | None, *, over_tcp: bool) -> tuple[bytes, bool]:
        """The octets of an answer as they fit where it goes to, and whether some of it is missing (TC)."""
        return codec.encode_within(reply.message, 0xFFFF if over_tcp else self.limit(query), reply.needs_glue)

    def zone_of(self, name: Name, qtype: int = ANY) -> Zone | None:
        """The zone that is to be looked at for a name: that nearest to it.

        RFC 4035 3.1.4.1: DS records of a zone stand in the zone above.
        """
        zones, key = self.zones, name.key
        if qtype == _DS and key in zones and (above := self._nearest(key[1:]) if key else None) is not None:
            return above
        return self._nearest(key)

    def _nearest(self, key: Key) -> Zone | None:
        zones = self.zones
        for depth in range(len(key) + 1):
            zone = zones.get(key[depth:])
            if zone is not None:
                return zone
        return None

    def respond(self, query: Message) -> Reply:
        """The answer to a query that could be read."""
        edns, refusal = self._edns(query)
        refusal = refusal or _refusal(query)
        if refusal is not None:
            return Reply(_message(query, refusal.rcode, edns), (refusal.why,))
        question = query.question[0]
        found = _Search(self, question.name, question.qtype)
        found.run()
        # RFC 1034 3.7.1: "responses to QCLASS=* queries can never be authoritative".
        bits = AA if found.is_authoritative and question.qclass == IN else 0
        sections = (*found.answer,), (*found.authority,), (*found.additional,)
        return Reply(_message(query, found.rcode, edns, bits, *sections), (*found.steps,), found.needs_glue)

    def _edns(self, query: Message) -> "tuple[Edns | None, _Refusal | None]":
        """What the OPT record of the answer says, where it has one; and what is wrong with that of the query."""
        asked = [Edns.of(record) for record in query.records if record.rtype == OPT]
        if not asked:
            return None, None
        if len(asked) > 1 or query.edns is None:
            return None, _Refusal(numbers.FORMERR, Why(rules.TWO_OPT, count=len(asked)))
        edns, version = Edns(self.udp_size, flags=asked[0].flags & _DO), asked[0].version
        if version == 0:
            return edns, None
        # RFC 6891 6.1.3: "If a responder does not implement the VERSION level of the request, then it MUST respond
        # with RCODE=BADVERS."
        why = Why(rules.BAD_VERSION, version=version)
        return edns._replace(extended=numbers.BADVERS >> 4), _Refusal(numbers.BADVERS, why)


class _Refusal(NamedTuple):
    """Why no zone is looked at, and the response code that tells so."""

    rcode: int
    why: Why


def _refusal(query: Message) -> _Refusal | None:
    if query.flags & _OPCODE:
        return _Refusal(numbers.NOTIMP, Why(rules.NO_SUCH_OPCODE, opcode=query.opcode))
    if len(query.question) != 1:
        return _Refusal(numbers.FORMERR, Why(rules.NOT_ONE_QUESTION, count=len(query.question)))
    _, qtype, qclass = query.question[0]
    found = None
    if qclass not in (IN, numbers.ANY_CLASS):
        found = _Refusal(numbers.REFUSED, Why(rules.NO_SUCH_CLASS, qclass=numbers.class_name(qclass)))
    elif qtype in _TRANSFERS:
        found = _Refusal(numbers.REFUSED, Why(rules.NO_TRANSFER))
    elif qtype in _NOT_IMPLEMENTED:
        found = _Refusal(numbers.NOTIMP, Why(rules.OBSOLETE_TYPE, qtype=type_name(qtype)))
    elif qtype in _NO_QUESTION:
        found = _Refusal(numbers.FORMERR, Why(rules.NO_TYPE_OF_RECORD, qtype=type_name(qtype)))
    return found


def _message(
    query: Message,
    rcode: int,
    edns: Edns | None,
    bits: int = 0,
    answer: tuple[ResourceRecord, ...] = (),
    authority: tuple[ResourceRecord, ...] = (),
    additional: tuple[ResourceRecord, ...] = (),
) -> Message:
    flags = QR | bits | query.flags & (_OPCODE | RD | CD) | rcode & 0xF
    question: tuple[Question, ...] = query.question if len(query.question) == 1 else ()
    if edns is not None:
        additional = (*additional, edns.record())
    return Message(query.id, flags, question, answer, authority, additional)


class _Search:
    """The way from a question to its answer."""

    def __init__(self, server: Authority, name: Name, qtype: int) -> None:
        self._server = server
        self._name = name
        self._qtype = qtype
        self._wanted: list[tuple[Zone, RRset, bool]] = []
        self.answer: list[ResourceRecord] = []
        self.authority: list[ResourceRecord] = []
        self.additional: list[ResourceRecord] = []
        self.steps: list[Why] = []
        self.rcode = numbers.NOERROR
        self.is_authoritative = True
        self.needs_glue = False

    def run(self) -> None:
        """RFC 1034 4.3.2, steps 2 to 4, once for each name of a chain of aliases; then step 6."""
        name: Name | None = self._name
        seen: set[Name] = set()
        while name is not None:
            zone = self._server.zone_of(name, self._qtype)
            if zone is None:
                self._leave(name)
                break
            if name in seen or len(seen) > LONGEST_CHAIN:
                self.steps.append(Why(rules.CHAIN_ENDS, qname=name.text, aliases=len(seen)))
                break
            seen.add(name)
            name = self._within(zone, name)
        for zone, rrset, with_glue in self._wanted:
            self._add_addresses(zone, rrset, with_glue)

    def _leave(self, name: Name) -> None:
        """The name is in none of the zones."""
        if self.answer:
            self.steps.append(Why(rules.ALIAS_LEADS_OUT, qname=name.text))
        else:
            self.rcode, self.is_authoritative = numbers.REFUSED, False
            self.steps.append(Why(rules.NOT_OURS, qname=name.text))

    def _within(self, zone: Zone, name: Name) -> Name | None:
        """Look for a name in its zone; the name to go on with, where it is an alias."""
        node, is_there = zone.find(name)
        stop = node.above
        if stop is None:
            if not is_there:
                stop = node if node.ends_search else None
            elif node.is_cut and self._qtype != _DS:
                stop = node
        if stop is not None:
            # 3.b: "If a match would take us out of the authoritative data, we have a referral."
            if not stop.is_cut:
                return self._rename(zone, name, stop)
            self._refer(zone, name, stop)
            return None
        if is_there:
            return self._take(zone, name, node)
        wildcard = zone.wildcard(node)
        if wildcard is None:
            # 3.c: "If the name is original, set an authoritative name error". RFC 6604 2.1: the response code is that
            # of the last name of a chain.
            self.rcode = numbers.NXDOMAIN
            self._deny(zone, Why(rules.NO_SUCH_NAME, qname=name.text, encloser=node.name.text))
            return None
        self.steps.append(Why(rules.WILDCARD, qname=name.text, wildcard=wildcard.name.text))
        return self._take(zone, name, wildcard)

    def _take(self, zone: Zone, name: Name, node: ZoneNode) -> Name | None:
        """3.a: "the whole of QNAME is matched": by the node, or by a wildcard that stands for the name."""
        qtype, rrsets = self._qtype, node.rrsets
        found = rrsets.get(qtype)
        if found is not None:
            self.steps.append(Why(rules.ANSWERED, qname=name.text, qtype=type_name(qtype), count=len(found.rdatas)))
            self._answer(zone, name, found)
        elif qtype == ANY and rrsets:
            self.steps.append(Why(rules.ANSWERED_ANY, qname=name.text, count=len(rrsets)))
            for rrset in rrsets.values():
                self._answer(zone, name, rrset)
        elif (alias := rrsets.get(CNAME)) is not None:
            target = alias.rdatas[0]
            assert isinstance(target, Cname)
            self.answer += alias.records(name)
            self.steps.append(Why(rules.ALIAS, qname=name.text, target=target.target.text))
            return target.target
        elif rrsets:
            self._deny(zone, Why(rules.NO_SUCH_TYPE, qname=name.text, qtype=type_name(qtype)))
        else:
            self._deny(zone, Why(rules.EMPTY_NON_TERMINAL, qname=name.text, qtype=type_name(qtype)))
        return None

    def _answer(self, zone: Zone, name: Name, rrset: RRset) -> None:
        self.answer += rrset.records(name)
        if rrset.rtype in _LEADING:
            self._wanted.append((zone, rrset, rrset.rtype == NS))

    def _deny(self, zone: Zone, why: Why) -> None:
        """RFC 2308 3: "Name servers authoritative for a zone MUST include the SOA record of the zone" """
        self.authority += zone.negative_soa.records()
        self.steps.append(why)

    def _refer(self, zone: Zone, name: Name, cut: ZoneNode) -> None:
        """3.b: "Copy the NS RRs for the subzone into the authority section of the reply." """
        servers = cut.rrsets[NS]
        self.authority += servers.records()
        self._wanted.append((zone, servers, True))
        self.is_authoritative = bool(self.answer)
        self.needs_glue = True
        self.steps.append(Why(rules.REFERRAL, qname=name.text, cut=cut.name.text, count=len(servers.rdatas)))

    def _rename(self, zone: Zone, name: Name, node: ZoneNode) -> Name | None:
        """RFC 6672 3.2: a DNAME record stands above the name, which is an alias by that."""
        redirect = node.rrsets[DNAME]
        target = redirect.rdatas[0]
        assert isinstance(target, Named)
        known = redirect.records()
        if known[0] not in self.answer:
            self.answer += known
        renamed = name.moved(node.name, target.target)
        if renamed is None:
            # "If substitution of its <target> for its <owner> in <QNAME> would overflow the legal size for a
            # <domain-name>, set RCODE to YXDOMAIN and exit".
            self.rcode = numbers.YXDOMAIN
            self.steps.append(Why(rules.DNAME_TOO_LONG, qname=name.text, owner=node.name.text))
            return None
        # 3.1: "The synthesized CNAME RR ... the TTL of the corresponding DNAME".
        self.answer.append(ResourceRecord(name, CNAME, IN, redirect.ttl, Cname(renamed)))
        self.steps.append(Why(rules.RENAMED, qname=name.text, owner=node.name.text, target=renamed.text))
        # RFC 1034 4.3.2 3.a: a CNAME record is followed where QTYPE does not match CNAME, and so is this one.
        return None if self._qtype in (CNAME, ANY) else renamed

    def _add_addresses(self, zone: Zone, rrset: RRset, with_glue: bool) -> None:
        """Step 6: "Using local data only, attempt to add other RRs which may be useful"."""
        for rdata in rrset.rdatas:
            if isinstance(rdata, Mx):
                target = rdata.exchange
            elif isinstance(rdata, Named | Srv):
                target = rdata.target
            else:
                continue
            for rtype, found in self._addresses(zone, target, with_glue).items():
                if rtype not in _ADDRESSES:
                    continue
                for record in found.records(target):
                    if record not in self.additional and record not in self.answer:
                        self.additional.append(record)

    def _addresses(self, zone: Zone, target: Name, with_glue: bool) -> Mapping[int, RRset]:
        """What the zone, or another one of the server, has under the name of a host."""
        if not target.is_below(zone.origin):
            other = self._server.zone_of(target)
            if other is None:
                return _NOTHING
            zone, with_glue = other, False
        node, is_there = zone.find(target)
        stop = node.above or (node if (node.is_cut if is_there else node.ends_search) else None)
        if stop is not None and not (is_there and with_glue and stop.is_cut):
            return _NOTHING
        if is_there:
            return node.rrsets
        wildcard = zone.wildcard(node)
        return _NOTHING if wildcard is None else wildcard.rrsets


_LEADING = frozenset({NS, numbers.MX, numbers.SRV})
"""Types whose data name a host, whose addresses are of use (RFC 1035 3.3, RFC 2782)."""
_ADDRESSES = frozenset({numbers.A, numbers.AAAA})
