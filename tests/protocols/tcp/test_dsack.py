"""What comes twice is told in the first SACK block: the examples of RFC 2883 section 4, number by number.

A line is what the receiver gets, as the first and the last octet, and the ACK that it sends, as the RFC writes them.
``...`` says that another ACK got lost or that none is looked at.
"""

import pytest

from sim.transport.tcp.machine.settings import TcpSettings
from sim.transport.tcp.options import read
from sim.transport.tcp.pdu import ACK, Tcp
from tests.protocols.tcp.ends import MS, answers, established, segment_to

SETTINGS = TcpSettings(timestamps=False, delayed_ack=0)

EXAMPLES = {
    "4.1.1. Example 1: Reporting a duplicate segment": """
        3000-3499      3500 (ACK dropped)
        3500-3999      4000 (ACK dropped)
        3000-3499      4000, SACK=3000-3500
    """,
    "4.1.2. Example 2: Reporting an out-of-order segment and a duplicate segment": """
        3000-3499      3500 (ACK dropped)
        3500-3999      4000 (ACK dropped)
        4500-4999      4000, SACK=4500-5000 (ACK dropped)
        3000-3499      4000, SACK=3000-3500, 4500-5000
    """,
    "4.1.3. Example 3: Reporting a duplicate of an out-of-order segment": """
        3500-3999      4000
        4500-4999      4000, SACK=4500-5000
        5000-5499      4000, SACK=4500-5500
        5000-5499      4000, SACK=5000-5500, 4500-5500
    """,
    "4.2.1. Example 4: Reporting a single duplicate subsegment": """
        500-999        1000
        2000-2499      1000, SACK=2000-2500
        1000-1499      1500, SACK=2000-2500
        1000-1999      2500, SACK=1000-1500
    """,
    "4.2.2. Example 5: Two non-contiguous duplicate subsegments covered by the cumulative acknowledgement": """
        500-999        1000
        3000-3499      1000, SACK=3000-3500
        1000-1499      1500, SACK=3000-3500
        2000-2499      1500, SACK=2000-2500, 3000-3500
        1000-2499      2500, SACK=1000-1500, 3000-3500
    """,
    "4.2.3. Example 6: Two non-contiguous duplicate subsegments not covered by the cumulative acknowledgement": """
        500-999        1000
        3500-3999      1000, SACK=3500-4000
        1500-1999      1000, SACK=1500-2000, 3500-4000
        2500-2999      1000, SACK=2500-3000, 1500-2000, 3500-4000
        1500-2999      1000, SACK=1500-2000, 1500-3000, 3500-4000
    """,
}


def written(segment: Tcp) -> str:
    blocks = ", ".join(f"{start}-{end}" for start, end in read(segment.options).sack)
    return f"{segment.ack}, SACK={blocks}" if blocks else str(segment.ack)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda name: name.partition(":")[0])
def test_examples_of_rfc_2883(example: str) -> None:
    lines = [line.split(None, 1) for line in EXAMPLES[example].strip().splitlines()]
    first = int(lines[0][0].partition("-")[0])
    pair = established(SETTINGS, issues=((first - 1,), (300,)))
    for octets, ack in lines:
        start, last = map(int, octets.split("-"))
        before = len(pair.sent)
        segment = segment_to(pair.b, data=bytes(last + 1 - start))
        segment.seq = start
        pair.arrive(pair.b, segment)
        (answer,) = pair.sent[before:]
        assert written(answer) == ack.removesuffix(" (ACK dropped)")


def test_each_duplicate_is_told_once() -> None:
    """RFC 2883 4 (2): "Each duplicate contiguous sequence of data received is reported in at most one D-SACK block"."""
    pair = established(SETTINGS)
    pair.arrive(pair.b, segment_to(pair.b, data=b"0123456789"))
    pair.arrive(pair.b, segment_to(pair.b, data=b"0123456789", seq=-10))
    assert written(pair.sent[-1]) == "111, SACK=101-111"
    pair.arrive(pair.b, segment_to(pair.b, data=b"next"))
    assert written(pair.sent[-1]) == "115"


@pytest.mark.parametrize("settings", [SETTINGS._replace(dsack=False), SETTINGS._replace(sack=False)])
def test_nothing_is_told_where_that_is_off_or_sack_was_not_agreed_on(settings: TcpSettings) -> None:
    pair = established(settings)
    pair.arrive(pair.b, segment_to(pair.b, data=b"0123456789"))
    pair.arrive(pair.b, segment_to(pair.b, data=b"0123456789", seq=-10))
    assert written(pair.sent[-1]) == "111"


def test_a_duplicate_that_paws_rejects_is_told_too() -> None:
    """RFC 2883 4.3: a segment that is dropped by PAWS is acknowledged, and so told as what it is."""
    pair = established(TcpSettings(delayed_ack=0), delay=50 * MS)
    pair.send(pair.a, b"0123456789")
    old = pair.flying[-1][3]
    pair.settle()
    pair.now += 100 * MS
    pair.send(pair.a, b"next")
    pair.settle()
    pair.arrive(pair.b, old)
    assert written(pair.sent[-1]) == "115, SACK=101-111"
    assert pair.b.rules[-1] == "tcp.timestamp-old"


def test_a_sender_hears_that_it_sent_in_vain() -> None:
    pair = established(SETTINGS)
    pair.send(pair.a, b"0123456789")
    pair.fate = lambda number, name, segment: (2000 * MS,) if name == "b" and number < 5 else (5 * MS,)
    pair.run(pair.now + 1500 * MS)
    assert pair.a.rules.count("tcp.duplicate-reported") == 1
    assert pair.b.read == b"0123456789"


def test_a_block_within_the_second_is_a_report_of_a_duplicate_and_no_news() -> None:
    pair = established(SETTINGS)
    pair.fate = lambda number, name, segment: ()
    pair.send(pair.a, bytes(3000))
    blocks = b"\x01\x01\x05\x12" + b"".join(number.to_bytes(4, "big") for number in (601, 701, 501, 801))
    for _ in range(2):
        answers(pair, pair.a, segment_to(pair.a, ACK, ack=101 - pair.a.block.snd_nxt, options=blocks))
    assert pair.a.rules.count("tcp.duplicate-reported") == 2
    assert pair.a.rules.count("tcp.duplicate-ack") == 1
    assert pair.a.block.recovery.sacked == ((501, 801),)
