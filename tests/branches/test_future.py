"""What an act changes of what comes: each packet that is new, changed or gone is marked, and no other."""

import re

import pytest
from hypothesis import given, settings

from sim.branches.compare import first_difference
from sim.branches.future import Future, Mark, future
from sim.ip.ipv4.pdu import IPv4
from sim.kernel import SECOND
from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import Damaged, Ethernet
from sim.packets.dissect import dissect
from sim.packets.telling import summary
from sim.scenario.load import load_text
from sim.session import Session
from sim.trace.history import frames_sent
from sim.trace.records import Kind
from sim.trace.trace import Trace
from sim.transport.tcp.pdu import Tcp
from tests.branches.test_any_branch import World, run, seeds

LESSON = "arp-on-one-switch"


def act(name: str, *edits: str) -> tuple[Trace, Trace, Future]:
    before = run(Session.load(name))
    after = run(before.branch(edits))
    return before.trace, after.trace, future(before.trace, after.trace)


def told(trace: Trace, numbers: list[int]) -> list[str]:
    return [str(summary(trace.what[n])) for n in numbers]  # type: ignore[arg-type]


def unnumbered(trace: Trace, n: int) -> tuple[object, list[object]]:
    """Where a packet leaves, and its fields but the numbers that count on and what follows from them."""
    frame = trace.what[n]
    assert isinstance(frame, Ethernet | Damaged)
    layers = dissect(wire.encode(frame))
    return trace.spots[trace.spot[n]], [
        (layer.name, view.name, view.value)
        for layer in layers
        for view in layer.fields
        if view.name not in COUNTED and not (view.name == "data" and layer.quoted)
    ]


COUNTED = {"identification", "identifier", "header_checksum", "checksum", "fcs"}


def test_a_lost_answer_is_changed_and_what_it_leads_to_is_new_or_gone() -> None:
    before, after, found = act(LESSON, "drop first arp reply on pc1 -- sw1")
    changed = [n for n, mark in found.marks.items() if mark is Mark.CHANGED]
    assert told(after, changed) == ["ARP, Reply 192.168.10.3 is-at 02:00:00:00:00:03, length 28"]
    new = [n for n, mark in found.marks.items() if mark is Mark.NEW]
    # pc1 asks again: the switch floods the question to three PCs, and brings the answer.
    arp = [text for text in told(after, new) if text.startswith("ARP")]
    assert [text.split()[1] for text in arp] == ["Request"] * 4 + ["Reply"] * 2
    # The first ping goes as before, when it has the answer. The second one is no longer the only one on the link then.
    assert not [text for text in told(after, new) if "id 1," in text]
    assert len(found.gone) + len(frames_sent(after)) - len(new) == len(frames_sent(before))
    assert found.first == first_difference(before, after)


def test_what_only_comes_later_is_no_other_packet() -> None:
    before, after, found = act(LESSON, "set links.pc4 -- sw1.delay = 3ms")
    assert (found.marks, found.gone) == ({}, ())
    times = [[trace.at[n] for n in frames_sent(trace)] for trace in (before, after)]
    assert found.moved == sum(one != other for one, other in zip(*times, strict=True))


def test_another_time_to_live_is_a_change_that_no_line_shows() -> None:
    before, after, found = act("two-dormitories", "set nodes.pc1.ttl = 63")
    assert len(before) == len(after)
    changed = [n for n in frames_sent(after) if unnumbered(before, n) != unnumbered(after, n)]
    assert [*found.marks] == changed
    assert {*found.marks.values()} == {Mark.CHANGED}


def test_one_more_ping_is_new_and_those_after_it_are_the_same_though_their_numbers_count_on() -> None:
    before, after, found = act("two-dormitories", "500ms pc1: ping -c 1 192.168.10.2")
    new = [n for n, mark in found.marks.items() if mark is Mark.NEW]
    assert not [n for n, mark in found.marks.items() if mark is Mark.CHANGED]
    echoes = [n for n in new if "ICMP echo request" in str(summary(after.what[n]))]  # type: ignore[arg-type]
    assert {after.spots[after.spot[n]].node for n in echoes} == {"pc1", "sw1"}
    assert max(after.at[n] for n in echoes) < SECOND
    identifiers = [
        re.search(r"request, id (\d+)", each)[1]  # type: ignore[index]
        for trace in (before, after)
        for each in [text for text in told(trace, [*frames_sent(trace)]) if "echo request" in text][-1:]
    ]
    assert identifiers == ["2", "3"]


def test_a_connection_with_another_initial_sequence_number_is_the_same() -> None:
    """So it is with a server that starts later: what it sends has another number (RFC 9293 3.4.1)."""
    numbers = [], []  # type: ignore[var-annotated]
    before, after, found = act("http/keep-alive", "set seed = 99")
    for trace, seen in zip((before, after), numbers, strict=True):
        seen += [segment.seq for n in frames_sent(trace) if isinstance(segment := segment_of(trace, n), Tcp)]
    assert len(numbers[0]) == len(numbers[1])
    assert sum(one != other for one, other in zip(*numbers, strict=True)) > len(numbers[0]) // 2
    assert (found.marks, found.gone) == ({}, ())


def segment_of(trace: Trace, n: int) -> object:
    frame = trace.what[n]
    assert isinstance(frame, Ethernet)
    return frame.payload.payload if isinstance(frame.payload, IPv4) else None


def test_a_command_that_sends_nothing_changes_no_packet() -> None:
    _, after, found = act(LESSON, "1500ms pc1: arp")
    assert not found.marks
    assert not found.gone
    assert found.first is not None
    assert after.kind[found.first.n] == Kind.CALL
    same = act(LESSON, "set nodes.pc2.ttl = 64")[2]
    assert same == Future(None, {}, (), 0)


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        ("duplicate first arp reply on pc1 -- sw1", "link.duplicated"),
        ("edit first arp reply arp.src.hw_mac = 02:00:00:00:00:09 on pc1 -- sw1", "fault.fields-changed"),
    ],
)
def test_what_befalls_a_packet_on_its_link_changes_it(edit: str, rule: str) -> None:
    _, after, found = act(LESSON, edit)
    assert found.first is not None
    assert after.why[found.first.n].rule.id == rule
    assert found.marks[after.cause[found.first.n]] is Mark.CHANGED


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_packets_without_a_mark_are_those_of_the_run_before(seed: int) -> None:
    world = World(seed)
    before = run(Session(load_text(world.text)))
    after = run(before.branch([world.act() for _ in range(world.dice.randint(1, 3))]))
    found = future(before.trace, after.trace)
    here = [n for n in frames_sent(after.trace) if found.marks.get(n) is not Mark.NEW]
    there = [n for n in frames_sent(before.trace) if n not in found.gone]
    assert len(here) == len(there)
    # They may have overtaken each other.
    told = [unnumbered(before.trace, a) for a in there]
    for b in here:
        if b not in found.marks:
            told.remove(unnumbered(after.trace, b))
    if found.first is None:
        assert (found.marks, found.gone, found.moved) == ({}, (), 0)
    back = future(after.trace, before.trace)
    assert back.first is None if found.first is None else back.first is not None and back.first.n == found.first.n
