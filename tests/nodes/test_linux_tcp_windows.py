"""TCP of a simulated host against that of Linux: windows, keepalive, handshakes and the options agreed on in them."""

import random
import socket
from contextlib import suppress
from errno import ETIMEDOUT
from typing import cast

import pytest

from sim.kernel import SECOND
from sim.trace.records import Kind
from sim.transport.tcp.pdu import ACK, SYN, Tcp
from tests.nodes.lab import MILLISECOND
from tests.nodes.linux import Namespace
from tests.nodes.linux_tcp import (
    OURS,
    QUICK,
    THEIRS,
    Deed,
    Flow,
    Meet,
    TcpTalk,
    error_of,
    exchanged,
    keep_alive,
    opened,
    tcp_info,
)
from tests.nodes.socket_worlds import LinuxCalls

# Windows


def test_linux_closes_its_window_and_opens_it_again(talk: TcpTalk, port: int) -> None:
    listener = talk.theirs()
    listener.set_option(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    ours, theirs = talk.opened_by_us(port, theirs=listener)
    flow = Flow(ours, theirs, random.Random(port).randbytes(200_000))

    def is_stuck() -> bool:
        flow.write()
        return talk.send_row().snd_wnd == 0

    talk.until(is_stuck)
    talk.until(lambda: "tcp.window-probe" in talk.rules(Kind.DECISION))
    assert "tcp.timed-out" not in talk.rules(Kind.ROW_CHANGED)
    talk.until(flow.is_through)
    assert flow.read == flow.data


def test_we_close_our_window_and_open_it_again(meet: Meet, port: int) -> None:
    talk = meet(QUICK._replace(receive_buffer=5000))
    ours, theirs = talk.opened_by_linux(port)
    flow = Flow(theirs, ours, random.Random(port).randbytes(200_000))
    flow.write()
    talk.until(lambda: next(iter(talk.device.table("tcp-receive").values())).rcv_wnd == 0)
    talk.pass_time(0.5)
    (row,) = talk.device.table("tcp-receive").values()
    assert (row.rcv_wnd, row.unread) == (0, 5000)
    assert tcp_info(theirs).state == "ESTABLISHED"
    talk.until(flow.is_through)
    assert flow.read == flow.data


# Keepalive


def test_we_answer_the_keepalive_of_linux(talk: TcpTalk, port: int) -> None:
    _, theirs = exchanged(talk, port, "theirs")
    keep_alive(theirs)
    asked: list[Tcp] = []
    talk.fate = lambda sender, number, segment: asked.append(segment) or Deed.PASS  # type: ignore[func-returns-value]
    talk.until(lambda: len(asked) >= 2)
    probe, answer = asked[:2]
    # RFC 9293 3.8.4: SEG.SEQ = SND.NXT-1; the answer tells what is expected.
    assert (answer.ack - probe.seq, answer.flags, answer.payload) == (1, ACK, b"")
    talk.expect(port, ["ESTABLISHED"], ["ESTABLISHED"])


def test_linux_answers_our_keepalive(meet: Meet, port: int) -> None:
    talk = meet(QUICK._replace(keepalive_idle=100 * MILLISECOND, keepalive_interval=50 * MILLISECOND))
    ours, _ = exchanged(talk, port, "ours")
    ours.set_option(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    talk.pass_time(0.5)
    sent = talk.rules(Kind.DECISION)
    assert sent.count("tcp.keepalive") >= 2
    assert (talk.our_states(), talk.their_states(port)) == (["ESTABLISHED"], ["ESTABLISHED"])


def test_each_gives_up_when_its_keepalive_is_not_answered(meet: Meet, port: int) -> None:
    settings = QUICK._replace(keepalive_idle=SECOND, keepalive_interval=SECOND, keepalive_probes=1)
    talk = meet(settings)
    ours, theirs = exchanged(talk, port, "ours")
    keep_alive(theirs)
    ours.set_option(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    talk.fate = lambda sender, number, segment: Deed.LOSE
    talk.until(lambda: bool(ours.poll() & theirs.poll() & 8))  # POLLERR
    assert (error_of(ours), error_of(theirs)) == (ETIMEDOUT, ETIMEDOUT)
    assert (talk.our_states(), talk.their_states(port)) == ([], [])


# Opening


@pytest.mark.parametrize("opener", ["ours", "theirs"])
@pytest.mark.parametrize("lost", [SYN, SYN | ACK])
def test_a_lost_segment_of_the_handshake_comes_again(meet: Meet, port: int, opener: str, lost: int) -> None:
    gone: list[int] = []

    def loses_one(sender: str, number: int, segment: Tcp) -> Deed:
        if segment.flags == lost and not gone:
            gone.append(number)
            return Deed.LOSE
        return Deed.PASS

    talk = meet(QUICK._replace(initial_rto=300 * MILLISECOND), loses_one)
    ours, theirs = opened(talk, port, opener)
    for flow in (Flow(ours, theirs, b"a" * 5000), Flow(theirs, ours, b"b" * 5000)):
        talk.until(flow.is_through)
        assert flow.read == flow.data
    assert gone


@pytest.mark.parametrize("sender", ["ours", "theirs"])
def test_a_syn_that_comes_late_does_no_harm(meet: Meet, port: int, sender: str) -> None:
    """The first SYN arrives after the second, when the connection is open."""
    talk = meet(QUICK._replace(initial_rto=300 * MILLISECOND))
    talk.fate = lambda who, number, segment: Deed.LATE if (who, number) == (sender, 1) else Deed.PASS
    ours, theirs = opened(talk, port, sender)
    for flow in (Flow(ours, theirs, b"a" * 5000), Flow(theirs, ours, b"b" * 5000)):
        talk.until(flow.is_through)
    assert (talk.our_states(), talk.their_states(port)) == (["ESTABLISHED"], ["ESTABLISHED"])


def test_both_open_at_the_same_time(talk: TcpTalk, port: int) -> None:
    ours, theirs = talk.ours(), talk.theirs()
    ours.bind((OURS, port))
    theirs.bind((THEIRS, port))
    for client, address in ((ours, (THEIRS, port)), (theirs, (OURS, port))):
        with pytest.raises(BlockingIOError):
            client.connect(address)
    for flow in (Flow(ours, theirs, b"a" * 5000), Flow(theirs, ours, b"b" * 5000)):
        talk.until(lambda: bool(ours.poll() & theirs.poll() & 4))
        talk.until(flow.is_through)
        assert flow.read == flow.data
    assert talk.our_history() == ["SYN-SENT", "SYN-RECEIVED", "ESTABLISHED"]


@pytest.mark.parametrize("opener", ["ours", "theirs"])
@pytest.mark.parametrize(
    ("ours", "linux_has"),
    [
        ({}, {}),
        ({"sack": False}, {}),
        ({"timestamps": False}, {}),
        ({"window_scaling": False}, {}),
        ({"receive_buffer": 1 << 20}, {}),
        ({"mss": 1000}, {}),
        ({"mss_option": False}, {}),
        ({}, {"sack": 0}),
        ({}, {"timestamps": 0}),
        ({}, {"window_scaling": 0}),
    ],
)
def test_both_agree_on_the_options_of_a_connection(
    tcp_linux: Namespace, meet: Meet, port: int, opener: str, ours: dict[str, int], linux_has: dict[str, int]
) -> None:
    try:
        for name, value in linux_has.items():
            tcp_linux.sysctl(**{f"tcp_{name}": value})
        talk = meet(QUICK._replace(**ours))  # type: ignore[arg-type]
        _, theirs = exchanged(talk, port, opener)
    finally:
        for name in linux_has:
            tcp_linux.sysctl(**{f"tcp_{name}": 1})
    state, options, snd_scale, rcv_scale, snd_mss = tcp_info(theirs)
    row = talk.row()
    assert (state, str(row.state)) == ("ESTABLISHED", "ESTABLISHED")
    off = {*(name for name, value in ours.items() if value is False), *linux_has}
    # TCPI_OPT_TIMESTAMPS, TCPI_OPT_SACK, TCPI_OPT_WSCALE
    assert options & 7 == sum(
        bit for bit, name in ((1, "timestamps"), (2, "sack"), (4, "window_scaling")) if name not in off
    )
    assert (row.timestamps, row.sack) == (bool(options & 1), bool(options & 2))
    assert (row.snd_scale, row.rcv_scale) == (rcv_scale, snd_scale)
    assert (rcv_scale > 0) == ("window_scaling" not in off)
    assert snd_scale == (5 if "receive_buffer" in ours else 0)
    taken = 12 if row.timestamps else 0
    assert row.smss == ours.get("mss", 1460) - taken
    assert snd_mss == (536 if "mss_option" in ours else ours.get("mss", 1460)) - taken


def test_a_new_connection_may_follow_one_in_our_time_wait(talk: TcpTalk, port: int) -> None:
    """RFC 6191 2: Linux's clock of timestamps has moved on, so that its new SYN ends our TIME-WAIT."""
    ours, theirs = talk.theirs(), talk.theirs()
    for each in (ours, theirs):
        each.set_option(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        each.bind((THEIRS, port))
    server = talk.ours()
    server.bind((OURS, 80))
    server.listen(5)
    for client in (ours, theirs):
        with suppress(BlockingIOError):
            client.connect((OURS, 80))
        talk.until(lambda client=client: bool(client.poll() & 4))  # type: ignore[misc]
        talk.settle()
        child, address = server.accept()
        assert address == (THEIRS, port)
        if client is ours:
            child.close()
            talk.settle()
            client.close()
            talk.settle()
            assert (talk.our_states(), talk.their_states(port)) == (["TIME-WAIT"], [])
    assert (talk.our_states(), talk.their_states(port)) == (["ESTABLISHED"], ["ESTABLISHED"])


# The rest


def test_urgent_data_is_read_in_its_place(talk: TcpTalk, port: int) -> None:
    ours, theirs = talk.opened_by_linux(port)
    theirs.send(b"abc")
    cast(LinuxCalls, theirs).real.send(b"!", socket.MSG_OOB)
    theirs.send(b"def")
    flow = Flow(theirs, ours, b"abc!def")
    flow.sent = len(flow.data)
    talk.until(flow.is_through)
    assert flow.read == b"abc!def"


def test_small_questions_and_answers_go_back_and_forth(talk: TcpTalk, port: int) -> None:
    """Nagle on one side and delayed ACKs on the other do not wait for each other."""
    ours, theirs = talk.opened_by_us(port)
    for number in range(50):
        question = Flow(ours, theirs, b"%d?" % number)
        answer = Flow(theirs, ours, b"%d!" % number)
        talk.until(question.is_through)
        talk.until(answer.is_through)
        assert question.read == question.data
        assert answer.read == answer.data
    assert "tcp.timed-out" not in talk.rules(Kind.ROW_CHANGED)
