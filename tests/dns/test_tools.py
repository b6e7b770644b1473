"""``dig``, ``host`` and ``nslookup``: what they print, beside the real ones that ask NSD about the same zone."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from sim.scenario.load import load_objects
from sim.session import Session
from sim.shell.shell import parse
from sim.shell.shell import run as run_command
from sim.words import TextError
from tests.dns.nsd import running
from tests.dns.zones import ZONE
from tests.outside import need

SERVER = "10.0.0.53"
NODES = {
    "pc1": {"host": "10.0.0.1/24", "nameservers": SERVER},
    "ns1": {"host": f"{SERVER}/24", "dns": {"zones": {"example.com": ZONE}}},
}


def session(**more: object) -> Session:
    found = Session(load_objects({"title": "Ask", "nodes": {**NODES, **more}, "links": ["pc1 -- ns1"]}))
    found.run(until=1)
    return found


def printed(command: str, found: Session | None = None, seconds: int = 60) -> list[str]:
    """The lines that a command prints on pc1."""
    run = found or session()
    node: Any = run.network.nodes["pc1"]
    before = len(node.tables["console"])
    run_command(node, parse(command))
    run.run(until=run.network.kernel.now + seconds * 1_000_000_000)
    return [row.text for row in list(node.tables["console"].values())[before:] if not row.text.startswith("pc1")]


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with running(tmp_path_factory.mktemp("nsd")) as asking:
        yield asking.getpeername()[1]


def plain(lines: list[str], port: int) -> list[str]:
    """The lines without numbers and times that no two runs share."""
    text = "\n".join(lines).replace(f"127.0.0.1#{port}", f"{SERVER}#53").replace("127.0.0.1", SERVER)
    text = re.sub(r"id: \d+", "id: N", text)
    text = re.sub(r"in \d+ ms", "in N ms", text)
    text = re.sub(r"Query time: \d+ msec", "Query time: N msec", text)
    text = re.sub(r";; WHEN: \w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4}", ";; WHEN: some day", text)
    text = re.sub(r"; <<>> DiG .*", "; <<>> DiG", text)
    return re.sub(r"; EDE: .*\n", "", text).strip("\n").split("\n")


COMMANDS = [
    "dig www.example.com",
    "dig WWW.example.com +norecurse",
    "dig nope.example.com MX",
    "dig www.example.com NS",
    "dig www.sub.example.com +noadditional",
    "dig big.example.com TXT +noedns",
    "dig big.example.com TXT +noedns +tcp",
    "dig example.com SOA +noedns",
    "dig www.example.com +short",
    "dig alias2.example.com +short +identify",
    "dig example.com MX +short",
    "dig nope.example.com +short",
    "dig www.example.com AAAA +noall +answer",
    "dig www.example.com +noall +stats",
    "dig www.example.com +nocomments",
    "dig -t TXT www.example.com +nostats +nocmd",
    "dig -x 192.0.2.80 +noedns",
    "dig www.example.com A mail.example.com MX +noall +answer",
    "dig unk.example.com TYPE65000 +noall +answer",
    "dig caa.example.com CAA +noall +answer",
    "dig x.dn.example.com A",
    "dig www.example.com +noall +authority +comments",
    "host www.example.com",
    "host alias2.example.com",
    "host nope.example.com",
    "host out.example.com",
    "host dangling.example.com",
    "host -t MX example.com",
    "host -t SOA example.com",
    "host -t TXT www.example.com",
    "host -t SRV _sip._udp.example.com",
    "host -t NS www.example.com",
    "host -t HINFO h.example.com",
    "host -t CAA caa.example.com",
    "host -t DNAME dn.example.com",
    "host -v www.example.com",
    "host -T www.example.com",
    "host 192.0.2.80",
    "host sub.example.com",
    "host example.com",
    "nslookup www.example.com",
    "nslookup alias2.example.com",
    "nslookup nope.example.com",
    "nslookup out.example.com",
    "nslookup dangling.example.com",
    "nslookup sub.example.com",
    "nslookup -type=MX example.com",
    "nslookup -type=SOA example.com",
    "nslookup -type=NS www.example.com",
    "nslookup -type=TXT www.example.com",
    "nslookup -type=TXT big.example.com",
    "nslookup -type=HINFO h.example.com",
    "nslookup -type=SRV _sip._udp.example.com",
    "nslookup -type=CNAME alias.example.com",
    "nslookup -type=AAAA www.example.com",
    "nslookup -type=CAA caa.example.com",
    "nslookup -type=PTR ptr.example.com",
    "nslookup -debug www.example.com",
    "nslookup 192.0.2.80",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_lines_are_those_of_the_real_program(command: str, port: int) -> None:
    words = shlex.split(command)
    program = need(words[0])
    asked, named = {"dig": (["-p", str(port), "@127.0.0.1"], []), "host": (["-p", str(port)], ["127.0.0.1"])}.get(
        words[0], ([f"-port={port}"], ["127.0.0.1"])
    )
    run = subprocess.run([program, *asked, *words[1:], *named], capture_output=True, text=True, check=False, timeout=60)
    ours = f"dig @{SERVER} {' '.join(words[1:])}" if words[0] == "dig" else f"{command} {SERVER}"
    assert plain(printed(ours), port) == plain(run.stdout.split("\n"), port)


def test_nobody_answers() -> None:
    """As ``dig``, ``host`` and ``nslookup`` 9.18 print it where packets are lost, and where nobody listens."""
    lost = ";; communications error to 10.0.0.99#53: timed out"
    refused = ";; communications error to 10.0.0.1#53: connection refused"
    end = ";; no servers could be reached"
    dig = ["; (1 server found)", ";; global options: +cmd", end]
    assert printed("dig @10.0.0.1 www.example.com +tries=2") == [
        refused,
        refused,
        "",
        "; <<>> DiG 9.18 <<>> @10.0.0.1 www.example.com +tries=2",
        *dig,
    ]
    assert [line for line in printed("dig @10.0.0.99 www.example.com +tries=1 +time=2") if "DiG" not in line] == [
        lost,
        "",
        *dig,
    ]
    assert printed("host www.example.com 10.0.0.1") == [refused, refused, end]
    assert printed("nslookup www.example.com 10.0.0.1") == [refused, refused, refused, end, ""]
    assert printed("dig @10.0.0.1 www.example.com +tcp +tries=1") == [
        ";; Connection to 10.0.0.1#53(10.0.0.1) for www.example.com failed: connection refused.",
        end,
    ]


def test_a_lost_query_is_sent_again() -> None:
    objects = {"title": "Ask", "nodes": NODES, "links": ["pc1 -- ns1"]}
    fault = {"faults": [{"on": "pc1 -- ns1", "drop": "first dns query"}]}
    found = Session(load_objects({**objects, **fault}))
    found.run(until=1)
    assert printed("dig www.example.com +short", found) == [
        ";; communications error to 10.0.0.53#53: timed out",
        "192.0.2.80",
        "192.0.2.81",
    ]


def test_the_servers_are_those_of_the_host() -> None:
    assert printed("dig www.example.com +short") == ["192.0.2.80", "192.0.2.81"]
    alone = session(pc1={"host": "10.0.0.1/24"})
    assert printed("dig www.example.com +short +tries=1", alone)[0] == (
        ";; communications error to 127.0.0.1#53: connection refused"
    )


def test_names_are_completed_from_the_search_list() -> None:
    found = session(pc1={"host": "10.0.0.1/24", "nameservers": SERVER, "search": "example.com"})
    assert printed("host ptr", found) == []
    assert printed("host -t PTR ptr", found) == ["ptr.example.com domain name pointer www.example.com."]
    assert printed("nslookup nope", found)[3] == "** server can't find nope: REFUSED"


def test_a_server_by_name() -> None:
    assert printed("dig @ns1 www.example.com +short") == ["192.0.2.80", "192.0.2.81"]
    assert printed("dig @nowhere www.example.com") == ["dig: couldn't get address for 'nowhere': not found"]


ROOT = """
$TTL 1d
@ SOA a.root. host. 1 1 1 1 60
@ NS a.root.
a.root. A 10.0.0.10
com. NS ns.com.
ns.com. A 10.0.0.20
"""
COM = """
$TTL 1h
@ SOA ns host 1 1 1 1 60
@ NS ns
ns A 10.0.0.20
example NS ns1.example
ns1.example A 10.0.0.53
"""


def test_trace_follows_the_referrals_from_the_root() -> None:
    nodes = {
        "pc1": {"host": "10.0.0.1/24", "nameservers": "10.0.0.10"},
        "root": {"host": "10.0.0.10/24", "dns": {"zones": {".": ROOT}}},
        "tld": {"host": "10.0.0.20/24", "dns": {"zones": {"com": COM}}},
        "leaf": {"host": "10.0.0.53/24", "dns": {"zones": {"example.com": ZONE}}},
        "sw1": {"switch": 4},
    }
    links = [f"{name} -- sw1" for name in nodes if name != "sw1"]
    found = Session(load_objects({"title": "Trace", "nodes": nodes, "links": links}))
    found.run(until=1)
    lines = [
        re.sub(r"Received \d+ bytes", "Received N bytes", line) for line in printed("dig +trace www.example.com", found)
    ]
    assert lines == [
        "",
        "; <<>> DiG 9.18 <<>> +trace www.example.com",
        ";; global options: +cmd",
        ".\t\t\t86400\tIN\tNS\ta.root.",
        ";; Received N bytes from 10.0.0.10#53(10.0.0.10) in 0 ms",
        "",
        "com.\t\t\t86400\tIN\tNS\tns.com.",
        ";; Received N bytes from 10.0.0.10#53(a.root) in 0 ms",
        "",
        "example.com.\t\t3600\tIN\tNS\tns1.example.com.",
        ";; Received N bytes from 10.0.0.20#53(ns.com) in 0 ms",
        "",
        "www.example.com.\t3600\tIN\tA\t192.0.2.80",
        "www.example.com.\t3600\tIN\tA\t192.0.2.81",
        ";; Received N bytes from 10.0.0.53#53(ns1.example.com) in 0 ms",
        "",
    ]
    assert printed("dig +trace nope.example.com", found)[-3].startswith("example.com.\t\t300\tIN\tSOA")


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("dig +nonsense", "'+nonsense' is no option of dig here"),
        ("dig +time=x", "'+time=x' has no number that fits"),
        ("dig +tries=0", "'+tries=0' has no number that fits"),
        ("dig +short=1", "'+short=1' takes no value"),
        ("dig -z", "-z is not an option here"),
        ("dig a..b", "'a..b' has an empty label"),
        ("dig -t NONE a", "'NONE' is no type of record"),
        ("dig -x 10.0.0", "'10.0.0' is not an IPv4 address"),
        ("host", "'host' names nothing to look for"),
        ("host -x a", "-x is not an option here"),
        ("host a 10.0.0.1 b", "'b' is one word too many"),
        ("nslookup", "nslookup asks for commands here, which is not simulated"),
        ("nslookup -type=NONE a", "'NONE' is no type of record"),
        ("nslookup -what a", "-what is not an option here"),
    ],
)
def test_what_cannot_be_read_is_told(command: str, message: str) -> None:
    with pytest.raises(TextError) as told:
        parse(command)
    assert told.value.message == message


def test_options_may_be_cut_short_and_stand_anywhere() -> None:
    assert printed("dig +sho www.example.com A IN @10.0.0.53") == ["192.0.2.80", "192.0.2.81"]
    assert printed("dig www.example.com +noal +ans +norec")[0] == "www.example.com.\t3600\tIN\tA\t192.0.2.80"
