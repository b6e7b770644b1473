"""The recursive resolver (RFC 1034 5.3.3, RFC 1035 7): questions, responses and times in; queries and answers out.

It knows no clock, no socket and no chance but what it is given, so that anything can drive it.
"""

from collections import deque
from collections.abc import Callable, Iterable
from random import Random
from typing import Any, NamedTuple

from sim.addresses import IPv4Address
from sim.effects import Arm, Cancel, Drop, Explain, Put, Remove
from sim.features.dns import codec, numbers
from sim.features.dns.asking.queries import Forget, Query
from sim.features.dns.asking.steps import SERVER_STEPS, Step, StepRow, Steps
from sim.features.dns.caching.cache import NO_NAME, Cache, Negative
from sim.features.dns.caching.rrset import Rank, RRset, negative_ttl
from sim.features.dns.caching.tables import SERVER_CACHE
from sim.features.dns.name import ROOT, Name
from sim.features.dns.pdu import RA, RD, TC, Edns, Message, Question
from sim.features.dns.recursion import rules
from sim.features.dns.recursion.answers import answer_octets
from sim.features.dns.recursion.config import RecursorConfig
from sim.features.dns.recursion.delegation import Delegation, Finder, Origin, Target, addresses_in, of_servers
from sim.features.dns.recursion.response import Kind, Reading, read
from sim.features.dns.recursion.servers import Servers
from sim.features.dns.recursion.task import SERVER_FAILURE, Client, Pending, Result, Task
from sim.features.dns.recursion.timers import TIMER
from sim.quantities import SECOND
from sim.why import Why

_MOST_SENT = 32
"""Queries for one question, until it is given up."""
_MOST_REFERRALS = 30
_MOST_RESTARTS = 11
"""Aliases one after the other."""
_DEEPEST = 8
"""Questions that wait for each other."""
_MOST_TASKS = 1000
_FAILED_FOR = 5 * SECOND
"""How long it is remembered that a question cannot be answered (RFC 2308 7.1: at most 5 minutes)."""
_FIRST_PORT = 1024
_DS = 43
"""The type of records that a parent zone has about the keys of another (RFC 4034 5)."""


class Answer(NamedTuple):
    """Send octets to whoever asked, whom ``who`` stands for."""

    who: Any
    octets: bytes
    over_tcp: bool
    why: Why


Effect = Query | Forget | Answer | Put | Remove | Arm | Cancel | Explain | Drop


Own = Callable[[Question], Message | None]
"""Gives what the device's own zones say to a question; ``None`` where the name is in none of them."""


