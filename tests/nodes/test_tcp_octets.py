"""TCP as its octets show it to somebody who breaks the rules: malformed, overlapping and forged segments."""

import errno
import shutil
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scapy.layers.inet import IP, TCP
from scapy.utils import wrpcap

from sim.kernel import SECOND
from tests.conftest import Tshark
from tests.nodes.wire_peer import HOST, ISS, PEER, PEER_ISS, PEER_PORT, PORT, Left, Peer

EXPERT_ERROR = 0x00800000
FIRST = PEER_ISS + 1
"""The number of the peer's first octet."""


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Left]:
    """All that left in these tests; in the end tshark, where there is one, looks at it."""
    tshark: Tshark | None = request.getfixturevalue("tshark") if shutil.which("tshark") else None
    left = Left()
    yield left
    if tshark is None:
        return
    capture = tmp_path_factory.mktemp("octets") / "left.pcap"
    wrpcap(str(capture), [IP(octets) for octets in left.datagrams])
    rows = tshark(capture, "_ws.malformed", "ip.checksum.status", "tcp.checksum.status", "_ws.expert.severity")
    assert len(rows) == len(left.datagrams)
    for malformed, ip_status, tcp_status, severities in rows:
        assert (malformed, ip_status, tcp_status) == ("", "1", "1")
        assert all(int(each) < EXPERT_ERROR for each in severities.split(",") if each)


@pytest.fixture
def peer(sent: Left) -> Peer:
    return Peer(sent, profile="simple")


# Headers that cannot be


@pytest.mark.parametrize(
    "fields",
    [{"dataofs": 4}, {"dataofs": 0}, {"dataofs": 15}, {"chksum": 0x1234}],
    ids=["offset in the header", "no offset", "offset behind the end", "wrong checksum"],
)
def test_a_segment_whose_header_cannot_be_right_is_dropped_silently(peer: Peer, fields: dict[str, int]) -> None:
    """RFC 9293 3.1: "The sender MUST generate it (MUST-2) and the receiver MUST check it (MUST-3)"."""
    peer.establish()
    assert peer.inject("PA", FIRST, payload=b"abc", **fields) == []
    assert peer.read() == b""
    (ack,) = peer.inject("PA", FIRST, payload=b"abc")
    assert ack.ack == FIRST + 3


@pytest.mark.parametrize("length", range(20))
def test_a_header_that_is_cut_off_is_dropped_silently(peer: Peer, length: int) -> None:
    peer.establish()
    whole = bytes(IP(src=PEER, dst=HOST) / TCP(sport=PEER_PORT, dport=PORT, flags="R", seq=FIRST))
    datagram = bytes(IP(src=PEER, dst=HOST, proto=6) / whole[20 : 20 + length])
    assert peer.octets(datagram) == []
    assert peer.states() == ["ESTABLISHED"]


# Options


@pytest.mark.parametrize(
    ("octets", "mss"),
    [
        (b"\x02\x04\x02\x18", 536),
        (b"\x01\x01\x02\x04\x01\x00\x01\x00", 256),  # behind two no-operations
        (b"\x00\x02\x04\x01\x00\x00\x00\x00", 536),  # behind the end of the list: none is told
        (b"\xfd\x04\xab\xcd\x02\x04\x01\x00", 256),  # behind one that nobody knows (MUST-6)
        (b"\x02\x03\x01\x01", 536),  # of a wrong length
        (b"\x02\x00\x01\x00", 536),  # of no length, where nothing behind it can be read (MUST-7)
        (b"\x02\x01\x01\x00", 536),
        (b"\x02\x28\x01\x00", 536),  # longer than the header
        (b"\xfd\x00\x00\x00\x02\x04\x01\x00", 536),
        (b"\x01\x01\x01\x02", 536),  # only its kind
        (b"\x02\x04\x00\x00", 48),  # too small to send anything with
    ],
)
def test_the_mss_that_a_syn_tells_bounds_what_is_sent(peer: Peer, octets: bytes, mss: int) -> None:
    peer.listen()
    (answer,) = peer.inject_with_options("S", PEER_ISS, 0, octets)
    assert answer.flags == "SA"
    peer.inject("A", FIRST)
    child = peer.host.accept(peer.fd).value
    peer.host.send(child, bytes(3000))
    assert max(len(each.payload) for each in peer.left()) == mss


