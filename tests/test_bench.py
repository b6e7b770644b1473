"""The bench, driven as a conformance suite would: scapy makes and reads the octets."""

import errno

import pytest
from scapy.layers.inet import ICMP, IP, TCP, UDP

from sim.bench import AF_INET, SOCK_DGRAM, SOCK_RAW, SOCK_STREAM, Answer, Bench
from sim.kernel import SECOND
from sim.trace.trace import NoTrace
from sim.transport.sockets import options

PEER = "198.51.100.2"


def _sent(host: Bench) -> tuple[int, IP]:
    sent = host.next_tx()
    assert sent is not None
    return sent[0], IP(sent[1])


def _segment(flags: str, seq: int, ack: int, payload: bytes = b"", dst_port: int = 49152) -> bytes:
    header = TCP(sport=80, dport=dst_port, flags=flags, seq=seq, ack=ack, window=8000)
    return bytes(IP(src=PEER, dst="192.0.2.1") / header / payload)


def _connected(host: Bench) -> int:
    fd: int = host.socket(AF_INET, SOCK_STREAM).value
    assert host.connect(fd, (PEER, 80)) == Answer(-1, errno.EINPROGRESS)
    _, syn = _sent(host)
    assert (syn[TCP].flags, syn[TCP].seq, syn[IP].src, syn[IP].dst) == ("S", 100, "192.0.2.1", PEER)
    host.inject(_segment("SA", 300, 101))
    _, ack = _sent(host)
    assert (ack[TCP].flags, ack[TCP].seq, ack[TCP].ack) == ("A", 101, 301)
    return fd


def test_connect_send_receive_and_close() -> None:
    host = Bench("192.0.2.1", profile="simple", isn=100, msl=2 * SECOND)
    fd = _connected(host)
    assert host.getsockname(fd) == (("192.0.2.1", 49152), 0)
    assert host.getpeername(fd) == ((PEER, 80), 0)
    assert host.recv(fd, 100) == (-1, errno.EAGAIN)
    host.advance(5)
    assert host.send(fd, b"hello") == (5, 0)
    at, data = _sent(host)
    assert (at, bytes(data[TCP].payload), data[TCP].seq) == (5, b"hello", 101)
    host.inject(_segment("PA", 301, 106, b"world"))
    assert _sent(host)[1][TCP].ack == 306
    assert host.recv(fd, 100) == (b"world", 0)
    assert host.close(fd) == (0, 0)
    assert _sent(host)[1][TCP].flags == "FA"
    host.inject(_segment("FA", 306, 107))
    assert _sent(host)[1][TCP].ack == 307
    assert [row.state for row in host.table("tcp").values()] == ["TIME-WAIT"]
    assert host.next_tx() is None
    assert host.now == 5 + 4 * SECOND  # twice the MSL
    assert host.table("tcp") == {}


def test_time_passes_until_the_retransmission_of_rfc_6298() -> None:
    """Section 2.1: "the sender SHOULD set RTO <- 1 second", and 5.5: "RTO <- RTO * 2"."""
    host = Bench(profile="simple", trace=NoTrace())
    fd = host.socket().value
    host.connect(fd, (PEER, 80))
    assert [_sent(host)[0] for _ in range(4)] == [0, SECOND, 3 * SECOND, 7 * SECOND]
    host.advance(SECOND)
    assert (host.now, host.pending()) == (8 * SECOND, 0)
    host.advance(10 * SECOND)
    assert (host.now, host.pending()) == (18 * SECOND, 1)
    assert host.next_tx() is not None
    assert host.now == 18 * SECOND


def test_a_listener_accepts() -> None:
    host = Bench(profile="simple", isn=300)
    fd = host.socket().value
    assert host.bind(fd, ("0.0.0.0", 80)) == (0, 0)
    assert host.listen(fd, 5) == (0, 0)
    assert host.accept(fd) == (-1, errno.EAGAIN)
    host.inject(bytes(IP(src=PEER, dst="192.0.2.1") / TCP(sport=5000, dport=80, flags="S", seq=7)))
    assert _sent(host)[1][TCP].flags == "SA"
    host.inject(bytes(IP(src=PEER, dst="192.0.2.1") / TCP(sport=5000, dport=80, flags="A", seq=8, ack=301)))
    accepted = host.accept(fd)
    assert accepted.errno == 0
    assert host.getpeername(accepted.value) == ((PEER, 5000), 0)


def test_datagrams_and_what_nobody_waits_for() -> None:
    host = Bench("192.0.2.1/24")
    fd = host.socket(AF_INET, SOCK_DGRAM).value
    assert host.bind(fd, ("192.0.2.1", 7)) == (0, 0)
    host.inject(bytes(IP(src=PEER, dst="192.0.2.1") / UDP(sport=9, dport=7) / b"abcdef"))
    assert host.recvfrom(fd, 4) == ((b"abcd", (PEER, 9)), 0)
    assert host.sendto(fd, b"back", (PEER, 9)) == (4, 0)
    assert bytes(_sent(host)[1][UDP].payload) == b"back"
    assert host.sendto(fd, b"all", ("192.0.2.255", 9)) == (-1, errno.EACCES)
    host.inject(bytes(IP(src=PEER, dst="192.0.2.1") / UDP(sport=9, dport=8)))
    _, unreachable = _sent(host)
    assert (unreachable[ICMP].type, unreachable[ICMP].code) == (3, 3)


