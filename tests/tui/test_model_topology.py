"""Networks as columns from left to right, and as boxes and cables on cells."""

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from benchmarks.campus import campus
from sim.scenario.front import Cable, Device
from sim.scenario.load import load_objects
from sim.session import Session
from tests.tui.lessons import ONE_SWITCH, TWO_NETWORKS, finished
from tui.model.network.drawing import Marks, Picture, Token, draw
from tui.model.network.overview import DeviceList, Overview, View
from tui.model.network.owners import Present, at_present, owners
from tui.model.network.placement import Drawing, place, runs
from tui.model.network.topology import Topology, columns, topology
from tui.model.text.glyphs import glyphs
from tui.model.text.ink import Ink, plain, width


def network(*links: str, layout: dict[str, tuple[int, int]] | None = None) -> Topology:
    """Devices by their first letters (pc, sw, r), in the order in which the links name them."""
    ports: dict[str, int] = {}
    cables = []
    for link in links:
        ends = []
        for name in link.split("-"):
            ports[name] = ports.get(name, 0) + 1
            ends.append((name, f"{ports[name]}"))
        cables.append(Cable(f"{ends[0]} -- {ends[1]}", ends[0], ends[1]))
    devices = tuple(Device(name, kind_of(name), addresses_of(name, count)) for name, count in ports.items())
    return Topology(devices, tuple(cables), layout or {})


def kind_of(name: str) -> str:
    return {"s": "switch", "r": "router"}.get(name[0], "host")


def addresses_of(name: str, count: int) -> dict[str, tuple[str, ...]]:
    return (
        {} if kind_of(name) == "switch" else {f"{port + 1}": (f"10.0.{port}.{len(name)}/24",) for port in range(count)}
    )


STAR = network("pc1-sw", "pc2-sw", "pc3-sw", "pc4-sw")
CHAIN = network("pc1-s1", "pc2-s1", "s1-r1", "r1-s2", "s2-pc3", "s2-pc4")
SQUARE = network("pc1-r1", "r1-r2", "r1-r3", "r2-r4", "r3-r4", "r4-pc2")
TRIANGLE = network("s1-s2", "s2-s3", "s3-s1", "pc1-s1", "pc2-s2", "pc3-s3")
TWICE = network("pc1-s1", "s1-s2", "s1-s2", "s2-pc2")


def test_a_layout_that_lacks_a_device_is_none() -> None:
    links, layout = ("pc1-sw", "pc2-sw", "pc9-sw"), {"pc1": (0, 0), "pc2": (0, 2), "sw": (1, 1)}
    assert place(network(*links, layout=layout), 80, 20) == place(network(*links), 80, 20)


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        (STAR, [["pc1", "pc2"], ["sw"], ["pc3", "pc4"]]),
        (CHAIN, [["pc1", "pc2"], ["s1"], ["r1"], ["s2"], ["pc3", "pc4"]]),
        (SQUARE, [["pc1"], ["r1"], ["r2", "r3"], ["r4"], ["pc2"]]),
        (TRIANGLE, [["pc1"], ["s1"], ["s2", "s3"], ["pc2", "pc3"]]),
        (network("a-b"), [["a"], ["b"]]),
        (network("a-b", "c-d"), [["a", "c"], ["b", "d"]]),
    ],
)
def test_devices_stand_in_columns_as_their_cables_suggest(drawn: Topology, expected: list[list[str]]) -> None:
    assert columns(drawn) == expected


def test_scenario_can_say_where_each_device_stands() -> None:
    drawn = network("a-b", "b-c", layout={"a": (5, 1), "b": (0, 0), "c": (5, 0)})
    assert columns(drawn) == [["b"], ["c", "a"]]