@pytest.mark.parametrize(
    "octets", [b"\x05\x0a\0\0\0\1\0\0\0\2\1\1", b"\x05\x05\0\0\0\0\0\0", b"\x08\x02\1\1", b"\x03\x03\x0e\x00"]
)
def test_options_that_were_not_agreed_on_change_nothing(peer: Peer, octets: bytes) -> None:
    """SACK blocks, timestamps and a shift count in a connection that has none of them."""
    peer.establish()
    (ack,) = peer.inject_with_options("PA", FIRST, ISS + 1, octets, b"abc")
    assert (ack.ack, ack.options) == (FIRST + 3, [])
    assert peer.read() == b"abc"


def test_a_shift_count_above_14_is_taken_for_14(sent: Left) -> None:
    """RFC 7323 2.3: "If a Window Scale option is received with a shift.cnt value larger than 14, the TCP SHOULD log the
    error but MUST use 14 instead of the specified value."
    """
    peer = Peer(sent)
    peer.establish(options=[("WScale", 200)], window=3)
    peer.inject("A", FIRST, window=1)
    (row,) = peer.host.table("tcp-send").values()
    assert row.snd_wnd == 1 << 14


def test_a_window_that_is_told_in_coarse_steps_is_opened_again(sent: Left) -> None:
    """The shift count makes steps of 16384 octets: 9999 free ones cannot be told, 10000 and none to read can."""
    peer = Peer(sent, profile="simple", window_scaling=True, window_scale=14, receive_buffer=10_000)
    peer.establish(options=[("WScale", 0)])
    assert [each.window for each in peer.inject("PA", FIRST, payload=b"x")] == [0]
    assert peer.read() == b"x"
    assert [each.window for each in peer.left()] == [1]
    assert [each.window for each in peer.inject("PA", FIRST + 1, payload=bytes(1000))] == [0]
    assert [peer.host.recv(peer.fd, 100).value for _ in range(9)] == [bytes(100)] * 9
    assert peer.left() == []  # as long as something waits to be read, nothing else could be told
    peer.read()
    assert [each.window for each in peer.left()] == [1]


def test_the_fin_and_the_urgent_pointer_of_data_in_the_middle_count(peer: Peer) -> None:
    """RFC 6093 6: urgent data is data; a FIN ahead of a gap waits until the gap is filled."""
    peer.establish()
    (duplicate,) = peer.inject("FPUA", FIRST + 3, payload=b"def", urgptr=2)
    assert duplicate.ack == FIRST
    assert peer.states() == ["ESTABLISHED"]
    (ack,) = peer.inject("PA", FIRST, payload=b"abc")
    assert ack.ack == FIRST + 7
    assert peer.states() == ["CLOSE-WAIT"]
    assert peer.read() == b"abcdef"


def test_data_on_a_syn_is_read_once_the_handshake_is_over(peer: Peer) -> None:
    peer.open(payload=b"early")
    peer.inject("PA", FIRST, payload=b"early and late")
    peer.fd = peer.host.accept(peer.fd).value
    assert peer.read() == b"early and late"


@pytest.mark.parametrize("dst", ["192.0.2.255", "255.255.255.255", "224.0.0.1"])
def test_a_syn_to_many_is_dropped_silently(sent: Left, dst: str) -> None:
    """RFC 9293 3.9.2.3, MUST-57."""
    peer = Peer(sent)
    peer.host.bind(peer.fd, ("0.0.0.0", 80))
    peer.host.listen(peer.fd, 5)
    assert peer.octets(bytes(IP(src=PEER, dst=dst) / TCP(sport=PEER_PORT, dport=PORT, flags="S"))) == []
    assert peer.states() == []


# Overlaps


@st.composite
def pieces_of_a_stream(draw: st.DrawFn) -> tuple[bytes, list[tuple[int, int]]]:
    """A stream and pieces that overlap in any way, in any order, which together are all of it."""
    length = draw(st.integers(1, 60))
    piece = st.tuples(st.integers(0, length - 1), st.integers(1, 25)).map(
        lambda each: (each[0], min(sum(each), length))
    )
    pieces = draw(st.lists(piece, max_size=12))
    missing = sorted(set(range(length)) - {at for start, end in pieces for at in range(start, end)})
    pieces += [(at, at + 1) for at in missing]
    return draw(st.binary(min_size=length, max_size=length)), draw(st.permutations(pieces))


