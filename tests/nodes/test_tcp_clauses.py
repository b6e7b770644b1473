"""Clauses of the TCP documents that are easily missed, each held by what a peer made of scapy's segments sees."""

import struct
from typing import Any

import pytest
from scapy.layers.inet import ICMP, IP, TCP, UDP
from scapy.packet import Raw

from sim.bench import AF_INET, SOCK_DGRAM, Bench
from sim.kernel import SECOND
from tests.nodes.wire_peer import HOST, ISS, PEER, PEER_ISS, PEER_PORT, PORT, Left, Peer

FIRST = PEER_ISS + 1
MILLISECOND = SECOND // 1000
SOL_SOCKET, SO_KEEPALIVE, SO_LINGER = 1, 9, 13
IPPROTO_IP, IP_TOS = 0, 1
IPPROTO_TCP, TCP_KEEPIDLE, TCP_KEEPINTVL = 6, 4, 5

STATES = {
    "SYN-RECEIVED": (0, 0),
    "ESTABLISHED": (0, 0),
    "FIN-WAIT-1": (1, 0),
    "FIN-WAIT-2": (1, 0),
    "CLOSE-WAIT": (0, 1),
    "CLOSING": (1, 1),
    "LAST-ACK": (1, 1),
    "TIME-WAIT": (1, 1),
}
"""The states that know a receive window, each with whether the host's FIN left and whether the peer's came."""


def _peer(**stack: Any) -> Peer:
    return Peer(Left(), **stack)


def _in_state(state: str) -> tuple[Peer, int, int]:
    """A connection in a state, the next number that the host sends, and the one that it expects."""
    peer = _peer(profile="simple")
    if state == "SYN-RECEIVED":
        peer.open()
    else:
        peer.establish()
    if state in ("CLOSE-WAIT", "LAST-ACK"):
        peer.inject("FA", FIRST)
    if STATES[state][0]:
        peer.host.shutdown(peer.fd, 1)
    if state in ("FIN-WAIT-2", "TIME-WAIT"):
        peer.inject("A", FIRST, ISS + 2)
    if state in ("CLOSING", "TIME-WAIT"):
        peer.inject("FA", FIRST, ISS + (2 if state == "TIME-WAIT" else 1))
    peer.left()
    assert peer.states() == [state]
    sent, came = STATES[state]
    return peer, ISS + 1 + sent, FIRST + came


def _window(peer: Peer) -> int:
    (row,) = peer.host.table("tcp-receive").values()
    return int(row.rcv_wnd)


@pytest.mark.parametrize("state", STATES)
def test_what_lies_outside_the_window_is_answered_where_the_connection_stands(state: str) -> None:
    """RFC 9293 3.10.7.4, table 6: "an acknowledgment should be sent in reply ... <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>",
    and "drop the unacceptable segment": not even an ACK of the SYN counts in it.
    """
    peer, nxt, rcv_nxt = _in_state(state)
    edge = rcv_nxt + _window(peer)
    for seq, payload in ((rcv_nxt - 1, b""), (rcv_nxt - 5, b"abcde"), (edge, b""), (edge, b"abc")):
        (answer,) = peer.inject("A", seq, nxt, payload)
        assert (answer.flags, answer.seq, answer.ack, len(answer.payload)) == ("A", nxt, rcv_nxt, 0)
        assert peer.states() == [state]


@pytest.mark.parametrize("state", STATES)
def test_only_a_reset_with_the_very_next_number_is_believed(state: str) -> None:
    """RFC 5961 3.2; RFC 9293 3.10.7.4, second."""
    peer, nxt, rcv_nxt = _in_state(state)
    for seq in (rcv_nxt - 1, rcv_nxt + _window(peer)):
        assert peer.inject("R", seq, 0) == []
    for seq in (rcv_nxt + 1, rcv_nxt + _window(peer) - 1):
        (challenge,) = peer.inject("R", seq, 0)
        assert (challenge.flags, challenge.seq, challenge.ack) == ("A", nxt, rcv_nxt)
    assert peer.states() == [state]
    assert peer.inject("R", rcv_nxt, 0) == []
    assert peer.states() == []


