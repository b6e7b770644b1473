"""Clauses that a reading of the documents beside the machine found: each test quotes the one that it holds."""

import pytest

from sim.transport.tcp.machine import arrive
from sim.transport.tcp.machine.prediction import take_predicted
from sim.transport.tcp.machine.settings import TcpSettings
from sim.transport.tcp.options import Options, read, write
from sim.transport.tcp.pdu import ACK, FIN, RST, SYN, Tcp
from tests.protocols.tcp.ends import MS, SECOND, Pair, answers, established, segment_to
from tests.protocols.tcp.test_prediction import comparing

NARROW = TcpSettings(delayed_ack=0, nagle=False)

# What a segment's options say, and how much room they leave


@pytest.mark.parametrize(
    "options",
    [
        b"\1\1\5\x0a" + (101).to_bytes(4, "big") + (105).to_bytes(4, "big"),
        b"\2\4\5\xb4",
        b"\4\2\0\0",
        b"\3\3\7\0",
        b"\x08\x0a" + bytes(8) + b"\4\2",
    ],
    ids=["sack", "mss", "sack-permitted", "window-scale", "two"],
)
def test_only_a_segment_whose_one_option_is_timestamps_is_predicted(options: bytes) -> None:
    """RFC 1323 4.2.1: the prediction is for "the next in-sequence data segment", which carries timestamps and nothing
    else; a block of duplicates can stand beside text (RFC 2883 4).
    """
    pair = established(TcpSettings(timestamps=False))
    assert take_predicted(pair.b.block, segment_to(pair.b, data=b"x", options=options), pair.now) is None
    assert take_predicted(pair.b.block, segment_to(pair.b, data=b"x"), pair.now) is not None


def test_a_block_of_duplicates_beside_text_is_read() -> None:
    """RFC 2883 5: "the sender that receives this D-SACK block" learns that a segment came twice."""
    pair = established(TcpSettings())
    pair.send(pair.a, b"0123456789")
    pair.settle()
    seq = pair.a.block.snd_una - 10
    options = write(Options(sack=((seq, seq + 10),), timestamps=(pair.a.block.ts_recent, 0)))
    with comparing() as compared:
        pair.arrive(pair.a, segment_to(pair.a, data=b"x", options=options, window=pair.a.block.snd_wnd))
    assert (compared.asked, compared.taken) == (1, 0)
    assert "tcp.duplicate-reported" in pair.a.rules


def narrow(path_mtu: int, timestamps: bool) -> Pair:
    """Two ends on a path that takes so little, each of which holds data behind four gaps."""
    pair = established(NARROW._replace(timestamps=timestamps), mtu=path_mtu)
    tcb = pair.b.block
    for gap in range(4):
        segment = segment_to(pair.b, data=b"x", seq=10 + 10 * gap)
        if timestamps:
            segment.options = write(Options(timestamps=(tcb.ts_recent, 0)))
        pair.carry_out(pair.b, arrive.segment_arrives(tcb, segment, pair.now))
    pair.flying.clear()
    return pair


@pytest.mark.parametrize("timestamps", [True, False])
@pytest.mark.parametrize("path_mtu", [68, 72, 76, 80, 88, 100])
def test_sack_blocks_leave_room_for_data_on_the_narrowest_path(path_mtu: int, timestamps: bool) -> None:
    """RFC 791 3.2: "Every internet module must be able to forward a datagram of 68 octets without further
    fragmentation". Twenty octets of header, twelve of timestamps and three blocks are more than its 48.
    """
    pair = narrow(path_mtu, timestamps)
    first = len(pair.sent)
    pair.send(pair.b, b"0123456789" * 4)
    for segment in pair.sent[first:]:
        assert segment.payload
        assert 40 + len(segment.options) + len(segment.payload) <= path_mtu
    blocks = [read(segment.options).sack for segment in pair.sent[first:]]
    most = 3 if timestamps else 4
    assert {len(each) for each in blocks} == {min(most, (pair.b.block.smss - 5) // 8)}
    # whatever is lost, sending again comes to an end, too
    pair.fate = lambda number, name, segment: ()
    pair.run(pair.now + 10_000_000_000)
    assert "tcp.timed-out" in pair.b.rules


@pytest.mark.parametrize("path_mtu", [68, 80])
def test_an_acknowledgment_with_blocks_fits_the_narrowest_path(path_mtu: int) -> None:
    """RFC 9293 3.7.1: "the options also count" where the size of a segment is bounded (RFC 6691 2)."""
    pair = narrow(path_mtu, timestamps=True)
    answers: list[Tcp] = [segment for segment in pair.sent if not segment.payload and segment.flags == ACK]
    assert all(40 + len(segment.options) <= path_mtu for segment in answers)
    assert read(answers[-1].options).sack, "the last gap is told all the same"


# Resets


def test_no_five_seconds_have_more_challenges_than_the_limit() -> None:
    """RFC 5961 7: "no more than 10 ACKs in any 5 second window", also in one that begins in the middle."""
    pair = established()
    left: list[int] = []
    for wait in (0, 4900, *[10] * 9, *[20] * 100):
        pair.now += wait * MS
        left += [pair.now] * len(answers(pair, pair.b, segment_to(pair.b, RST, seq=1)))
    assert len(left) == 11, "ten, and one more once the first of those is five seconds old"
    for at in left:
        assert sum(at <= other < at + 5 * SECOND for other in left) <= 10


def test_a_reset_in_time_wait_is_named_for_what_it_is() -> None:
    """RFC 1337 1: "TIME-WAIT Assassination": RFC 9293 3.10.7.4 has the reset end the state all the same."""
    pair = established()
    pair.close(pair.a)
    pair.settle()
    pair.close(pair.b)
    pair.settle()
    assert str(pair.a.state) == "TIME-WAIT"
    assert answers(pair, pair.a, segment_to(pair.a, RST)) == []
    assert str(pair.a.state) == "CLOSED"
    assert pair.a.errors == []
    assert pair.a.rules[-1] == "tcp.time-wait-assassinated"


@pytest.mark.parametrize(
    ("flags", "ack", "error"),
    [
        (RST | ACK, 0, "ECONNREFUSED"),
        (RST | ACK | FIN, 0, "ECONNREFUSED"),
        (RST | ACK, -1, ""),
        (RST | ACK, 1, ""),
        (RST, 0, ""),
    ],
)
def test_a_reset_in_syn_sent_has_to_acknowledge_the_syn(flags: int, ack: int, error: str) -> None:
    """RFC 5961 3.2: "In the SYN-SENT state ..., the RST is acceptable if the ACK field acknowledges the SYN", whatever
    its number. "In all other cases the receiver MUST silently discard the segment."
    """
    for number in (0, 7, 1 << 31):
        pair = Pair()
        pair.connect(pair.a)
        assert answers(pair, pair.a, Tcp(80, 5000, number, 101 + ack, flags, 0)) == []
        assert str(pair.a.state) == ("CLOSED" if error else "SYN-SENT")
        assert pair.a.errors == ([error] if error else [])


def test_a_reset_beside_a_syn_is_a_reset() -> None:
    """RFC 9293 3.10.7.4 looks at the RST (second) before the SYN (fourth)."""
    pair = established()
    assert answers(pair, pair.b, segment_to(pair.b, RST | SYN, seq=-1)) == []
    assert answers(pair, pair.b, segment_to(pair.b, RST | SYN, seq=1)) == ["<SEQ=301><ACK=101><CTL=ACK>"]
    assert answers(pair, pair.b, segment_to(pair.b, RST | SYN)) == []
    assert pair.b.errors == ["ECONNRESET"]
