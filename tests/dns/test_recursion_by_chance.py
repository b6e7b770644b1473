"""The resolver in a small internet whose network loses, repeats, reorders and forges: it says what is true, or that it
cannot tell, and always comes to an end.
"""

import random

import pytest

from sim.addresses import IPv4Address
from sim.features.dns import codec, numbers
from sim.features.dns.asking.queries import Query
from sim.features.dns.authority.machine import Authority
from sim.features.dns.name import Name
from sim.features.dns.pdu import AA, QR, RD, Message
from sim.features.dns.recursion.config import RecursorConfig
from sim.features.dns.recursion.machine import Answer, Recursor
from sim.features.dns.zone_file import read
from sim.why import Why
from tests.dns.internet import HINTS, TRUTH, ZONES
from tests.dns.messages import question, records
from tests.sizes import tries

MILLISECOND = 1_000_000
FORGED = "6.6.6.6"
_READ = {origin: read(Name.parse(origin), text) for origin, text in ZONES.values()}
SERVERS: dict[IPv4Address, Authority] = {
    server: Authority([_READ[origin] for servers, (origin, _) in ZONES.items() if server in servers], 1232)
    for servers in ZONES
    for server in servers
}


class Network:
    """Carries messages between a resolver and the servers, as a random stream decides."""

    def __init__(self, seed: int, loss: float, forgery: float = 0.0) -> None:
        self.chance = random.Random(seed)
        self.loss = loss
        self.forgery = forgery
        self.resolver = Recursor(RecursorConfig(HINTS, prime=seed % 2 == 0), random.Random(seed))
        self.now = 0
        self.on_the_way: list[tuple[int, bytes, IPv4Address]] = []
        self.answers: list[Message] = []
        self.queries = 0

    def resolve(self, text: str) -> Message:
        self.answers.clear()
        query = Message(1, RD, (question(text),))
        self.take(list(self.resolver.ask(query.octets, self.now, "client")))
        while not self.answers:
            self.step()
        return self.answers[0]

    def step(self) -> None:
        """Let the next thing happen: a message arrives, or time is over."""
        deadline = self.resolver.deadline
        self.on_the_way.sort(key=lambda each: each[0])
        if self.on_the_way and (deadline is None or self.on_the_way[0][0] < deadline):
            self.now, octets, source = self.on_the_way.pop(0)
            self.take(list(self.resolver.receive(octets, (source, 53), self.now)))
        else:
            assert deadline is not None, "the resolver waits for nothing, and has not answered"
            self.now = deadline
            self.take(list(self.resolver.wake(self.now)))

    def take(self, effects: list[object]) -> None:
        for effect in effects:
            if isinstance(effect, Query):
                self.queries += 1
                self.send(effect)
            elif isinstance(effect, Answer):
                message = codec.decode(effect.octets)
                assert message is not None
                self.answers.append(message)

    def send(self, query: Query) -> None:
        chance = self.chance
        if chance.random() < self.forgery:
            self.on_the_way.append((self.now + MILLISECOND, self.forged(query), query.server))
        if query.server not in SERVERS or chance.random() < self.loss:
            return
        octets = SERVERS[query.server].answer(query.octets, over_tcp=query.over_tcp)
        while chance.random() >= self.loss:
            self.on_the_way.append((self.now + chance.randrange(MILLISECOND, 700 * MILLISECOND), octets, query.server))
            if chance.random() > self.loss:
                break  # else it comes twice

    def forged(self, query: Query) -> bytes:
        """What somebody sends who sees the question, but not the number."""
        asked = codec.decode(query.octets)
        assert asked is not None
        name = asked.question[0].name
        data = records(f"{name} 86400 A {FORGED}")
        number = (asked.id + self.chance.randrange(1, 0x10000)) & 0xFFFF
        return Message(number, QR | AA, asked.question, data).octets


def end_of(message: Message) -> object:
    """What the answer says at the end of its aliases, or its code."""
    qtype = message.question[0].qtype
    data = sorted(each.rdata.text for each in message.answer if each.rtype == qtype)
    return tuple(data) or message.rcode


@pytest.mark.parametrize("text", TRUTH)
def test_in_a_network_without_faults_every_answer_is_true(text: str) -> None:
    network = Network(1, 0.0)
    assert end_of(network.resolve(text)) == TRUTH[text]
    queries = network.queries
    assert end_of(network.resolve(text)) == TRUTH[text]
    assert network.queries == queries, "the cache knows it now"


@pytest.mark.parametrize("seed", range(60))
def test_with_losses_an_answer_is_true_or_a_failure(seed: int) -> None:
    network = Network(seed, loss=random.Random(seed).choice([0.05, 0.3, 0.6]))
    texts = sorted(TRUTH)
    network.chance.shuffle(texts)
    for text in texts:
        assert end_of(network.resolve(text)) in (TRUTH[text], numbers.SERVFAIL)
        assert network.now < 3600 * 1000 * MILLISECOND
    assert network.queries < 60 * len(texts)


@pytest.mark.parametrize("seed", range(20))
def test_nobody_who_does_not_see_the_numbers_can_forge_an_answer(seed: int) -> None:
    network = Network(seed, loss=0.1, forgery=1.0)
    for text in TRUTH:
        message = network.resolve(text)
        assert end_of(message) in (TRUTH[text], numbers.SERVFAIL)
    assert not any(
        FORGED in each.text for entry in network.resolver.cache.entries.values() for each in getattr(entry, "data", ())
    )


def test_mutated_responses_never_raise() -> None:
    chance = random.Random(5)
    for seed in range(300):
        network = Network(seed, 0.0)
        send = network.send

        def garble(query: Query, send: object = send, network: Network = network) -> None:
            send(query)  # type: ignore[operator]
            if not network.on_the_way:
                return  # it went to an address that nobody has
            when, octets, source = network.on_the_way.pop()
            changed = bytearray(octets)
            for _ in range(chance.randrange(1, 6)):
                changed[chance.randrange(2, len(changed))] = chance.randrange(256)
            network.on_the_way.append((when, bytes(changed[: chance.randrange(8, len(changed) + 1)]), source))

        network.send = garble  # type: ignore[method-assign]
        network.resolve(chance.choice(sorted(TRUTH)))


def test_mutated_responses_are_used_or_dropped_with_a_reason() -> None:
    chance = random.Random(7)
    network = Network(1, 0.0)
    texts = sorted(TRUTH)
    for n in range(tries(1_000, 20_000)):
        if network.resolver.deadline is None:
            network = Network(n, 0.0)
            network.take(list(network.resolver.ask(Message(1, RD, (question(chance.choice(texts)),)).octets, 0, n)))
        _, octets, source = network.on_the_way[-1]
        changed = bytearray(octets)
        for _ in range(chance.randrange(1, 4)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        changed = changed[: chance.randrange(len(changed) + 1)] if chance.random() < 0.2 else changed
        effects = network.resolver.receive(bytes(changed), (source, 53), 0)
        assert effects
        assert all(isinstance(effect.why, Why) for effect in effects)
        network.take(list(effects))