@pytest.mark.parametrize("state", [each for each in STATES if each not in ("SYN-RECEIVED", "TIME-WAIT")])
@pytest.mark.parametrize("offset", [-500, 10, 70_000])
@pytest.mark.parametrize("flags", ["S", "SA"])
def test_a_syn_in_an_open_connection_is_challenged_wherever_it_lies(state: str, offset: int, flags: str) -> None:
    """RFC 5961 4.2: "If the SYN bit is set, irrespective of the sequence number, TCP MUST send an ACK"."""
    peer, nxt, rcv_nxt = _in_state(state)
    (challenge,) = peer.inject(flags, rcv_nxt + offset, nxt if "A" in flags else 0)
    assert (challenge.flags, challenge.seq, challenge.ack) == ("A", nxt, rcv_nxt)
    assert peer.states() == [state]


@pytest.mark.parametrize("state", [each for each in STATES if each != "SYN-RECEIVED"])
@pytest.mark.parametrize("flags", ["S", "SA", "SF", "SFA"])
@pytest.mark.parametrize("text", [b"", b"0123456789"])
@pytest.mark.parametrize("offset", [-1, -5])
def test_a_syn_that_crosses_the_left_edge_is_challenged_and_its_text_is_dropped(
    state: str, flags: str, text: bytes, offset: int
) -> None:
    """It is not trimmed away, as RFC 9293 3.10.7.4 has it for other segments: RFC 5961 4.2, "irrespective of the
    sequence number", and 4.2's end: "TCP MUST drop the unacceptable segment and stop processing further".
    """
    peer, nxt, rcv_nxt = _in_state(state)
    (challenge,) = peer.inject(flags, rcv_nxt + offset, nxt if "A" in flags else 0, text)
    assert (challenge.flags, challenge.seq, challenge.ack, challenge.payload.original) == ("A", nxt, rcv_nxt, b"")
    assert peer.states() == [state]
    assert peer.read() == b""


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("flags", ["R", "RA", "RF"])
def test_a_reset_that_begins_before_the_window_is_dropped_however_long_it_is(state: str, flags: str) -> None:
    """RFC 5961 3.2 (1): "If the RST bit is set and the sequence number is outside the current receive window, silently
    drop the segment": what is cut off a segment does not make its number right.
    """
    peer, nxt, rcv_nxt = _in_state(state)
    assert peer.inject(flags, rcv_nxt - 3, nxt if "A" in flags else 0, b"0123456789") == []
    assert peer.states() == [state]
    assert peer.read() == b""


@pytest.mark.parametrize("offset", [0, 1, -1])
def test_no_reset_ends_time_wait_where_rfc_1337_says_so(offset: int) -> None:
    """RFC 1337 3, fix (F1): "Ignore RST segments in TIME-WAIT state."."""
    peer = _peer(profile="simple", rfc1337=True)
    peer.establish()
    peer.host.shutdown(peer.fd, 1)
    peer.inject("FA", FIRST, ISS + 2)
    peer.left()
    assert peer.states() == ["TIME-WAIT"]
    assert peer.inject("R", FIRST + 1 + offset, 0) == []
    assert peer.states() == ["TIME-WAIT"]


