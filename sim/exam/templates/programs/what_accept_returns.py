"""Which socket and which address accept returns."""

import re
from collections.abc import Iterator

from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.looking import conversations
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import plain, say
from sim.exam.template import Draft, Moment, Template
from sim.exam.templates.programs import beliefs
from sim.exam.templates.tcp._exchange import network
from sim.exam.templates.tcp.beliefs import CLIENT_PORT_KNOWN
from sim.trace.records import Kind as Happened

TEXT = {
    "en": "A program on {server} calls accept on its listening socket, whose file descriptor is {listener}. {client} "
    "connects from {client_ip}, port {client_port}, to {server_ip}, port {server_port}. What does accept return?",
    "zh": "{server} 上的程序对监听套接字（文件描述符 {listener}）调用 accept。{client} 从 {client_ip} 端口 "
    "{client_port} 连接到 {server_ip} 端口 {server_port}。accept 返回什么？",
}
RULE = {
    "en": "accept returns a new socket for this one connection, and the address of its other end",
    "zh": "accept 返回只用于这个连接的新套接字，以及对方的地址",
}
_OPENED = re.compile(r"fd (\d+)")
_ACCEPTED = re.compile(r"\(fd (\d+), \('([\d.]+)', (\d+)\)\)")
REASON = {
    "en": "accept makes a new socket, fd {accepted}, for this connection alone, and tells the address of the other "
    "end: {ip}, port {port}. fd {listener} goes on to listen.",
    "zh": "accept 为这个连接新建套接字 fd {accepted}，并给出对方的地址 {ip}，端口 {port}。fd {listener} 继续监听。",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each accept that returns the socket of a connection of the run, when its SYN is sent."""
    opened: dict[tuple[str, object], str] = {}
    for n, node, change in run.changes("thread"):
        row = change.after
        if row is None or run.trace.kind[n] != Happened.CALL_RETURNED:
            continue
        number = _OPENED.fullmatch(row.result) if row.call.startswith("socket(") else None
        if number is not None:
            opened[node, row.socket] = number[1]
        found = _ACCEPTED.fullmatch(row.result) if row.call.startswith("accept(") else None
        listener = opened.get((node, row.socket))
        if found is None or listener is None:
            continue
        for each in conversations(run):
            if each.server == node and (str(each.client_ip), str(each.client_port)) == found.groups()[1:]:
                yield Moment(each.flights[0].n, (each, listener, found[1], n))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each, listener, accepted, n = moment.about

    def returned(number: str, ip: object, port: int) -> str:
        return f"(fd {number}, ('{ip}', {port}))"

    truth = returned(accepted, each.client_ip, each.client_port)
    believed = (
        (returned(listener, each.client_ip, each.client_port), beliefs.ACCEPT_RETURNS_LISTENER),
        (returned(accepted, each.server_ip, each.server_port), beliefs.ACCEPT_TELLS_OWN_ADDRESS),
        (returned(accepted, each.client_ip, each.server_port), CLIENT_PORT_KNOWN),
    )
    return Draft(
        say(
            TEXT,
            server=each.server,
            listener=listener,
            client=each.client,
            client_ip=each.client_ip,
            client_port=each.client_port,
            server_ip=each.server_ip,
            server_port=each.server_port,
        ),
        (
            right(truth, plain(truth)),
            *(wrong(value, belief, plain(value), fd=listener, port=each.server_port) for value, belief in believed),
        ),
        proof=(n,),
        reason=say(REASON, accepted=accepted, listener=listener, ip=each.client_ip, port=each.client_port),
        clause="POSIX.1-2024, accept(); Python, socket.accept",
        hints=(look_at(each.server, "socket"), rule(RULE), step_to(n)),
    )


TEMPLATE = Template(
    id="programs/what-accept-returns",
    title={"en": "What accept returns", "zh": "accept 的返回值"},
    kind=Kind.ONE,
    level="intro",
    seconds=35,
    moments=moments,
    ask=ask,
    folders=("sockets", "tcp/tcp-echo"),
    network=network,
)
