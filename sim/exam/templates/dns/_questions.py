"""The DNS queries of a run, and a network with a resolver and a tree of servers."""

from collections.abc import Iterator
from typing import NamedTuple

from sim import registry
from sim.exam.chance import Chance
from sim.exam.run import Flight, Run
from sim.exam.template import Moment, Network
from sim.features.dns.authority.tables import ZONE
from sim.features.dns.pdu import Message
from sim.packets import carried

RESPONSE = 0x8000
AUTHORITATIVE = 0x0400
RECURSION_DESIRED = 0x0100
"""Bits of the flags (RFC 1035 4.1.1)."""


class Sent(NamedTuple):
    """A message as it leaves its sender."""

    flight: Flight
    value: Message

    @property
    def is_query(self) -> bool:
        return not self.value.flags & RESPONSE

    @property
    def name(self) -> str:
        return str(self.value.question[0].name) if self.value.question else ""


def messages(run: Run) -> tuple[Sent, ...]:
    """Those over UDP that hosts and routers send of their own."""
    return run.kept("dns", _messages)


def _messages(run: Run) -> tuple[Sent, ...]:
    kind = registry.pdu("dns")
    found = []
    for flight in run.flights:
        datagram = flight.datagram
        if datagram is not None and run.holder(datagram.src, flight.n) == flight.node:
            value = carried.find(flight.frame, kind)
            if isinstance(value, Message):
                found.append(Sent(flight, value))
    return tuple(found)


class Resolved(NamedTuple):
    """A client's query that a resolver answers, with all that the resolver asked meanwhile, and the last answer to "
    "it."""

    query: Sent
    asked: tuple[Sent, ...]
    answers: tuple[Sent, ...]
    answer: Sent


def resolved(run: Run) -> tuple[Resolved, ...]:
    """Each query of a client with recursion desired, as far as no other is on at the same time."""
    return run.kept("dns resolved", _resolved)


def moments(run: Run) -> Iterator[Moment]:
    """Each query that takes a resolver several servers to answer."""
    for each in resolved(run):
        if len(each.asked) > 1 and each.answer.value.answer:
            yield Moment(each.query.flight.n, each)


def zones(run: Run) -> dict[str, tuple[str, ...]]:
    """The zones that each server has when the run begins."""
    found: dict[str, tuple[str, ...]] = {}
    for node in run.of_kind("host", "router"):
        names = dict.fromkeys(key[0] for key in run.table(node, ZONE.name, run.trace.configured))
        if names:
            found[node] = tuple(names)
    return found


def _resolved(run: Run) -> tuple[Resolved, ...]:
    found = []
    known = messages(run)
    for query in known:
        if not query.is_query or not query.value.flags & RECURSION_DESIRED:
            continue
        datagram = query.flight.datagram
        assert datagram is not None
        resolver = run.holder(datagram.dst, query.flight.n)
        after = [each for each in known if each.flight.n > query.flight.n]
        answer = next(
            (a for a in after if not a.is_query and a.value.id == query.value.id and a.flight.node == resolver), None
        )
        if answer is None:
            continue
        between = [each for each in after if each.flight.n < answer.flight.n]
        asked = [each for each in between if each.is_query and each.flight.node == resolver]
        others = [each for each in between if each.is_query and each.flight.node != resolver]
        answers = [each for each in between if not each.is_query and each.flight.node != resolver]
        if not others and len(asked) == len(answers):
            found.append(Resolved(query, tuple(asked), tuple(answers), answer))
    return tuple(found)


def network(chance: Chance) -> Network:
    """A client, its resolver, and servers for the root and two or three zones below it, on one router."""
    tld = chance.choice(("com", "net", "org", "edu", "cn"))
    domain = f"{chance.choice(('example', 'shop', 'campus', 'museum', 'library'))}.{tld}"
    zones = [tld, domain, *([f"{chance.choice(('north', 'lab', 'dept'))}.{domain}"] if chance.below(2) else [])]
    host = chance.choice(("www", "mail", "ftp", "api"))
    ttl = chance.choice((60, 300, 600, 3600))
    soa = "@ 3600 SOA ns hostmaster 1 1800 900 604800 60"
    texts = [
        ". 86400 SOA a.root. hostmaster.root. 1 1800 900 604800 60\n. 86400 NS a.root.\na.root. 86400 A 10.0.1.1\n",
        *(f"{soa}\n@ 86400 NS ns\nns 86400 A 10.0.{place}.1\n" for place, _ in enumerate(zones, 2)),
    ]
    for place, zone in enumerate(zones):
        texts[place] += f"{zone}. 86400 NS ns.{zone}.\nns.{zone}. 86400 A 10.0.{place + 2}.1\n"
    texts[-1] += f"{host} {ttl} A 10.0.{len(texts)}.{chance.among(10, 200)}\n"
    # The number of a server does not tell how far below the root it is, and one has a zone that nobody asks for.
    other = f"{chance.choice(('garden', 'theatre', 'harbour'))}.{tld}"
    texts[1] += f"{other}. 86400 NS ns.{other}.\nns.{other}. 86400 A 10.0.{len(texts) + 1}.1\n"
    texts.append(f"{soa}\n@ 86400 NS ns\nns 86400 A 10.0.{len(texts) + 1}.1\n{host} {ttl} A 10.0.{len(texts) + 1}.9\n")
    all_zones = [".", *zones, other]
    servers = ["root", *chance.shuffled([f"ns{number}" for number in range(1, len(all_zones))])]
    second = chance.among(3, min(ttl - 10, 40))
    nodes = {
        "pc1": {"host": "10.0.9.1/24", "gateway": "10.0.9.254", "nameservers": ["10.0.0.53"]},
        "pc2": {"host": "10.0.9.2/24", "gateway": "10.0.9.254", "nameservers": ["10.0.0.53"]},
        "sw1": {"switch": 3},
        "resolver": {
            "host": "10.0.0.53/24",
            "gateway": "10.0.0.254",
            "dns": {"recursive": True, "hints": {"a.root": "10.0.1.1"}, "prime": False},
        },
        "net": {
            "router": {
                "eth0": "10.0.9.254/24",
                **{f"eth{place + 1}": f"10.0.{place}.254/24" for place in range(len(servers) + 1)},
            }
        },
        **{
            name: {"host": f"10.0.{place}.1/24", "gateway": f"10.0.{place}.254", "dns": {"zones": {zone: text}}}
            for place, (name, zone, text) in enumerate(zip(servers, all_zones, texts, strict=True), 1)
        },
    }
    links = ["pc1 -- sw1", "pc2 -- sw1", "sw1 -- net:eth0", "resolver -- net:eth1"]
    links += [f"{name} -- net:eth{place}" for place, name in enumerate(servers, 2)]
    asked = f"resolvectl query {host}.{zones[-1]}"
    return {
        "nodes": nodes,
        "links": links,
        "actions": [{"at": "1s", "on": "pc1", "run": asked}, {"at": f"{second}s", "on": "pc2", "run": asked}],
        "until": f"{second + 3}s",
        "layout": {
            "pc1": [0, 0],
            "pc2": [0, 1],
            "sw1": [1, 1],
            "net": [2, 1],
            "resolver": [2, 0],
            **{name: [3, place] for place, name in enumerate(servers)},
        },
    }
