"""Why a packet did not come: the answer names the record, and the line of the scenario, that prevented it."""

import json
import re

import pytest

from sim.branches.prevented import Answer
from sim.branches.why_not import why_not
from sim.packets.telling import summary
from sim.patterns.pattern import packet_of
from sim.scenario.load import load_text
from sim.session import Session
from sim.trace.records import Kind
from tests.tui.command import hopscope
from tui.output.answer import answer_lines

REPLY = "pc1 receives icmp echo-reply from pc3"


def asked(name: str, sentence: str, *edits: str) -> tuple[Session, Answer]:
    session = Session.load(name).branch(edits)
    session.run()
    return session, why_not(session, sentence)


@pytest.mark.parametrize(
    ("name", "edit", "sentence", "rules", "place"),
    [
        ("arp-on-one-switch", "drop every icmp echo-reply on pc3 -- sw1", REPLY, ["fault.dropped"], ("faults", 0)),
        ("arp-on-one-switch", "drop every icmp on pc1 -- sw1", REPLY, ["fault.dropped"], ("faults", 0)),
        ("two-dormitories", "unset nodes.pc1.gateway", REPLY, ["route.none"], ("nodes", "pc1")),
        ("two-dormitories", "unset nodes.pc3.gateway", REPLY, ["route.none"], ("nodes", "pc3")),
        ("two-dormitories", "1500ms cut r1 -- sw2", REPLY, ["route.none", "route.port-down"], ("actions", 4)),
        ("two-dormitories", "set nodes.pc3.host = 192.168.20.9/24", REPLY, ["arp.not-for-me"], ("nodes", "pc3")),
        ("longest-prefix", "unset nodes.r1.routes.0", "r2 receives icmp echo-request to 10.9.9.9", [], ("nodes", "r1")),
    ],
)
def test_the_last_records_of_the_chains_and_the_place_show_it(
    name: str, edit: str, sentence: str, rules: list[str], place: tuple[str | int, ...]
) -> None:
    session, answer = asked(name, sentence, edit)
    assert answer.happened is None
    assert answer.place is not None
    if rules:
        assert [session.trace.why[chain[-1]].rule.id for chain in answer.chains] == rules
    assert answer.place.path == place
    line = session.scenario.text.splitlines()[answer.place.line - 1][answer.place.column - 1 :]
    assert line.startswith(str(place[1]) if place[0] == "nodes" else "{")
    for chain in answer.chains:
        assert list(chain) == list(reversed(session.trace.causes(chain[-1])))


def test_what_does_happen_is_named_by_its_record() -> None:
    session, answer = asked("arp-on-one-switch", REPLY)
    assert answer.happened is not None
    assert session.trace[answer.happened].node == "pc1"


def test_where_nobody_tries_the_device_is_named() -> None:
    _, answer = asked("arp-on-one-switch", "pc2 receives icmp echo-reply from pc4")
    assert (answer.chains, answer.nobody) == ((), "pc2")
    assert answer.place is not None
    assert answer.place.path == ("nodes", "pc2")


def test_the_command_tells_it_as_text_and_json() -> None:
    words = ("why-not", "two-dormitories", REPLY, "--edit", "unset nodes.pc3.gateway")
    told = hopscope(*words)
    assert told.status == 1
    lines = told.out.splitlines()
    assert lines[0] == f"{REPLY}: it does not happen"
    assert "No route in the route table matches 192.168.10.1" in told.out
    # A bundled scenario by its name, and the line itself: with edits no file may have it.
    place, line, pointer = lines[-3:]
    assert re.fullmatch(r"routing/two-dormitories:\d+:3: nodes\.pc3", place)
    assert line[pointer.index("^") :].startswith("pc3: {host: 192.168.20.1/24, ")
    (found,) = json.loads(hopscope(*words, "--json").out)
    assert found["place"]["path"] == ["nodes", "pc3"]
    assert found["place"]["file"] == "routing/two-dormitories"
    assert found["chains"][0][-1]["kind"] == "packet-dropped"


def test_the_command_asks_about_the_expectations_that_fail() -> None:
    told = hopscope("why-not", "two-dormitories", "--edit", "unset nodes.pc1.gateway")
    assert told.status == 1
    assert told.out.count(": it does not happen") > 1
    assert hopscope("why-not", "two-dormitories").status == 0


