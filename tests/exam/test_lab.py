"""Labs: an answer is run from the start, and judged by what then happens."""

import json

import pytest

from sim.branches.edit import edited
from sim.branches.line import line_of
from sim.exam.lab import answered, flaws, goals, verdict
from sim.scenario import cache
from sim.scenario.library import find
from sim.scenario.load import load_text
from sim.scenario.plan import Scenario
from sim.scenario.problem import ScenarioError
from sim.session import Session
from sim.words import TextError

LAB = """
title: no answer
nodes:
  pc1: {host: 10.0.0.1/24}
  pc2: {host: 10.0.0.130/25}
links: [pc1 -- pc2]
until: 20s
actions:
  - {at: 10s, on: pc1, run: ping -c 1 10.0.0.130}
lab:
  task: Let pc2 answer.
  goals:
    - pc1 receives icmp echo-reply from pc2
  touch: [pc2]
  hints: [Look at the mask of pc2.]
  solution: ["set nodes.pc2.host = 10.0.0.130/24"]
"""
PROGRAM = """
title: an echo server
nodes: {a: {host: 10.0.0.1/24}, b: {host: 10.0.0.2/24}}
links: [a -- b]
programs:
  - on: b
    name: server.py
    code: |
      print("to be written")
  - on: a
    at: 1s
    name: client.py
    code: |
      import socket
      with socket.create_connection(("10.0.0.2", 7000)) as s:
          s.sendall(b"hello")
          print(s.recv(100).decode())
until: 30s
lab:
  task: Write a server that sends back what it receives.
  goals: [a prints "hello"]
  touch: [b]
  program: server.py
  solution: [SOLUTION]
"""
SERVER = """
import socket
server = socket.create_server(("", 7000))
connection, _ = server.accept()
connection.sendall(connection.recv(100))
"""
PROGRAM = PROGRAM.replace("SOLUTION", json.dumps(f"source server.py = {json.dumps(SERVER)}"))


def lab(text: str = LAB) -> Scenario:
    return load_text(text, "lab.yaml")


def test_the_goals_do_not_hold_and_the_solution_reaches_them() -> None:
    session = Session(lab())
    session.run()
    assert [goal.ok for goal in goals(session)] == [False]
    assert list(flaws(lab())) == []
    assert list(flaws(lab(PROGRAM))) == []


def test_a_lab_that_is_solved_already_or_cannot_be_solved_is_no_lab() -> None:
    (flaw,) = flaws(lab(LAB.replace("10.0.0.130/25", "10.0.0.130/24")))
    assert flaw == "the goals of the lab hold before anybody has done anything; add one that does not"
    (flaw,) = flaws(lab(LAB.replace('10.0.0.130/24"]', '10.0.0.131/24"]')))
    assert flaw.startswith(
        "the solution of the lab does not reach this goal: pc1 receives icmp echo-reply from pc2; found: "
    )
    (flaw,) = flaws(lab(LAB.replace("set nodes.pc2.host", "set nodes.pc1.host")))
    assert flaw.startswith("the solution of the lab is refused: ")


@pytest.mark.parametrize(
    "text",
    [
        "set nodes.pc2.host = 10.0.0.130/24",
        "# the mask was too long\n\n3s pc2: ip addr add 10.0.0.130/24 dev eth0\n",
    ],
)
def test_edits_one_a_line_are_an_answer(text: str) -> None:
    assert verdict(lab(), "anna.txt", text).is_solved


def line_with(*edits: str) -> str:
    return line_of(edited(lab(), edits), edits, None, 5)


def test_the_line_of_the_player_is_an_answer() -> None:
    text = line_with("set nodes.pc2.host = 10.0.0.130/24")
    assert verdict(lab(), "anna.hop", f"{text[:50]}\n{text[50:]}\n").is_solved


