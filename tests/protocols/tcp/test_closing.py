"""The ends of connections: half-closed, closed with data unread, aborted, TIME-WAIT (RFC 9293 3.6, 3.10.4, 3.10.5)."""

import pytest

from sim.transport.tcp import rules as tcp_rules
from sim.transport.tcp.machine import arrive, user
from sim.transport.tcp.machine.effects import Ended
from sim.transport.tcp.machine.rows import Endpoints
from sim.transport.tcp.machine.settings import SIMPLE, TcpSettings
from sim.transport.tcp.options import Options, write
from sim.transport.tcp.pdu import ACK, FIN, RST, SYN
from sim.why import Why
from tests.protocols.tcp.ends import ADDRESSES, ANYBODY, MS, SECOND, Pair, answers, established, segment_to


def time_wait(settings: TcpSettings = SIMPLE) -> Pair:
    """``a`` closed first and is in TIME-WAIT; ``b`` is gone."""
    pair = established(settings)
    pair.shutdown(pair.a)
    pair.settle()
    pair.shutdown(pair.b)
    pair.settle()
    assert (str(pair.a.state), str(pair.b.state)) == ("TIME-WAIT", "CLOSED")
    pair.log.clear()
    return pair


def test_after_a_half_close_data_still_flows_the_other_way() -> None:
    pair = established()
    pair.shutdown(pair.a)
    pair.settle()
    assert (str(pair.a.state), str(pair.b.state)) == ("FIN-WAIT-2", "CLOSE-WAIT")
    pair.send(pair.b, b"still here")
    pair.settle()
    assert pair.a.read == b"still here"
    assert pair.a.block.expires_at is None, "a program holds it, so it may wait for ever"
    pair.shutdown(pair.b)
    pair.settle()
    assert (str(pair.a.state), str(pair.b.state)) == ("TIME-WAIT", "CLOSED")


def test_the_fin_waits_for_what_was_written_before() -> None:
    pair = established(SIMPLE._replace(initial_cwnd=1))
    pair.send(pair.a, b"x" * 1072)
    pair.shutdown(pair.a)
    assert str(pair.a.state) == "FIN-WAIT-1"
    pair.settle()
    assert [text for name, text in pair.log if name == "a"] == [
        "<SEQ=101><ACK=301><DATA=536><CTL=ACK>",
        "<SEQ=637><ACK=301><DATA=536><CTL=FIN,ACK>",
    ]
    assert len(pair.b.read) == 1072


def test_close_wait_becomes_last_ack_when_the_fin_leaves() -> None:
    pair = established(SIMPLE._replace(initial_cwnd=1))
    pair.shutdown(pair.a)
    pair.settle()
    pair.send(pair.b, b"x" * 1072)
    pair.shutdown(pair.b)
    assert str(pair.b.state) == "CLOSE-WAIT"
    assert "tcp.close-queued" in pair.b.rules
    pair.settle()
    assert str(pair.b.state) == "CLOSED"


def test_no_fin_is_spoken_of_where_nothing_was_open() -> None:
    """3.10.4, LISTEN and SYN-SENT: "delete the TCB"; no segment is sent."""
    listener = user.open_passive(Endpoints(ADDRESSES["a"], 80, ANYBODY, 0), SIMPLE, 1500)[0]
    assert user.close(listener, 0)[-1] == Ended(Why(tcp_rules.CLOSE_LISTENER))
    opening = user.open_active(Endpoints(ADDRESSES["a"], 5000, ADDRESSES["b"], 80), SIMPLE, 100, 1500, 0)[0]
    assert user.close(opening, 0)[-1] == Ended(Why(tcp_rules.CLOSE_UNOPENED))


def test_send_after_close_is_refused() -> None:
    pair = established()
    pair.shutdown(pair.a)
    assert pair.send(pair.a, b"late") == 0
    assert pair.a.errors == ["EPIPE"]
    assert str(pair.a.state) == "FIN-WAIT-1"


