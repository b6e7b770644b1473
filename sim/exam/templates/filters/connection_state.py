"""In which state a device on the way has a connection."""

from collections.abc import Iterator
from typing import cast

from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.blueprints import IN_NO_CERTIFICATE
from sim.exam.chance import Chance
from sim.exam.networks import mac
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import plain, say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.filters import beliefs
from sim.features.conntrack.machine import TABLE
from sim.features.conntrack.states import TcpState
from sim.features.conntrack.tuples import FiveTuple
from sim.trace.records import Change

TEXT = {
    "en": "{router} keeps a table of connections, as Linux does. These segments of a connection from {client} to "
    "{server} have "
    "passed, in this order: {passed}. In which state is the connection in the table?",
    "zh": "{router} 像 Linux 那样维护一张连接表。从 {client} 到 {server} 的连接依次通过了这些报文段：{passed}。"
    "表中该连接处于什么状态？",
}
ONE_TEXT = {
    "en": "{router} keeps a table of connections, as Linux does. This segment has passed, the first of a "
    "connection from {client} to "
    "{server}: {passed}. In which state is the connection in the table?",
    "zh": "{router} 像 Linux 那样维护一张连接表。从 {client} 到 {server} 的连接通过了第一个报文段：{passed}。"
    "表中该连接处于什么状态？",
}
PASSED = {"en": "{segment} from {sender}", "zh": "{sender} 的 {segment}"}
RULE = {
    "en": "SYN: SYN_SENT; SYN-ACK: SYN_RECV; ACK: ESTABLISHED; then each FIN and each ACK of one moves it on",
    "zh": "SYN：SYN_SENT；SYN-ACK：SYN_RECV；ACK：ESTABLISHED；之后每个 FIN 及其 ACK 使状态前进",
}
_USUAL = (
    TcpState.SYN_SENT,
    TcpState.SYN_RECV,
    TcpState.ESTABLISHED,
    TcpState.FIN_WAIT,
    TcpState.CLOSE_WAIT,
    TcpState.LAST_ACK,
    TcpState.TIME_WAIT,
)
REASON = {
    "en": "The last segment, with {segment}, brings the connection to {state}.",
    "zh": "最后一个报文段（{segment}）使连接进入 {state}。",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each change of the state of a connection of TCP, with the segments that have led to it."""
    passed: dict[tuple[str, FiveTuple], list[tuple[str, str]]] = {}
    for n, node, change in run.changes(TABLE):
        row, rule_id = change.after, run.rule(n)
        if row is None or row.state is None:
            continue
        key = (node, cast(FiveTuple, change.key))
        if rule_id == "conntrack.new":
            passed[key] = [("SYN", "client")]
        elif rule_id == "conntrack.state" and key in passed:
            facts = run.trace.why[n].facts
            side = "client" if facts["src"] == key[1].sender else "server"
            passed[key] = [*passed[key], (facts["segment"], side)]
        else:
            continue
        yield Moment(n, (key, tuple(passed[key])))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    (node, ends), passed = moment.about
    change = cast(Change, run.trace.what[moment.n])
    truth = change.after.state
    client, server = run.holder(ends.src, moment.n), run.holder(ends.dst, moment.n)
    if truth not in _USUAL or any(segment == "RST" for segment, _ in passed):
        raise AmbiguousError("a connection that was reset")
    if client is None or server is None or server == node:
        raise AmbiguousError("ends that are not clear")
    place = _USUAL.index(truth)
    states = [
        *((_USUAL[place - 1], beliefs.ONE_BEHIND) for _ in range(place > 0)),
        *((_USUAL[place + 1], beliefs.ONE_AHEAD) for _ in range(place + 1 < len(_USUAL))),
        *((each, beliefs.END_STATE) for each in chance.shuffled(_USUAL) if abs(_USUAL.index(each) - place) > 1),
    ]
    options = [right(truth.value, plain(truth.value))]
    options += [
        wrong(each.value, belief, plain(each.value), state=each.value, segment=passed[-1][0]) for each, belief in states
    ]
    told = [say(PASSED, segment=segment, sender=client if side == "client" else server) for segment, side in passed]
    return Draft(
        say(TEXT if len(passed) > 1 else ONE_TEXT, router=node, client=client, server=server, passed=told),
        tuple(options),
        proof=(moment.n,),
        clause="Linux, nf_conntrack_proto_tcp.c, tcp_conntracks",
        reason=say(REASON, segment=passed[-1][0], state=truth.value),
        hints=(look_at(node, TABLE), rule(RULE), step_to(moment.n)),
        moment=moment.n - 1,
    )


def network(chance: Chance) -> Network:
    """A call through a router that remembers connections, closed by the client or by the server."""
    base = chance.among(1, 99)
    closes = chance.choice(("client", "server"))
    port = chance.choice((80, 443, 8080, 9000))
    server = (
        f"import socket\n\nlistener = socket.create_server(('', {port}))\nconnection, address = listener.accept()\n"
    )
    client = f"import socket\nimport time\n\nsock = socket.create_connection(('203.0.113.80', {port}))\n"
    if closes == "client":
        client += "time.sleep(1)\nsock.close()\n"
        server += "connection.recv(100)\ntime.sleep(1)\nconnection.close()\n"
    else:
        server += "time.sleep(1)\nconnection.close()\n"
        client += "sock.recv(100)\ntime.sleep(1)\nsock.close()\n"
    rules = ["permit ip any any state established,related"]
    return {
        "tcp": {"profile": "simple", "msl": "1s"},
        "nodes": {
            "pc": {"host": f"192.168.{base}.{chance.among(1, 99)}/24", "mac": mac(1), "gateway": f"192.168.{base}.254"},
            "r1": {
                "router": {"eth0": f"192.168.{base}.254/24", "eth1": "203.0.113.254/24"},
                "acl": {"from-outside": {"apply": "in eth1", "rules": rules}},
            },
            "www": {"host": "203.0.113.80/24", "mac": mac(2), "gateway": "203.0.113.254"},
        },
        "links": ["pc -- r1:eth0", "r1:eth1 -- www"],
        "layout": {"pc": [0, 0], "r1": [1, 0], "www": [2, 0]},
        "programs": [
            {"on": "www", "code": server, "name": "server.py"},
            {"on": "pc", "at": "1s", "code": client, "name": "client.py"},
        ],
        "until": "8s",
    }


TEMPLATE = Template(
    id="filters/connection-state",
    title={"en": "The state of a connection on the way", "zh": "途中设备的连接状态"},
    kind=Kind.ONE,
    level="exam",
    seconds=50,
    moments=moments,
    ask=ask,
    folders=("filters/stateful-against-stateless",),
    network=network,
    is_narrow=True,
    other_domains=IN_NO_CERTIFICATE,
)