def test_to_look_at_another_device_is_no_change_of_it() -> None:
    looks = "1s pc1: ip addr"
    assert verdict(lab(), "anna.txt", f"{looks}\nset nodes.pc2.host = 10.0.0.130/24").is_solved
    text = line_with(looks, "set nodes.pc2.host = 10.0.0.130/24")
    assert verdict(lab(), "anna.hop", text).is_solved
    changes = "1s pc1: ip addr add 10.0.0.131/25 dev eth0"
    refused = verdict(lab(), "bob.txt", f"{looks}\n{changes}\nset nodes.pc2.host = 10.0.0.130/24").refused
    assert refused == "bob.txt:2:1: pc1 cannot be changed; change pc2"


def test_the_changed_scenario_is_an_answer_and_the_goals_stay_those_of_the_lab() -> None:
    solved = LAB.replace("10.0.0.130/25", "10.0.0.130/24")
    assert verdict(lab(), "anna.yaml", solved).is_solved
    cheated = LAB.replace("pc1 receives icmp echo-reply from pc2", "pc1 sends icmp")
    found = verdict(lab(), "bob.yaml", cheated)
    assert not found.is_solved
    assert [goal.text for goal in found.goals] == ["pc1 receives icmp echo-reply from pc2"]


def test_a_program_is_an_answer_where_the_lab_asks_for_one() -> None:
    assert verdict(lab(PROGRAM), "anna.py", SERVER).is_solved
    assert not verdict(lab(PROGRAM), "bob.py", "print('hello')").is_solved
    assert verdict(lab(), "anna.py", SERVER).refused == "this lab asks for no program; answer with edits, one a line"
    assert "line 1 is no Python" in verdict(lab(PROGRAM), "carl.py", "def").refused


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.txt", "set nodes.pc1.host = 10.0.0.131/25", "pc1 cannot be changed; change pc2"),
        ("a.txt", "2s pc1: ping 10.0.0.130", "pc1 cannot be changed; change pc2"),
        ("a.txt", "set actions.0.on = pc2", "a lab does not let actions be changed"),
        ("a.txt", "set actions.0 = {at: 10s, on: pc2, run: ping -c 1 10.0.0.1}", "a lab does not let actions"),
        ("a.txt", "unset actions.0", "a lab does not let actions be changed"),
        ("a.txt", 'source other.py = "x = 1"', "this is about no device of the lab; change pc2"),
        ("a.yaml", LAB.replace("actions:", "actions:\n  - ping"), "this is about no device of the lab; change pc2"),
        ("a.yaml", LAB.replace("actions:", "programs: [5]\nactions:"), "this is about no device of the lab"),
        ("a.txt", "set until = 90s", "a lab does not let until be changed; change devices, cables and programs"),
        ("a.txt", "drop first icmp on pc1 -- pc2", "a lab does not let faults be changed"),
        ("a.txt", "make it work", "'make it work' is no edit"),
        ("a.txt", "set nodes.pc2.host = 10.0.0.300/24", "is not an IPv4 address"),
        ("a.yaml", "nodes: [", "a.yaml:2:1: the end of the text is not expected here"),
        ("a.yaml", "just text", "a.yaml:1:1: a scenario is made of keys and values"),
        ("a.yaml", LAB.replace("pc1: {host: 10.0.0.1/24}", "pc1: {host: 10.0.0.2/24}"), "pc1 cannot be changed"),
        ("a.yaml", LAB.replace("pc2: {", "pc3: {host: 10.0.0.3/24}\n  pc2: {"), "the answer has other devices than"),
        ("a.yaml", LAB.replace("at: 10s", "at: 11s"), "an action of the lab is missing or changed"),
        ("a.hop", "hop:nothing", "this line has no sum at its end"),
    ],
)
def test_what_is_not_allowed_or_no_answer_is_refused_with_its_reason(name: str, text: str, reason: str) -> None:
    found = verdict(lab(), name, text)
    assert reason in found.refused
    assert not found.is_solved


@pytest.mark.parametrize(
    ("line", "mistake"),
    [("make it work", "make"), ("set nodes.pc2.host = 10.0.0.300/24", "10.0.0.300"), ("3s cut pc2 -- pc9", "pc9")],
)
def test_a_wrong_edit_is_told_with_its_place_in_the_file(line: str, mistake: str) -> None:
    text = f"# by carl\n\n1s pc1: ip addr\n   {line}\n"
    place = f"carl.txt:4:{4 + line.index(mistake)}: "
    assert verdict(lab(), "carl.txt", text).refused.startswith(place)


