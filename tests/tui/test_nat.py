"""NAT in the player: a journey goes on across it, and the packet view says who rewrote a field, by which mapping."""

import pytest

from sim.patterns.syntax import parse
from sim.scenario.library import find
from tests.tui.lessons import player
from tui.model.packets.dissection import Dissection, take_apart
from tui.model.packets.page import PacketPage
from tui.model.reader.player import Player
from tui.model.text.glyphs import glyphs
from tui.model.text.ink import plain


@pytest.fixture(scope="module")
def home() -> Player:
    return player(find("home-network-to-a-web-page").read_text(encoding="utf-8"))


def first(home: Player, pattern: str) -> Dissection:
    wanted = parse(pattern, home.scenario.names)
    n = next(n for n in range(len(home.trace)) if wanted.matches(home.trace, n))
    frame = home.trace.what[n]
    return take_apart(frame, home.hop_before(n), {}, home.decided(n))  # type: ignore[arg-type]


def test_a_journey_goes_on_across_nat(home: Player) -> None:
    home.journeys.extend()
    segments = [event.journey for event in home.journeys.events if event.journey and event.journey.segment]
    assert {(journey.source, journey.target) for journey in segments} == {("laptop", "www"), ("www", "laptop")}
    assert all(journey.reached == [journey.target] for journey in segments)


@pytest.mark.parametrize(
    ("pattern", "layer", "field", "was", "rule"),
    [
        ("tcp syn leaving home:eth1", "ipv4", "src", "192.168.1.100", "nat.source"),
        ("tcp syn leaving home:eth1", "tcp", "checksum", None, "nat.source"),
        ("tcp syn-ack leaving home:eth0", "ipv4", "dst", "203.0.113.5", "nat.destination"),
    ],
)
def test_a_rewritten_field_says_what_it_was_and_who_rewrote_it(
    home: Player, pattern: str, layer: str, field: str, was: str | None, rule: str
) -> None:
    taken = first(home, pattern)
    row = taken.rows[taken.find(layer, field)]
    assert row.was == (was or row.was) != ""
    assert row.changed is not None
    assert (row.changed[0], row.changed[1].rule.id) == ("home", rule)


def test_what_a_device_decided_to_change_is_looked_at_first(home: Player) -> None:
    taken = first(home, "tcp syn leaving home:eth1")
    fields = [taken.rows[index].field for index in taken.rewritten]
    assert [each.name for each in fields if each is not None] == ["src"]


def test_what_every_router_changes_has_no_such_reason(home: Player) -> None:
    taken = first(home, "tcp syn leaving home:eth1")
    ttl = taken.rows[taken.find("ipv4", "ttl")]
    assert (ttl.was, ttl.changed) == ("64", None)
    onward = first(home, "tcp syn leaving isp:eth1")
    assert all(row.changed is None for row in onward.rows)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_tells_it_below_the_field(home: Player, language: str) -> None:
    taken = first(home, "tcp syn leaving home:eth1")
    page = PacketPage(taken, taken.find("ipv4", "src"), 100, 40, glyphs(False), language)
    text = "".join(plain(each) for each in page.lines())
    assert "home: " in text
    assert "203.0.113.5:49152 = 192.168.1.100:49152" in text
