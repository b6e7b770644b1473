"""How many octets a sender may still send."""

from collections.abc import Iterator

from sim.exam.asking import look_at, number, rule, slip, step_to
from sim.exam.blueprints import IN_NO_CERTIFICATE
from sim.exam.chance import Chance
from sim.exam.looking import moment_of
from sim.exam.networks import pair
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.tcp import beliefs
from sim.trace.records import Change
from sim.transport.tcp.machine.rows import CONNECTIONS
from sim.transport.tcp.machine.states import State

TEXT = {
    "en": "At {at} s the sender {node} has a congestion window of {cwnd} octets. The receiver has told a window of "
    "{rwnd} "
    "octets. Octets up to number {last} are sent, and octets up to number {acked} are acknowledged. "
    "How many more octets may {node} send now?",
    "zh": "{at} s 时，发送方 {node} 的拥塞窗口为 {cwnd} 字节，接收方通告的窗口为 {rwnd} 字节。已发送到第 {last} "
    "号字节，"
    "已确认到第 {acked} 号字节。{node} 现在还可以发送多少字节？",
}
RULE = {
    "en": "the smaller window limits what may be under way; what is under way already counts",
    "zh": "较小的窗口限制可以在途的数据量，已在途的要计入",
}
REASON = {
    "en": "The smaller window is {limit} octets, and {flight:octet is|octets are} under way: "
    "{limit} - {flight} = {truth}.",
    "zh": "较小的窗口是 {limit} 字节，在途 {flight} 字节：{limit} - {flight} = {truth}。",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each moment at which both windows are open and octets are under way, in the open and without loss."""
    for n, _, change in run.changes("tcp-send"):
        row = change.after
        is_open = row is not None and row.snd_nxt > row.snd_una and row.snd_wnd and not row.retransmissions
        if is_open and row.phase in ("slow start", "congestion avoidance") and row.snd_una > row.snd_nxt - row.snd_wnd:
            yield Moment(n, n)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    n = moment.about
    change = run.trace.what[n]
    assert isinstance(change, Change)
    row, node = change.after, run.node(n)
    connection = run.table(node, CONNECTIONS, n + 1).get(change.key)
    if connection is None or connection.state != State.ESTABLISHED or row.snd_una <= connection.iss:
        raise AmbiguousError("a SYN is under way, or the connection is closing")
    flight, limit = row.snd_nxt - row.snd_una, min(row.cwnd, row.snd_wnd)
    truth = limit - flight
    if truth <= 0:
        raise AmbiguousError("the window is full, as it is nearly always")
    facts = {"limit": limit, "flight": flight, "cwnd": row.cwnd, "rwnd": row.snd_wnd}
    return Draft(
        say(
            TEXT,
            node=node,
            at=moment_of(run, n),
            cwnd=row.cwnd,
            rwnd=row.snd_wnd,
            last=(row.snd_nxt - 1) % (1 << 32),
            acked=(row.snd_una - 1) % (1 << 32),
        ),
        blanks=(
            number(
                truth,
                [
                    slip(limit, beliefs.FLIGHT_FORGOTTEN, **facts),
                    slip(row.cwnd + row.snd_wnd - flight, beliefs.WINDOWS_ADDED, **facts),
                    slip(row.snd_wnd - flight, beliefs.ONLY_RWND, **facts),
                    slip(row.cwnd - flight, beliefs.ONLY_CWND, **facts),
                ],
            ),
        ),
        proof=(n,),
        reason=say(REASON, truth=truth, **facts),
        clause="RFC 5681, 3.1",
        hints=(look_at(node, "tcp-send"), rule(RULE), step_to(n)),
    )


def network(chance: Chance) -> Network:
    """A transfer where now the one window, now the other is the smaller."""
    mss = chance.choice((500, 1000, 1460))
    made = pair(
        {"tcp": {"isn": chance.below(100000)}},
        {"tcp": {"isn": 300, "receive_buffer": chance.among(3, 30) * 1000}},
        delay=f"{chance.among(20, 100)}ms",
        bandwidth="10 Mbit/s",
    )
    server = "import socket\n\nlistener = socket.create_server(('', 80))\nconnection, address = listener.accept()\n"
    server += "while connection.recv(100000):\n    pass\n"
    # Behind the transfer a few segments leave alone, so that the window is not full for once.
    client = "import socket\nimport time\n\nsock = socket.create_connection(('192.168.10.2', 80))\n"
    client += f"sock.sendall(bytes({chance.among(20, 60) * 1000}))\ntime.sleep({chance.among(30, 80) / 100})\n"
    client += f"sock.sendall(bytes({chance.among(1, 3) * mss}))\ntime.sleep(1)\nsock.close()\n"
    return {
        **made,
        "tcp": {"profile": "simple", "mss_option": True, "mss": mss, "msl": "1s"},
        "programs": [{"on": "server", "code": server}, {"on": "client", "at": "1s", "code": client}],
        "until": "6s",
    }


TEMPLATE = Template(
    id="tcp/may-send",
    title={"en": "How much may be sent", "zh": "还能发送多少"},
    kind=Kind.NUMBER,
    level="exam",
    seconds=60,
    moments=moments,
    ask=ask,
    network=network,
    other_domains=IN_NO_CERTIFICATE,
)
