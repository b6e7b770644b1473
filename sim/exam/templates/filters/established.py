"""Which segments the word established lets in."""

from collections.abc import Iterator

from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.networks import mac
from sim.exam.question import Kind
from sim.exam.run import Flight, Run
from sim.exam.said import plain, say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.filters import beliefs
from sim.exam.templates.filters._judged import VERDICTS, Judged, flags_of, judged
from sim.features.acl.tables import TABLE
from sim.trace.records import Kind as Happened

TEXT = {
    "en": "{router} checks all that comes in from outside against this list. Segments with which of these flags "
    "may pass?",
    "zh": "{router} 用下面的列表检查从外部进入的所有数据。带有下列哪些标志的报文段可以通过？",
}
RULE = {
    "en": "established fits a segment with ACK or RST; it knows no connections",
    "zh": "established 匹配带 ACK 或 RST 的报文段；它并不记得连接",
}
REASON = {
    "en": "“established” fits segments with ACK or RST, here those with: {flags}.",
    "zh": "“established” 匹配带 ACK 或 RST 的报文段，这里是：{flags}。",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each list whose only permit is one for established segments, once."""
    seen = set()
    for each in judged(run):
        permits = [entry for entry in each.entries if entry.action == "permit"]
        if (each.node, each.acl) in seen or len(permits) != 1 or not permits[0].established:
            continue
        if each.where.startswith("in ") and not permits[0].dst_ports and not permits[0].src_ports:
            seen.add((each.node, each.acl))
            yield Moment(each.n - 1, each)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each: Judged = moment.about
    came: dict[str, set[bool]] = {}
    proofs: dict[str, int] = {}
    for flight in run.flights:
        if (flight.node, flight.to_node, flight.to_port) != (flight.node, each.node, each.where.removeprefix("in ")):
            continue
        passed = _passed(run, flight)
        if passed is not None and flight.segment is not None:
            flags = flags_of(flight.segment)
            came.setdefault(flags, set()).add(passed[0])
            proofs.setdefault(flags, passed[1])
    if any(len(outcomes) > 1 for outcomes in came.values()):
        raise AmbiguousError("addresses decide as well")
    if len(came) < 3 or {True} not in came.values() or {False} not in came.values():
        raise AmbiguousError("too few kinds of segments")
    options = [
        right(flags, plain(flags)) if outcomes == {True} else wrong(flags, beliefs.FIRST_IS_ESTABLISHED, plain(flags))
        for flags, outcomes in came.items()
    ]
    return Draft(
        say(TEXT, router=each.node),
        tuple(options),
        proof=tuple(proofs[flags] for flags in sorted(came, key=lambda flags: True in came[flags])),
        reason=say(REASON, flags="; ".join(flags for flags, outcomes in came.items() if outcomes == {True})),
        hints=(look_at(each.node, TABLE), rule(RULE), step_to(each.n)),
        given=each.lines,
    )


def _passed(run: Run, flight: Flight) -> tuple[bool, int] | None:
    """Whether a segment leaves the router again, and the record that decides it; ``None`` where neither is clear."""
    content, decided = flight.segment, None
    for n in run.after(flight.n):
        if run.trace.kind[n] == Happened.PACKET_DROPPED and run.node(n) == flight.to_node:
            return False, n
        if run.node(n) == flight.to_node and run.rule(n) in VERDICTS:
            decided = n
        onward = run.flight(n)
        if onward is not None and onward.node == flight.to_node and onward.segment is content:
            return True, n if decided is None else decided
    return None


def network(chance: Chance) -> Network:
    """A PC inside that calls a server outside, which calls back; the end of the first call differs."""
    base = chance.among(1, 99)
    pc, www = f"192.168.{base}.{chance.among(1, 99)}", f"203.0.113.{chance.among(1, 99)}"
    port = chance.choice((80, 443, 8080))
    last = chance.choice(("deny ip any any", "deny tcp any any", "deny ip any any log"))
    reset = "connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))\n"
    server = f"import socket\nimport struct\n\nlistener = socket.create_server(('', {port}))\n"
    server += "connection, address = listener.accept()\nprint(connection.recv(100))\n"
    server += f"{chance.choice(('', reset))}connection.close()\n"
    client = f"import socket\n\nsock = socket.create_connection(('{www}', {port}))\nsock.sendall(b'hello')\n"
    client += "try:\n    print(sock.recv(100))\nexcept OSError as error:\n    print(error)\nsock.close()\n"
    back = f"import socket\n\nsock = socket.socket()\nsock.settimeout(0.5)\nprint(sock.connect_ex(('{pc}', {port})))\n"
    return {
        "tcp": {"profile": "simple", "msl": "1s"},
        "nodes": {
            "pc": {"host": f"{pc}/24", "mac": mac(1), "gateway": f"192.168.{base}.254"},
            "r1": {
                "router": {"eth0": f"192.168.{base}.254/24", "eth1": "203.0.113.254/24"},
                "acl": {"from-outside": {"apply": "in eth1", "rules": ["permit tcp any any established", last]}},
            },
            "www": {"host": f"{www}/24", "mac": mac(2), "gateway": "203.0.113.254"},
        },
        "links": ["pc -- r1:eth0", "r1:eth1 -- www"],
        "layout": {"pc": [0, 0], "r1": [1, 0], "www": [2, 0]},
        "programs": [
            {"on": "www", "code": server, "name": "server.py"},
            {"on": "pc", "at": "1s", "code": client, "name": "client.py"},
            {"on": "www", "at": "3s", "code": back, "name": "back.py"},
        ],
        "until": "6s",
    }


TEMPLATE = Template(
    id="filters/established",
    title={"en": "The word established", "zh": "established 的含义"},
    kind=Kind.SEVERAL,
    level="core",
    seconds=45,
    moments=moments,
    ask=ask,
    folders=("filters/established",),
    network=network,
    is_narrow=True,
)