def test_devices_and_cables_of_a_scenario_come_with_their_addresses() -> None:
    drawn = topology(finished(TWO_NETWORKS).front)
    assert [(device.name, device.kind) for device in drawn.devices] == [
        ("pc1", "host"),
        ("r1", "router"),
        ("pc2", "host"),
    ]
    assert drawn.devices[1].addresses == {"eth0": ("192.168.10.254/24",), "eth1": ("192.168.20.254/24",)}
    assert [cable.name for cable in drawn.cables] == ["pc1:eth0 -- r1:eth0", "r1:eth1 -- pc2:eth0"]


@st.composite
def networks(draw: st.DrawFn) -> Topology:
    """Connected networks of up to twelve devices, as a tree with some more cables, a few of them double."""
    count = draw(st.integers(2, 12))
    names = [f"{draw(st.sampled_from(['pc', 'sw', 'r']))}{i}" for i in range(count)]
    links = [f"{names[draw(st.integers(0, i - 1))]}-{names[i]}" for i in range(1, count)]
    for _ in range(draw(st.integers(0, 4))):
        a, b = draw(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)))
        if a != b:
            links.append(f"{names[a]}-{names[b]}")
    layout = {}
    if draw(st.booleans()):
        places = draw(
            st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=count, max_size=count, unique=True)
        )
        layout = dict(zip(names, places, strict=True))
    return network(*links, layout=layout)


def cells_of(drawing: Drawing) -> dict[tuple[int, int], str]:
    """The cells of the boxes, each with its device; no cell can belong to two."""
    found: dict[tuple[int, int], str] = {}
    for plot in drawing.plots:
        for x in range(plot.x, plot.x + plot.width):
            for y in range(plot.y, plot.y + plot.height):
                assert (x, y) not in found
                found[x, y] = plot.device.name
    return found


def bends_upon_each_other(drawing: Drawing) -> list[tuple[str, str]]:
    """Cables of which pieces that go up or down lie on each other: nobody could tell which of them leads where."""
    upright = [
        (x, range(min(top, bottom), max(top, bottom) + 1), way.cable.name)
        for way in drawing.ways
        for (x, top), (other, bottom) in runs(way.points)
        if x == other and top != bottom
    ]
    return [
        (one[2], other[2])
        for one, other in combinations(upright, 2)
        if one[0] == other[0] and one[2] != other[2] and {*one[1]} & {*other[1]}
    ]


@given(networks(), st.integers(40, 140), st.integers(8, 40))
def test_boxes_and_bends_never_overlap_and_cables_join_the_right_ones(drawn: Topology, room: int, height: int) -> None:
    drawing = place(drawn, room, height)
    boxes = cells_of(drawing)
    assert set(boxes.values()) == set(drawn.names)
    assert all(0 <= x < drawing.width and 0 <= y < drawing.height for x, y in boxes)
    assert {way.cable.name for way in drawing.ways} == {cable.name for cable in drawn.cables}
    for way in drawing.ways:
        for (x, y), (name, _) in ((way.points[0], way.cable.a), (way.points[-1], way.cable.b)):
            beside = {boxes.get(place) for place in ((x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1))}
            assert name in beside
        for (x1, y1), (x2, y2) in runs(way.points):
            assert x1 == x2 or y1 == y2
            crossed = {
                boxes.get((x, y))
                for x in range(min(x1, x2), max(x1, x2) + 1)
                for y in range(min(y1, y2), max(y1, y2) + 1)
            }
            assert crossed == {None}
    assert bends_upon_each_other(drawing) == []


@pytest.mark.parametrize("room", [(80, 11), (199, 40)])
def test_no_two_bends_of_a_campus_lie_on_each_other(room: tuple[int, int]) -> None:
    drawn = topology(Session(load_objects(campus())).front)
    drawing = place(drawn, *room)
    assert bends_upon_each_other(drawing) == []
    assert len({way.cable.name for way in drawing.ways}) == len(drawn.cables)


