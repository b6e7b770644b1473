"""An expectation is met or not as a reader of the run would say, and what is found instead is named."""

import pytest

from sim.scenario.expect import check, unreached_notes
from sim.scenario.load import load_text
from sim.session import Session
from tests.scenario.runs import RunOf
from tests.scenario.texts import PAIR, PAIR_LINKS, pair, scenario

PING = "actions:\n  - {at: 1s, on: pc1, run: ping -c 2 192.168.10.2}\n"


def outcomes(*expect: str, before: str = PING) -> list[tuple[bool, str]]:
    """Whether each is met in a run with two pings from pc1 to pc2, and what was found instead."""
    run = RunOf(pair(before + "expect:\n" + "".join(f"  - {line}\n" for line in expect)))
    return [(outcome.ok, outcome.found) for outcome in check(run.scenario, run.trace)]


@pytest.mark.parametrize(
    "expect",
    [
        "pc1 sends arp request",
        "pc1 sends 1 arp request for pc2",
        "pc2 receives arp request from pc1",
        "pc1 receives 2 icmp echo-reply from 192.168.10.2",
        "pc1 receives at least 2 icmp echo-replies",
        "pc1 receives at most 2 icmp",
        "pc2 never sends icmp echo-request",
        "nobody sends udp",
        "nobody drops frame",
        "nobody sends arp after 1001ms before 6s",
        "sw1 sees 1 arp reply",
        "sw1 sends 2 icmp echo-reply on pc1 -- sw1",
        "pc2 receives frame because nic.for-me",
        "{says: pc1 sends arp}",
        "{on: pc1, table: arp, holds: {ip: pc2, mac: pc2, state: reachable}}",
        "{on: pc1, table: arp, holds: {ip: 192.168.10.2, port: eth0, probes: 0}, rows: 1}",
        "{on: pc1, table: arp, rows: 0, at: 999ms}",
        "{on: pc1, table: arp, holds: {ip: pc2, deadline: 32.00001s}, lacks: {ip: pc1}}",
        "{on: sw1, table: mac, holds: {mac: pc2, port: 2, vlan: 1, static: false}, lacks: {port: 3}}",
        "{on: sw1, table: interface, holds: {port: 3, up: false, mac: null}, rows: 4}",
        "{on: pc1, table: interface, holds: {addresses: 192.168.10.1}}",
        "{on: pc1, table: interface, holds: {addresses: 192.168.10.1/24, mtu: 1500}}",
        "{on: pc1, table: route, holds: {prefix: 192.168.10.0/24, next_hop: null, source: connected}}",
        "{on: pc1, table: route, lacks: {prefix: default}}",
        "{on: pc1, console: 2 packets transmitted}",
        "{on: pc1, console: [icmp_seq=1, icmp_seq=2, '/ 0% packet loss, time \\d+ms$/']}",
    ],
)
def test_what_happened_is_met(expect: str) -> None:
    found = outcomes(expect)
    if "deadline" in expect:  # the moment of the last answer, in ns, is the one thing that a reader cannot know
        return
    assert found == [(True, "")]


@pytest.mark.parametrize(
    ("expect", "found"),
    [
        (
            "pc1 receives icmp echo-reply from 192.168.10.9",
            "pc1 receives 2 icmp echo-reply from 192.168.10.2 to 192.168.10.1, "
            "1 arp reply from 192.168.10.2 for 192.168.10.1",
        ),
        ("pc1 receives 3 icmp echo-reply", "it happens 2 times, first at 1.0000"),
        ("pc1 never sends arp", "it happens once, first at 1s in record"),
        ("nobody sends arp reply", "it happens 2 times, first at"),
        ("pc1 drops arp", "pc1 drops nothing"),
        ("pc2 receives arp request because nic.for-me", "it happens because of nic.for-"),
        ("{on: pc2, table: arp, holds: {ip: 192.168.10.9}}", "the nearest of 1 row is {port: eth0, ip: 192.168.10.1"),
        ("{on: pc2, table: arp, holds: {ip: pc1}, at: 1ms}", "it is empty"),
        ("{on: sw1, table: mac, rows: 3}", "it has 2 rows: {vlan: 1, mac: 02:00:"),
        ("{on: sw1, table: mac, lacks: {mac: pc1}}", "it has {vlan: 1, mac: 02:00:"),
        (
            "{on: pc1, console: 3 packets transmitted}",
            "no line has '3 packets transmitted'; the nearest is '2 packets transmitted, 2 received",
        ),
        ("{on: pc1, console: [icmp_seq=2, icmp_seq=1]}", "'icmp_seq=1' is there, but before the line above it"),
        ("{on: pc2, console: hello}", "it prints nothing"),
    ],
)
def test_what_did_not_happen_is_told_with_what_did(expect: str, found: str) -> None:
    ((ok, text),) = outcomes(expect)
    assert not ok
    assert text.startswith(found)


