"""TCP of a simulated host against that of Linux: both agree on every octet, and on how a connection ends."""

import random
import socket
import struct
from errno import ECONNREFUSED, ECONNRESET
from itertools import count

import pytest

from sim.transport.tcp.pdu import ACK, CWR, ECE, FIN, SYN, Tcp
from tests.nodes.linux_tcp import (
    OURS,
    QUICK,
    THEIRS,
    Deed,
    Fate,
    Flow,
    Meet,
    TcpTalk,
    error_of,
    exchanged,
    expect,
    harmless,
    opened,
    tcp_info,
)

MEGABYTE = 1_000_000
WR = socket.SHUT_WR
TCPI_OPT_ECN = 8
_PORTS = count(7001)


# A megabyte each way


def loses_some(sender: str, number: int, segment: Tcp) -> Deed:
    return Deed.LOSE if number % 29 == 0 else Deed.PASS


def loses_bursts(sender: str, number: int, segment: Tcp) -> Deed:
    return Deed.LOSE if number % 150 in (60, 61, 63) else Deed.PASS


def mixes_up(sender: str, number: int, segment: Tcp) -> Deed:
    return {0: Deed.LATE, 11: Deed.DOUBLE, 24: Deed.LOSE}.get(number % 37, Deed.PASS)


@pytest.mark.parametrize(
    ("opener", "fate", "options"),
    [
        ("ours", loses_some, {}),
        ("theirs", loses_some, {"sack": False}),
        ("ours", loses_bursts, {"congestion_control": "cubic", "send_buffer": 1 << 20, "receive_buffer": 1 << 20}),
        ("theirs", mixes_up, {"timestamps": False, "isn": 2**32 - 300_000}),
        ("ours", mixes_up, {"sack": False, "timestamps": False, "window_scaling": False, "delayed_ack": 0}),
        ("theirs", loses_bursts, {"congestion_control": "tahoe", "mss": 536, "nagle": False}),
    ],
)
def test_a_megabyte_arrives_each_way_through_a_bad_cable(
    meet: Meet, port: int, opener: str, fate: Fate, options: dict[str, int]
) -> None:
    talk = meet(QUICK._replace(**options), fate)  # type: ignore[arg-type]
    dice = random.Random(port)
    ours, theirs = opened(talk, port, opener)
    out, back = Flow(ours, theirs, dice.randbytes(MEGABYTE)), Flow(theirs, ours, dice.randbytes(MEGABYTE))
    talk.until(lambda: out.is_through() & back.is_through())
    assert out.read == out.data
    assert back.read == back.data
    talk.fate = harmless
    talk.settle()
    theirs.shutdown(WR)
    talk.until(back.is_over)
    ours.close()
    talk.until(out.is_over)
    assert back.read == back.data
    talk.until(lambda: talk.our_states() == [])
    assert talk.their_states(port) == ["TIME-WAIT"]


def test_linux_agrees_to_ecn_and_stops_its_echo_when_we_have_slowed_down(meet: Meet, port: int) -> None:
    """Linux answers to the offer (tcp_ecn is 2); it takes our ECT as such, and its ACKs have no ECE unasked."""
    seen: list[Tcp] = []
    talk = meet(QUICK._replace(ecn="on"), lambda sender, number, segment: seen.append(segment) or Deed.PASS)  # type: ignore[func-returns-value]
    ours, theirs = opened(talk, port, "ours")
    assert [segment.flags for segment in seen[:3]] == [SYN | ECE | CWR, SYN | ACK | ECE, ACK]
    assert tcp_info(theirs).options & TCPI_OPT_ECN
    flow = Flow(ours, theirs, random.Random(port).randbytes(50_000))
    talk.until(flow.is_through)
    assert flow.read == flow.data
    assert not any(segment.flags & (ECE | CWR) for segment in seen[3:])


# Closing


@pytest.mark.parametrize("opener", ["ours", "theirs"])
@pytest.mark.parametrize("closer", ["ours", "theirs"])
def test_who_closes_first_is_left_in_time_wait(talk: TcpTalk, port: int, opener: str, closer: str) -> None:
    ours, theirs = exchanged(talk, port, opener)
    first, last = (ours, theirs) if closer == "ours" else (theirs, ours)
    first.close()
    expect(talk, port, closer, ["FIN-WAIT-2"], ["CLOSE-WAIT"])
    assert last.recv(10, False) == b""
    last.close()
    expect(talk, port, closer, ["TIME-WAIT"], [])