def test_a_segment_whose_ack_cannot_be_right_leaves_the_timestamp_to_echo() -> None:
    """RFC 7323 5.3 R5 comes after RFC 9293's checks: a forger who knows no number of ours would silence the peer, whose
    own timestamps are all older then.
    """
    peer = _peer()
    peer.establish(options=[("Timestamp", (7000, 0))])
    for ack in (ISS + 2, ISS + 5000, ISS - 70_000):
        (challenge,) = peer.inject("PA", FIRST, ack, b"forged", options=[("Timestamp", (2_000_000_000, 0))])
        assert dict(challenge.options)["Timestamp"][1] == 7000
    assert peer.inject("PA", FIRST, ISS + 1, b"0123456789" * 60, options=[("Timestamp", (7001, 0))]) == []
    answer = peer.next()  # an ACK that was delayed
    assert (answer.ack, dict(answer.options)["Timestamp"][1]) == (FIRST + 600, 7001)
    assert peer.read() == b"0123456789" * 60


@pytest.mark.parametrize("offset", [-500, 0, 10])
def test_a_syn_without_timestamps_is_challenged_although_they_were_agreed_on(offset: int) -> None:
    """RFC 5961 4.2, a MUST, goes before RFC 7323 3.2's "SHOULD silently drop": a peer that has restarted has to learn
    that the connection is half open.
    """
    peer = _peer()
    peer.establish(options=[("Timestamp", (7000, 0))])
    (challenge,) = peer.inject("S", FIRST + offset, 0)
    assert (challenge.flags, challenge.seq, challenge.ack) == ("A", ISS + 1, FIRST)
    assert peer.inject("PA", FIRST, payload=b"abc") == []
    assert peer.states() == ["ESTABLISHED"]


def test_a_fin_ahead_of_a_gap_is_answered_at_once() -> None:
    """RFC 5681 4.2: "a TCP receiver SHOULD send an immediate duplicate ACK when an out-of-order segment arrives"."""
    peer = _peer()
    peer.establish()
    (duplicate,) = peer.inject("FA", FIRST + 3)
    assert duplicate.ack == FIRST
    (ack,) = peer.inject("PA", FIRST, payload=b"abc")
    assert ack.ack == FIRST + 4
    assert peer.states() == ["CLOSE-WAIT"]


@pytest.mark.parametrize("lost", [1, 2, 4])
def test_after_a_lost_syn_data_is_timed_for_three_seconds(lost: int) -> None:
    """RFC 6298 5.7: the RTO "MUST be re-initialized to 3 seconds when data transmission begins"."""
    peer = _peer(profile="simple")
    peer.host.bind(peer.fd, (HOST, PORT))
    peer.host.connect(peer.fd, (PEER, PEER_PORT))
    for _ in range(1 + lost):
        peer.next()
    peer.inject("SA", PEER_ISS)
    peer.host.send(peer.fd, b"abc")
    began = peer.host.now
    peer.left()
    assert len(peer.next().payload) == 3
    assert peer.host.now == began + 3 * SECOND


def test_resets_have_timestamps() -> None:
    """RFC 7323 3.2: TSopt "SHOULD be sent in an <RST> segment"; without ACK, "the sender of that segment SHOULD set
    the TSecr field to zero".
    """
    peer = _peer()
    peer.establish(options=[("Timestamp", (7000, 0))])
    peer.host.advance(3 * SECOND)
    peer.host.close(peer.fd)
    peer.left()
    peer.inject("A", FIRST, ISS + 2, options=[("Timestamp", (7001, 0))])
    (reset,) = peer.inject("PA", FIRST, ISS + 2, b"nobody reads this", options=[("Timestamp", (7002, 0))])
    assert (reset.flags, reset.seq) == ("R", ISS + 2)
    assert dict(reset.options)["Timestamp"] == (3000, 0)


def test_the_reset_of_an_abort_has_an_ack_and_echoes_the_timestamp() -> None:
    peer = _peer()
    peer.establish(options=[("Timestamp", (7000, 0))])
    peer.host.advance(3 * SECOND)
    peer.host.setsockopt(peer.fd, SOL_SOCKET, SO_LINGER, struct.pack("=ii", 1, 0))
    peer.host.close(peer.fd)
    (reset,) = peer.left()
    assert (reset.flags, reset.seq, reset.ack) == ("RA", ISS + 1, FIRST)
    assert dict(reset.options)["Timestamp"] == (3000, 7000)