def test_closing_with_data_unread_resets() -> None:
    """3.6.1: "If such a host issues a CLOSE call while received data is still pending ... SHOULD send a RST"."""
    pair = established()
    pair.read_at_once = False
    pair.send(pair.a, b"unread")
    pair.settle()
    pair.close(pair.b)
    assert pair.log[-1] == ("b", "<SEQ=301><ACK=107><CTL=RST,ACK>")
    pair.settle()
    assert (str(pair.a.state), str(pair.b.state)) == ("CLOSED", "CLOSED")
    assert pair.a.errors == ["ECONNRESET"]


def test_data_that_comes_after_close_is_answered_with_a_reset() -> None:
    pair = established()
    pair.close(pair.b)
    pair.settle()
    assert str(pair.a.state) == "CLOSE-WAIT"
    pair.send(pair.a, b"nobody reads this")
    pair.settle()
    assert pair.log[-1] == ("b", "<SEQ=302><CTL=RST>")
    assert pair.a.errors == ["EPIPE"]  # what Linux makes of a reset in CLOSE-WAIT
    assert (str(pair.a.state), str(pair.b.state)) == ("CLOSED", "CLOSED")


def test_abort_resets_and_forgets_what_was_not_sent() -> None:
    pair = established(SIMPLE._replace(initial_cwnd=1))
    pair.send(pair.a, b"x" * 5000)
    pair.abort(pair.a)
    assert pair.log[-1] == ("a", "<SEQ=637><ACK=301><CTL=RST,ACK>")
    pair.settle()
    assert (str(pair.a.state), str(pair.b.state)) == ("CLOSED", "CLOSED")
    assert (pair.a.errors, pair.b.errors) == ([], ["ECONNRESET"])


def test_abort_in_syn_sent_sends_nothing() -> None:
    pair = Pair(fate=lambda number, name, segment: ())
    pair.connect(pair.a)
    pair.log.clear()
    pair.abort(pair.a)
    assert pair.log == []
    assert str(pair.a.state) == "CLOSED"


def test_time_wait_acknowledges_the_fin_again_and_starts_anew() -> None:
    pair = time_wait()
    tcb = pair.a.block
    pair.now += 100 * SECOND
    assert answers(pair, pair.a, segment_to(pair.a, FIN | ACK, seq=-1)) == ["<SEQ=102><ACK=302><CTL=ACK>"]
    assert tcb.expires_at == pair.now + 240 * SECOND


def test_time_wait_says_nothing_to_a_late_ack() -> None:
    pair = time_wait()
    expires_at = pair.a.block.expires_at
    pair.now += SECOND
    assert answers(pair, pair.a, segment_to(pair.a)) == []
    assert pair.a.block.expires_at == expires_at


@pytest.mark.parametrize(
    ("flags", "data", "seq", "ack"),
    [
        (ACK, b"", 1, 0),
        (ACK, b"", 5000, 0),
        (ACK, b"text", 0, 0),
        (ACK, b"text", -2, 0),
        (ACK, b"", 0, 1),  # acknowledges what was never sent
        (SYN | FIN | ACK, b"", -1, 0),
        (SYN | ACK, b"text", -2, 0),
    ],
)
def test_time_wait_acknowledges_whatever_is_not_an_empty_ack_with_the_next_number(
    flags: int, data: bytes, seq: int, ack: int
) -> None:
    """As Linux and FreeBSD do, none of it being what a peer that has closed could send."""
    pair = time_wait()
    expires_at = pair.a.block.expires_at
    pair.now += SECOND
    assert answers(pair, pair.a, segment_to(pair.a, flags, data, seq=seq, ack=ack)) == ["<SEQ=102><ACK=302><CTL=ACK>"]
    assert pair.a.read == b""
    assert pair.a.block.expires_at == expires_at


def test_time_wait_starts_anew_with_a_fin_that_lies_in_the_window() -> None:
    """RFC 9293 3.10.7.4, eighth step: "Remain in the TIME-WAIT state. Restart the 2 MSL time-wait timeout."."""
    pair = time_wait()
    pair.now += SECOND
    assert answers(pair, pair.a, segment_to(pair.a, FIN | ACK)) == ["<SEQ=102><ACK=302><CTL=ACK>"]
    assert pair.a.block.expires_at == pair.now + 240 * SECOND