class Recursor:
    """A recursive resolver. Times are in ns. ``own`` zones go before everything that others say.

    Each call returns what is to be done, in order: a :class:`Query` to send, an :class:`Answer` to give, a query to
    :class:`Forget`; the other effects show what happens, and may be left alone by whoever watches :attr:`deadline`.
    """

    def __init__(self, config: RecursorConfig, chance: Random, own: Own | None = None) -> None:
        self.config = config
        self._own = own
        self.cache = Cache(SERVER_CACHE, config.most)
        self._chance = chance
        self._servers = Servers(config.timeout)
        self._finder = Finder(config, self.cache)
        self._tasks: dict[Question, Task] = {}
        self._pending: dict[int, Pending] = {}
        self._results: dict[Question, Result] = {}
        self._failures: dict[Question, int] = {}
        self._parents: dict[Name, RRset] = {}
        self._glue: dict[Name, RRset] = {}
        self._ready: deque[Task] = deque()
        self._number = 0
        self._effects: list[Any] = []
        self._steps = Steps(SERVER_STEPS, self._effects)

    # What comes in

    def ask(self, octets: bytes, now: int, who: Any = None, over_tcp: bool = False) -> list[Effect]:
        """Somebody asks."""
        query = codec.decode(octets)
        if query is None:
            why = codec.fault(octets)
            assert why is not None, "octets without a fault are a message"
            refusal = codec.refusal(octets, RA)
            self._effects.append(Drop(why) if refusal is None else Answer(who, refusal.octets, over_tcp, why))
        elif query.is_response:
            self._effects.append(Drop(Why(rules.NO_QUERY)))
        else:
            self._take(Client(who, query, over_tcp), now)
        return self._done(now)

    def receive(
        self, octets: bytes, source: tuple[IPv4Address, int], now: int, number: int | None = None
    ) -> list[Effect]:
        """Octets came from ``source``; ``number`` is the query whose port they came to, if the caller knows."""
        message = codec.decode(octets)
        if message is None:
            why = codec.fault(octets)
            assert why is not None
            self._effects.append(Drop(why))
        else:
            pending = self._expected(message, source, number)
            if isinstance(pending, Why):
                self._effects.append(Drop(pending))
            else:
                self._responded(pending, message, now)
        return self._done(now)

    def timeout(self, number: int, now: int) -> list[Effect]:
        """No response to a query came in time."""
        pending = self._pending.get(number)
        if pending is not None:
            self._servers[pending.server].was_silent()
            why = Why(rules.SILENT, server=pending.server, ns=now - pending.sent)
            self._gave_up(pending, "timeout", why, now)
        return self._done(now)

    def fail(self, number: int, now: int, error: str) -> list[Effect]:
        """A query could not be sent, or its server has no such port; ``error`` is the name in ``errno``."""
        pending = self._pending.get(number)
        if pending is not None:
            at = pending.task.at
            assert at is not None
            pending.task.failed.add((at.zone, pending.server))
            self._gave_up(pending, error, Why(rules.UNREACHABLE, server=pending.server, error=error), now)
        return self._done(now)

    @property
    def deadline(self) -> int | None:
        """When (ns) :meth:`wake` is to be called; ``None`` where nothing is awaited."""
        return min((pending.deadline for pending in self._pending.values()), default=None)

    def wake(self, now: int) -> list[Effect]:
        """Give up the queries whose time is over."""
        due = [number for number, pending in self._pending.items() if pending.deadline <= now]
        return [effect for number in due for effect in self.timeout(number, now)]

    def flush(self, now: int) -> list[Effect]:
        """Forget all that was learned."""
        self.cache.flush()
        self._results.clear()
        self._failures.clear()
        self._parents.clear()
        self._glue.clear()
        return self._done(now)

    # Questions

    def _take(self, client: Client, now: int) -> None:
        query = client.query
        if query.opcode != numbers.QUERY or len(query.question) != 1:
            rcode = numbers.NOTIMP if query.opcode != numbers.QUERY else numbers.FORMERR
            self._tell(client, Result(rcode), now, Why(rules.NO_PLAIN_QUESTION))
            return
        edns = query.edns
        if edns is not None and edns.version > 0:
            self._tell(client, Result(numbers.BADVERS), now, Why(rules.NO_PLAIN_QUESTION))
            return
        question = query.question[0]
        if question.qtype in (numbers.AXFR, numbers.IXFR, numbers.MAILA, numbers.MAILB, numbers.OPT):
            is_transfer = question.qtype in (numbers.AXFR, numbers.IXFR)
            rcode = numbers.REFUSED if is_transfer else numbers.NOTIMP
            self._tell(client, Result(rcode), now, Why(rules.NO_PLAIN_QUESTION))
        elif not query.flags & RD:
            found = self._known(question, now)
            self._tell(client, found or self._closest(question, now), now, Why(rules.NO_RECURSION))
        else:
            self._add(client, question, now)

    def _add(self, client: Client, question: Question, now: int) -> None:
        task = self._tasks.get(question)
        if task is None:
            if len(self._tasks) >= _MOST_TASKS:
                self._tell(client, SERVER_FAILURE, now, Why(rules.TOO_BUSY, most=_MOST_TASKS))
                return
            task = self._begin(question, 0, None, now, client.query.id)
        elif any(_is_repeated(client, other) for other in task.clients):
            self._effects.append(Drop(Why(rules.REPEATED, qname=question.name.text)))
            return
        else:
            name, qtype = question.name.text, numbers.type_name(question.qtype)
            row = StepRow(task.step, Step.SAME, name, qtype, None, "", "", now, None, client.query.id)
            client = client._replace(step=self._steps.begin(row, Why(rules.JOINED, qname=name)))
        task.clients.append(client)

    def _begin(self, question: Question, depth: int, parent: Task | None, now: int, query: int | None = None) -> Task:
        name, qtype = question.name.text, numbers.type_name(question.qtype)
        above = None if parent is None else parent.step
        row = StepRow(above, Step.QUESTION, name, qtype, None, "", "", now, None, query)
        rule = rules.ASKED if parent is None else rules.ASKED_FOR_ITSELF
        step = self._steps.begin(row, Why(rule, qname=name, qtype=qtype))
        task = self._tasks[question] = Task(question, depth, now, step, question)
        self._ready.append(task)
        return task

    def _known(self, question: Question, now: int) -> Result | None:
        """What is remembered for a question, without the aliases on the way to it."""
        result = self._results.get(question)
        if result is not None:
            if result.expires > now:
                return result
            del self._results[question]
        entry = self.cache.find(*question, now)
        if isinstance(entry, Negative):
            return Result(entry.rcode, authority=() if entry.soa is None else (entry.soa,))
        if isinstance(entry, RRset) and entry.rank >= Rank.ANSWER:
            return Result(numbers.NOERROR, answer=(entry,))
        return None

    def _closest(self, question: Question, now: int) -> Result:
        """For who does not want recursion: where the name would be found, as far as is known (RFC 1034 4.3.1)."""
        for count in range(len(question.name.labels), -1, -1):
            servers = self.cache.rrset(question.name.last(count), numbers.NS, question.qclass, now)
            if servers is not None:
                return Result(numbers.NOERROR, authority=(servers,))
        return Result(numbers.REFUSED)

    # Work on one question

    def _done(self, now: int) -> list[Effect]:
        """Work as far as possible, and give what there is to do."""
        while self._ready:
            task = self._ready.popleft()
            if task.result is None and not task.children and task.pending is None:
                self._work(task, now)
        self.cache.expire(now)
        done = self._effects + self.cache.take_effects()
        self._effects.clear()
        return done

    def _explain(self, why: Why) -> None:
        self._effects += self.cache.take_effects()
        self._effects.append(Explain(why))

    def _work(self, task: Task, now: int) -> None:
        """Go on with a question, until it waits for something or is answered."""
        while task.result is None:
            at = task.at
            if at is None:
                if not self._look_it_up(task, now):
                    return
                continue
            if task.sent >= _MOST_SENT:
                self._give_up(task, now, Why(rules.TOO_MUCH_WORK, qname=task.question.name.text, most=_MOST_SENT))
                return
            server = self._choose(task, now)
            if server is not None:
                self._send(task, server, now)
                return
            if self._seek_addresses(task, now):
                return
            if not at.without_addresses() and not self._last_resort(task, now):
                name = task.question.name.text
                self._give_up(task, now, Why(rules.NOBODY_LEFT, qname=name, zone=at.zone.text))

    def _look_it_up(self, task: Task, now: int) -> bool:
        """Look for the name at home, else find whom to ask; whether there is more to do now."""
        at_home = self._look_at_home(task, now)
        if at_home is not None:
            return at_home
        chase = task.chase
        # RFC 4035 3.1.4.1: records of type DS are those of the parent.
        below = len(chase.name.labels) - 1 if chase.qtype == _DS and chase.name.labels else None
        found = self._finder.closest(chase.name, chase.qclass, now, below)
        if found is None:
            self._give_up(task, now, Why(rules.NO_HINTS, qname=chase.name.text))
            return False
        if self._must_prime(task, found):
            task.is_primed = True
            self._wait_for(task, Question(ROOT, numbers.NS), None, now)
            return False
        task.move_to(found)
        servers = tuple(found.addresses())
        self._explain(Why(_BEGIN_AT[found.origin], qname=chase.name.text, zone=found.zone.text, servers=servers))
        return True

    def _look_at_home(self, task: Task, now: int) -> bool | None:
        """Use what own zones say, or the cache; whether there is more to do now, ``None`` where both know nothing."""
        chase = task.chase
        if self._failures.get(task.question, now) > now:
            self._finish(task, SERVER_FAILURE, now, Why(rules.FAILED_BEFORE, qname=task.question.name.text))
            return False
        own = None if self._own is None else self._own(chase)
        if own is not None and (goes_on := self._look_at_own(task, own, now)) is not None:
            return goes_on
        known = self._known(chase, now)
        if known is not None:
            why = Why(rules.FROM_CACHE, qname=chase.name.text)
            self._step(task, Step.CACHE, _said(known), now, why)
            self._finish(task, known._replace(chain=(*task.chain, *known.chain)), now, why)
            return False
        if chase.qtype in (numbers.CNAME, numbers.ANY):
            return None
        alias = self.cache.alias(chase.name, chase.qclass, now)
        if alias is None:
            return None
        why = Why(rules.ALIAS_FROM_CACHE, qname=chase.name.text, target=alias[1].text)
        self._step(task, Step.CACHE, f"CNAME {alias[1].text}", now, why)
        return self._restart(task, alias[0], alias[1], now, why)

    def _look_at_own(self, task: Task, message: Message, now: int) -> bool | None:
        """Use what an own zone says, and remember nothing of it; whether there is more to do now, as for the cache."""
        chase = task.chase
        reading = read(message, chase, ROOT, now)
        why = Why(rules.OWN_ZONE, qname=chase.name.text)
        match reading.kind:
            case Kind.ANSWER | Kind.NO_DATA | Kind.NO_NAME:
                self._step(task, Step.ZONE, _told(reading), now, why)
                self._finish(task, Result(reading.rcode, (*task.chain, *reading.chain), *_rest(reading)), now, why)
                return False
            case Kind.ALIAS:
                self._step(task, Step.ZONE, _told(reading), now, why)
                alias = Why(rules.ALIAS, qname=chase.name.text, target=reading.target.text)
                return self._restart(task, reading.chain, reading.target, now, alias)
            case Kind.REFERRAL if (servers := reading.servers()) is not None:
                self._step(task, Step.ZONE, _told(reading), now, why)
                task.move_to(of_servers(servers, reading.additional, self.cache, Origin.REFERRAL, now))
                return True
        return None

    def _must_prime(self, task: Task, found: Delegation) -> bool:
        """Whether the servers of the root are to be asked for first (RFC 9609 3)."""
        is_hint = self.config.prime and found.origin is Origin.HINTS and not task.is_primed
        return is_hint and task.question != Question(ROOT, numbers.NS)

    def _restart(self, task: Task, chain: Iterable[RRset], target: Name, now: int, why: Why) -> bool:
        """Go on with the name that an alias stands for (RFC 1034 5.3.3, step 4c); whether that is possible."""
        task.chain += chain
        task.restarts += 1
        if task.restarts > _MOST_RESTARTS:
            self._give_up(task, now, Why(rules.TOO_MANY_ALIASES, qname=task.question.name.text, most=_MOST_RESTARTS))
            return False
        task.chase = task.chase._replace(name=target)
        task.move_to(None)
        self._explain(why)
        return True

    def _choose(self, task: Task, now: int) -> IPv4Address | None:
        """The server to ask next."""
        at = task.at
        assert at is not None
        is_configured = at.origin in (Origin.STUB, Origin.FORWARD)
        usable = [
            address
            for address in at.addresses()
            if not task.is_used_up(at.zone, address, 1 if self._servers.is_mute(address) else self.config.attempts)
            and address not in task.weak
            and (is_configured or _can_be_asked(address))
        ]
        able = [address for address in usable if not self._servers.is_lame(address, at.zone, now)]
        return self._servers.choose(able or usable, self._chance)

    def _seek_addresses(self, task: Task, now: int) -> bool:
        """Look for the address of a server that has none yet; whether the question now waits for that."""
        assert task.at is not None
        missing = task.at.without_addresses()
        if not missing:
            return False
        target = self._chance.choice(missing)
        target.is_sought = True
        assert target.name is not None
        return self._wait_for(task, Question(target.name, numbers.A, task.chase.qclass), target, now)

    def _wait_for(self, task: Task, question: Question, target: Target | None, now: int) -> bool:
        """Ask another question first; false where that cannot help."""
        child = self._tasks.get(question)
        if task.depth >= _DEEPEST:
            self._explain(Why(rules.TOO_DEEP, qname=question.name.text, most=_DEEPEST))
            return False
        if child is not None and child.waits_for(task):
            self._explain(
                Why(rules.CIRCLE, qname=question.name.text, zone="" if task.at is None else task.at.zone.text)
            )
            return False
        if child is None:
            child = self._begin(question, task.depth + 1, task, now)
        if target is not None and target.name is not None:
            why = Why(rules.NO_GLUE, server_name=target.name.text, zone="" if task.at is None else task.at.zone.text)
            self._explain(why)
            task.seeks[child] = target.name
        child.parents.append(task)
        task.children.add(child)
        return True

    def _last_resort(self, task: Task, now: int) -> bool:
        """Before giving up, try what was left out: servers that ask others, and what the parent zone has said."""
        at = task.at
        assert at is not None
        for server, reading in task.weak.items():
            kind = Kind.ANSWER if reading.answer else Kind.ALIAS if reading.chain else Kind.NO_DATA
            kind = Kind.NO_NAME if reading.rcode == numbers.NXDOMAIN and kind is Kind.NO_DATA else kind
            why = Why(rules.WEAK_AFTER_ALL, server=server, qname=task.chase.name.text)
            self._take_in(task, reading._replace(kind=kind), server, now, why)
            return True
        if at.zone in task.climbed or at.origin in (Origin.STUB, Origin.FORWARD, Origin.HINTS):
            return False
        task.climbed.add(at.zone)
        servers = self._parents.get(at.zone)
        added = False
        if servers is not None and servers.expires > now:
            said = of_servers(servers, self._glue.values(), self.cache, at.origin, now)
            for target in said.targets:
                assert target.name is not None
                added |= at.add(target.name, target.addresses)
        for target in at.targets:
            glue = None if target.name is None else self._glue.get(target.name)
            if glue is not None and glue.expires > now and target.name is not None:
                added |= at.add(target.name, addresses_in((glue,), target.name))
        if added:
            self._explain(Why(rules.PARENT_SIDE, zone=at.zone.text))
            return True
        if servers is not None and servers.expires > now:
            return False  # it has said this a moment ago
        above = self._finder.closest(task.chase.name, task.chase.qclass, now, len(at.zone.labels) - 1)
        if above is None:
            return False
        self._explain(Why(rules.CLIMB, zone=at.zone.text, above=above.zone.text))
        task.move_to(above)
        return True

    # Queries

    def _send(self, task: Task, server: IPv4Address, now: int, over_tcp: bool = False) -> None:
        at = task.at
        assert at is not None
        self._servers.forget_old(server, now)
        known = self._servers[server]
        has_edns = bool(self.config.size) and known.knows_edns
        number = self._number = self._number + 1
        chase = task.chase
        flags = RD if at.origin is Origin.FORWARD else 0
        edns = (Edns(self.config.size).record(),) if has_edns else ()
        message = Message(self._chance.getrandbits(16), flags, (chase,), additional=edns)
        local_port = self._chance.randrange(_FIRST_PORT, 0x10000)
        task.sent += 1
        task.attempts[at.zone, server] += 1
        name, qtype = chase.name.text, numbers.type_name(chase.qtype)
        facts = {"qname": name, "qtype": qtype, "server": server, "zone": at.zone.text}
        rule = (
            rules.ASK_OVER_TCP
            if over_tcp
            else rules.ASK_AGAIN
            if task.attempts[at.zone, server] > 1
            else _ASK[at.origin]
        )
        why = Why(rule, **facts)
        self._explain_nothing()
        where = at.zone.text if at.origin is not Origin.FORWARD else "forward"
        row = StepRow(task.step, Step.QUERY, name, qtype, server, where, "", now, None, message.id)
        step = self._steps.begin(row, why)
        deadline = now + known.rto * (4 if over_tcp else 1)
        pending = Pending(
            task, number, message.id, chase, server, numbers.PORT, local_port, over_tcp, has_edns, now, deadline, step
        )
        self._pending[number] = task.pending = pending
        self._effects.append(Query(number, message.octets, server, numbers.PORT, local_port, over_tcp, why))
        self._effects.append(Arm((TIMER, number), deadline, Why(rules.WAIT, server=server, ns=deadline - now)))

    def _explain_nothing(self) -> None:
        """Let what the cache has to tell go before what comes now."""
        self._effects += self.cache.take_effects()

    def _expected(self, message: Message, source: tuple[IPv4Address, int], number: int | None) -> Pending | Why:
        """The query that a message responds to, or why it responds to none (RFC 5452 9.1)."""
        server = source[0]
        if not message.is_response:
            return Why(rules.NO_RESPONSE, server=server)
        candidates = [self._pending.get(number)] if number is not None else [*self._pending.values()]
        awaited = [each for each in candidates if each is not None and (each.server, each.port) == source]
        if not awaited:
            return Why(rules.NOT_ASKED, server=server)
        awaited = [each for each in awaited if each.id == message.id]
        if not awaited:
            return Why(rules.WRONG_ID, server=server, id=message.id)
        for each in awaited:
            # Some servers leave the question out where they refuse it.
            if message.question == (each.question,) or (not message.question and message.rcode):
                return each
        return Why(rules.WRONG_QUESTION, server=server)

    def _responded(self, pending: Pending, message: Message, now: int) -> None:
        task, server = pending.task, pending.server
        at = task.at
        assert at is not None
        if task.attempts[at.zone, server] == 1 and not pending.over_tcp:
            self._servers[server].answered(now - pending.sent)
        if message.flags & TC and not pending.over_tcp:
            self._end(pending, "truncated", now, Why(rules.TRUNCATED, server=server))
            self._send(task, server, now, over_tcp=True)
            return
        if pending.has_edns and message.edns is None and message.rcode in (numbers.FORMERR, numbers.NOTIMP):
            # RFC 6891 6.2.2 and 7: such a server knows no OPT record.
            self._servers[server].knows_edns = False
            self._end(pending, "no EDNS", now, Why(rules.NO_EDNS, server=server))
            task.attempts[at.zone, server] -= 1
            self._send(task, server, now)
            return
        reading = read(message, pending.question, at.zone, now, server, at.origin is Origin.FORWARD)
        if message.flags & TC:
            reading = Reading(Kind.FAILED, numbers.SERVFAIL, task.chase.name)  # not even TCP brought all of it
        why = Why(_READ[reading.kind], **_facts(reading, pending, at))
        self._end(pending, _told(reading), now, why)
        for record in reading.refused:
            self._explain(Why(rules.NOT_ITS_ZONE, server=server, zone=at.zone.text, name=record.name.text))
        self._take_in(task, reading, server, now, why)
        self._ready.append(task)

    def _take_in(self, task: Task, reading: Reading, server: IPv4Address, now: int, why: Why) -> None:
        """Use a response."""
        at = task.at
        assert at is not None
        match reading.kind:
            case Kind.ANSWER | Kind.NO_DATA | Kind.NO_NAME:
                self._remember(reading, task, server, now)
                chain = (*task.chain, *reading.chain)
                self._finish(task, Result(reading.rcode, chain, *_rest(reading)), now, why)
            case Kind.ALIAS:
                self._remember(reading, task, server, now)
                alias = Why(rules.ALIAS, qname=task.chase.name.text, target=reading.target.text)
                self._step(task, Step.ALIAS, reading.target.text, now, alias)
                self._restart(task, reading.chain, reading.target, now, alias)
            case Kind.REFERRAL if at.origin is not Origin.FORWARD:
                self._refer(task, reading, now)
            case Kind.RECURSIVE | Kind.EMPTY:
                task.weak[server] = reading
            case Kind.FAILED if reading.rcode != numbers.REFUSED:
                task.failed.add((at.zone, server))
            case _:
                task.failed.add((at.zone, server))
                if at.origin is not Origin.FORWARD:
                    self._servers.note_lame(server, at.zone, now)

    def _refer(self, task: Task, reading: Reading, now: int) -> None:
        """Go down to the servers that a referral names (RFC 1034 5.3.3, step 4b)."""
        servers, at = reading.servers(), task.at
        assert servers is not None
        assert at is not None
        servers = _bounded(servers, at)
        glue = [each for each in reading.additional if each.rtype == numbers.A]
        self._parents[servers.name] = servers
        self._glue.update((each.name, each) for each in glue)
        for rrset in (servers, *glue):
            self.cache.put(rrset, now)
        task.referrals += 1
        if task.referrals > _MOST_REFERRALS:
            why = Why(rules.TOO_MUCH_WORK, qname=task.question.name.text, most=_MOST_REFERRALS)
            self._give_up(task, now, why)
            return
        task.move_to(of_servers(servers, glue, self.cache, Origin.REFERRAL, now))

    def _remember(self, reading: Reading, task: Task, server: IPv4Address, now: int) -> None:
        """Put into the cache what a response says."""
        question, at = task.chase, task.at
        assert at is not None
        for rrset in (*reading.chain, *reading.answer, *reading.authority, *reading.additional):
            is_made = rrset.rtype == numbers.CNAME and any(each.rtype == numbers.DNAME for each in reading.chain)
            if rrset.rtype != numbers.SOA and not is_made:
                self.cache.put(_bounded(rrset, at), now)
        if reading.kind in (Kind.NO_DATA, Kind.NO_NAME) and reading.soa is not None:
            rtype = NO_NAME if reading.kind is Kind.NO_NAME else question.qtype
            self.cache.put_negative(reading.target, rtype, question.qclass, reading.soa, now, server)

    # Ends

    def _gave_up(self, pending: Pending, result: str, why: Why, now: int) -> None:
        """A query came to nothing; the question goes on."""
        self._end(pending, result, now, why)
        self._ready.append(pending.task)

    def _end(self, pending: Pending, result: str, now: int, why: Why) -> None:
        """A query is over."""
        del self._pending[pending.number]
        pending.task.pending = None
        self._explain_nothing()
        self._steps.end(pending.step, result, now, why)
        self._effects.append(Cancel((TIMER, pending.number), why))
        self._effects.append(Forget(pending.number, why))

    def _give_up(self, task: Task, now: int, why: Why) -> None:
        """There is no answer."""
        if len(self._failures) >= _MOST_TASKS:
            self._failures = {question: until for question, until in self._failures.items() if until > now}
        self._failures[task.question] = now + _FAILED_FOR
        self._finish(task, SERVER_FAILURE._replace(chain=()), now, why)

    def _finish(self, task: Task, result: Result, now: int, why: Why) -> None:
        """Tell everybody who waits."""
        task.result = result
        del self._tasks[task.question]
        self._explain_nothing()
        self._steps.end(task.step, _said(result), now, why)
        if result.rcode != numbers.SERVFAIL and result.expires > now:
            if len(self._results) >= self.config.most:
                self._results = {key: each for key, each in self._results.items() if each.expires > now}
            if len(self._results) < self.config.most:
                self._results[task.question] = result
        for client in task.clients:
            if client.step is not None:
                self._steps.end(client.step, _said(result), now, why)
            self._tell(client, result, now, why)
        for parent in task.parents:
            parent.children.discard(task)
            name = parent.seeks.pop(task, None)
            if name is not None and parent.at is not None:
                parent.at.add(name, _addresses(result))
            self._ready.append(parent)

    def _tell(self, client: Client, result: Result, now: int, why: Why) -> None:
        octets = answer_octets(client, self._as_known(result, now), now, self.config.minimal, self.config.size)
        self._effects.append(Answer(client.who, octets, client.over_tcp, why))

    def _as_known(self, result: Result, now: int) -> Result:
        """A result with each set of records as the cache has it, where that is as good: newer, or not prolonged."""

        def known(sets: tuple[RRset, ...]) -> tuple[RRset, ...]:
            found = [self.cache.rrset(*each.key, now, each.rank) or each for each in sets]
            return tuple(each if each.rtype == numbers.SOA else new for each, new in zip(sets, found, strict=True))

        chain, answer, authority, additional = map(known, result[1:])
        return Result(result.rcode, chain, answer, authority, additional)

    def _step(self, task: Task, step: Step, result: str, now: int, why: Why) -> None:
        """Show something that took no time."""
        name, qtype = task.chase.name.text, numbers.type_name(task.chase.qtype)
        self._explain_nothing()
        self._steps.begin(StepRow(task.step, step, name, qtype, None, "", result, now, now), why)


