"""TCP by the octets on the wire and the sentences of RFC 9293."""

import math
import re

from sim.exam.question import Question
from tests.exam.octets import Frame, Segment, Wire
from tests.exam.oracles import Holds, oracle

WRAP = 1 << 32


def _tcp(frame: Frame) -> Segment:
    assert frame.tcp is not None
    return frame.tcp


def _since(question: Question, wire: Wire, sender: object) -> list[Frame]:
    """The segments that a node sends of its own from the moment on."""
    return [f for f in wire.since(question.moment) if f.node == sender and f.tcp]


def _ends(frame: Frame) -> tuple[object, ...]:
    assert frame.ip is not None
    return frame.ip.src, frame.ip.dst, _tcp(frame).src_port, _tcp(frame).dst_port


def _back(question: Question, wire: Wire) -> tuple[object, ...]:
    """The ends of what answers the segment of the question."""
    src, dst, src_port, dst_port = _ends(wire.frame(question.moment))
    return dst, src, dst_port, src_port


@oracle("tcp/syn-ack-numbers")
def syn_ack_numbers(question: Question, wire: Wire) -> Holds:
    """RFC 9293 3.10.7.2: <SEQ=ISS><ACK=RCV.NXT><CTL=SYN,ACK> with RCV.NXT = SEG.SEQ+1."""
    answers = (f for f in _since(question, wire, question.facts["server"]) if _ends(f) == _back(question, wire))
    answer = next(_tcp(f) for f in answers if _tcp(f).syn)
    numbers = (question.facts["y"], (question.facts["x"] + 1) % WRAP)
    assert numbers == (answer.seq, answer.ack)
    return lambda value: value[1] == numbers[value[0]]


@oracle("tcp/third-segment")
def third_segment(question: Question, wire: Wire) -> Holds:
    """RFC 9293 figure 6, line 4: <SEQ=101><ACK=301> after 100 and 300."""
    facts = question.facts
    numbers = ((facts["x"] + 1) % WRAP, (facts["y"] + 1) % WRAP)
    answers = (f for f in _since(question, wire, facts["client"]) if _ends(f) == _back(question, wire))
    third = next(_tcp(f) for f in answers if _tcp(f).has_ack)
    assert numbers == (third.seq, third.ack)
    return lambda value: value[1] == numbers[value[0]]


@oracle("tcp/ack-of-data")
def ack_of_data(question: Question, wire: Wire) -> Holds:
    """RFC 9293 3.4: the ACK is the next sequence number that is expected: SEG.SEQ + SEG.LEN."""
    segment = _tcp(wire.frame(question.moment))
    return lambda value: value == (segment.seq + segment.length) % WRAP


@oracle("tcp/next-seq")
def next_seq(question: Question, wire: Wire) -> Holds:
    """RFC 9293 3.4: SND.NXT is SEG.SEQ+SEG.LEN, where SYN and FIN count; and so the end goes on on the wire."""
    frame = wire.frame(question.moment)
    truth = (_tcp(frame).seq + _tcp(frame).length) % WRAP
    following = next(f for f in _since(question, wire, frame.node) if _ends(f) == _ends(frame))
    assert truth == _tcp(following).seq
    return lambda value: value == truth


@oracle("tcp/ack-of-fin")
def ack_of_fin(question: Question, wire: Wire) -> Holds:
    segment = _tcp(wire.frame(question.moment))
    assert segment.fin
    return lambda value: value == (segment.seq + len(segment.data) + 1) % WRAP


@oracle("tcp/state-after")
def state_after(question: Question, wire: Wire) -> Holds:
    """The edges of RFC 9293 figure 5 that a segment takes, from the flags on the wire."""
    frame = wire.frame(wire.run.trace.cause[question.moment])
    segment, before = _tcp(frame), str(question.facts["before"])
    acks_fin = segment.has_ack and any(
        _tcp(f).fin and (_tcp(f).seq + _tcp(f).length) % WRAP == segment.ack
        for f in wire.frames
        if f.tcp and f.n < frame.n and f.node == frame.to_node
    )
    key = (before, segment.syn, segment.has_ack, segment.fin, acks_fin)
    edges = {
        ("LISTEN", True, False, False, False): "SYN-RECEIVED",
        ("SYN-SENT", True, True, False, False): "ESTABLISHED",
        ("SYN-SENT", True, False, False, False): "SYN-RECEIVED",
        ("SYN-RECEIVED", False, True, False, False): "ESTABLISHED",
        ("SYN-RECEIVED", True, True, False, False): "ESTABLISHED",
        ("ESTABLISHED", False, True, True, False): "CLOSE-WAIT",
        ("FIN-WAIT-1", False, True, False, True): "FIN-WAIT-2",
        ("FIN-WAIT-1", False, True, True, False): "CLOSING",
        ("FIN-WAIT-1", False, True, True, True): "TIME-WAIT",
        ("FIN-WAIT-2", False, True, True, True): "TIME-WAIT",
        ("CLOSING", False, True, False, True): "TIME-WAIT",
        ("LAST-ACK", False, True, False, True): "CLOSED",
    }
    if segment.rst:
        return lambda value: str(value) == "CLOSED"
    return lambda value: str(value) == edges[key]