def test_a_cable_can_be_changed_at_a_device_that_can() -> None:
    assert verdict(lab(), "a.txt", "3s cut pc1 -- pc2\n5s mend pc1 -- pc2").refused == ""


def test_a_scenario_that_is_no_lab_says_so() -> None:
    plain = load_text(LAB[: LAB.index("lab:")], "plain.yaml")
    with pytest.raises(TextError, match=r"plain\.yaml is no lab"):
        answered(plain, "a.txt", "")
    with pytest.raises(TextError, match=r"^tcp/handshake is no lab"):
        answered(cache.load(find("tcp/handshake")), "a.txt", "")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("touch: [pc2]", "touch: [pc9]"), "lab.yaml:14:11: there is no node 'pc9'"),
        (("hints: [", "program: x.py\n  hints: ["), "lab.yaml:15:12: no program 'x.py' is started here"),
        (
            ("    - pc1 receives icmp echo-reply from pc2\n", "    - pc1 receves icmp\n"),
            "lab.yaml:13:11: 'receves' is not a verb",
        ),
        (("  task: Let pc2 answer.\n", ""), "lab.yaml:11:3: 'task' is missing"),
    ],
)
def test_mistakes_in_a_lab_are_told_at_their_place(change: tuple[str, str], message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        lab(LAB.replace(*change))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("lab", "edits"),
    [
        ("arp/arp-on-one-switch", "3.5s pc1: ping -c 2 192.168.10.4"),
        ("arp/arp-on-one-switch", "1.5s pc1: ip neigh flush dev eth0"),
        ("routing/the-way-back", "0s pc1: ping -c 1 192.168.10.254"),
        ("routing/no-default-route", "0s pc1: ping -c 2 192.168.10.254"),
        ("routing/no-default-route", "5s pc1: ping -c 2 203.0.113.10"),
        ("routing/two-dormitories", "5s pc1: ip route del default\n5.5s pc1: ping -c 1 192.168.20.1"),
        ("udp/port-unreachable", "2s cut client -- server"),
        ("icmp/ttl-and-traceroute", "0.5s pc1: ping -c 1 -t 2 192.168.20.1"),
        ("switching/broadcast-storm", "set nodes.sw1.stp = rstp\nset nodes.sw2.stp = rstp\nset nodes.sw3.stp = rstp"),
        ("labs/one-address-twice", "0s laptop: ip addr del 192.168.10.10/24 dev eth0"),
        ("labs/a-ring-of-switches", "set nodes.sw1.stp = rstp\n0s cut sw2 -- sw3"),
        ("labs/no-name-server", "65s pc1: curl -s http://203.0.113.80/\n70s pc1: dig @192.168.1.53 www.example.com"),
    ],
)
def test_a_shortcut_past_the_task_is_no_solution(lab: str, edits: str) -> None:
    """Each was reached once by goals that did not ask for what the task asks for."""
    found = verdict(cache.load(find(lab)), "answer.txt", edits)
    assert not found.refused
    assert not found.is_solved


@pytest.mark.parametrize(
    ("command", "printed"),
    [
        ("ip addr add 10.0.0.130/25 dev eth0", "Error: ipv4: Address already assigned."),
        ("ip route add 10.0.0.128/25 dev eth0", "RTNETLINK answers: File exists"),
        ("ip neigh del 10.0.0.9 dev eth0", "RTNETLINK answers: No such file or directory"),
    ],
)
def test_what_a_command_printed_that_failed_is_told(command: str, printed: str) -> None:
    """As Linux prints it; to look at a table is no failure, nor what the lab itself types."""
    found = verdict(lab(), "answer.txt", f"1s pc2: {command}\n2s pc2: ip route")
    assert found.troubles == (f"pc2: '{command}' printed: {printed}",)
    solved = verdict(lab(), "answer.txt", f"1s pc2: {command}\nset nodes.pc2.host = 10.0.0.130/24")
    assert solved.is_solved
    assert not solved.troubles
