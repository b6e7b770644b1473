"""Before a connection is open: CLOSED, LISTEN, SYN-SENT and SYN-RECEIVED (RFC 9293 3.10.7.1 to 3)."""

import pytest

from sim.transport.tcp.machine import listen
from sim.transport.tcp.machine.effects import Ignored, Transmit
from sim.transport.tcp.machine.settings import SIMPLE, TcpSettings
from sim.transport.tcp.options import Options, read
from sim.transport.tcp.pdu import ACK, FIN, PSH, RST, SYN, Tcp
from tests.protocols.tcp.ends import MS, SECOND, Pair, answers, established, segment_to, written

LINUX = TcpSettings()


def syn(**fields: int) -> Tcp:
    """A's SYN."""
    return Tcp(5000, 80, fields.get("seq", 100), 0, SYN, 65535)


def syn_sent(settings: TcpSettings = SIMPLE) -> Pair:
    pair = Pair(settings, fate=lambda number, name, segment: ())
    pair.connect(pair.a)
    pair.log.clear()
    return pair


def syn_received(settings: TcpSettings = SIMPLE) -> Pair:
    pair = Pair(settings, fate=lambda number, name, segment: ())
    pair.listen(pair.b)
    pair.arrive(pair.b, syn())
    pair.log.clear()
    assert str(pair.b.state) == "SYN-RECEIVED"
    return pair


@pytest.mark.parametrize(
    ("flags", "length", "answer"),
    [
        # "If the ACK bit is off, sequence number zero is used, <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>"
        (SYN, 0, "<SEQ=0><ACK=4294967295><CTL=RST,ACK>"),
        (SYN | FIN, 10, "<SEQ=0><ACK=10><CTL=RST,ACK>"),
        (PSH, 1, "<SEQ=0><ACK=4294967295><CTL=RST,ACK>"),
        # "If the ACK bit is on, <SEQ=SEG.ACK><CTL=RST>"
        (ACK, 0, "<SEQ=77><CTL=RST>"),
        (SYN | ACK, 10, "<SEQ=77><CTL=RST>"),
        (FIN | ACK, 0, "<SEQ=77><CTL=RST>"),
    ],
)
def test_closed_answers_with_a_reset(flags: int, length: int, answer: str) -> None:
    segment = Tcp(5000, 80, 2**32 - 2, 77, flags, 65535, b"x" * length)
    effect = listen.closed(segment)
    assert isinstance(effect, Transmit)
    assert written(effect.segment) == answer
    assert (effect.segment.src_port, effect.segment.dst_port) == (80, 5000)


def test_closed_is_silent_about_a_reset() -> None:
    assert isinstance(listen.closed(Tcp(5000, 80, 100, 77, RST | ACK, 0)), Ignored)


@pytest.mark.parametrize(
    ("flags", "answer"), [(RST, []), (RST | ACK, []), (ACK, ["<SEQ=77><CTL=RST>"]), (PSH, []), (FIN, [])]
)
def test_listener_answers_nothing_but_acks_and_syns(flags: int, answer: list[str]) -> None:
    pair = Pair()
    pair.listen(pair.b)
    assert answers(pair, pair.b, Tcp(5000, 80, 100, 77, flags, 65535)) == answer
    assert pair.b.tcb is None


def test_data_on_a_syn_is_read_once_the_connection_is_open() -> None:
    pair = Pair()
    pair.listen(pair.b)
    segment = Tcp(5000, 80, 100, 0, SYN | FIN, 65535, b"hello")
    assert answers(pair, pair.b, segment) == ["<SEQ=300><ACK=101><CTL=SYN,ACK>"]
    assert pair.receive(pair.b) == b""
    sent = answers(pair, pair.b, Tcp(5000, 80, 107, 301, ACK, 65535))
    assert pair.b.read == b"hello"
    assert sent == ["<SEQ=301><ACK=107><CTL=ACK>"]
    assert [str(state) for state in pair.b.states[-3:]] == ["SYN-RECEIVED", "ESTABLISHED", "CLOSE-WAIT"]


