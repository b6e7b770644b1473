"""One question of a program to the resolver of its host, and what its answer says."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sim.addresses import IPv4Address
from sim.features.dns import numbers
from sim.features.dns.caching.cache import LONGEST_ALIAS
from sim.features.dns.caching.rrset import RRset
from sim.features.dns.name import ROOT, Name
from sim.features.dns.pdu import Question
from sim.features.dns.rdata import A, Cname, Ptr
from sim.ip.names.answer import Answer
from sim.quantities import Instant
from sim.words import TextError


class Servers(NamedTuple):
    """Whom to ask, in which order, and what completes a short name."""

    addresses: tuple[IPv4Address, ...]
    search: tuple[str, ...] = ()


@dataclass(eq=False, slots=True)
class Lookup:
    """A question: the names that it may mean (``candidates``) and the one that is asked for now, whose turn is next.

    ``has_no_data``: a name is there, without such records. ``has_failed``: no server could answer for some name.
    """

    token: Any
    text: str
    qtype: int
    servers: Servers
    candidates: list[Name]
    step: int
    candidate: Name = ROOT
    turns: list[tuple[int, IPv4Address]] = field(default_factory=list)
    was_refused: bool = False
    has_no_data: bool = False
    has_failed: bool = False


class Pending(NamedTuple):
    """A query that is on its way."""

    lookup: Lookup
    id: int
    question: Question
    server: IPv4Address
    over_tcp: bool
    sent: Instant
    step: int


def candidates(text: str, search: tuple[str, ...], ndots: int) -> list[Name]:
    """The names that somebody can mean, in the order in which they are tried (``resolv.conf``: search, ndots).

    Raises ``TextError`` where it is no name.
    """
    whole = Name.parse(text if text.endswith(".") else f"{text}.")
    if text.endswith(".") or not search:
        return [whole]
    completed = []
    for domain in search:
        try:
            completed.append(Name.parse(f"{text}.{domain}."))
        except TextError:
            continue  # too long
    return [whole, *completed] if text.count(".") >= ndots else [*completed, whole]


def chain_of(sets: list[RRset], name: Name, qtype: int) -> list[RRset]:
    """The aliases from a name on, and at the end the records that were asked for, where they are there."""
    by_key = {each.key: each for each in sets}
    chain: list[RRset] = []
    for _ in range(LONGEST_ALIAS):
        found = by_key.get((name, qtype, numbers.IN))
        if found is not None:
            return [*chain, found]
        alias = by_key.get((name, numbers.CNAME, numbers.IN))
        if alias is None or not isinstance(alias.data[0], Cname):
            break
        chain.append(alias)
        name = alias.data[0].target
    return chain


def end_of(chain: list[RRset], name: Name) -> Name:
    """The name that aliases lead to."""
    last = chain[-1].data[0] if chain else None
    return last.target if isinstance(last, Cname) else name


def answer_of(chain: list[RRset]) -> Answer:
    """An answer for programs: the last name is the canonical one, those before it are aliases."""
    last = chain[-1]
    if last.rtype == numbers.PTR:
        return Answer(names=tuple(data.target.text for data in last.data if isinstance(data, Ptr)))
    names = tuple(dict.fromkeys((last.name.text, *(each.name.text for each in chain))))
    return Answer(tuple(data.address for data in last.data if isinstance(data, A)), names)


def texts(chain: list[RRset]) -> str:
    """The data of the last records, as people write them."""
    return ", ".join(data.text for data in chain[-1].data)