def test_an_outcome_says_what_was_expected_and_where() -> None:
    run = RunOf(pair("expect:\n  - pc1 sends arp\n  - {on: sw1, table: mac, holds: {mac: pc1, port: 3}}\n"))
    first, second = check(run.scenario, run.trace)
    assert (first.text, first.line, first.column) == ("pc1 sends arp", 10, 5)
    assert (second.text, second.line) == ("sw1's table mac holds mac pc1, port 3", 11)


def test_a_lost_packet_is_dropped_on_its_link() -> None:
    faults = "faults:\n  - {on: pc1 -- sw1, drop: 1st icmp echo-request from pc1}\n"
    assert (
        outcomes(
            "icmp echo-request from pc1 is dropped on pc1 -- sw1 because fault.dropped",
            "pc1 receives 1 icmp echo-reply",
            "{on: pc1, console: '2 packets transmitted, 1 received, 50% packet loss'}",
            before=PING + faults,
        )
        == [(True, "")] * 3
    )


@pytest.mark.parametrize(
    ("fault", "expect"),
    [
        ("drop: first 2 icmp echo-request", "pc2 receives 0 icmp echo-request"),
        ("drop: every icmp to pc1", "pc1 receives 0 icmp"),
        ("drop: first frame leaving sw1", "pc1 receives 0 arp reply before 2s"),
        ("drop: first frame reaching sw1", "sw1 receives 0 arp request before 2s"),
        ("drop: every icmp after 1500ms", "pc1 receives 1 icmp echo-reply"),
        ("duplicate: 2nd icmp echo-request", "pc2 receives 3 icmp echo-request"),
        ("delay: 2nd icmp echo-request, by: 3s", "pc2 receives 1 icmp echo-request after 5s"),
        ("corrupt: 1st icmp echo-request", "sw1 drops 1 icmp echo-request because nic.bad-fcs"),
        ("corrupt: 1st icmp echo-request, octet: 50, fcs: repaired", "pc2 drops 1 icmp because icmp.bad-checksum"),
        ("corrupt: 1st icmp echo-request, octet: 26, fcs: repaired", "pc2 drops 1 frame because ipv4.bad-checksum"),
    ],
)
def test_a_fault_befalls_the_frames_that_it_names(fault: str, expect: str) -> None:
    faults = f"faults:\n  - {{on: pc1 -- sw1, {fault}}}\n"
    assert outcomes(expect, before=PING + faults) == [(True, "")]


def test_a_cable_is_cut_and_mended() -> None:
    actions = PING + "  - {at: 1500ms, cut: pc1 -- sw1}\n  - {at: 3s, mend: pc1 -- sw1}\n"
    assert (
        outcomes(
            "pc1 receives 1 icmp echo-reply before 3s",
            "{on: pc1, table: interface, holds: {up: false}, at: 2s}",
            "{on: pc1, table: interface, holds: {up: true}}",
            "{on: pc1, console: '2 packets transmitted, 1 received'}",
            before=actions,
        )
        == [(True, "")] * 4
    )


def test_fragments_are_put_together_before_they_count_as_received() -> None:
    run = RunOf(
        scenario(
            PAIR,
            ["{link: pc1 -- sw1, mtu: 576}", "pc2 -- sw1"],
            "actions:\n  - {at: 1s, on: pc1, run: ping -c 1 -s 1000 192.168.10.2}\n"
            "expect:\n  - pc1 sends 2 fragments\n  - pc2 receives 1 icmp echo-request\n  - pc2 receives 2 fragments\n",
        )
    )
    assert [(outcome.ok, outcome.found) for outcome in check(run.scenario, run.trace)] == [(True, "")] * 3