@pytest.mark.parametrize(
    ("before", "stamp", "offset", "reopened"),
    [
        (100, 101, -900, True),
        (100, 99, 900, False),
        (100, 100, 900, True),
        (100, 100, -900, False),
        (100, None, 900, True),
        (100, None, -900, False),
        (None, 5, -900, True),
        (None, None, 900, True),
        (None, None, -900, False),
    ],
)
def test_which_syn_ends_time_wait(before: int | None, stamp: int | None, offset: int, reopened: bool) -> None:
    """RFC 6191 2, which RFC 9293 3.6.1 asks for (SHLD-4): by timestamps where both incarnations have them, by numbers
    where those do not tell; timestamps that the old one did not have are enough.
    """
    peer = _peer()
    peer.establish(options=[] if before is None else [("Timestamp", (before, 0))])
    peer.host.shutdown(peer.fd, 1)
    stamps = [] if before is None else [("Timestamp", (before, 0))]
    peer.inject("FA", FIRST, ISS + 2, options=stamps)
    peer.left()
    assert peer.states() == ["TIME-WAIT"]
    peer.inject("S", FIRST + 1 + offset, 0, options=[] if stamp is None else [("Timestamp", (stamp, 0))])
    assert peer.states() == (["SYN-RECEIVED"] if reopened else ["TIME-WAIT"])


def test_keepalive_counts_from_what_was_heard_last() -> None:
    """RFC 9293 3.8.4: sent when nothing was received "within an interval", however long the next ones are."""
    peer = _peer(profile="simple")
    peer.establish()
    peer.host.setsockopt(peer.fd, IPPROTO_TCP, TCP_KEEPIDLE, 10)
    peer.host.setsockopt(peer.fd, IPPROTO_TCP, TCP_KEEPINTVL, 75)
    peer.host.setsockopt(peer.fd, SOL_SOCKET, SO_KEEPALIVE, 1)
    peer.host.advance(9 * SECOND)
    peer.inject("A", FIRST)
    assert peer.next().seq == ISS
    assert peer.host.now == 19 * SECOND


@pytest.mark.parametrize("is_active", [False, True])
def test_a_program_chooses_the_differentiated_services_of_its_segments(is_active: bool) -> None:
    """RFC 9293 3.9.2, MUST-48: "The application layer MUST be able to specify the Differentiated Services field for
    outgoing segments that are sent on a connection", and SHOULD be able to change it; the ECN bits stay TCP's.
    """
    peer = _peer(profile="simple")
    host = peer.host
    assert host.getsockopt(peer.fd, IPPROTO_IP, IP_TOS) == (0, 0)
    host.setsockopt(peer.fd, IPPROTO_IP, IP_TOS, 0xBB)
    if is_active:
        host.bind(peer.fd, (HOST, PORT))
        host.connect(peer.fd, (PEER, PEER_PORT))
        assert IP(host.next_tx()[1]).tos == 0xB8  # type: ignore[index]
        peer.inject("SA", PEER_ISS)
        peer.left()
    else:
        peer.establish()
    assert host.getsockopt(peer.fd, IPPROTO_IP, IP_TOS) == (0xB8, 0)
    host.send(peer.fd, b"abc")
    assert IP(host.next_tx()[1]).tos == 0xB8  # type: ignore[index]
    host.setsockopt(peer.fd, IPPROTO_IP, IP_TOS, 0x20)
    peer.inject("A", FIRST, ISS + 4)
    host.send(peer.fd, b"abc")
    assert IP(host.next_tx()[1]).tos == 0x20  # type: ignore[index]


