"""Congestion control and time-outs, by a second computation from the text of RFC 5681 and RFC 6298."""

from sim.exam.question import Question
from tests.exam.octets import Wire
from tests.exam.oracles import Holds, oracle


@oracle("congestion/rounds")
def rounds(question: Question, wire: Wire) -> Holds:
    """Slow start doubles up to ssthresh, congestion avoidance adds one (RFC 5681 3.1, in whole rounds)."""
    facts, cwnd, windows = question.facts, 1, []
    for _ in range(facts["last"]):
        windows.append(cwnd)
        cwnd = min(2 * cwnd, facts["ssthresh"]) if cwnd < facts["ssthresh"] else cwnd + 1
    asked = windows[facts["first"] - 1 :]
    return lambda value: value[1] == asked[value[0]]


@oracle("congestion/after-timeout")
def after_timeout(question: Question, wire: Wire) -> Holds:
    """RFC 5681 equation (4), and "cwnd MUST be set to no more than the loss window ... 1 full-sized segment"."""
    facts = question.facts
    values = (max(facts["cwnd"] // 2, 2 * facts["mss"]), facts["mss"])
    return lambda value: value[1] == values[value[0]]


@oracle("congestion/three-duplicates")
def three_duplicates(question: Question, wire: Wire) -> Holds:
    """ssthresh is half of the window, and the window is deflated to it after the recovery (RFC 5681 3.2, step 6)."""
    half = max(question.facts["cwnd"] // 2, 2 * question.facts["mss"])
    return lambda value: value[1] == half


@oracle("congestion/rto")
def rto(question: Question, wire: Wire) -> Holds:
    """RFC 6298 2.3."""
    facts = question.facts
    srtt, rttvar, sample = (float(facts[name]) for name in ("srtt", "rttvar", "sample"))
    rttvar = 3 / 4 * rttvar + 1 / 4 * abs(srtt - sample)
    srtt = 7 / 8 * srtt + 1 / 8 * sample
    values = (rttvar, srtt, srtt + 4 * rttvar)
    bounds = [blank.tolerance for blank in question.blanks]
    return lambda value: abs(value[1] - values[value[0]]) <= bounds[value[0]]


@oracle("congestion/backoff")
def backoff(question: Question, wire: Wire) -> Holds:
    """RFC 6298 5.5: RTO <- RTO * 2 at each time-out."""
    first, count = float(question.facts["rto"]), question.facts["number"]
    total = sum(first * 2**place for place in range(count))
    return lambda value: abs(value - total) <= 0.01


@oracle("links/window-throughput")
def window_throughput(question: Question, wire: Wire) -> Holds:
    """And what the wire shows: the octets that the ACKs count, over the time between them."""
    facts = question.facts
    theory = facts["window"] * 8 / (2 * float(facts["delay"]))
    acks = [(f.at, f.tcp.ack) for f in wire.frames if f.tcp and f.node == facts["receiver"] and not f.tcp.data]
    start_at, start = acks[len(acks) // 4]
    whole = [(at, ack) for at, ack in acks[len(acks) // 2 : -1] if (ack - start) % (1 << 32) % facts["window"] == 0]
    end_at, end = whole[-1]
    measured = (end - start) % (1 << 32) * 8 / ((end_at - start_at) / 1e6)
    assert abs(measured - theory) < theory * 0.02
    return lambda value: abs(value - theory) <= theory * 0.02
