"""Edits are lines of text; an edited run is the run of the scenario that they make, and what came before stays."""

import json
from pathlib import Path

import pytest

from sim.branches.compare import first_difference
from sim.branches.edit import FORMS, EditError, editable, edited, edited_text, read
from sim.branches.values import values
from sim.kernel import SECOND
from sim.scenario.library import bundled
from sim.scenario.load import load_text
from sim.session import Session
from sim.trace.trace import Trace
from tests.tui.command import hopscope

LESSON = "arp-on-one-switch"


def run(*edits: str) -> Session:
    session = Session.load(LESSON).branch(edits)
    session.run()
    return session


def columns(trace: Trace, count: int) -> list[object]:
    return [trace[n] for n in range(count)]


@pytest.mark.parametrize("edit", FORMS)
def test_each_form_is_read(edit: str) -> None:
    assert read(edit).path


def test_the_past_stays_and_the_future_is_another() -> None:
    plain, cut = run(), run("1002ms cut pc1 -- sw1")
    same = next(n for n in range(plain.trace.configured, len(plain.trace)) if plain.trace.at[n] >= 1_002_000_000)
    assert columns(cut.trace, same) == columns(plain.trace, same)
    assert cut.trace[same] != plain.trace[same]


def test_an_edited_run_is_the_run_of_the_text_that_is_saved() -> None:
    edits = ("drop first arp reply on pc1 -- sw1", "set links.pc1 -- sw1.delay = 5ms", "3s pc1: ip route del default")
    session = run(*edits)
    saved = Session(load_text(session.scenario.text))
    saved.run()
    assert list(saved.trace) == list(session.trace)


def test_comments_and_the_rest_stay() -> None:
    text = Path(Session.load(LESSON).scenario.path).read_text()
    changed = edited_text(text, ["set nodes.pc1.gateway = 192.168.10.4"])
    lines = text.splitlines()
    assert [line for line in lines if line not in changed.splitlines()] == [
        line for line in lines if line.startswith("  pc1:")
    ]


def test_an_edit_may_make_what_the_check_would_doubt() -> None:
    session = run("set nodes.pc1.host = 10.0.0.1/24")
    assert session.scenario.text.rstrip().endswith("allow:\n  - no-route\n  - other-network")
    load_text(session.scenario.text)


