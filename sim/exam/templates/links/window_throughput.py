"""The throughput that a window allows."""

from collections.abc import Iterator

from sim.exam.asking import decimal, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import conversations, segment_of
from sim.exam.networks import pair
from sim.exam.question import Kind
from sim.exam.run import Flight, Run
from sim.exam.said import say, span
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.links import beliefs

TEXT = {
    "en": "{sender} sends much data to {receiver}. The receiver's window is {window} octets all the time, the way "
    "in each "
    "direction takes {delay} ms, and the link itself is very fast. How many kbit/s does {sender} reach?",
    "zh": "{sender} 向 {receiver} 发送大量数据。接收窗口一直是 {window} 字节，单程时延 {delay} ms，链路速率很高。"
    "{sender} 能达到多少 kbit/s？",
}
UNIT = {"en": "kbit/s"}
RULE = {"en": "one window of octets is sent in each round trip", "zh": "每个往返时间发送一个窗口的数据"}

REASON = {
    "en": "A window of {window} octets goes in each round trip of {trip}: {rate} kbit/s. Between these two ACKs "
    "{octets} octets came in {passed}.",
    "zh": "每个 {trip}的往返时间发送一个 {window} 字节的窗口：{rate} kbit/s。这两个 ACK 之间 {passed}内到达了 "
    "{octets} 字节。",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each connection of which the client sends at least six windows, none of them in slow start or after a loss."""
    for each in conversations(run):
        if not each.is_lossless:
            continue
        acks = [
            flight
            for flight in each.flights
            if not each.is_from_client(flight) and not segment_of(flight).payload and run.arrival(flight.n) is not None
        ]
        if len(acks) > 12:
            yield Moment(each.flights[-1].n, (each, acks))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each, acks = moment.about
    start = acks[len(acks) // 4]
    # A segment waits in the buffer until the program reads it, so an ACK may tell less than the first one did.
    window = max(segment_of(flight).window for flight in acks[len(acks) // 4 : -len(acks) // 4])
    ends = [flight for flight in acks[-len(acks) // 2 : -1] if _octets(start, flight) % window == 0]
    if not ends:
        raise AmbiguousError("no whole number of windows")
    end = ends[-1]
    octets = _octets(start, end)
    passed = end.at - start.at
    delay = run.links[acks[0].link].delay
    truth = octets * 8 / (passed / 1_000_000)
    theory = window * 8 / (2 * delay / 1_000_000)
    if not octets or abs(truth - theory) > theory * 0.02:
        raise AmbiguousError("the window is not the limit")
    return Draft(
        say(TEXT, sender=each.client, receiver=each.server, window=window, delay=f"{delay / 1_000_000:g}"),
        blanks=(
            decimal(
                theory,
                theory * 0.02,
                say(UNIT),
                [
                    slip(theory * 2, beliefs.WINDOW_OVER_ONE_WAY),
                    slip(theory / 8, beliefs.BITS_AS_OCTETS, octets=window, bits=8 * window),
                ],
            ),
        ),
        proof=(run.sent_by(end), run.sent_by(start)),
        reason=say(
            REASON, octets=octets, passed=span(passed), rate=f"{theory:.6g}", window=window, trip=span(2 * delay)
        ),
        hints=(rule(RULE), step_to(run.sent_by(start))),
    )


def _octets(start: Flight, end: Flight) -> int:
    """How many octets were acknowledged between two ACKs."""
    return (segment_of(end).ack - segment_of(start).ack) % (1 << 32)


def network(chance: Chance) -> Network:
    mss = chance.choice((500, 1000))
    window = mss * chance.among(2, 6)
    server = "import socket\n\nlistener = socket.create_server(('', 80))\nconnection, address = listener.accept()\n"
    server += "while connection.recv(100000):\n    pass\n"
    client = "import socket\n\nsock = socket.create_connection(('192.168.10.2', 80))\n"
    client += f"sock.sendall(bytes({window * 24}))\nsock.close()\n"
    return {
        **pair({}, {"tcp": {"receive_buffer": window}}, delay=f"{10 * chance.among(2, 15)}ms", bandwidth="10 Gbit/s"),
        "tcp": {"profile": "simple", "mss_option": True, "mss": mss, "initial_cwnd": window, "msl": "1s"},
        "programs": [{"on": "server", "code": server}, {"on": "client", "at": "1s", "code": client}],
        "until": "20s",
    }


TEMPLATE = Template(
    id="links/window-throughput",
    title={"en": "The throughput of a window", "zh": "窗口决定的吞吐量"},
    kind=Kind.NUMBER,
    level="exam",
    seconds=90,
    moments=moments,
    ask=ask,
    network=network,
    is_narrow=True,
)