def _bounded(rrset: RRset, at: Delegation) -> RRset:
    """Servers of a zone, remembered for no longer than the delegation that led to them.

    Else a zone could live on in caches for ever after its parent has taken it away.
    """
    if rrset.rtype != numbers.NS or at.expires is None or rrset.expires <= at.expires:
        return rrset
    return rrset._replace(expires=at.expires)


def _rest(reading: Reading) -> tuple[tuple[RRset, ...], tuple[RRset, ...], tuple[RRset, ...]]:
    """The sections behind the aliases. RFC 2308 3: where nothing is there, the SOA record tells for how long."""
    soa = reading.soa
    if reading.answer or soa is None:
        return reading.answer, reading.authority, reading.additional
    ttl = negative_ttl(soa)
    return (), (soa._replace(ttl=ttl, expires=soa.expires - (soa.ttl - ttl) * SECOND),), ()


def _is_repeated(client: Client, other: Client) -> bool:
    """Whether somebody asks once more, because no answer has come yet."""
    return client.who is not None and (client.who, client.query.id) == (other.who, other.query.id)


def _can_be_asked(address: IPv4Address) -> bool:
    """Whether a server that a stranger has named may be asked: not one that is only this host, or nobody."""
    return not (address.is_loopback or address.is_multicast or address.is_this_network or address == 0xFFFFFFFF)