@pytest.mark.parametrize("ack", [100, 102])
def test_syn_sent_resets_an_ack_that_is_not_for_its_syn(ack: int) -> None:
    pair = syn_sent()
    for flags in (ACK, SYN | ACK):
        assert answers(pair, pair.a, Tcp(80, 5000, 300, ack, flags, 65535)) == [f"<SEQ={ack}><CTL=RST>"]
    assert answers(pair, pair.a, Tcp(80, 5000, 300, ack, RST | ACK, 65535)) == []
    assert str(pair.a.state) == "SYN-SENT"


def test_syn_sent_is_refused_by_a_reset_that_acknowledges_its_syn() -> None:
    pair = syn_sent()
    assert answers(pair, pair.a, Tcp(80, 5000, 0, 0, RST, 0)) == []
    assert str(pair.a.state) == "SYN-SENT"
    assert answers(pair, pair.a, Tcp(80, 5000, 0, 101, RST | ACK, 0)) == []
    assert str(pair.a.state) == "CLOSED"
    assert pair.a.errors == ["ECONNREFUSED"]


def test_syn_sent_drops_what_has_neither_syn_nor_rst() -> None:
    pair = syn_sent()
    assert answers(pair, pair.a, Tcp(80, 5000, 300, 101, ACK, 65535, b"data")) == []
    assert str(pair.a.state) == "SYN-SENT"


def test_syn_sent_takes_the_data_of_a_syn_ack() -> None:
    pair = syn_sent()
    sent = answers(pair, pair.a, Tcp(80, 5000, 300, 101, SYN | ACK, 65535, b"welcome"))
    assert pair.a.read == b"welcome"
    assert sent == ["<SEQ=101><ACK=308><CTL=ACK>"]


def test_what_is_written_before_the_handshake_leaves_with_its_last_ack() -> None:
    pair = Pair()
    pair.listen(pair.b)
    pair.connect(pair.a)
    assert pair.send(pair.a, b"hello") == 5
    pair.settle()
    assert pair.log[2] == ("a", "<SEQ=101><ACK=301><DATA=5><CTL=ACK>")
    assert pair.b.read == b"hello"


def test_syn_received_repeats_its_answer_to_a_repeated_syn() -> None:
    pair = syn_received()
    assert answers(pair, pair.b, syn()) == ["<SEQ=300><ACK=101><CTL=SYN,ACK>"]


def test_syn_received_resets_a_wrong_ack_and_waits_on() -> None:
    pair = syn_received()
    assert answers(pair, pair.b, Tcp(5000, 80, 101, 300, ACK, 65535)) == ["<SEQ=300><CTL=RST>"]
    assert answers(pair, pair.b, Tcp(5000, 80, 101, 302, ACK, 65535)) == ["<SEQ=302><CTL=RST>"]
    assert str(pair.b.state) == "SYN-RECEIVED"


def test_syn_received_goes_back_to_listen_for_another_syn() -> None:
    pair = syn_received()
    assert answers(pair, pair.b, syn(seq=150)) == []
    assert pair.b.errors == []
    assert str(pair.b.state) == "LISTEN"


def test_close_in_syn_received_waits_for_what_was_written() -> None:
    """3.10.4: "If no SENDs have been issued ... then form a FIN segment and send it, and enter FIN-WAIT-1 state;
    otherwise, queue for processing after entering ESTABLISHED state."
    """
    pair = syn_received()
    pair.send(pair.b, b"bye")
    pair.shutdown(pair.b)
    assert str(pair.b.state) == "SYN-RECEIVED"
    assert answers(pair, pair.b, Tcp(5000, 80, 101, 301, ACK, 65535)) == ["<SEQ=301><ACK=101><DATA=3><CTL=FIN,ACK>"]
    assert str(pair.b.state) == "FIN-WAIT-1"

    pair = syn_received()
    pair.shutdown(pair.b)
    assert pair.log == [("b", "<SEQ=301><ACK=101><CTL=FIN,ACK>")]
    assert answers(pair, pair.b, Tcp(5000, 80, 101, 302, ACK, 65535)) == []
    assert str(pair.b.state) == "FIN-WAIT-2"


