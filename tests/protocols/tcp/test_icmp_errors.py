"""What ICMP may do to a connection, and what it may not (RFC 1122 4.2.3.9, RFC 5927, RFC 1191)."""

import pytest

from sim.transport.tcp.machine import errors
from sim.transport.tcp.machine.settings import SIMPLE, TcpSettings
from tests.protocols.tcp.ends import MS, Pair, established

LONG = TcpSettings(initial_cwnd=4)


def nobody(settings: TcpSettings = SIMPLE) -> Pair:
    pair = Pair(settings, fate=lambda number, name, segment: ())
    pair.connect(pair.a)
    return pair


@pytest.mark.parametrize(("code", "error"), [(2, "ENOPROTOOPT"), (3, "ECONNREFUSED")])
def test_a_hard_error_ends_an_attempt_to_connect(code: int, error: str) -> None:
    pair = nobody()
    pair.carry_out(pair.a, errors.icmp_error(pair.a.block, 3, code, 100, error))
    assert str(pair.a.state) == "CLOSED"
    assert pair.a.errors == [error]


SOFT = [(3, 0, "ENETUNREACH"), (3, 1, "EHOSTUNREACH"), (3, 13, "EHOSTUNREACH"), (11, 0, "EHOSTUNREACH")]


@pytest.mark.parametrize(("kind", "code", "error"), SOFT)
def test_a_soft_error_ends_an_attempt_to_connect_as_on_linux(kind: int, code: int, error: str) -> None:
    """RFC 5461 4.1."""
    pair = nobody()
    pair.carry_out(pair.a, errors.icmp_error(pair.a.block, kind, code, 100, error))
    assert str(pair.a.state) == "CLOSED"
    assert pair.a.errors == [error]
    assert pair.a.rules[-1] == "tcp.icmp-ends-connect"


@pytest.mark.parametrize(("kind", "code", "error"), SOFT)
def test_a_soft_error_is_told_when_the_attempt_has_failed_where_the_rfc_is_followed(
    kind: int, code: int, error: str
) -> None:
    """RFC 9293 3.9.2.2: "TCP implementations MUST NOT abort the connection (MUST-56), and it SHOULD make the
    information available to the application".
    """
    pair = nobody(SIMPLE._replace(soft_errors_end_connect=False))
    pair.carry_out(pair.a, errors.icmp_error(pair.a.block, kind, code, 100, error))
    assert str(pair.a.state) == "SYN-SENT"
    assert pair.a.rules[-1] == "tcp.icmp-soft-opening"
    pair.run()
    assert pair.a.errors == [error]


def test_an_open_connection_outlives_a_hard_error() -> None:
    """RFC 5927 5.2."""
    pair = established()
    pair.send(pair.a, b"data")
    pair.carry_out(pair.a, errors.icmp_error(pair.a.block, 3, 3, 101, "ECONNREFUSED"))
    pair.settle()
    assert str(pair.a.state) == "ESTABLISHED"
    assert pair.b.read == b"data"


@pytest.mark.parametrize("seq", [99, 101, 5000])
def test_an_error_about_what_is_not_under_way_is_not_believed(seq: int) -> None:
    pair = nobody()
    pair.carry_out(pair.a, errors.icmp_error(pair.a.block, 3, 3, seq, "ECONNREFUSED"))
    assert str(pair.a.state) == "SYN-SENT"
    assert pair.a.rules[-1] == "tcp.icmp-not-in-flight"


def test_a_narrower_path_is_answered_with_smaller_segments_at_once() -> None:
    pair = established(LONG)
    pair.fate = lambda number, name, segment: () if len(segment) > 980 else (5 * MS,)
    pair.send(pair.a, b"x" * 5792)
    assert [len(segment) for segment in pair.sent[-4:]] == [1480] * 4
    cwnd = pair.a.block.send_row().cwnd
    pair.now += 10 * MS
    pair.carry_out(pair.a, errors.mtu_changed(pair.a.block, 1000, 101, pair.now))
    assert pair.a.block.connection_row().smss == 948
    assert pair.a.block.send_row().cwnd == cwnd
    # RFC 1191 6.4: "only one segment should be retransmitted until acknowledgements begin to arrive again"
    assert [(segment.seq, len(segment)) for segment in pair.sent[7:]] == [(101, 980)]
    pair.carry_out(pair.a, errors.mtu_changed(pair.a.block, 1000, 1549, pair.now))
    assert len(pair.sent) == 8, "the errors about the other segments tell nothing new"
    pair.run(pair.now + 300 * MS)  # the ACK of a segment alone waits
    ours = [len(segment) for segment in pair.sent[7:] if segment.payload]
    assert ours == [980] * 6 + [32 + 5792 - 6 * 948]
    assert len(pair.b.read) == 5792
    assert "tcp.timed-out" not in pair.a.rules


def test_a_forged_mtu_is_not_believed() -> None:
    pair = established(LONG)
    pair.carry_out(pair.a, errors.mtu_changed(pair.a.block, 100, 100_000, pair.now))
    assert pair.a.block.smss == 1448
    assert pair.a.rules[-1] == "tcp.icmp-not-in-flight"


def test_what_is_hard_is_so_only_of_destination_unreachable() -> None:
    """RFC 9293 3.9.2.2: "Destination Unreachable -- codes 2-4 ... SHOULD abort the connection"; a parameter problem
    (type 12) of code 2 is none.
    """
    for kind, state in ((3, "CLOSED"), (12, "SYN-SENT")):
        pair = nobody(SIMPLE._replace(soft_errors_end_connect=False))
        pair.carry_out(pair.a, errors.icmp_error(pair.a.block, kind, 2, 100, "ENOPROTOOPT"))
        assert str(pair.a.state) == state


@pytest.mark.parametrize(("seq", "is_believed"), [(100, False), (101, True), (1172, True), (1173, False)])
def test_an_error_about_any_segment_under_way_is_believed(seq: int, is_believed: bool) -> None:
    """RFC 5927 4.1: "SND.UNA =< SEG.SEQ < SND.NXT"."""
    pair = established()
    pair.send(pair.a, bytes(2 * 536))
    assert (errors.why_forged(pair.a.block, seq) is None) is is_believed


def test_an_error_about_a_bare_acknowledgment_is_believed() -> None:
    """It has the next number; Linux takes SND.NXT itself too (tcp_v4_err)."""
    tcb = established().a.block
    assert [errors.why_forged(tcb, seq) is None for seq in (100, 101, 102)] == [False, True, False]


def test_a_narrower_path_that_is_known_from_elsewhere_sends_nothing_again() -> None:
    """RFC 1191 6.4 is for the segment that was dropped."""
    pair = established()
    pair.send(pair.a, bytes(2 * 536))
    before = len(pair.sent)
    pair.carry_out(pair.a, errors.mtu_changed(pair.a.block, 500, None, pair.now))
    assert pair.a.block.smss == 460
    assert len(pair.sent) == before


def test_where_no_data_is_under_way_a_narrower_path_sends_nothing_again() -> None:
    for pair, seq in ((nobody(), 100), (established(), 101)):
        pair.carry_out(pair.a, errors.mtu_changed(pair.a.block, 500, seq, pair.now))
        assert pair.a.block.smss == 460
        assert "tcp.resend-smaller" not in pair.a.rules
        assert not pair.a.block.recovery.is_recovering