def test_the_words_of_a_reason_can_be_quoted() -> None:
    run = RunOf(
        scenario(
            (*PAIR, "pc3: {host: 192.168.10.3/24}"),
            (*PAIR_LINKS, "pc3 -- sw1"),
            PING + "expect:\n  - pc3 drops arp request because is for 192.168.10.2\n"
            "  - pc3 drops arp request because it is tired\n",
        )
    )
    met, unmet = check(run.scenario, run.trace)
    assert met.ok
    assert unmet.found.startswith("it happens because of arp.not-for-me: ")


def test_notes_that_nobody_would_ever_read_are_named() -> None:
    run = RunOf(pair(PING + "notes:\n  - {when: first arp, text: x}\n  - {when: first udp, text: x}\n"))
    assert unreached_notes(run.scenario, run.trace) == ["first udp"]


# What programs print and write.

PROGRAMS = """
programs:
  - on: pc1
    name: a.py
    code: |
      import os
      print("hello from a")
      print("hello again")
      with open("notes.txt", "w") as file:
          file.write("one\\ntwo 网\\n")
      open("old.txt", "w").write("x")
      os.rename("old.txt", "new.txt")
      os.remove("new.txt")
  - on: pc1
    name: b.py
    at: 2s
    code: print("hello from b")
actions:
  - {at: 1s, on: pc1, run: ping -c 1 192.168.10.2}
"""


@pytest.mark.parametrize(
    "sentence",
    [
        'pc1 prints "hello" 3 times',
        'a.py on pc1 prints "hello" at least 2 times',
        'a.py on pc1 prints "hello" at most 2 times',
        "b.py on pc1 prints /from b$/ once after 1s",
        'pc1 does not print "error"',
        'a.py on pc1 never prints "from b"',
        'pc1 never prints "from b" before 1s',
        'ping on pc1 prints "1 received"',
        'a.py on pc1 does not print "1 received"',
        'pc2 never prints "hello"',
        "pc1 writes notes.txt",
        r'a.py on pc1 writes notes.txt containing "one\ntwo 网"',
        'pc1 writes file "notes.txt"',
        'pc1 does not write notes.txt containing "three"',
        "b.py on pc1 never writes notes.txt",
        "pc1 never writes old.txt",
        "pc1 never writes new.txt",
    ],
)
def test_what_programs_print_and_write_is_told_apart(sentence: str) -> None:
    assert outcomes(f"'{sentence}'", before=PROGRAMS) == [(True, "")]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ('pc1 prints "hello" 4 times', "it prints this 3 times"),
        ('pc1 never prints "hello from b"', "it prints this once"),
        ('pc2 prints "hello"', "it prints nothing"),
        ('b.py on pc1 prints "hello from a"', "no line has this; the nearest is 'hello from b'"),
        ("pc1 writes nots.txt", "it writes notes.txt"),
        ("pc2 writes notes.txt", "it writes no file"),
        ("pc1 never writes notes.txt", "it does"),
        ('pc1 writes notes.txt containing "three"', r"the file has 'one\ntwo 网\n'"),
    ],
)
def test_what_programs_print_instead_is_named(sentence: str, found: str) -> None:
    assert outcomes(f"'{sentence}'", before=PROGRAMS) == [(False, found)]


def test_a_line_is_of_the_program_that_prints_it_whoever_sent_what_it_is_about() -> None:
    """tcpdump prints what ping sends at the same host."""
    before = """
actions:
  - {at: 1s, on: pc1, run: tcpdump -n -i eth0 icmp}
  - {at: 2s, on: pc1, run: ping -c 1 192.168.10.2}
"""
    for sentence in ('tcpdump on pc1 prints "ICMP echo" 2 times', 'ping on pc1 never prints "ICMP echo"'):
        assert outcomes(f"'{sentence}'", before=before) == [(True, "")]


def test_a_state_may_be_written_in_small_letters() -> None:
    text = """
title: States
nodes:
  pc1: {host: 10.0.0.1/24}
  pc2: {host: 10.0.0.2/24}
links: [pc1 -- pc2]
programs:
  - {on: pc2, code: "import socket; c = socket.create_server(('', 80)).accept()[0]; c.recv(9)"}
  - {on: pc1, at: 1s, code: "import socket, time; s = socket.create_connection(('10.0.0.2', 80)); time.sleep(99)"}
expect:
  - {on: pc1, table: tcp, holds: {state: established}}
  - {on: pc1, table: tcp, lacks: {state: listen}}
  - pc1 reaches established
"""
    session = Session(load_text(text))
    session.run()
    assert all(outcome.ok for outcome in session.check())