def test_time_wait_ends_by_a_reset_without_a_word() -> None:
    pair = time_wait()
    assert answers(pair, pair.a, segment_to(pair.a, RST)) == []
    assert str(pair.a.state) == "CLOSED"
    assert pair.a.errors == []


def test_time_wait_challenges_an_old_syn() -> None:
    pair = time_wait()
    assert answers(pair, pair.a, segment_to(pair.a, SYN, seq=-300)) == ["<SEQ=102><ACK=302><CTL=ACK>"]


@pytest.mark.parametrize(
    ("ticks", "seq", "may"),
    [(1, -100_000, True), (0, 1, True), (0, 0, False), (0, -1, False), (-1, 100_000, False)],
)
def test_time_wait_is_left_for_a_syn_with_a_newer_timestamp_or_number(ticks: int, seq: int, may: bool) -> None:
    """RFC 6191 2: a greater timestamp is enough, an equal one needs a greater number, a smaller one is refused."""
    pair = time_wait(TcpSettings(delayed_ack=0))
    tcb = pair.a.block
    options = write(Options(mss=1460, timestamps=(tcb.ts_recent + ticks, 0)))
    assert arrive.may_reopen(tcb, segment_to(pair.a, SYN, seq=seq, options=options)) == may


def test_fin_wait_2_is_limited_only_once_the_program_lets_go() -> None:
    pair = established()
    pair.shutdown(pair.a)
    pair.settle()
    pair.run(pair.now + 3600 * SECOND)
    assert str(pair.a.state) == "FIN-WAIT-2"
    closed_at = pair.now
    pair.close(pair.a)
    pair.run(closed_at + 60 * SECOND - 1)
    assert str(pair.a.state) == "FIN-WAIT-2"
    pair.run(closed_at + 60 * SECOND)
    assert str(pair.a.state) == "CLOSED"


def test_a_lost_fin_and_a_lost_last_ack_are_made_good() -> None:
    lost = {3, 6}  # the first FIN, and the ACK of the other end's FIN
    pair = established(fate=lambda number, name, segment: () if number in lost else (5 * MS,))
    pair.close(pair.a)
    pair.run(pair.now + 2 * SECOND)
    pair.close(pair.b)
    pair.run(pair.now + 5 * SECOND)
    assert (str(pair.a.state), str(pair.b.state)) == ("TIME-WAIT", "CLOSED")
    assert [text for name, text in pair.log if "FIN" in text] == [
        "<SEQ=101><ACK=301><CTL=FIN,ACK>",
        "<SEQ=101><ACK=301><CTL=FIN,ACK>",
        "<SEQ=301><ACK=102><CTL=FIN,ACK>",
        "<SEQ=301><ACK=102><CTL=FIN,ACK>",
    ]
    assert (pair.a.errors, pair.b.errors) == ([], [])


def test_the_delayed_ack_of_a_fin_rides_on_the_next_fin() -> None:
    pair = established(TcpSettings())
    pair.close(pair.a)
    fin = pair.flying.pop()[3]
    pair.arrive(pair.b, fin)
    pair.close(pair.b)
    pair.settle()
    assert [text for _, text in pair.log] == [
        "<SEQ=101><ACK=301><CTL=FIN,ACK>",
        "<SEQ=301><ACK=102><CTL=FIN,ACK>",
        "<SEQ=102><ACK=302><CTL=ACK>",
    ]
    assert [str(state) for state in pair.a.states[-2:]] == ["FIN-WAIT-1", "TIME-WAIT"]


def test_calls_on_what_is_not_connected_are_refused() -> None:
    pair = Pair()
    pair.listen(pair.b)
    assert pair.b.listener is not None
    accepted, effects = user.send(pair.b.listener, b"to whom?", 0)
    assert accepted == 0
    assert [effect.why.rule.id for effect in effects] == ["tcp.not-connected"]