@given(pieces_of_a_stream(), st.booleans())
def test_overlapping_pieces_in_any_order_are_the_stream(
    sent: Left, plan: tuple[bytes, list[tuple[int, int]]], forged: bool
) -> None:
    """Each octet is taken from the first piece that brings it; a later copy that differs changes nothing."""
    stream, pieces = plan
    peer = Peer(sent, profile="simple", sack=True)
    peer.establish(options=[("SAckOK", b"")])
    known: dict[int, int] = {}
    for number, (start, end) in enumerate(pieces):
        octets = bytes(each ^ (number if forged else 0) & 0xFF for each in stream[start:end])
        twice = [at for at in range(start, end) if at in known]
        for at in range(start, end):
            known.setdefault(at, octets[at - start])
        (ack,) = peer.inject("PA", FIRST + start, payload=octets)[-1:]
        expected = next(at for at in range(len(stream) + 1) if at not in known)
        assert ack.ack == FIRST + expected
        blocks = dict(ack.options).get("SAck", ())
        if twice:
            # RFC 2883 4 (2), (3): the first octets in a row that came before
            last = next(at for at in twice if at + 1 not in twice)
            assert blocks[:2] == (FIRST + twice[0], FIRST + last + 1)
            blocks = blocks[2:]
        reported = {
            at - FIRST for left, right in zip(blocks[::2], blocks[1::2], strict=True) for at in range(left, right)
        }
        assert reported <= {at for at in known if at > expected}
        if end > expected:
            # RFC 2018 4: the first block is the one of the segment that triggered this ACK
            assert blocks[0] < FIRST + end <= blocks[1]
    assert peer.read() == bytes(known[at] for at in range(len(stream)))


def test_what_goes_beyond_the_window_is_cut_off(sent: Left) -> None:
    peer = Peer(sent, profile="simple", receive_buffer=10)
    peer.establish()
    (ack,) = peer.inject("FPA", FIRST, payload=b"0123456789ABCDEF")
    assert (ack.ack, ack.window) == (FIRST + 10, 0)
    assert peer.states() == ["ESTABLISHED"]
    (again,) = peer.inject("PA", FIRST + 10, payload=b"ABCDEF")
    assert (again.ack, again.window) == (FIRST + 10, 0)
    assert peer.read() == b"0123456789"
    (update,) = peer.left()
    assert (update.ack, update.window) == (FIRST + 10, 10)
    peer.inject("FPA", FIRST + 10, payload=b"ABCDEF")
    assert peer.read() == b"ABCDEF"
    assert peer.states() == ["CLOSE-WAIT"]


# Forged


@pytest.mark.parametrize(
    ("flags", "seq", "ack", "answers"),
    [
        ("R", FIRST + 1, 0, "A"),  # RFC 5961 3.2: in the window, not the next number: challenged
        ("R", FIRST + 65534, 0, "A"),
        ("R", FIRST - 1, 0, ""),  # outside: dropped
        ("R", FIRST + 65535, 0, ""),
        ("RA", FIRST + 100, ISS + 1, "A"),
        ("S", FIRST, 0, "A"),  # 4.2: challenged whatever its number
        ("S", FIRST + 70000, 0, "A"),
        ("SA", FIRST + 5, ISS + 1, "A"),
        ("PA", FIRST, ISS + 2, "A"),  # 5.2: it acknowledges what was never sent
        ("PA", FIRST, ISS + 1 - 8193, "A"),  # and what was acknowledged longer ago than a window
        ("P", FIRST, 0, ""),  # without ACK (RFC 9293 3.10.7.4, fifth)
        ("", FIRST, 0, ""),
    ],
)
def test_a_blind_attacker_changes_nothing(peer: Peer, flags: str, seq: int, ack: int, answers: str) -> None:
    peer.establish()
    payload = b"forged" if "P" in flags else b""
    left = peer.inject(flags, seq, ack, payload)
    assert [str(each.flags) for each in left] == list(answers)
    assert all((each.seq, each.ack) == (ISS + 1, FIRST) for each in left)
    assert peer.states() == ["ESTABLISHED"]
    peer.inject("PA", FIRST, payload=b"genuine")
    assert peer.read() == b"genuine"


def test_challenges_are_limited(sent: Left) -> None:
    """RFC 5961 7: "an implementation SHOULD include an ACK throttling mechanism ... no more than 10 ... in a 5-second
    window".
    """
    peer = Peer(sent, profile="simple")
    peer.establish()
    assert len([each for at in range(50) for each in peer.inject("R", FIRST + 1 + at)]) == 10
    peer.host.advance(5 * SECOND)
    assert len(peer.inject("S", FIRST)) == 1