def test_a_sentence_that_is_none_is_an_error() -> None:
    wrong = hopscope("why-not", "two-dormitories", "pc1 receivs icmp")
    assert (wrong.status, wrong.out) == (2, "")
    assert wrong.err.startswith("hopscope: 'pc1 receivs icmp' 1:5: 'receivs' is not a verb for a node")
    wrong = hopscope("why-not", "two-dormitories", "  {on: pc1, table: arp, holds: {ipp: 10.0.0.3}}")
    assert wrong.err.endswith(" 1:33: table arp has no column 'ipp'; did you mean ip?\n")
    other = hopscope("why-not", "two-dormitories", "{on: pc1, table: arb, rows: 1}")
    assert (other.status, other.out) == (2, "")
    assert "pc1 has no table 'arb'" in other.err


def test_a_row_that_expired_leads_to_its_last_change_and_one_that_never_was_to_what_was_given_up() -> None:
    text = (
        "title: x\nnodes:\n  pc1: {host: 10.0.0.1/24}\n  pc2: {host: 10.0.0.2/24}\nlinks: [pc1 -- pc2]\nactions:\n"
        "  - {at: 1s, on: pc1, run: ping -c 1 10.0.0.2}\n  - {at: 2s, on: pc1, run: ip neigh flush all}\n"
        "  - {at: 3s, cut: pc1 -- pc2}\n  - {at: 4s, on: pc2, run: ping -c 1 10.0.0.9}\nexpect:\n"
        "  - {on: pc1, table: arp, holds: {ip: 10.0.0.2}}\n  - {on: pc2, table: arp, holds: {ip: 10.0.0.7}}\n"
    )
    session = Session(load_text(text))
    session.run()
    flushed, never = (why_not(session, each) for each in session.scenario.expect)
    assert flushed.record is not None
    last = session.trace[flushed.record]
    assert (last.node, last.kind, last.at) == ("pc1", Kind.ROW_REMOVED, 2_000_000_000)
    assert never.record is not None
    assert session.trace[never.record].why.rule.id == "link.down"
    assert never.place is not None
    assert never.place.path == ("actions", 2)


BROKEN = """
title: A server that is not there
nodes:
  pc1: {host: 10.0.0.1/24}
  pc2: {host: 10.0.0.2/24}
links: [pc1 -- pc2]
until: 30s
programs:
  - on: pc1
    name: client.py
    at: 1s
    code: |
      import socket
      sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      sock.settimeout(2)
      sock.sendto(b"hello", ("10.0.0.2", 7))
      try:
          print("got", sock.recv(100))
      except TimeoutError:
          print("got nothing in time")
          sock.recv(100)
      tcp = socket.create_connection(("10.0.0.2", 80))
  - on: pc2
    name: server.py
    code: |
      import socket
      server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      server.bind(("", 7))
      while True:
          data, peer = server.recvfrom(100)
          server.sendto(data, peer)
actions:
  - {at: 2s, on: pc1, run: ping -c 1 10.0.0.2}
faults:
  - {drop: every udp, on: pc1 -- pc2}
"""


@pytest.mark.parametrize(
    ("name", "sentence", "rule", "place"),
    [
        # The answer to the first of two pings is lost, the second comes.
        ("the-way-back", "pc1 receives 2 icmp echo-reply", "route.none", ("nodes", "r2")),
        # It is sent to the address of the router, which would put another in its place.
        ("why-nobody-can-call-in", "laptop receives udp from stranger", "", ("nodes", "home")),
        # Of all that pc1 began and that came to nothing, the echo requests ask for a reply, not the datagrams.
        ("routing-loop", "pc1 receives icmp echo-reply", "ipv4.ttl-expired", ("nodes", "r2")),
    ],
)
def test_what_is_asked_about_is_followed_and_nothing_else(
    name: str, sentence: str, rule: str, place: tuple[str | int, ...]
) -> None:
    session = Session.load(name)
    session.run()
    answer = why_not(session, sentence)
    assert answer.record is not None
    assert answer.place is not None
    assert answer.place.path == place
    record = session.trace[answer.record]
    assert record.why.rule.id == rule or not rule
    assert record.kind is Kind.PACKET_DROPPED


@pytest.mark.parametrize(
    ("name", "sentence", "count"),
    [("lost-syn", "client sends 3 tcp syn", 2), ("two-servers", "pc1 receives 2 dhcp ack", 1)],
)
def test_what_comes_as_often_as_it_is_asked_for_is_prevented_by_nothing(name: str, sentence: str, count: int) -> None:
    """A SYN that is lost was sent; and nobody asks for an ACK by an offer."""
    session = Session.load(name)
    session.run()
    answer = why_not(session, sentence)
    assert (answer.chains, len(answer.came)) == ((), count)