@pytest.mark.parametrize("opener", ["ours", "theirs"])
def test_both_are_left_in_time_wait_when_their_fins_cross(talk: TcpTalk, port: int, opener: str) -> None:
    ours, theirs = exchanged(talk, port, opener)
    ours.close()
    theirs.close()
    talk.expect(port, ["TIME-WAIT"], ["TIME-WAIT"])
    assert talk.our_history()[-3:] == ["FIN-WAIT-1", "CLOSING", "TIME-WAIT"]


@pytest.mark.parametrize("closer", ["ours", "theirs"])
def test_the_other_half_goes_on_after_a_half_close(talk: TcpTalk, port: int, closer: str) -> None:
    ours, theirs = exchanged(talk, port, "ours")
    first, last = (ours, theirs) if closer == "ours" else (theirs, ours)
    first.shutdown(WR)
    expect(talk, port, closer, ["FIN-WAIT-2"], ["CLOSE-WAIT"])
    assert last.recv(10, False) == b""
    flow = Flow(last, first, random.Random(port).randbytes(MEGABYTE))
    talk.until(flow.is_through)
    last.close()
    talk.until(flow.is_over)
    assert flow.read == flow.data
    expect(talk, port, closer, ["TIME-WAIT"], [])


@pytest.mark.parametrize("closer", ["ours", "theirs"])
def test_a_lost_fin_comes_again(meet: Meet, port: int, closer: str) -> None:
    lost: list[int] = []

    def loses_first_fin(who: str, number: int, segment: Tcp) -> Deed:
        if who == closer and segment.flags & FIN and not lost:
            lost.append(number)
            return Deed.LOSE
        return Deed.PASS

    talk = meet(fate=loses_first_fin)
    ours, theirs = exchanged(talk, port, "theirs")
    first, last = (ours, theirs) if closer == "ours" else (theirs, ours)
    first.close()
    talk.until(Flow(first, last, b"").is_over)
    last.close()
    expect(talk, port, closer, ["TIME-WAIT"], [])
    assert lost


# Resets


def test_each_refuses_what_nobody_listens_for(talk: TcpTalk, port: int) -> None:
    ours, theirs = talk.ours(), talk.theirs()
    for client, address in ((ours, (THEIRS, port)), (theirs, (OURS, port))):
        with pytest.raises(BlockingIOError):
            client.connect(address)
        talk.until(lambda client=client: client.poll() != 0)  # type: ignore[misc]
        assert error_of(client) == ECONNREFUSED
    assert (talk.our_states(), talk.their_states(port)) == ([], [])


@pytest.mark.parametrize("sender", ["ours", "theirs"])
@pytest.mark.parametrize("manner", ["linger", "unread"])
def test_a_reset_ends_both_at_once(talk: TcpTalk, port: int, sender: str, manner: str) -> None:
    ours, theirs = exchanged(talk, port, "theirs")
    first, last = (ours, theirs) if sender == "ours" else (theirs, ours)
    if manner == "linger":
        first.set_option(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    else:
        last.send(b"that nobody will read")
        talk.until(lambda: bool(first.poll() & 1))
    first.close()
    talk.expect(port, [], [])
    with pytest.raises(OSError) as caught:  # noqa: PT011 - its number tells
        last.recv(10, False)
    assert caught.value.errno == ECONNRESET


def test_linux_learns_that_we_have_forgotten_a_connection(meet: Meet, port: int) -> None:
    before = meet()
    _, theirs = exchanged(before, port, "theirs")
    after = meet()
    theirs.send(b"are you there?")
    after.until(lambda: theirs.poll() & 8 != 0)
    assert error_of(theirs) == ECONNRESET


def test_we_learn_that_linux_has_forgotten_a_connection(meet: Meet, port: int) -> None:
    """Its reset is lost, so that only our next segment tells it that there is still somebody."""
    talk = meet()
    ours, theirs = exchanged(talk, port, "ours")
    talk.fate = lambda sender, number, segment: Deed.LOSE
    theirs.set_option(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    theirs.close()
    talk.settle()
    talk.fate = harmless
    assert (talk.our_states(), talk.their_states(port)) == (["ESTABLISHED"], [])
    ours.send(b"are you there?")
    talk.settle()
    assert error_of(ours) == ECONNRESET
