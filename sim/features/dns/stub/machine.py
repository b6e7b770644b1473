"""The stub resolver of a host (RFC 1034 5.3.1, RFC 1035 7, RFC 1123 6.1), with the habits of ``resolv.conf``."""

from dataclasses import dataclass
from random import Random
from typing import Any, NamedTuple

from sim.addresses import IPv4Address
from sim.effects import Arm, Cancel, Drop, Explain, Put, Remove
from sim.features.dns import codec, numbers
from sim.features.dns.asking.queries import Forget, Query
from sim.features.dns.asking.steps import STUB_STEPS, Step, StepRow, Steps
from sim.features.dns.caching.cache import LONGEST_ALIAS, NO_NAME, Cache, Negative
from sim.features.dns.caching.rrset import Rank, RRset, group
from sim.features.dns.caching.tables import STUB_CACHE
from sim.features.dns.name import Name, reverse
from sim.features.dns.pdu import AA, RA, RD, TC, Message, Question
from sim.features.dns.stub import rules
from sim.features.dns.stub.lookup import Lookup, Pending, Servers, answer_of, candidates, chain_of, end_of, texts
from sim.features.dns.stub.settings import ResolverSettings
from sim.features.dns.stub.timers import TIMER
from sim.ip.names.answer import Answer, Failure
from sim.kernel import SECOND
from sim.why import Why
from sim.words import TextError

MOST_SERVERS = 3
"""More servers are not asked (MAXNS of ``resolv.conf``)."""
_FIRST_PORT = 1024
_PASSED_OVER = frozenset({numbers.SERVFAIL, numbers.NOTIMP, numbers.REFUSED})
"""Response codes after which the next server is asked."""
_NOTHING = {True: "NXDOMAIN", False: "NODATA"}


@dataclass(slots=True)
class Counts:
    """How many questions there were, and how many of them the cache could answer or not."""

    questions: int = 0
    hits: int = 0
    misses: int = 0


class Found(NamedTuple):
    """The question ``token`` has come to an end."""

    token: Any
    answer: Answer
    why: Why


Effect = Query | Forget | Found | Put | Remove | Arm | Cancel | Explain | Drop