@pytest.mark.parametrize(
    "sentence",
    [
        'client.py on pc1 prints "got b"',
        "{on: pc1, console: [got b'hello']}",
        "pc1's recv returns b'hello'",
        "pc2's recvfrom returns",
        "{on: pc2, table: arp, holds: {ip: 10.0.0.9}}",
        "pc1 reaches ESTABLISHED",
        "pc1 writes file log.txt",
        "pc1 receives udp from pc2",
    ],
)
def test_of_every_kind_of_expectation_the_fault_is_named(sentence: str) -> None:
    session = Session(load_text(BROKEN))
    session.run()
    answer = why_not(session, sentence)
    assert answer.happened is None
    assert answer.record is not None
    assert session.trace.why[answer.record].rule.id == "fault.dropped"
    assert answer.place is not None
    assert answer.place.path == ("faults", 0)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ('pc1 never prints "got nothing"', "output"),
        ("pc1's recv never raises TimeoutError", "call-raised"),
        ("pc1 never sends icmp echo-request", "frame-sent"),
        ("pc1 sends 1 icmp because arp.reply", "frame-sent"),
        ("{on: pc1, table: arp, lacks: {ip: 10.0.0.2}}", "row-changed"),
        ("{on: pc1, table: arp, rows: 0}", "row-changed"),
    ],
)
def test_what_should_not_come_leads_to_the_record_with_which_it_came(sentence: str, kind: str) -> None:
    session = Session(load_text(BROKEN))
    session.run()
    answer = why_not(session, sentence)
    assert answer.happened is None
    assert session.trace.kind[answer.chains[0][-1]] == Kind[kind.upper().replace("-", "_")]


@pytest.mark.parametrize(
    "sentence",
    [
        'pc1 prints "got nothing"',
        "pc1's recv raises TimeoutError",
        "pc1 receives icmp echo-reply",
        "{on: pc1, table: arp, holds: {ip: 10.0.0.2}}",
        "{on: pc1, console: [got nothing]}",
        "pc1 never reaches ESTABLISHED",
    ],
)
def test_what_came_true_has_happened(sentence: str) -> None:
    session = Session(load_text(BROKEN))
    session.run()
    assert why_not(session, sentence).happened is not None


CUT = "2.001000785s cut pc3 -- sw1"


@pytest.mark.parametrize("is_compared", [True, False])
@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("pc1 receives 2 icmp echo-reply", "link.cut"),
        ("pc1 receives 3 icmp echo-reply", "link.cut"),
        ("pc1 receives icmp echo-reply from pc3 after 2s", "link.cut"),
        ("sw1 sends 3 icmp echo-request from pc2", "port.down"),
    ],
)
def test_what_is_missing_of_a_count_leads_to_the_cut(sentence: str, rule: str, is_compared: bool) -> None:
    session = Session.load("a-switch-learns").branch([CUT])
    if not is_compared:
        session = Session(load_text(session.scenario.text))
    session.run()
    answer = why_not(session, sentence)
    assert answer.record is not None
    assert session.trace.why[answer.record].rule.id == rule
    assert session.trace.at[answer.record] == 2_001_000_785
    assert answer.place is not None
    assert session.scenario.text.splitlines()[answer.place.line - 1] == "  - {at: 2.001000785s, cut: pc3 -- sw1}"


def test_a_host_that_is_not_asked_tells_of_the_question_that_it_dropped() -> None:
    session, answer = asked("arp-on-one-switch", "pc2 sends arp reply")
    assert answer.record is not None
    record = session.trace[answer.record]
    assert (record.node, record.kind, record.why.rule.id) == ("pc2", Kind.PACKET_DROPPED, "arp.not-for-me")
    assert answer.place is not None
    assert answer.place.path == ("nodes", "pc2")