@given(networks())
def test_devices_that_are_joined_stand_in_the_same_or_in_neighbouring_columns(drawn: Topology) -> None:
    graph: nx.Graph[str] = nx.Graph((cable.a[0], cable.b[0]) for cable in drawn.cables)
    assume(not drawn.layout)
    assert sorted(name for column in columns(drawn) for name in column) == sorted(graph)
    place_of = {name: index for index, column in enumerate(columns(drawn)) for name in column}
    assert all(abs(place_of[a] - place_of[b]) <= 1 for a, b in graph.edges)


def test_cables_of_a_star_are_straight_at_eighty_columns() -> None:
    drawing = place(STAR, 80, 9)
    assert [len(runs(way.points)) for way in drawing.ways] == [1, 1, 1, 1]


def test_double_cables_are_drawn_apart() -> None:
    rows = {way.points[0][1] for way in place(TWICE, 80, 9).ways if way.cable.a[0] == "s1"}
    assert len(rows) == 2


def test_packet_is_drawn_on_its_cable_in_its_direction() -> None:
    drawing = place(topology(finished(ONE_SWITCH).front), 80, 9)
    there = Token("pc1:eth0 -- sw1:1", True, ("ARP request", "ARP?"))
    back = Token("pc3:eth0 -- sw1:3", True, ("ARP reply", "ARP!"), Ink.FLIGHT)
    lines = [plain(each) for each in draw(drawing, Marks({}, frozenset(), (there, back)), glyphs(False))]
    assert any("│ 192.168.10.1/24 │ ARP request ▶━" in each for each in lines)
    assert any("◀ ARP reply ━" in each for each in lines)


def test_packets_both_ways_share_a_cable_and_several_are_counted() -> None:
    drawing = place(network("a-b"), 80, 7)
    cable = drawing.ways[0].cable.name
    tokens = (Token(cable, True, ("ping",)), Token(cable, True, ("ping",)), Token(cable, False, ("pong",)))
    text = "".join(plain(each) for each in draw(drawing, Marks({}, frozenset(), tokens), glyphs(True)))
    assert "2 x ping >" in text
    assert "< pong" in text


NARROW = [
    "arp/proxy-arp", "http/the-whole-way", "icmp/ttl-and-traceroute", "labs/routers-in-a-circle",
    "nat/carrier-grade-nat", "nat/home-network-to-a-web-page", "routing/two-dormitories", "routing/two-paths-one-fails",
]  # fmt: skip
"""Lessons with four devices or more from left to right."""


@pytest.mark.parametrize("lesson", NARROW)
def test_names_of_ports_are_on_the_map_of_a_small_terminal(lesson: str) -> None:
    drawn = topology(Session.load(lesson).front)
    drawing = place(drawn, 80, 11)
    rows = [plain(each) for each in draw(drawing, Marks({}), glyphs(False))]
    assert (drawing.width, drawing.height) == (80, 11)
    kinds = {device.name: device.kind for device in drawn.devices}
    for way in drawing.ways:
        for (device, port), label in ((way.cable.a, way.a_label), (way.cable.b, way.b_label)):
            assert kinds[device] == "host" or label == port
        for (x, y), (beyond, _), label in (
            (way.points[0], way.points[1], way.a_label),
            (way.points[-1], way.points[-2], way.b_label),
        ):
            assert rows[y][x if beyond >= x else x - len(label) + 1 :].startswith(label)


def test_packet_on_a_short_cable_stands_over_the_names_of_its_ports_while_it_is_there() -> None:
    drawing = place(topology(Session.load("icmp/ttl-and-traceroute").front), 80, 11)
    name = "r1:eth1 -- r2:eth0"
    idle = "\n".join(plain(each) for each in draw(drawing, Marks({}), glyphs(False)))
    assert "│eth1─eth0│ .12.2 │" in idle
    ping = Token(name, True, ("echo request", "ping"))
    busy = "\n".join(plain(each) for each in draw(drawing, Marks({}, tokens=(ping,)), glyphs(False)))
    assert "│━ ping ▶━│ .12.2 │" in busy
    both = (ping, Token(name, False, ("echo reply", "pong")))
    crossed = "\n".join(plain(each) for each in draw(drawing, Marks({}, tokens=both), glyphs(False)))
    assert "│━▶━━━━◀━━│ .12.2 │" in crossed


