"""One question that a resolver works on, and who waits for the answer."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sim.addresses import IPv4Address
from sim.features.dns import numbers
from sim.features.dns.caching.rrset import RRset
from sim.features.dns.name import Name
from sim.features.dns.pdu import Message, Question
from sim.features.dns.recursion.delegation import Delegation
from sim.features.dns.recursion.response import Reading
from sim.quantities import Instant


class Client(NamedTuple):
    """Somebody who has asked, and how. ``who`` is whatever the owner of the resolver knows them by.

    ``step`` is the number of the step that shows a client who asked for what was looked for already.
    """

    who: Any
    query: Message
    over_tcp: bool
    step: int | None = None


class Result(NamedTuple):
    """What a question came to. ``chain`` are the aliases on the way, ``answer`` what stands at its end."""

    rcode: int
    chain: tuple[RRset, ...] = ()
    answer: tuple[RRset, ...] = ()
    authority: tuple[RRset, ...] = ()
    additional: tuple[RRset, ...] = ()

    @property
    def sets(self) -> tuple[RRset, ...]:
        return self.chain + self.answer + self.authority + self.additional

    @property
    def expires(self) -> Instant:
        """Until when (ns) all of it counts; 0 where nothing says so."""
        return min((each.expires for each in self.sets), default=0)


SERVER_FAILURE = Result(numbers.SERVFAIL)


class Pending(NamedTuple):
    """A query that is on its way. ``is_again``: it was sent before, so that its time tells nothing."""

    task: "Task"
    number: int
    id: int
    question: Question
    server: IPv4Address
    port: int
    local_port: int
    over_tcp: bool
    has_edns: bool
    sent: Instant
    deadline: Instant
    step: int


@dataclass(eq=False, slots=True)
class Task:
    """A question, and how far the work on it has come.

    ``chase`` is what is asked now: another name than at first where that is an alias. ``depth`` counts how many other
    questions wait for this one. ``attempts`` and ``failed`` are by the zone and the server. ``weak`` are responses that
    are used only when no server gives a better one. ``climbed`` are zones whose parents were asked for their servers
    once more. ``step`` is its number among the steps that are shown.
    """

    question: Question
    depth: int
    began: Instant
    step: int
    chase: Question
    clients: list[Client] = field(default_factory=list)
    parents: list["Task"] = field(default_factory=list)
    children: set["Task"] = field(default_factory=set)
    seeks: dict["Task", Name] = field(default_factory=dict)
    chain: list[RRset] = field(default_factory=list)
    at: Delegation | None = None
    pending: Pending | None = None
    result: Result | None = None
    attempts: Counter[tuple[Name, IPv4Address]] = field(default_factory=Counter)
    failed: set[tuple[Name, IPv4Address]] = field(default_factory=set)
    weak: dict[IPv4Address, Reading] = field(default_factory=dict)
    climbed: set[Name] = field(default_factory=set)
    restarts: int = 0
    referrals: int = 0
    sent: int = 0
    is_primed: bool = False

    def waits_for(self, other: "Task") -> bool:
        """Whether it cannot go on before the other has."""
        return self is other or any(child.waits_for(other) for child in self.children)

    def move_to(self, delegation: Delegation | None) -> None:
        """Ask other servers from now on."""
        self.at = delegation
        self.weak.clear()

    def is_used_up(self, zone: Name, server: IPv4Address, most: int) -> bool:
        """Whether a server was asked often enough."""
        return (zone, server) in self.failed or self.attempts[zone, server] >= most