@pytest.mark.parametrize(
    ("sentence", "came", "untimely", "nobody"),
    [
        ("pc1 sends at least 2 arp request", 1, 0, "pc1"),
        ("pc3 sends 2 arp reply", 1, 0, "pc3"),
        ("pc1 receives 3 icmp echo-reply", 2, 0, "pc1"),
        ("pc1 receives icmp echo-reply before 1s", 0, 2, "pc1"),
        ("pc1 sends arp request after 2s", 0, 1, "pc1"),
        ("pc4 sends udp", 0, 0, "pc4"),
        ("pc3 sends icmp echo-request", 0, 0, "pc3"),
        ("pc1 sends icmp echo-request to pc4", 0, 0, "pc1"),
        ("pc2 drops 2 arp request", 1, 0, "pc2"),
    ],
)
def test_where_nothing_in_the_run_prevents_it_nothing_is_blamed(
    sentence: str, came: int, untimely: int, nobody: str
) -> None:
    session, answer = asked("arp-on-one-switch", sentence)
    # By the trace: whatever is dropped there is for another host.
    dropped = {record.why.rule.id for record in session.trace if "dropped" in record.kind.label}
    assert dropped == {"arp.not-for-me"}
    assert (answer.chains, len(answer.came), len(answer.untimely)) == ((), came, untimely)
    assert answer.nobody == nobody


@pytest.mark.parametrize(
    ("sentence", "node", "kind"),
    [
        ("sw1 drops icmp echo-request", "sw1", Kind.FRAME_SENT),
        ("pc3 drops icmp echo-request", "pc3", Kind.FRAME_SENT),
        ("icmp from pc1 is dropped on pc1 -- sw1", "sw1", Kind.FRAME_RECEIVED),
    ],
)
def test_what_is_not_dropped_leads_to_what_became_of_it_there(sentence: str, node: str, kind: Kind) -> None:
    session, answer = asked("arp-on-one-switch", sentence)
    assert answer.record is not None
    record = session.trace[answer.record]
    assert (record.node, record.kind) == (node, kind)
    packet = packet_of(session.trace, answer.record)
    assert packet is not None
    assert "ICMP" in str(summary(packet))


def test_the_command_says_how_often_it_comes() -> None:
    told = hopscope("why-not", "arp-on-one-switch", "pc1 sends at least 2 arp request")
    assert told.status == 1
    assert "It happens only once, in record 31 at 1.000000000 s." in told.out
    (found,) = json.loads(hopscope("why-not", "arp-on-one-switch", "pc1 sends 2 arp request", "--json").out)
    assert (found["came"], found["untimely"], found["chains"]) == ([31], [], [])


def test_a_branch_of_a_run_that_somebody_watches_leaves_that_where_it_is() -> None:
    watched = Session.load("a-switch-learns")
    watched.run(until=1_000_000_000)
    branch = watched.branch([CUT])
    branch.run()
    seen = len(watched.trace)
    answer = why_not(branch, "sw1 sends 3 icmp echo-request from pc2")
    assert answer.record is not None
    assert branch.trace.why[answer.record].rule.id == "port.down"
    assert len(watched.trace) == seen


@pytest.mark.parametrize(
    ("sentence", "came", "untimely", "deadline"),
    [
        ("client's recv returns 3 times before 1.05s", 0, 2, 1_050_000_000),
        ("client's recv returns 3 times before 1.07s", 1, 0, 1_070_000_000),
        ("client's connect returns before 1.01s", 0, 1, 1_010_000_000),
        ("client reaches ESTABLISHED before 1.01s", 0, 1, 1_010_000_000),
        ('client prints "world" before 1.05s', 0, 1, 1_050_000_000),
    ],
)
def test_what_has_to_come_before_a_time_is_not_answered_by_what_comes_later(
    sentence: str, came: int, untimely: int, deadline: int
) -> None:
    session, answer = asked("tcp-echo", sentence)
    assert (len(answer.came), len(answer.untimely)) == (came, untimely)
    assert answer.chains
    assert all(session.trace.at[n] <= deadline for chain in answer.chains for n in chain)


def told_packet(session: Session, n: int) -> str:
    packet = packet_of(session.trace, n)
    assert packet is not None
    return str(summary(packet))


def test_where_nothing_asks_for_a_packet_others_of_its_protocol_are_told_and_nothing_is_blamed() -> None:
    session, answer = asked("tcp-echo", "server sends tcp rst")
    assert (answer.chains, answer.nobody) == ((), "server")
    sent = [n for n, each in enumerate(session.trace) if each.kind is Kind.FRAME_SENT and each.node == "server"]
    assert list(answer.others) == [n for n in sent if "Flags" in told_packet(session, n)]
    told = hopscope("why-not", "tcp-echo", "server sends tcp rst").out
    told_others = "Nothing in the run leads to it. Of the same protocol, 7 other packets come there: the last is record"
    assert told_others in told


