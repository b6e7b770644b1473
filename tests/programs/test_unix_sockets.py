"""UNIX sockets in the trace: what one program sends is seen to reach the other."""

from sim.explain import sentence
from sim.features.unix import rules
from sim.features.unix.rows import TABLE, UnixRow
from sim.programs.files import FileSystem
from sim.trace.records import Change, Kind, Record
from sim.trace.world import World
from tests.programs.lab import Lab

SERVER = """
import socket
listener = socket.socket(socket.AF_UNIX)
listener.bind("service")
listener.listen(1)
conn, _ = listener.accept()
print(conn.recv(100))
"""
CLIENT = """
import socket, time
sock = socket.socket(socket.AF_UNIX)
sock.connect("service")
time.sleep(1)
sock.send(b"hello")
"""


def two_programs() -> Lab:
    lab = Lab("host")
    files = FileSystem({"server.py": SERVER, "client.py": CLIENT})
    lab.program("host", SERVER, file="server.py", files=files)
    lab.program("host", CLIENT, at=1000, file="client.py", files=files)
    lab.run(10)
    return lab


def of_rule(lab: Lab, rule: object) -> list[Record]:
    return [record for record in lab.network.trace if record.why.rule is rule]


def test_programs_of_a_host_reach_each_other_by_a_path_and_send_no_packet() -> None:
    lab = two_programs()
    assert lab.lines("host") == ["b'hello'"]
    assert not any(record.kind.is_frame for record in lab.network.trace)


def test_what_is_sent_is_a_record_between_the_call_that_sends_and_the_call_that_receives() -> None:
    lab = two_programs()
    trace = lab.network.trace
    (received,) = of_rule(lab, rules.RECEIVED)
    assert isinstance(received.what, Change)
    assert received.what.after == UnixRow("stream", "service", 2, 1, unread=5)
    sending = trace[received.cause]
    assert isinstance(sending.what, Change)
    assert (sending.kind, sending.what.after.call) == (Kind.CALL_ENTERED, "send(b'hello')")
    returned = next(
        record
        for record in trace
        if record.kind is Kind.CALL_RETURNED and record.what.after.call == "recv(100)"  # type: ignore[union-attr]
    )
    assert returned.what.after.result == "b'hello'"  # type: ignore[union-attr]
    assert returned.cause == received.n
    assert sentence(received.why, "en", received.what) == (
        "The host puts the 5 octets that socket 2 sends into the receive queue of UNIX socket 3."
    )


def test_the_table_of_unix_sockets_follows_from_the_records() -> None:
    lab = two_programs()
    trace = lab.network.trace
    world = World()
    for n in range(len(trace)):
        world.apply(trace, n)
    assert world.table("host", TABLE) == lab.hosts["host"].tables[TABLE] == {}
    (bound,) = of_rule(lab, rules.BOUND)
    assert isinstance(bound.what, Change)
    assert bound.what.after == UnixRow("stream", "service", None, 1)


def test_a_pair_is_two_sockets_of_one_program() -> None:
    lab = Lab("host")
    lab.program("host", "import socket\na, b = socket.socketpair()\na.send(b'x')\nprint(b.recv(1))")
    lab.run(10)
    assert lab.lines("host") == ["b'x'"]
    assert len(of_rule(lab, rules.PAIRED)) == 2
