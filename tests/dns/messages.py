"""Messages and servers for tests, in the words of zone files."""

from collections.abc import Callable, Mapping, Sequence
from random import Random

from sim.addresses import IPv4Address
from sim.features.dns import codec, numbers
from sim.features.dns.asking.queries import Forget, Query
from sim.features.dns.name import Name
from sim.features.dns.pdu import AA, QR, Message, Question, ResourceRecord
from sim.features.dns.rdata import A, Aaaa, Cname, Dname, Mx, Ns, Ptr, Rdata, Soa, Txt
from sim.features.dns.recursion.config import RecursorConfig
from sim.features.dns.recursion.machine import Answer, Recursor
from sim.kernel import SECOND

NAME = Name.parse
IP = IPv4Address.parse

ROOT_SERVER, TLD_SERVER, OWN_SERVER, OTHER_SERVER = (IP(f"10.0.{n}.53") for n in range(4))
HINTS = ((NAME("a.root-servers.net."), (ROOT_SERVER,)),)


def record(text: str) -> ResourceRecord:
    """A record as ``www.example.com. 300 A 10.0.0.1``."""
    name, ttl, rtype, *words = text.split()
    return ResourceRecord(NAME(name), numbers.type_number(rtype), numbers.IN, int(ttl), _data(rtype, words))


def _data(rtype: str, words: list[str]) -> Rdata:
    match rtype:
        case "A":
            return A(IP(words[0]))
        case "AAAA":
            return Aaaa(bytes.fromhex(words[0]))
        case "MX":
            return Mx(int(words[0]), NAME(words[1]))
        case "TXT":
            return Txt(tuple(word.encode() for word in words))
        case "SOA":
            return Soa(NAME(words[0]), NAME(words[1]), *map(int, words[2:]))
    return {"NS": Ns, "CNAME": Cname, "PTR": Ptr, "DNAME": Dname}[rtype](NAME(words[0]))


def records(*texts: str) -> tuple[ResourceRecord, ...]:
    return tuple(map(record, texts))


def question(text: str) -> Question:
    """``www.example.com. A``"""
    name, rtype = text.split()
    return Question(NAME(name), numbers.type_number(rtype))


def response(
    flags: int = AA, answer: tuple[str, ...] = (), authority: tuple[str, ...] = (), additional: tuple[str, ...] = ()
) -> Callable[[Message], Message]:
    """What a server makes of a query."""

    def respond(query: Message) -> Message:
        return Message(
            query.id, QR | flags, query.question, records(*answer), records(*authority), records(*additional)
        )

    return respond


Responder = Callable[[Message], Message]
Servers = Mapping[IPv4Address, Mapping[str, Responder]]
"""What each server says to each question; ``*`` is every other one. To what is not there it is silent."""

REFERRALS: Servers = {
    ROOT_SERVER: {
        ". NS": response(answer=(". 3600 NS a.root-servers.net.",),
                         additional=(f"a.root-servers.net. 3600 A {ROOT_SERVER}",)),
        "*": response(0, authority=("com. 3600 NS a.gtld.net.",), additional=(f"a.gtld.net. 3600 A {TLD_SERVER}",)),
    },
    TLD_SERVER: {
        "*": response(
            0,
            authority=("example.com. 3600 NS ns.example.com.",),
            additional=(f"ns.example.com. 3600 A {OWN_SERVER}",),
        ),
    },
    OWN_SERVER: {},
}  # fmt: skip
"""The way down to example.com, whose server says nothing yet."""
SOA = "example.com. 3600 SOA ns.example.com. admin.example.com. 1 2 3 4 60"


def way_to(**own: Responder) -> Servers:
    """The way to a server of example.com that answers these questions: ``www_A=…`` is for ``www.example.com. A``."""
    answers = {
        f"{key.rpartition('_')[0].replace('_', '.')}.example.com. {key.rpartition('_')[2]}": own[key] for key in own
    }
    return {**REFERRALS, OWN_SERVER: answers}


class World:
    """A resolver and the servers around it. ``asked`` has each query: the server, and the question."""

    def __init__(self, servers: Servers, config: RecursorConfig = RecursorConfig(HINTS, prime=False)) -> None:
        self.servers = servers
        self.resolver = Recursor(config, Random(1))
        self.now = 0
        self.asked: list[str] = []
        self.open: dict[int, Query] = {}
        self.answers: list[Message] = []
        self.effects: list[object] = []

    def ask(self, text: str, flags: int = 0x0100, now: float | None = None) -> Message | None:
        """The answer to a question, where there is one without any time-out."""
        self.now = self.now if now is None else int(now * SECOND)
        self.answers.clear()
        query = Message(7, flags, (question(text),))
        self.take(self.resolver.ask(query.octets, self.now, "client"))
        return self.answers[-1] if self.answers else None

    def take(self, effects: Sequence[object]) -> None:
        queue = list(effects)
        while queue:
            effect = queue.pop(0)
            self.effects.append(effect)
            if isinstance(effect, Query):
                self.open[effect.number] = effect
                queue += self._response(effect)
            elif isinstance(effect, Forget):
                self.open.pop(effect.number, None)
            elif isinstance(effect, Answer):
                message = codec.decode(effect.octets)
                assert message is not None
                self.answers.append(message)

    def _response(self, query: Query) -> list[object]:
        message = codec.decode(query.octets)
        assert message is not None
        asked = message.question[0]
        text = f"{asked.name} {numbers.type_name(asked.qtype)}"
        self.asked.append(f"{query.server} {text}{' over TCP' if query.over_tcp else ''}")
        known = self.servers.get(query.server, {})
        respond = known.get(text) or known.get("*")
        if respond is None:
            return []
        octets = respond(message).octets
        return list(self.resolver.receive(octets, (query.server, 53), self.now, query.number))

    def wait(self) -> None:
        """Let time pass until nothing is awaited any more."""
        while self.resolver.deadline is not None:
            self.now = self.resolver.deadline
            self.take(list(self.resolver.wake(self.now)))


def told(message: Message | None) -> tuple[str, ...]:
    """The answer section in few words."""
    assert message is not None
    return tuple(f"{each.name} {each.ttl} {numbers.type_name(each.rtype)} {each.rdata.text}" for each in message.answer)