def test_all_losses_are_told_where_there_are_several() -> None:
    session, answer = asked("bad-link", "pc1 receives 20 icmp echo-reply")
    lost = [n for n, each in enumerate(session.trace) if each.kind is Kind.FRAME_DROPPED]
    icmp = [n for n in lost if "ICMP" in told_packet(session, n)]
    assert len(icmp) > 1
    assert list(answer.lost) == icmp
    assert len(answer.came) == 8
    told = hopscope("why-not", "bad-link", "pc1 receives 20 icmp echo-reply").out
    assert f"\n{len(icmp)} packets that matter to it are lost or dropped:\n  record {icmp[0]} at " in told


def test_a_loss_that_may_have_nothing_to_do_with_what_was_asked_for_is_told_to_be_aside() -> None:
    session = Session(load_text(BROKEN))
    session.run()
    answer = why_not(session, "pc1 receives dns")
    assert answer.aside == "pc1"
    assert answer.record is not None
    assert session.trace.why[answer.record].rule.id == "fault.dropped"
    assert why_not(session, "pc1 receives udp").aside == ""


@pytest.mark.parametrize(
    ("name", "sentence", "aside"),
    [
        ("bad-link", "pc2 sends tcp", "pc1"),  # echo requests are lost, which ask for nothing of TCP
        ("bad-link", "pc2 sends icmp time-exceeded", ""),
    ],
)
def test_a_loss_of_another_protocol_is_told_to_be_aside(name: str, sentence: str, aside: str) -> None:
    session, answer = asked(name, sentence)
    assert answer.record is not None
    assert session.trace.why[answer.record].rule.id == "link.lost"
    assert answer.aside == aside


CONNECTED = """
title: x
nodes: {pc1: {host: 10.0.0.1/24}, pc2: {host: 10.0.0.2/24}}
links: [pc1 -- pc2]
programs:
- on: pc2
  code: |
    import socket
    s = socket.create_server(("10.0.0.2", 5000))
    c, _ = s.accept()
    c.send("hello" + 1)
- {on: pc1, at: 100ms, code: CLIENT}
"""
CLIENT = 'import socket\ns = socket.create_connection(("10.0.0.2", 5000))\nprint(s.recv(100))\n'


@pytest.mark.parametrize(
    ("client", "sentence", "told", "index"),
    [
        (CLIENT, "pc1 receives tcp data", "pc2.py on pc2 failed at line 4: TypeError: ", 0),
        (CLIENT, "pc2 sends tcp data", "pc2.py on pc2 failed at line 4: TypeError: ", 0),
        (CLIENT, 'pc2 prints "sent"', "pc2.py on pc2 failed at line 4: TypeError: ", 0),
        ("import scoket\n", "pc1 receives tcp data", "pc1.py on pc1 failed at line 1: ModuleNotFoundError: ", 1),
        ("import scoket\n", "pc1's recv returns b'x'", "pc1.py on pc1 failed at line 1: ModuleNotFoundError: ", 1),
        ("import scoket\n", "pc2 sends tcp data", "pc1.py on pc1 failed at line 1: ModuleNotFoundError: ", 1),
    ],
)
def test_the_program_that_failed_before_it_sent_or_asked_is_named(
    client: str, sentence: str, told: str, index: int
) -> None:
    session = Session(load_text(CONNECTED.replace("CLIENT", json.dumps(client))))
    session.run()
    answer = why_not(session, sentence)
    assert answer.failed is not None
    assert answer.failed.told().startswith(told)
    assert answer.record == answer.failed.n
    assert answer.place is not None
    assert answer.place.path == ("programs", index)


def test_a_program_that_failed_elsewhere_is_told_to_be_aside() -> None:
    """No cable leads from there to whom the question is about."""
    text = """
title: x
nodes: {pc1: {host: 10.0.0.1/24}, pc2: {host: 10.0.0.2/24}, pc3: {host: 10.9.0.3/24}, pc4: {host: 10.9.0.4/24}}
links: [pc1 -- pc2, pc3 -- pc4]
programs: [{on: pc3, code: 1/0}]
actions: [{at: 1s, on: pc1, run: ping -c 1 10.0.0.2}]
"""
    session = Session(load_text(text))
    session.run()
    answer = why_not(session, "pc1 sends dns")
    assert answer.failed is not None
    assert answer.aside == "pc3"
    first = next(answer_lines(session, answer))
    assert first == "No record leads straight to it. A program failed, which may have nothing to do with it:"