def _addresses(result: Result) -> list[IPv4Address]:
    return [address for each in result.answer for address in addresses_in((each,), each.name)]


def _said(result: Result) -> str:
    """A result in few words."""
    data = [each.text for rrset in result.answer for each in rrset.data]
    if data:
        return ", ".join(data)
    return "NODATA" if result.rcode == numbers.NOERROR else numbers.RCODES.get(result.rcode, str(result.rcode))


def _told(reading: Reading) -> str:
    """A response in few words."""
    match reading.kind:
        case Kind.ANSWER:
            return ", ".join(each.text for rrset in reading.answer for each in rrset.data)
        case Kind.REFERRAL:
            return f"referral to {reading.zone.text}" if reading.zone is not None else ""
        case Kind.ALIAS:
            return f"CNAME {reading.target.text}"
        case Kind.FAILED:
            return numbers.RCODES.get(reading.rcode, str(reading.rcode))
    return str(reading.kind)


def _facts(reading: Reading, pending: Pending, at: Delegation) -> dict[str, Any]:
    return {
        "server": pending.server,
        "qname": pending.question.name.text,
        "qtype": numbers.type_name(pending.question.qtype),
        "zone": at.zone.text,
        "below": "" if reading.zone is None else reading.zone.text,
        "target": reading.target.text,
        "rcode": numbers.RCODES.get(reading.rcode, str(reading.rcode)),
    }


_BEGIN_AT = {
    Origin.HINTS: rules.BEGIN_AT_ROOT,
    Origin.CACHE: rules.BEGIN_AT_KNOWN,
    Origin.REFERRAL: rules.BEGIN_AT_KNOWN,
    Origin.STUB: rules.BEGIN_AT_CONFIGURED,
    Origin.FORWARD: rules.BEGIN_AT_FORWARDER,
}
_ASK = {
    Origin.HINTS: rules.ASK_ROOT,
    Origin.CACHE: rules.ASK,
    Origin.REFERRAL: rules.ASK,
    Origin.STUB: rules.ASK,
    Origin.FORWARD: rules.FORWARD,
}
_READ = {
    Kind.ANSWER: rules.ANSWERED,
    Kind.NO_DATA: rules.NO_DATA,
    Kind.NO_NAME: rules.NO_NAME,
    Kind.ALIAS: rules.ALIAS_TOLD,
    Kind.REFERRAL: rules.REFERRED,
    Kind.LAME: rules.LAME,
    Kind.EMPTY: rules.EMPTY,
    Kind.RECURSIVE: rules.RECURSIVE,
    Kind.FAILED: rules.SERVER_FAILED,
}