def test_a_program_chooses_the_type_of_service_of_its_datagrams() -> None:
    """RFC 1122 4.1.4: "An application-layer program MUST be able to set the TTL and TOS values ... for sending a UDP
    datagram".
    """
    host = Bench(HOST)
    fd = host.socket(AF_INET, SOCK_DGRAM).value
    assert host.setsockopt(fd, IPPROTO_IP, IP_TOS, 0x2E) == (0, 0)
    host.sendto(fd, b"abc", (PEER, 9))
    assert IP(host.next_tx()[1]).tos == 0x2E  # type: ignore[index]
    assert host.getsockopt(fd, IPPROTO_IP, IP_TOS) == (0x2E, 0)


@pytest.mark.parametrize("size", [100, 524])
def test_every_second_segment_is_acknowledged_at_once_where_the_peer_sends_small_ones(size: int) -> None:
    """RFC 9293 3.8.6.3: "at least every second full-sized segment": as large as the MSS that the peer itself told, less
    what the timestamps take.
    """
    peer = _peer()
    peer.establish(options=[("MSS", size + 12), ("Timestamp", (1, 0))])
    stamp = [("NOP", None), ("NOP", None), ("Timestamp", (2, 0))]
    assert peer.inject("A", FIRST, payload=bytes(size), options=stamp) == []
    (ack,) = peer.inject("A", FIRST + size, payload=bytes(size), options=stamp)
    assert ack.ack == FIRST + 2 * size


# The path's MTU


def _too_long(peer: Peer, mtu: int, sent: bytes) -> list[TCP]:
    """A router tells that a datagram, quoted as far as its transport's first 8 octets, is too long."""
    header = bytes(IP(src=HOST, dst=PEER, proto=6 if len(sent) == 8 else 17, len=1500, flags="DF"))
    error = ICMP(type=3, code=4, nexthopmtu=mtu) / Raw(header + sent[:8])
    return peer.octets(bytes(IP(src="203.0.113.9", dst=HOST) / error))


def _sending() -> Peer:
    peer = _peer(profile="simple", mss_option=True, initial_cwnd=4)
    peer.establish(options=[("MSS", 1460)], window=60_000)
    peer.host.send(peer.fd, bytes(20_000))
    assert [len(each.payload) for each in peer.left()] == [1460] * 4
    return peer


@pytest.mark.parametrize("seq", [ISS, ISS - 3000, ISS + 1 + 4 * 1460, ISS + (1 << 31)])
def test_an_mtu_told_about_a_number_not_under_way_is_not_believed(seq: int) -> None:
    """RFC 5927 4.1 and 7: whoever cannot see the connection's segments must not slow it down."""
    peer = _sending()
    assert _too_long(peer, 600, struct.pack("!HHI", PORT, PEER_PORT, seq & 0xFFFFFFFF)) == []
    assert [len(each.payload) for each in peer.inject("A", FIRST, ISS + 1 + 2920)] == [1460] * 3
    assert peer.host.table("pmtu") == {}


def test_a_connection_learns_of_a_narrow_path_from_what_others_were_told() -> None:
    """RFC 1191 6.2: "Any packetization layer instance (for example, a TCP connection) that is actively using the path
    must be notified if the PMTU estimate is decreased", even if the error is about a UDP datagram.
    """
    peer = _sending()
    fd = peer.host.socket(AF_INET, SOCK_DGRAM).value
    peer.host.sendto(fd, b"abc", (PEER, 9))
    port = IP(peer.host.next_tx()[1])[UDP].sport  # type: ignore[index]
    quoted = bytes(IP(src=HOST, dst=PEER, proto=17, len=1500)) + struct.pack("!HHHH", port, 9, 1480, 0)
    error = ICMP(type=3, code=4, nexthopmtu=1000) / Raw(quoted)
    peer.octets(bytes(IP(src="203.0.113.9", dst=HOST) / error))
    sent = peer.inject("A", FIRST, ISS + 1 + 2920)
    assert max(len(each.payload) for each in sent) == 960
    assert sent[0].seq == ISS + 1 + 2920
