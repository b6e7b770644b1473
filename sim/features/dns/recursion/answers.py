"""The message that a client gets (RFC 1034 4.3.1, RFC 2181 9, RFC 6891 6.2.5)."""

from collections.abc import Iterable

from sim.features.dns import numbers
from sim.features.dns.caching.rrset import RRset
from sim.features.dns.pdu import CD, PLAIN_SIZE, QR, RA, RD, TC, Edns, Message, Question, ResourceRecord
from sim.features.dns.recursion.task import Client, Result

_LONGEST = 65535
_OWN_SIZE = 1232

Sections = tuple[list[ResourceRecord], list[ResourceRecord], list[ResourceRecord]]


def answer_octets(client: Client, result: Result, now: int, is_minimal: bool, size: int = _OWN_SIZE) -> bytes:
    """The octets of the answer, of no more than the client takes.

    RFC 1034 5.2.1 and RFC 4343: the question comes back in the letters in which it was asked.
    """
    query = client.query
    question = query.question[0] if query.question else None
    answer = _records((*result.chain, *result.answer), now, question)
    is_positive = bool(result.answer)
    authority = [] if is_minimal and is_positive else _records(result.authority, now, None)
    additional = [] if is_minimal else _records(result.additional, now, None)
    limit = _limit(client, size)
    for sections in ((answer, authority, additional), (answer, authority, []), (answer, [], [])):
        if not is_positive and not sections[1] and authority:
            break  # RFC 2308 3: an answer that something is not there needs its SOA record
        octets = _message(client, result, 0, sections).octets
        if len(octets) <= limit:
            return octets
    return _cut(client, result, answer, limit)


def _cut(client: Client, result: Result, answer: list[ResourceRecord], limit: int) -> bytes:
    """The answer with as many records as fit, and the flag that says that some are missing."""
    for count in range(len(answer), -1, -1):
        octets = _message(client, result, TC, (answer[:count], [], [])).octets
        if len(octets) <= limit:
            return octets
    return octets


def _limit(client: Client, size: int) -> int:
    if client.over_tcp:
        return _LONGEST
    edns = client.query.edns
    return PLAIN_SIZE if edns is None else max(PLAIN_SIZE, min(edns.size, size or PLAIN_SIZE))


def _message(client: Client, result: Result, flags: int, sections: Sections) -> Message:
    query = client.query
    answer, authority, additional = sections
    flags |= QR | RA | query.opcode << 11 | query.flags & (RD | CD) | result.rcode & 0xF
    if query.edns is not None:
        additional = [*additional, Edns(_OWN_SIZE, extended=result.rcode >> 4).record()]
    return Message(query.id, flags, query.question, (*answer,), (*authority,), (*additional,))


def _records(sets: Iterable[RRset], now: int, question: Question | None) -> list[ResourceRecord]:
    records: list[ResourceRecord] = []
    for rrset in sets:
        name = question.name if question is not None and question.name == rrset.name else None
        records += rrset.records(now, name)
    return list(dict.fromkeys(records)) if any(each.rtype == numbers.DNAME for each in sets) else records