def test_the_name_of_a_packet_does_not_touch_that_of_a_port() -> None:
    drawing = place(topology(Session.load("arp/proxy-arp").front), 80, 11)
    asked = Token("pc2:eth0 -- sw1:2", False, ("ARP request", "ARP?"))
    text = "\n".join(plain(each) for each in draw(drawing, Marks({}, tokens=(asked,)), glyphs(False)))
    assert "│ .10.2/24 │◀ ARP?━║" in text


@pytest.mark.parametrize(
    ("lesson", "room"),
    [("dhcp/four-messages", (80, 11)), ("labs/cable-out", (120, 37)), ("switching/bpdu-guard", (119, 17))],
)
def test_devices_have_boxes_where_shorter_cables_make_room_for_them(lesson: str, room: tuple[int, int]) -> None:
    drawing = place(topology(Session.load(lesson).front), *room)
    assert all(plot.height >= 3 for plot in drawing.plots)
    assert (drawing.width, drawing.height) == room


def test_names_of_ports_are_on_a_map_that_is_larger_than_its_pane() -> None:
    drawing = place(network(*(f"pc{number}-s1" for number in range(60)), "s1-s2"), 80, 11)
    rows = [plain(each) for each in draw(drawing, Marks({}), glyphs(False))]
    assert drawing.height > 11
    assert any("─17║" in row or "║17─" in row for row in rows)


def test_interfaces_without_a_cable_have_their_addresses_in_the_box() -> None:
    # A router on a stick: eth0 has no address, its two VLANs have.
    plain_network = network("pc-s1", "s1-r1")
    vlans = {"1.10": ("192.168.10.254/24",), "1.20": ("192.168.20.254/24",)}
    devices = tuple(d._replace(addresses=vlans) if d.name == "r1" else d for d in plain_network.devices)
    drawing = place(plain_network._replace(devices=devices), 80, 9)
    text = "\n".join(plain(each) for each in draw(drawing, Marks({}), glyphs(False)))
    assert "192.168.10.254/24" in text
    assert "192.168.20.254/24" in text


def test_seven_hosts_at_a_switch_and_their_packets_fit_into_ten_rows() -> None:
    layout = {"h0": (0, 1), "h1": (0, 2), "h2": (1, 0), "sw": (1, 1), "h3": (1, 3)}
    layout |= {"h4": (2, 0), "h5": (2, 1), "h6": (2, 3)}
    drawing = place(network(*(f"h{number}-sw" for number in range(7)), layout=layout), 80, 10)
    assert (drawing.width, drawing.height) == (80, 10)
    assert {plot.device.name for plot in drawing.plots} == {"sw", *(f"h{number}" for number in range(7))}
    short = [way for way in drawing.ways if len({*way.points}) == 1]
    assert short
    for way in short:
        tokens = (Token(way.cable.name, True, ("ping",)), Token(way.cable.name, False, ("pong",)))
        text = "\n".join(plain(each) for each in draw(drawing, Marks({}, frozenset(), tokens), glyphs(False)))
        onward, back = ("▲", "▼") if way.rises else ("▼", "▲")
        assert f"pong {back}{onward}{way.b_label} ping" in text


def test_lost_packet_and_cut_cable_have_marks_of_their_own() -> None:
    drawing = place(network("a-b"), 80, 7)
    cable = drawing.ways[0].cable.name
    lost = draw(drawing, Marks({}, frozenset(), (Token(cable, True, ("ping",), Ink.BAD, True),)), glyphs(False))
    assert any("ping ✗" in plain(each) for each in lost)
    cut = draw(drawing, Marks({}, frozenset({cable})), glyphs(False))
    assert any("─╳─" in plain(each) for each in cut)


