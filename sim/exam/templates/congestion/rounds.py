"""The congestion window, round by round."""

import math
from collections.abc import Iterator

from sim.exam.asking import look_at, number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import Conversation, conversations, segment_of
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.congestion import beliefs
from sim.exam.templates.congestion._transfer import transfer

TEXT = {
    "en": "In round 1 a sender has a congestion window of 1 segment and an ssthresh of {ssthresh} segments. It has "
    "enough to "
    "send, and nothing is lost. How many segments is the congestion window in rounds {first} to {last}?",
    "zh": "第 1 轮发送方的拥塞窗口是 1 个报文段，ssthresh 为 {ssthresh} 个报文段。数据足够多，没有丢失。"
    "第 {first} 到第 {last} 轮的拥塞窗口是多少个报文段？",
}
ROUND = {"en": "round {number}", "zh": "第 {number} 轮"}
RULE = {
    "en": "below ssthresh the window doubles in a round, from ssthresh on it grows by one segment in a round",
    "zh": "低于 ssthresh 时窗口每轮翻倍，达到 ssthresh 后每轮加一个报文段",
}
_ASKED = 4
_EACH_ACK = (0, 1, 2, 8, 2048)
"""The windows of rounds 1 to 4 that doubled with each ACK: a round has as many ACKs as its window has segments."""
ROUND_IS = {"en": "{cwnd} in round {number}", "zh": "第 {number} 轮 {cwnd}"}
REASON = {
    "en": "Doubled up to {ssthresh} segments, then one more in each round: {rounds}.",
    "zh": "翻倍直到 {ssthresh} 个报文段，之后每轮加一个报文段：{rounds}。",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each textbook transfer without a loss so far, from each round on that can be told."""
    for each in conversations(run):
        data = [flight for flight in each.flights if each.is_from_client(flight) and segment_of(flight).payload]
        every = [
            (n, change.after)
            for n, node, change in run.changes("tcp-send")
            if node == each.client and change.key == each.key(node) and change.after is not None
        ]
        before = sum(n < data[0].n for n, _ in every) if data else 0
        rows = every[max(before - 1, 0) :]
        if rows and data and rows[0][1].cwnd == len(segment_of(data[0]).payload):
            delay = run.links[data[0].link].delay
            windows = _windows(run, rows, data[0].at, 2 * delay, _first_loss(run, each))
            for first in range(1, len(windows) - _ASKED + 2):
                yield Moment(data[0].n - 1, (each, rows[0][1], windows, first))


def _first_loss(run: Run, conversation: Conversation) -> float:
    """When the first segment left that is lost on its link, or that is sent again later."""
    left: dict[tuple[str, int], int] = {}
    lost = [flight.at for flight in conversation.flights if run.arrival(flight.n) is None]
    for flight in conversation.flights:
        segment = segment_of(flight)
        if segment.sequence_length:
            first = left.setdefault((flight.node, segment.seq), flight.at)
            if first != flight.at:
                lost.append(first)
    return min(lost, default=math.inf)


def _windows(
    run: Run, rows: list[tuple[int, object]], start: int, round_trip: int, lost: float
) -> list[tuple[int, int]]:
    """The record and cwnd in the middle of each round, as long as nothing is lost; ten rounds at most."""
    found: list[tuple[int, int]] = []
    for place in range(10):
        middle = start + place * round_trip + round_trip // 2
        if middle > lost:
            break
        known = [(n, row) for n, row in rows if run.trace.at[n] <= middle]
        row = known[-1][1]
        later = any(run.trace.at[n] > middle for n, _ in rows)
        if not later or row.phase == "fast recovery" or row.retransmissions or row.ssthresh != rows[0][1].ssthresh:  # type: ignore[attr-defined]
            break
        found.append((known[-1][0], row.cwnd))  # type: ignore[attr-defined]
    return found


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    _, start, windows, first = moment.about
    mss = start.cwnd
    ssthresh = start.ssthresh // mss
    asked = windows[first - 1 : first - 1 + _ASKED]
    if start.ssthresh % mss or any(cwnd % mss for _, cwnd in windows) or ssthresh > 64:
        raise AmbiguousError("windows that are no whole segments")
    blanks = []
    for place, (_, cwnd) in enumerate(asked):
        current = first + place
        blanks.append(
            number(
                cwnd // mss,
                [
                    slip(current, beliefs.LINEAR_FROM_START, ssthresh=ssthresh),
                    slip(1 << current - 1, beliefs.ALWAYS_DOUBLES, ssthresh=ssthresh),
                    *(slip(each, beliefs.DOUBLES_EACH_ACK) for each in _EACH_ACK[current : current + 1]),
                ],
                label=say(ROUND, number=current),
            )
        )
    rounds = [say(ROUND_IS, number=first + place, cwnd=cwnd // mss) for place, (_, cwnd) in enumerate(asked)]
    return Draft(
        say(TEXT, ssthresh=ssthresh, first=first, last=first + _ASKED - 1),
        blanks=tuple(blanks),
        proof=tuple(dict.fromkeys(n for n, _ in asked)),
        reason=say(REASON, ssthresh=ssthresh, rounds=rounds),
        clause="RFC 5681, 3.1",
        hints=(look_at(run.node(asked[0][0]), "tcp-send"), rule(RULE), step_to(asked[0][0])),
    )


def network(chance: Chance) -> Network:
    return transfer(chance, chance.among(3, 16))


TEMPLATE = Template(
    id="congestion/rounds",
    title={"en": "The congestion window round by round", "zh": "逐轮的拥塞窗口"},
    kind=Kind.ROW,
    level="exam",
    seconds=90,
    moments=moments,
    ask=ask,
    folders=("tcp/cwnd-exercise",),
    network=network,
    is_narrow=True,
)
