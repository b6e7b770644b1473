"""When the SYN is sent again and again."""

from collections.abc import Iterator
from itertools import pairwise

from sim.exam.asking import decimal, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.networks import pair
from sim.exam.question import Kind
from sim.exam.run import Flight, Run
from sim.exam.said import say, span
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.congestion import beliefs
from sim.transport.tcp.pdu import ACK, SYN

TEXT = {
    "en": "{client} sends a SYN, and nobody answers. The retransmission time-out is {rto} s at first. "
    "How many seconds after the first SYN is retransmission number {number} sent?",
    "zh": "{client} 发送 SYN，没有回答。重传超时最初为 {rto} s。第 {number} 次重传在第一个 SYN 之后多少秒发出？",
}
UNIT = {"en": "s"}
RULE = {
    "en": "each time-out doubles the next one (RFC 6298, 5.5)",
    "zh": "每次超时后，下一次超时时间加倍（RFC 6298 5.5）",
}
REASON = {"en": "The waits are {waits}: {total} together.", "zh": "依次等待 {waits}：共 {total}。"}
_SECOND = 1_000_000_000


def moments(run: Run) -> Iterator[Moment]:
    """Each SYN that is sent at least twice more."""
    found: dict[tuple[str, int, int], list[Flight]] = {}
    for flight in run.flights:
        segment = flight.segment
        if segment is not None and segment.flags & (SYN | ACK) == SYN and run.kind(flight.node) == "host":
            found.setdefault((flight.node, segment.src_port, segment.seq), []).append(flight)
    for flights in found.values():
        for number in range(2, min(len(flights), 5)):
            yield Moment(flights[0].n, (flights, number))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    flights, count = moment.about
    first = flights[0]
    waits = [b.at - a.at for a, b in pairwise(flights)]
    rto = waits[0] / _SECOND
    if any(b != 2 * a for a, b in pairwise(waits[:count])):
        raise AmbiguousError("a limit of the time-out")
    truth = (flights[count].at - first.at) / _SECOND
    timed_out = run.records("tcp.timed-out")
    doublings = [n for n in timed_out if run.node(n) == first.node and first.n < n < flights[count].n][::-1]
    return Draft(
        say(TEXT, client=first.node, rto=f"{rto:g}", number=count),
        blanks=(
            decimal(
                truth,
                0.01,
                say(UNIT),
                [
                    slip(rto * count, beliefs.NO_BACKOFF),
                    slip(waits[count - 1] / _SECOND, beliefs.LAST_WAIT_ONLY),
                    slip(sum(waits[: count - 1]) / _SECOND, beliefs.ONE_TOO_MANY),
                ],
            ),
        ),
        proof=(*doublings, flights[count].n),
        reason=say(REASON, waits=[span(wait) for wait in waits[:count]], total=span(sum(waits[:count]))),
        hints=(rule(RULE), step_to(flights[1].n)),
    )


def network(chance: Chance) -> Network:
    client = "import socket\n\nsock = socket.socket()\nsock.settimeout(40)\ntry:\n"
    client += "    sock.connect(('192.168.10.2', 80))\nexcept TimeoutError:\n    print('no answer')\n"
    made = pair({"tcp": {"initial_rto": f"{chance.choice((500, 1000, 1500, 2000, 3000))}ms"}}, {}, delay="10ms")
    return {
        **made,
        "programs": [{"on": "client", "at": "1s", "code": client}],
        "faults": [{"on": "client -- server", "drop": "every tcp syn from client"}],
        "until": "45s",
    }


TEMPLATE = Template(
    id="congestion/backoff",
    title={"en": "Sending the SYN again", "zh": "SYN 的重传时刻"},
    kind=Kind.NUMBER,
    level="core",
    seconds=45,
    moments=moments,
    ask=ask,
    network=network,
    is_narrow=True,
)