@given(networks(), st.integers(20, 130), st.integers(5, 30))
def test_boxes_have_their_corners_also_where_a_name_fills_the_upper_edge(
    drawn: Topology, room: int, height: int
) -> None:
    drawing, signs = place(drawn, room, height), glyphs(False)
    lines = [plain(each) for each in draw(drawing, Marks({}), signs)]
    for plot in drawing.plots:
        if plot.height > 1:
            box, right, bottom = signs.boxes[plot.device.kind], plot.x + plot.width - 1, plot.y + plot.height - 1
            assert (lines[plot.y][plot.x], lines[plot.y][right]) == (box.top_left, box.top_right)
            assert (lines[bottom][plot.x], lines[bottom][right]) == (box.bottom_left, box.bottom_right)


@given(networks(), st.booleans())
def test_every_line_of_a_drawing_is_as_wide_as_the_drawing(drawn: Topology, ascii_only: bool) -> None:
    drawing = place(drawn, 80, 12)
    tokens = tuple(Token(cable.name, True, ("ARP request", "ARP?")) for cable in drawn.cables)
    lines = draw(drawing, Marks({}, frozenset(), tokens), glyphs(ascii_only))
    assert len(lines) == drawing.height
    assert {width(each) for each in lines} == {drawing.width}
    assert not ascii_only or all(plain(each).isascii() for each in lines)


@st.composite
def moments(draw: st.DrawFn, drawn: Topology) -> Marks:
    """What may be marked in a network: devices, and packets both ways."""
    some = draw(st.lists(st.sampled_from(drawn.names), unique=True))
    inks = {name: draw(st.sampled_from((Ink.HERE, Ink.TOUCHED))) for name in some}
    cables = draw(st.lists(st.sampled_from(drawn.cables), max_size=4))
    tokens = (Token(each.name, draw(st.booleans()), ("ARP request", "ARP?")) for each in cables)
    cut = draw(st.lists(st.sampled_from(drawn.cables), max_size=2))
    return Marks(inks, frozenset(each.name for each in cut), tuple(tokens))


@given(st.data(), networks(), st.integers(8, 30))
def test_one_moment_after_the_other_is_drawn_as_each_of_them_alone(
    data: st.DataObject, drawn: Topology, height: int
) -> None:
    drawing = place(drawn, 80, height)
    picture, points = Picture(drawing, glyphs(False)), Overview(drawing, 60, 8, glyphs(False))
    listed, view = DeviceList(drawn, 60, glyphs(False)), View(0, 0, 20, 4)
    for _ in range(3):
        marks = data.draw(moments(drawn))
        begin = data.draw(st.integers(0, drawing.height - 1))
        in_part = picture.at(marks, range(begin, begin + 3))
        assert in_part[begin : begin + 3] == draw(drawing, marks, glyphs(False))[begin : begin + 3]
        assert [*in_part] == draw(drawing, marks, glyphs(False))
        assert points.lines(marks, view) == Overview(drawing, 60, 8, glyphs(False)).lines(marks, view)
        assert listed.lines(marks) == DeviceList(drawn, 60, glyphs(False)).lines(marks)


@pytest.mark.parametrize("lesson", ["dhcp/a-declined-address", "dhcp/back-and-in-another-network"])
def test_addresses_are_those_of_the_moment_wherever_the_reader_goes(lesson: str) -> None:
    session = Session.load(lesson)
    session.run()
    planned = topology(session.front)
    present = Present(planned, session.trace)
    seen = set()
    for step in (1, -1, 7, -61, 997):
        for position in range(session.trace.configured, len(session.trace) + 1)[::step]:
            world = session.history.go(position)
            found = present.network(world, position)
            assert found == at_present(planned, world)
            assert present.owners(world, position) == owners(world, planned.names)
            seen.add(str(found.devices))
    assert len(seen) > 1