@oracle("tcp/time-wait")
def time_wait(question: Question, wire: Wire) -> Holds:
    """RFC 9293 3.6.1: who closes first waits; its FIN leaves before it has the other's."""
    figure = question.figures[0]
    fins = [f for f in wire.frames if figure.first <= f.n <= figure.last and f.tcp and f.tcp.fin]
    ends = {question.facts["client"], question.facts["server"]}
    first = next(f.node for f in fins if f.node in ends)
    return lambda value: value == first


_CLOSING = re.compile(r"(\S+): (?:(FIN), seq (\d+))?(?:, )?(?:ACK (\d+))?")


@oracle("tcp/teardown-order")
def teardown_order(question: Question, wire: Wire) -> Holds:
    """As the segments leave that have the numbers of the lines."""
    sent = {}
    for option in question.options:
        node, fin, seq, ack = _CLOSING.fullmatch(option.text.text()).groups()  # type: ignore[union-attr]
        numbers = (bool(fin), seq and int(seq), ack and int(ack))
        sent[option.value] = next(
            f.n
            for f in _since(question, wire, node)
            if (_tcp(f).fin, seq and _tcp(f).seq, ack and _tcp(f).ack) == numbers
        )
    return lambda values: sorted(values, key=lambda value: sent[value]) == list(values)


@oracle("tcp/may-send")
def may_send(question: Question, wire: Wire) -> Holds:
    """RFC 9293 3.8.6 (U = SND.UNA + SND.WND - SND.NXT) with RFC 5681 3.1 (never more than cwnd under way)."""
    facts = question.facts
    flight = (facts["last"] - facts["acked"]) % WRAP
    usable = max(min(facts["rwnd"], facts["cwnd"]) - flight, 0)
    return lambda value: value == usable


@oracle("tcp/reply-to-syn")
def reply_to_syn(question: Question, wire: Wire) -> Holds:
    answers = (f for f in _since(question, wire, question.facts["server"]) if _ends(f) == _back(question, wire))
    answer = _tcp(next(answers))
    listens = f"tcp 0.0.0.0:{question.facts['port']} LISTEN" in question.given
    assert listens == answer.syn
    return lambda value: value == ("syn-ack" if answer.syn and answer.has_ack else "rst" if answer.rst else "ack")


@oracle("tcp/ports-of-answer")
def ports_of_answer(question: Question, wire: Wire) -> Holds:
    syn = _tcp(wire.frame(question.moment))
    answers = [_tcp(f) for f in _since(question, wire, question.facts["server"])]
    swapped = (syn.dst_port, syn.src_port)
    assert any((each.src_port, each.dst_port) == swapped and each.ack == (syn.seq + 1) % WRAP for each in answers)
    return lambda value: value[1] == swapped[value[0]]


@oracle("tcp/which-establishes")
def which_establishes(question: Question, wire: Wire) -> Holds:
    """RFC 9293 3.5: the client by the SYN-ACK, the server by the ACK of its own SYN."""
    facts = question.facts
    frames = [wire.frame(option.value) for option in question.options]
    is_client = facts["node"] == facts["client"]
    sender = facts["server"] if is_client else facts["client"]
    truth = next(f.n for f in frames if f.node == sender and _tcp(f).has_ack)
    return lambda value: value == truth


@oracle("tcp/duplicate-ack")
def duplicate_ack(question: Question, wire: Wire) -> Holds:
    """RFC 9293 3.10.7.4: RCV.NXT does not move where a segment is out of order."""
    return lambda value: value == (question.facts["last"] + 1) % WRAP


@oracle("tcp/which-is-again")
def which_is_again(question: Question, wire: Wire) -> Holds:
    frames = [wire.frame(option.value) for option in question.options]
    numbers = [_tcp(f).seq for f in frames]
    again = [f.n for place, f in enumerate(frames) if _tcp(f).seq in numbers[:place]]
    return lambda value: value in again


@oracle("tcp/segment-count")
def segment_count(question: Question, wire: Wire) -> Holds:
    truth = math.ceil(question.facts["octets"] / question.facts["mss"])
    assert truth == sum(1 for f in _since(question, wire, question.facts["sender"]) if _tcp(f).data)
    return lambda value: value == truth


@oracle("tcp/window-told")
def window_told(question: Question, wire: Wire) -> Holds:
    facts = question.facts
    frame = next(f for f in _since(question, wire, facts["receiver"]))
    assert _tcp(frame).window == facts["buffer"] - facts["unread"]
    return lambda value: value == facts["buffer"] - facts["unread"]