def test_pings_are_answered_and_seen_by_a_raw_socket() -> None:
    host = Bench()
    fd = host.socket(AF_INET, SOCK_RAW, 1).value
    ping = bytes(IP(src=PEER, dst="192.0.2.1") / ICMP(type=8, id=1, seq=2) / b"x")
    host.inject(ping)
    assert _sent(host)[1][ICMP].type == 0
    assert host.recv(fd, 2000) == (ping, 0)


def test_the_mtu_bounds_what_leaves_and_not_what_comes_in() -> None:
    host = Bench(mtu=576)
    fd = host.socket(AF_INET, SOCK_DGRAM).value
    host.bind(fd, ("0.0.0.0", 7))
    host.inject(bytes(IP(src=PEER, dst="192.0.2.1") / UDP(sport=9, dport=7) / bytes(65507)))
    assert host.recv(fd, 70_000) == (bytes(65507), 0)
    host.sendto(fd, bytes(1000), (PEER, 9))
    assert [len(_sent(host)[1]) for _ in range(host.pending())] == [572, 476]


def test_tables_are_there_without_a_trace_too() -> None:
    host = Bench(profile="simple", isn=100, trace=NoTrace())
    _connected(host)
    (row,) = host.table("tcp-send").values()
    assert (row.snd_una, row.snd_nxt) == (101, 101)


@pytest.mark.parametrize(
    ("length", "received"),
    [(11, Answer(b"abc", 0)), (8, Answer(b"", 0)), (14, Answer(b"abcdef", 0))]
    + [(wrong, Answer(-1, errno.EAGAIN)) for wrong in (0, 7, 15, 65535)],
)
def test_a_datagram_is_as_long_as_its_udp_header_says(length: int, received: Answer) -> None:
    """RFC 768: "Length is the length in octets of this user datagram including this header and the data."; what is
    behind it, RFC 9868's options, older hosts pass over.
    """
    host = Bench()
    fd = host.socket(AF_INET, SOCK_DGRAM).value
    host.bind(fd, ("0.0.0.0", 7))
    datagram = bytes(UDP(sport=9, dport=7, len=length, chksum=0)) + b"abcdef"
    host.inject(bytes(IP(src=PEER, dst="192.0.2.1", proto=17) / datagram))
    assert host.recv(fd, 100) == received
    assert host.pending() == 0


def test_octets_that_are_no_datagram_do_no_harm() -> None:
    host = Bench()
    for octets in (b"", b"\x45", bytes(20), b"\xff" * 60):
        host.inject(octets)
    assert host.next_tx() is None


def test_wrong_use_is_told() -> None:
    host = Bench()
    assert host.close(99) == (-1, errno.EBADF)
    assert host.socket(10) == (-1, errno.EAFNOSUPPORT)
    with pytest.raises(TypeError, match="'nagel' is no option of the stack"):
        Bench(nagel=False)
    with pytest.raises(ValueError, match="nowhere"):
        Bench("nowhere")
    with pytest.raises(ValueError, match="back"):
        host.advance(-1)


def test_the_time_of_the_next_event_is_told() -> None:
    host = Bench("192.0.2.1", initial_rto=3 * SECOND)
    due = [host.due]
    host.connect(host.socket().value, ("198.51.100.2", 80))
    due.append(host.due)
    host.advance(SECOND)
    assert [*due, host.due] == [None, 3 * SECOND, 3 * SECOND]


def test_flags_peek_and_tell_the_real_length() -> None:
    host = Bench("192.0.2.1")
    fd = host.socket(AF_INET, SOCK_DGRAM).value
    host.bind(fd, ("192.0.2.1", 9))
    host.sendto(fd, b"0123456789", ("192.0.2.1", 9), options.MSG_NOSIGNAL)
    assert host.recv(fd, 4, flags=options.MSG_PEEK) == Answer(b"0123", 0)
    assert host.recv(fd, 4, flags=options.MSG_PEEK | options.MSG_TRUNC) == Answer(10, 0)
    assert host.recvfrom(fd, 4, flags=options.MSG_TRUNC) == Answer((10, ("192.0.2.1", 9)), 0)
    assert host.send(fd, b"x", options.MSG_OOB) == Answer(-1, errno.EOPNOTSUPP)


def test_options_change_while_the_host_runs() -> None:
    host = Bench("192.0.2.1", r2_syn=180 * SECOND)
    fd = host.socket().value
    host.connect(fd, ("198.51.100.2", 80))
    host.change(r2_syn=2 * SECOND)
    host.advance(5 * SECOND)
    assert host.getsockopt(fd, options.SOL_SOCKET, options.SO_ERROR) == Answer(errno.ETIMEDOUT, 0)
    with pytest.raises(TypeError, match="'nonesuch' is no option of the stack"):
        host.change(nonesuch=1)


def test_buffers_are_as_large_as_asked() -> None:
    host = Bench("192.0.2.1")
    fd = host.socket().value
    for name in (options.SO_SNDBUF, options.SO_RCVBUF):
        assert host.setsockopt(fd, options.SOL_SOCKET, name, 10_000_000) == Answer(0, 0)
        assert host.getsockopt(fd, options.SOL_SOCKET, name) == Answer(20_000_000, 0)
