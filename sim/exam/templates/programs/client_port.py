"""From which port a client connects that calls no bind."""

from collections.abc import Iterator

from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.looking import conversations
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.programs import beliefs
from sim.exam.templates.tcp._exchange import network
from sim.exam.templates.tcp.beliefs import CLIENT_PORT_KNOWN, PROTOCOL_IS_PORT
from sim.ip.ipv4.pdu import PROTOCOL_TCP

TEXT = {
    "en": "A program on {client} makes a TCP socket and calls connect(('{server_ip}', {server_port})). It never calls "
    "bind. What happens?",
    "zh": "{client} 上的程序创建 TCP 套接字并调用 connect(('{server_ip}', {server_port}))，从不调用 bind。会发生什么？",
}
FROM_PORT = {"en": "It connects, from port {port}.", "zh": "它从端口 {port} 连接。"}
FAILS = {"en": "It fails: the socket has no port.", "zh": "它失败：这个套接字没有端口可用。"}
RULE = {
    "en": "who connects need not say from which port; the host takes a free one of its ephemeral ports",
    "zh": "发起连接的一方不必指定源端口；主机会从临时端口中取一个空闲的",
}
REASON = {
    "en": "{client} itself takes port {port} for the socket. It is a server that calls bind: its clients have to know "
    "its port.",
    "zh": "{client} 自己为套接字选了端口 {port}。服务器才调用 bind，因为客户端必须知道它的端口。",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each connection of a device none of whose programs has called bind before."""
    called = [(n, node, row.call) for n, node, change in run.changes("thread") if (row := change.after) is not None]
    for each in conversations(run):
        n = each.flights[0].n
        calls = [call for m, node, call in called if node == each.client and m < n]
        if any(call.startswith("connect(") for call in calls) and not any(call.startswith("bind(") for call in calls):
            yield Moment(n - 1, each)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each = moment.about
    if each.client_port == each.server_port:
        raise AmbiguousError("both ends have the same port")
    facts = {"port": each.server_port, "client_port": each.client_port}
    shown = run.shown_by(each.flights[0])
    return Draft(
        say(TEXT, client=each.client, server_ip=each.server_ip, server_port=each.server_port),
        (
            right(each.client_port, say(FROM_PORT, port=each.client_port)),
            wrong(None, beliefs.CLIENT_NEEDS_BIND, say(FAILS), client=each.client, **facts),
            wrong(each.server_port, CLIENT_PORT_KNOWN, say(FROM_PORT, port=each.server_port), **facts),
            wrong(PROTOCOL_TCP, PROTOCOL_IS_PORT, say(FROM_PORT, port=PROTOCOL_TCP), protocol=PROTOCOL_TCP),
        ),
        proof=shown,
        reason=say(REASON, client=each.client, port=each.client_port),
        clause="POSIX.1-2024, connect()",
        hints=(look_at(each.client, "socket"), rule(RULE), step_to(shown[0])),
    )


TEMPLATE = Template(
    id="programs/client-port",
    title={"en": "The port of a client without bind", "zh": "没有 bind 的客户端的端口"},
    kind=Kind.ONE,
    level="intro",
    seconds=30,
    moments=moments,
    ask=ask,
    folders=("sockets", "tcp/tcp-echo"),
    network=network,
)