def test_a_genuine_reset_ends_the_connection(peer: Peer) -> None:
    peer.establish()
    assert peer.inject("R", FIRST, 0) == []
    assert peer.states() == []
    assert peer.host.recv(peer.fd, 10).errno == errno.ECONNRESET


def test_a_segment_from_before_the_last_timestamp_is_refused(sent: Left) -> None:
    """PAWS, RFC 7323 5.3 R1: "If ... SEG.TSval < TS.Recent ... treat the arriving segment as not acceptable: send an
    acknowledgment in reply ... and drop the segment." Its numbers may have come round.
    """
    peer = Peer(sent)
    peer.establish(options=[("Timestamp", (7000, 0))])
    old = [("NOP", None), ("NOP", None), ("Timestamp", (6999, 0))]
    assert peer.inject("A", FIRST) == []  # without a timestamp: dropped (RFC 7323 3.2)
    (ack,) = peer.inject("PA", FIRST, payload=b"old", options=old)
    assert (ack.ack, dict(ack.options)["Timestamp"][1]) == (FIRST, 7000)
    assert peer.read() == b""
    assert peer.inject("R", FIRST, 0) == []  # a reset needs none
    assert peer.states() == []


def test_a_window_that_shrinks_stops_what_is_new_and_nothing_else(sent: Left) -> None:
    """RFC 9293 3.8.6: "a sending TCP peer MUST be robust against window shrinking"."""
    peer = Peer(sent, profile="simple", initial_cwnd=4, mss=500)
    peer.establish(options=[("MSS", 500)])
    peer.host.send(peer.fd, bytes(4000))
    assert [each.seq - ISS for each in peer.left()] == [1, 501, 1001, 1501]
    assert peer.inject("A", FIRST, ISS + 501, window=500) == []  # the right edge goes back to 1001
    again = peer.next()
    assert (again.seq - ISS, len(again.payload)) == (501, 500)
    assert peer.inject("A", FIRST, ISS + 2001, window=0) == []
    probe = peer.next()
    assert (probe.seq - ISS, len(probe.payload)) == (2001, 1)
    left = peer.inject("A", FIRST, ISS + 2002, window=8192)
    assert left[0].seq - ISS == 2002


# Anything


@st.composite
def strange_segments(draw: st.DrawFn) -> tuple[str, int, int, bytes, bytes]:
    flags = "".join(sorted(draw(st.sets(st.sampled_from("FSRPAU")))))
    near = st.sampled_from((0, 1, -1, 3, 100, 65535, 65536, 1 << 31, (1 << 31) - 1, -(1 << 31)))
    options = draw(st.binary(max_size=40).map(lambda octets: octets[: len(octets) // 4 * 4]))
    return flags, draw(near), draw(near), options, draw(st.binary(max_size=20))


@given(
    st.sampled_from(("closed", "listen", "syn-sent", "established", "closing")),
    st.lists(strange_segments(), max_size=15),
)
def test_nothing_that_arrives_brings_the_host_down(
    sent: Left, beginning: str, segments: list[tuple[str, int, int, bytes, bytes]]
) -> None:
    """Each is answered by two segments at the most, and what is left behind ends by itself."""
    peer = Peer(sent, msl=SECOND, r2=10 * SECOND, r2_syn=10 * SECOND)
    if beginning == "listen":
        peer.listen()
    elif beginning == "syn-sent":
        peer.host.bind(peer.fd, (HOST, 80))
        peer.host.connect(peer.fd, (PEER, PEER_PORT))
    elif beginning != "closed":
        peer.establish()
        peer.host.send(peer.fd, b"hello")
        if beginning == "closing":
            peer.host.close(peer.fd)
    peer.left()
    for flags, seq, ack, options, payload in segments:
        numbers = FIRST + seq, ISS + 1 + ack
        left = peer.inject_with_options(flags, *numbers, options, payload)
        assert len(left) <= 2
        if "R" in flags:
            assert not any(each.flags.R for each in left), "a reset is never answered with one"
    for fd in list(peer.host.node.sockets.opened):
        peer.host.close(fd)
    while peer.host.next_tx() is not None:
        pass
    assert peer.states() == []