def test_a_syn_ack_that_is_sent_again_does_not_take_a_fin_back() -> None:
    """CLOSE was called in SYN-RECEIVED, and what ``a`` answers to SYN and FIN is lost at first."""
    pair = Pair(fate=lambda number, name, segment: () if name == "a" and 0 < number < 4 else (5 * MS,))
    pair.listen(pair.b)
    pair.connect(pair.a)
    pair.run(5 * MS)
    pair.shutdown(pair.b)
    pair.run(5 * SECOND)
    assert (str(pair.a.state), str(pair.b.state)) == ("CLOSE-WAIT", "FIN-WAIT-2")


def test_nobody_answers_a_syn() -> None:
    """RFC 6298 5.5 and 2.5: 1 s, doubled each time up to 60 s; RFC 9293 3.8.3: at least three minutes for a SYN."""
    times: list[int] = []

    def note(number: int, name: str, segment: Tcp) -> tuple[int, ...]:
        times.append(pair.now // SECOND)
        return ()

    pair = Pair(fate=note)
    pair.connect(pair.a)
    pair.run()
    assert times == [0, 1, 3, 7, 15, 31, 63, 123]
    assert pair.now == 183 * SECOND
    assert pair.a.errors == ["ETIMEDOUT"]
    assert {text for _, text in pair.log} == {"<SEQ=100><CTL=SYN>"}


def test_after_a_lost_syn_the_window_is_one_segment_and_the_time_out_three_seconds() -> None:
    """RFC 5681 3.1 and RFC 6298 5.7."""
    pair = Pair(SIMPLE, fate=lambda number, name, segment: () if number == 0 else (5 * MS,))
    pair.listen(pair.b)
    pair.connect(pair.a)
    pair.run(1500 * MS)
    row = pair.a.block.send_row()
    assert (row.cwnd, row.rto) == (536, 3 * SECOND)


def test_simple_profile_sends_no_options() -> None:
    pair = established()
    assert {segment.options for segment in pair.sent} == {b""}
    assert pair.a.block.smss == 536  # RFC 9293 3.7.1: what to assume "if an MSS Option is not received"


def test_syns_agree_on_options() -> None:
    pair = established(LINUX, LINUX._replace(receive_buffer=1 << 20, mss=1000))
    assert read(pair.sent[0].options) == Options(1460, 0, True, (), (0, 0))
    assert read(pair.sent[1].options) == Options(1000, 5, True, (), (5, 0))
    a, b = pair.a.block.connection_row(), pair.b.block.connection_row()
    # RFC 6691 2: "the MSS value to be sent in an MSS Option ... not decreased to account for" options: 12 octets less
    assert (a.smss, b.smss) == (988, 988)
    assert (a.snd_scale, a.rcv_scale, b.snd_scale, b.rcv_scale) == (5, 0, 0, 5)
    assert a.sack
    assert a.timestamps


@pytest.mark.parametrize("other", [{"sack": False}, {"timestamps": False}, {"window_scaling": False}])
def test_an_option_is_used_only_if_both_ends_offer_it(other: dict[str, bool]) -> None:
    pair = established(LINUX._replace(receive_buffer=1 << 20), LINUX._replace(**other))  # type: ignore[arg-type]
    for end in (pair.a, pair.b):
        row = end.block.connection_row()
        agreed = {"sack": row.sack, "timestamps": row.timestamps, "window_scaling": row.rcv_scale + row.snd_scale > 0}
        assert agreed == {"sack": True, "timestamps": True, "window_scaling": True, **other}


def test_the_window_of_a_syn_is_not_scaled() -> None:
    pair = established(LINUX._replace(receive_buffer=1 << 20))
    assert [segment.window for segment in pair.sent] == [65535, 65535, 1 << 15]
    assert pair.b.block.snd_wnd == 1 << 20
    assert pair.a.block.snd_wnd == 65535  # until b sends something after its SYN


def test_a_reset_to_a_listener_that_closed_meanwhile_is_told_to_nobody() -> None:
    pair = syn_received()
    assert answers(pair, pair.b, segment_to(pair.b, RST)) == []
    assert pair.b.errors == []
