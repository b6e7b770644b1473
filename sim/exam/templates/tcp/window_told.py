"""Which window a receiver tells while its program does not read."""

from collections.abc import Iterator

from sim.exam.asking import look_at, number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import conversations, segment_of
from sim.exam.networks import pair
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.tcp import beliefs

TEXT = {
    "en": "{receiver} has a receive buffer of {buffer} octets for a connection. {unread:octet has|octets have} "
    "arrived in order, and "
    "the program has read none of them. Which window does {receiver} tell in its next ACK?",
    "zh": "{receiver} 的连接有 {buffer} 字节的接收缓冲区。已按序到达 {unread} 字节，程序还没有读取。"
    "{receiver} 在下一个 ACK 中通告的窗口是多少？",
}
RULE = {"en": "the window is the room that is left in the buffer", "zh": "窗口是缓冲区剩余的空间"}


def moments(run: Run) -> Iterator[Moment]:
    """Each ACK without a scaled window while octets wait unread, and none ahead of a gap."""
    for each in conversations(run):
        first = {node: next((f for f in each.flights if f.node == node), None) for node in (each.client, each.server)}
        for flight in each.flights[2:]:
            row = run.table(flight.node, "tcp-receive", flight.n).get(each.key(flight.node))
            begun = first[flight.node]
            if (
                row is not None
                and begun is not None
                and row.unread
                and not row.waiting
                and not segment_of(flight).payload
            ):
                yield Moment(run.shown_by(flight)[0] - 1, (each, flight, row.unread, segment_of(begun).window))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each, flight, unread, buffer = moment.about
    connection = run.table(flight.node, "tcp", flight.n).get(each.key(flight.node))
    truth = segment_of(flight).window
    if connection is None or connection.rcv_scale or truth + unread != buffer:
        raise AmbiguousError("a scaled window, or one that is not told at once")
    shown = run.shown_by(flight)
    return Draft(
        say(TEXT, receiver=flight.node, buffer=buffer, unread=unread),
        blanks=(
            number(
                truth,
                [
                    slip(buffer, beliefs.WINDOW_FULL, unread=unread),
                    slip(unread, beliefs.WINDOW_IS_UNREAD),
                ],
            ),
        ),
        proof=shown,
        hints=(look_at(flight.node, "tcp-receive"), rule(RULE), step_to(shown[0])),
    )


def network(chance: Chance) -> Network:
    buffer = chance.among(3, 12) * 1000
    server = "import socket\nimport time\n\nlistener = socket.create_server(('', 80))\n"
    server += "connection, address = listener.accept()\ntime.sleep(2)\nwhile connection.recv(100000):\n    pass\n"
    client = "import socket\n\nsock = socket.create_connection(('192.168.10.2', 80))\n"
    client += f"sock.sendall(bytes({chance.among(600, buffer)}))\nsock.close()\n"
    return {
        **pair({}, {"tcp": {"receive_buffer": buffer}}, delay=f"{chance.among(5, 50)}ms"),
        "tcp": {"profile": "simple", "mss_option": True, "mss": chance.choice((500, 1000)), "msl": "1s"},
        "programs": [{"on": "server", "code": server}, {"on": "client", "at": "1s", "code": client}],
        "until": "6s",
    }


TEMPLATE = Template(
    id="tcp/window-told",
    title={"en": "The window that is told", "zh": "通告的窗口"},
    kind=Kind.NUMBER,
    level="core",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("tcp/zero-window",),
    network=network,
    is_narrow=True,
)