def test_a_link_is_named_by_its_ends_and_an_item_by_its_number() -> None:
    text = "title: x\nnodes:\n  a: {host: 10.0.0.1/24}\n  b: {host: 10.0.0.2/24}\nlinks: [a -- b]\n"
    assert "links: [{link: a -- b, delay: 5ms}]" in edited_text(text, ["set links.a -- b.delay = 5ms"])
    assert "links: [{link: a -- b, loss: 0.5}]" in edited_text(text, ["set links.0.loss = 0.5"])


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        ("", "'' is no edit; write one like '2s pc1: ip route del default' or '3s cut pc1 -- sw1'"),
        ("crop first arp on pc1 -- sw1", "'crop first arp on pc1 -- sw1' is no edit; did you mean drop?"),
        ("2s cut", "'2s cut' is not complete; write it like '3s cut pc1 -- sw1'"),
        ("delay first arp on pc1 -- sw1", "this does not say by how much; write it like 'delay first icmp by 20ms on"),
        ("2s pc9: arp", "there is no node 'pc9'; write pc1, pc2, pc3, pc4 or sw1"),
        ("2s pc1: png 10.0.0.1", "bash: png: command not found; did you mean 'ping'?"),
        ("2s cut pc1 -- sw9", "there is no node 'sw9'; did you mean sw1?"),
        ("set nodes.pc1.hst = x", "unknown key 'hst'; did you mean host?"),
        ("set nodes.pc7.host = x", "there is no nodes.pc7; did you mean pc1, pc2, pc3 or pc4?"),
        ("unset nodes.pc1.gateway", "there is no nodes.pc1.gateway; there is host and mac"),
        ("unset nodes.pc1.hots", "there is no nodes.pc1.hots; did you mean host?"),
        ("unset nodes.pc1.hots.x", "there is no nodes.pc1.hots.x; did you mean host?"),
        ("set links.7.delay = 1s", "'7' is none of links; write a number from 0 to 3, or"),
        ("set title = {", "is no value"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_edit_is_said(edit: str, told: str) -> None:
    session = Session.load(LESSON)
    with pytest.raises(EditError) as caught:
        session.branch(["3s pc1: arp", edit])
    assert caught.value.edit == edit
    assert told in str(caught.value)


@pytest.mark.parametrize(
    "edit",
    [
        "2s >pc9: arp",
        "2s pc1: >png 10.0.0.1",
        "2s pc1: ping -c 1 192.168.10.3 >extra",
        "2s cut pc1 -- >sw9",
        "2s cut >pc1",
        "2s type >pc9: hello",
        ">soon pc1: arp",
        ">9999999999 pc9: arp",
        "drop first arp >rply on pc1 -- sw1",
        "drop >arp on pc1 -- sw1",
        'drop first udp >contaning "a" on pc1 -- sw1',
        'drop first udp containing "a" >form pc1 on pc1 -- sw1',
        "drop first arp on pc1 -- >sw9",
        "delay first arp> on pc1 -- sw1",
        "delay first arp by >soon on pc1 -- sw1",
        "corrupt first arp octet >99999999 bit 1 on pc1 -- sw1",
        "edit first arp >ip.tll = 1 on pc1 -- sw1",
        "edit first icmp ip.ttl = 1, >ip.id = 99999999 on pc1 -- sw1",
        "edit first icmp ip.ttl = 1, >7 on pc1 -- sw1",
        "set nodes.pc1.>hst = x",
        "set nodes.>pc7.host = x",
        "set nodes.pc1.host = >10.0.0/24",
        "set nodes.pc1 = {host: >10.0.0/24}",
        "set nodes.pc1 = {host: 10.0.0.1/24, >gatway: 10.0.0.2}",
        "set links.>7.delay = 1s",
        "set links.pc1 -- sw1.delay = >soon",
        "set title = >{",
        "unset nodes.pc1.>gateway",
        "  unset nodes.>pc9.gateway",
        "source >x.py = 'print(1)'",
        ">crop first arp on pc1 -- sw1",
    ],
)
def test_the_place_of_a_mistake_in_an_edit_is_told(edit: str) -> None:
    text, offset = edit.replace(">", ""), edit.index(">")
    with pytest.raises(EditError) as caught:
        Session.load(LESSON).branch(["3s pc1: arp", text])
    assert (caught.value.edit, caught.value.offset) == (text, offset), str(caught.value)


def test_the_command_line_has_edits() -> None:
    ran = hopscope("run", LESSON, "-q", "--edit", "drop first arp reply on pc1 -- sw1")
    assert ran.status == 0
    assert "[lost]" in ran.out
    shown = hopscope("show", LESSON, "--yaml", "--edit", "3s cut pc1 -- sw1")
    assert "  - {at: 3s, cut: pc1 -- sw1}\n" in shown.out
    wrong = hopscope("run", LESSON, "--edit", "2s cut")
    assert (wrong.status, wrong.out) == (2, "")
    assert wrong.err == "hopscope: --edit '2s cut' 1:7: '2s cut' is not complete; write it like '3s cut pc1 -- sw1'\n"


def test_a_scenario_of_objects_can_be_edited() -> None:
    from sim.scenario.load import load_objects  # noqa: PLC0415

    data = {"title": "x", "nodes": {"a": {"host": "10.0.0.1/24"}}, "allow": ["unconnected"]}
    session = Session(load_objects(data)).branch(["1s a: ping -c 1 10.0.0.1"])
    assert session.scenario.actions[0].at == SECOND


def test_a_program_gets_another_text_which_the_saved_scenario_has() -> None:
    plain = Session.load("file-upload")
    source = plain.scenario.sources["upload_client.py"].replace("512", "256")
    session = plain.branch([f"source upload_client.py = {json.dumps(source)}"])
    assert session.scenario.sources["upload_client.py"] == source
    assert session.scenario.sources["upload_server.py"] == plain.scenario.sources["upload_server.py"]
    plain.run()
    session.run()
    assert first_difference(plain.trace, session.trace) is not None
    saved = Session(load_text(session.scenario.text, session.scenario.path, session.scenario.folder))
    saved.run()
    assert list(saved.trace) == list(session.trace)
    # The text stands in lines, as people write it.
    assert "\n      import json\n" in session.scenario.text


def test_each_program_of_the_lessons_that_can_be_edited_takes_another_text() -> None:
    """Also one that stands in the scenario without a name, and one that shares its name with others."""
    seen = 0
    for name in (each for each in bundled() if each.startswith(("programs/", "sockets/"))):
        scenario = Session.load(name).scenario
        for node in dict.fromkeys(each.node for each in scenario.programs):
            for file in editable(scenario, node):
                text = f"{scenario.sources[file]}\n# another\n"
                changed = edited(scenario, [f"source {file} = {json.dumps(text)}"])
                assert changed.sources == {**scenario.sources, file: text}, name
                assert [each.file for each in changed.programs] == [each.file for each in scenario.programs]
                seen += 1
    assert seen > 40


def test_a_text_that_is_no_python_is_an_error() -> None:
    with pytest.raises(EditError, match="line 1 is no Python: invalid syntax"):
        Session.load("file-upload").branch(['source upload_client.py = "def f(:"'])
    with pytest.raises(EditError, match=r"there is no program 'client\.py'"):
        Session.load("file-upload").branch(['source client.py = "pass"'])


def test_values_of_a_device_come_before_those_of_its_protocols() -> None:
    listed = [each.path for each in values(Session.load("two-dormitories").scenario, "sw1")]
    assert listed[0] == "nodes.sw1.switch"
    assert listed.index("nodes.sw1.ageing_time") < listed.index("nodes.sw1.acd.probe_wait")
    assert listed.index("links.pc1 -- sw1.loss") < listed.index("nodes.sw1.acd.probe_wait")


@pytest.mark.parametrize("device", ["pc1", "r1"])
def test_each_value_that_is_listed_can_be_set_to_what_it_is(device: str) -> None:
    session = Session.load("two-dormitories")
    listed = values(session.scenario, device)
    assert {"nodes.pc1.gateway", "links.pc1 -- sw1.delay"} <= {each.path for each in listed} or device != "pc1"
    for each in listed:
        if each.path.split(".")[2] == "nat":
            continue  # a router with two interfaces has to be told which is outside
        branch = session.branch([f"set {each.path} = {each.value}"])
        if each.path.split(".")[2] in ("web", "dns", "dhcp"):
            continue  # servers, which any of their keys switches on
        assert branch.scenario.nodes == session.scenario.nodes, each
        assert branch.scenario.links == session.scenario.links, each
