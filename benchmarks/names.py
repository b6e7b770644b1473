"""Names: how many queries an authoritative server answers a second, beside a plain one that is made of dnspython."""

import json
import statistics
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import NamedTuple

from benchmarks.dnspython_server import Server
from benchmarks.table import Line
from sim.features.dns.authority.machine import Authority
from sim.features.dns.name import Name
from sim.features.dns.numbers import AAAA, MX, A
from sim.features.dns.pdu import Message, Question

PART = "names"
ORIGIN = "example.com"
LEAST = 5
"""How many times as many answers as dnspython's."""


class Size(NamedTuple):
    """``hosts`` is how many names the zone has, ``queries`` how many are answered."""

    hosts: int = 1_000
    queries: int = 20_000


SMALL = Size(20, 200)


def zone(hosts: int) -> str:
    """A zone of so many hosts, with aliases, mail, a wildcard and delegations."""
    lines = ["$TTL 1h", "@ SOA ns1 hostmaster 1 1h 15m 1w 5m", "@ NS ns1", "ns1 A 10.0.0.53", "*.any A 10.0.0.99"]
    for n in range(hosts):
        lines += [f"host{n} A 10.1.{n // 250}.{n % 250}", f"alias{n} CNAME host{n}", f"mail{n} MX 10 host{n}"]
        lines += [f"dept{n} NS ns.dept{n}", f"ns.dept{n} A 10.2.{n // 250}.{n % 250}"]
    return "\n".join(lines) + "\n"


def queries(size: Size) -> list[bytes]:
    """Answers, aliases, mail, wildcards, referrals, names without the type, and names that are not there."""
    kinds = (
        ("host{}", A),
        ("alias{}", A),
        ("mail{}", MX),
        ("x{}.any", A),
        ("www.dept{}", A),
        ("host{}", AAAA),
        ("no{}", A),
    )
    found = []
    for n in range(size.queries):
        name, qtype = kinds[n % len(kinds)]
        asked = Name.parse(f"{name.format(n % size.hosts)}.{ORIGIN}")
        found.append(Message(n & 0xFFFF, 0, (Question(asked, qtype),)).octets)
    return found


def _ours(text: str) -> Callable[[bytes], bytes]:
    return Authority.from_text(ORIGIN, text).answer


def _theirs(text: str) -> Callable[[bytes], bytes]:
    return Server(ORIGIN, text).answer


CONTENDERS = {"hopscope": _ours, "dnspython": _theirs}


def measure(size: Size, series: int) -> list[Line]:
    """The contenders in turn, each in a process of its own."""
    told: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    for _ in range(series):
        for name, rates in told.items():
            print(f"{PART}: {name}, {size.queries:,} queries", file=sys.stderr)
            command = [sys.executable, "-m", "benchmarks.names", name, str(size.hosts), str(size.queries)]
            rates.append(json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout))
    medians = {name: statistics.median(rates) for name, rates in told.items()}
    lines = [Line(PART, f"{name}, answers/s", f"{median:,.0f}") for name, median in medians.items()]
    ratio = medians["hopscope"] / medians["dnspython"]
    return [*lines, Line(PART, "hopscope / dnspython", f"{ratio:.1f}", f">= {LEAST}", ratio >= LEAST)]


def run(name: str, hosts: int, count: int) -> float:
    """Answers a second of processor time."""
    answer, asked = CONTENDERS[name](zone(hosts)), queries(Size(hosts, count))
    start = time.process_time()
    for octets in asked:
        answer(octets)
    return count / (time.process_time() - start)


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("name", choices=CONTENDERS)
    parser.add_argument("hosts", type=int)
    parser.add_argument("count", type=int)
    print(json.dumps(run(**vars(parser.parse_args()))))