class Stub:
    """Each call returns what is to be done, in order. Times are in ns."""

    def __init__(self, settings: ResolverSettings, chance: Random) -> None:
        self.cache = Cache(STUB_CACHE)
        self._settings = settings
        self._chance = chance
        self._effects: list[Any] = []
        self._steps = Steps(STUB_STEPS, self._effects)
        self._pending: dict[int, Pending] = {}
        self._number = 0
        self._turn = 0
        self.counts = Counts()

    # What comes in

    def look_up(self, token: Any, text: str, servers: Servers, now: int) -> list[Effect]:
        """Find the addresses of a name as somebody typed it."""
        try:
            names = candidates(text, servers.search, self._settings.ndots)
        except TextError:
            self._effects.append(Found(token, Answer(failure=Failure.UNKNOWN), Why(rules.NO_NAME, name=text)))
            return self._done()
        self._next_name(Lookup(token, text, numbers.A, servers, names, self._show(text, numbers.A, now)), now)
        return self._done()

    def look_back(self, token: Any, ip: IPv4Address, servers: Servers, now: int) -> list[Effect]:
        """Find the names of an address (RFC 1035 3.5)."""
        name = reverse(ip)
        step = self._show(name.text, numbers.PTR, now)
        self._next_name(Lookup(token, name.text, numbers.PTR, servers, [name], step), now)
        return self._done()

    def receive(
        self, octets: bytes, source: tuple[IPv4Address, int], now: int, number: int | None = None
    ) -> list[Effect]:
        """Octets came to the port of query ``number``."""
        message = codec.decode(octets)
        pending = None if number is None else self._pending.get(number)
        if message is None:
            why = codec.fault(octets)
            assert why is not None
            self._effects.append(Drop(why))
        elif number is None or pending is None:
            self._effects.append(Drop(Why(rules.NOT_ASKED, server=source[0])))
        elif (wrong := _mismatch(pending, message, source)) is not None:
            self._effects.append(Drop(wrong))
        else:
            self._responded(number, pending, message, now)
        return self._done()

    def timeout(self, number: int, now: int) -> list[Effect]:
        """No response came in time."""
        pending = self._pending.get(number)
        if pending is not None:
            why = Why(rules.SILENT, server=pending.server, ns=now - pending.sent)
            self._next_server(number, pending, "timeout", why, now)
        return self._done()

    def fail(self, number: int, now: int, error: str) -> list[Effect]:
        """A query could not be sent, or nobody listens there."""
        pending = self._pending.get(number)
        if pending is not None:
            self._next_server(number, pending, error, Why(rules.UNREACHABLE, server=pending.server, error=error), now)
        return self._done()

    def flush(self, now: int) -> list[Effect]:
        """Forget all answers."""
        self.cache.flush()
        return self._done()

    # Names

    def _next_name(self, lookup: Lookup, now: int) -> None:
        """Try the next name that can be meant; without one, that is the end."""
        while lookup.candidates:
            name = lookup.candidate = lookup.candidates.pop(0)
            if name.text.lower() != lookup.text.lower().removesuffix("."):
                self._explain(Why(rules.COMPLETED, name=lookup.text, qname=name.text))
            known = self._known(name, lookup.qtype, now) if self._settings.cache else None
            if known is None:
                self.counts.misses += 1
                self._ask(lookup, now)
                return
            self.counts.hits += 1
            why = Why(rules.FROM_CACHE, qname=name.text)
            self._show_from_cache(lookup, known, now, why)
            if not isinstance(known, Negative):
                self._end(lookup, answer_of(known), now, why)
                return
            lookup.has_no_data |= known.rtype != NO_NAME
        self._give_up(lookup, now)

    def _known(self, name: Name, qtype: int, now: int) -> list[RRset] | Negative | None:
        """What the cache knows: the aliases and the records, or that there are none."""
        chain: list[RRset] = []
        for _ in range(LONGEST_ALIAS):
            entry = self.cache.find(name, qtype, numbers.IN, now)
            if isinstance(entry, Negative):
                return entry
            if entry is not None:
                return [*chain, entry]
            alias = self.cache.alias(name, numbers.IN, now)
            if alias is None:
                return None
            chain += alias[0]
            name = alias[1]
        return None

    # Servers

    def _ask(self, lookup: Lookup, now: int) -> None:
        """Ask for the name: each server in turn, and all of them again."""
        servers = lookup.servers.addresses[:MOST_SERVERS]
        if self._settings.rotate and servers:
            first = self._turn % len(servers)
            servers, self._turn = servers[first:] + servers[:first], self._turn + 1
        lookup.turns = [turn for _ in range(self._settings.attempts) for turn in enumerate(servers)]
        lookup.was_refused = False
        self._next_turn(lookup, now)

    def _next_turn(self, lookup: Lookup, now: int) -> None:
        if lookup.turns:
            index, server = lookup.turns.pop(0)
            self._send(lookup, server, self._wait(index, lookup), now)
        elif lookup.was_refused:
            # glibc goes on with the next search domain here, but not where all servers are silent.
            lookup.has_failed = True
            self._next_name(lookup, now)
        else:
            self._end(lookup, Answer(failure=Failure.FOR_NOW), now, Why(rules.NOBODY_ANSWERS, name=lookup.text))

    def _wait(self, index: int, lookup: Lookup) -> int:
        """How long a server is waited for (ns), as in glibc: longer the further down it stands."""
        timeout = self._settings.timeout
        if index == 0:
            return timeout
        longer = (timeout << index) // len(lookup.servers.addresses[:MOST_SERVERS])
        return max(longer, min(SECOND, timeout))

    def _send(self, lookup: Lookup, server: IPv4Address, wait: int, now: int, over_tcp: bool = False) -> None:
        number = self._number = self._number + 1
        question = Question(lookup.candidate, lookup.qtype)
        message = Message(self._chance.getrandbits(16), RD, (question,))
        port = self._chance.randrange(_FIRST_PORT, 0x10000)
        name, qtype = question.name.text, numbers.type_name(lookup.qtype)
        why = Why(rules.ASK_OVER_TCP if over_tcp else rules.ASK, qname=name, qtype=qtype, server=server)
        self._take_from_cache()
        row = StepRow(lookup.step, Step.QUERY, name, qtype, server, "", "", now, None, message.id)
        step = self._steps.begin(row, why)
        self._pending[number] = Pending(lookup, message.id, question, server, over_tcp, now, step)
        self._effects.append(Query(number, message.octets, server, numbers.PORT, port, over_tcp, why))
        self._effects.append(Arm((TIMER, number), now + wait, Why(rules.WAIT, server=server, ns=wait)))

    def _responded(self, number: int, pending: Pending, message: Message, now: int) -> None:
        lookup, server = pending.lookup, pending.server
        if message.flags & TC and not pending.over_tcp:
            self._over(number, pending, "truncated", now, Why(rules.TRUNCATED, server=server))
            self._send(lookup, server, self._settings.timeout, now, over_tcp=True)
            return
        rcode, name = message.rcode, pending.question.name
        said = numbers.RCODES.get(rcode, str(rcode))
        if rcode in _PASSED_OVER or _says_nothing(message):
            lookup.was_refused = True
            why = Why(rules.PASSED_OVER, server=server, rcode=said, qname=name.text)
            self._next_server(number, pending, said, why, now)
        elif rcode not in (numbers.NOERROR, numbers.NXDOMAIN):
            why = Why(rules.REJECTED, server=server, rcode=said)
            self._over(number, pending, said, now, why)
            self._end(lookup, Answer(failure=Failure.FOR_EVER), now, why)
        else:
            self._take_in(number, pending, message, now)

    def _take_in(self, number: int, pending: Pending, message: Message, now: int) -> None:
        """Use a response that says that the name is there, or that it is not."""
        lookup, server, name = pending.lookup, pending.server, pending.question.name
        chain = chain_of(group(message.answer, now, Rank.ANSWER, server), name, lookup.qtype)
        is_found = bool(chain) and chain[-1].rtype == lookup.qtype
        facts = {"server": server, "qname": name.text, "qtype": numbers.type_name(lookup.qtype)}
        if is_found:
            why, result = Why(rules.ANSWERED, **facts), texts(chain)
        elif message.rcode == numbers.NXDOMAIN:
            why, result = Why(rules.NO_SUCH_NAME, **facts), "NXDOMAIN"
        else:
            why, result = Why(rules.NO_SUCH_DATA, **facts), "NODATA"
            lookup.has_no_data = True
        self._over(number, pending, result, now, why)
        if self._settings.cache:
            for rrset in chain:
                self.cache.put(rrset, now)
            if not is_found:
                self._remember_nothing(message, end_of(chain, name), pending, now)
        if is_found:
            self._end(lookup, answer_of(chain)._replace(server=server), now, why)
        else:
            self._next_name(lookup, now)

    def _remember_nothing(self, message: Message, target: Name, pending: Pending, now: int) -> None:
        _, qtype, qclass = pending.question
        soas = group(message.authority, now, Rank.AUTHORITY, pending.server)
        soa = next((each for each in soas if each.rtype == numbers.SOA and target.is_below(each.name)), None)
        rtype = NO_NAME if message.rcode == numbers.NXDOMAIN else qtype
        self.cache.put_negative(target, rtype, qclass, soa, now, pending.server)

    def _next_server(self, number: int, pending: Pending, result: str, why: Why, now: int) -> None:
        self._over(number, pending, result, now, why)
        self._next_turn(pending.lookup, now)

    # Ends

    def _over(self, number: int, pending: Pending, result: str, now: int, why: Why) -> None:
        """A query is over."""
        del self._pending[number]
        self._steps.end(pending.step, result, now, why)
        self._effects.append(Cancel((TIMER, number), why))
        self._effects.append(Forget(number, why))

    def _give_up(self, lookup: Lookup, now: int) -> None:
        """None of the names that can be meant has what is looked for."""
        if lookup.has_no_data:
            failure, rule = Failure.NO_ADDRESS, rules.NO_DATA_AT_ALL
        elif lookup.has_failed:
            failure, rule = Failure.FOR_NOW, rules.NOBODY_ANSWERS
        else:
            failure, rule = Failure.UNKNOWN, rules.NO_NAME
        self._end(lookup, Answer(failure=failure), now, Why(rule, name=lookup.text))

    def _end(self, lookup: Lookup, answer: Answer, now: int, why: Why) -> None:
        if answer.failure is not None:
            result = answer.failure.value
        elif lookup.qtype == numbers.PTR:
            result = ", ".join(answer.names)
        else:
            result = ", ".join(map(str, answer.addresses))
        self._take_from_cache()
        self._steps.end(lookup.step, result, now, why)
        self._effects.append(Found(lookup.token, answer, why))

    # What is shown

    def _done(self) -> list[Effect]:
        self._take_from_cache()
        done = list(self._effects)
        self._effects.clear()
        return done

    def _take_from_cache(self) -> None:
        """Tell what the cache has changed before what comes now."""
        self._effects += self.cache.take_effects()

    def _explain(self, why: Why) -> None:
        self._take_from_cache()
        self._effects.append(Explain(why))

    def _show(self, text: str, qtype: int, now: int) -> int:
        self.counts.questions += 1
        name = numbers.type_name(qtype)
        row = StepRow(None, Step.QUESTION, text, name, None, "", "", now, None)
        return self._steps.begin(row, Why(rules.WANTED, name=text, qtype=name))

    def _show_from_cache(self, lookup: Lookup, known: list[RRset] | Negative, now: int, why: Why) -> None:
        name, qtype = lookup.candidate.text, numbers.type_name(lookup.qtype)
        result = texts(known) if not isinstance(known, Negative) else _NOTHING[known.rtype == NO_NAME]
        self._take_from_cache()
        self._steps.begin(StepRow(lookup.step, Step.CACHE, name, qtype, None, "", result, now, now), why)


def _mismatch(pending: Pending, message: Message, source: tuple[IPv4Address, int]) -> Why | None:
    """Why a message is no response to a query (RFC 5452 9.1)."""
    if source != (pending.server, numbers.PORT) or not message.is_response:
        return Why(rules.NOT_ASKED, server=source[0])
    if message.id != pending.id:
        return Why(rules.WRONG_ID, server=source[0], id=message.id)
    # Some servers leave the question out where they refuse it.
    if message.question != (pending.question,) and (message.question or not message.rcode):
        return Why(rules.WRONG_QUESTION, server=source[0])
    return None


def _says_nothing(message: Message) -> bool:
    """Whether a response is that of a server which neither knows the name nor asks others (glibc's ``res_send``)."""
    is_empty = message.rcode == numbers.NOERROR and not message.answer and not message.additional
    return is_empty and not message.flags & (AA | RA)
