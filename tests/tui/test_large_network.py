"""A network of 200 hosts: all of it as points, as a list, in parts, and a device found by typing."""

import pytest

from tests.tui.opened import opened
from tui.model.text.ink import Ink
from tui.screens.dialog import FindDialog
from tui.widgets.network import Form, NetworkPane

SWITCHES, HOSTS = 8, 25


def office() -> str:
    """Hosts at eight switches, which are joined by the first."""
    nodes, links = [], []
    for switch in range(SWITCHES):
        nodes.append(f"  sw{switch}: {{switch: 40}}")
        for number in range(switch * HOSTS, (switch + 1) * HOSTS):
            nodes.append(f"  host{number}: {{host: 10.0.{switch}.{number % HOSTS + 1}/16}}")
            links.append(f"  - host{number} -- sw{switch}")
    links += [f"  - sw0 -- sw{switch}" for switch in range(1, SWITCHES)]
    ping = "actions:\n  - {at: 1s, on: host0, run: ping -c 1 10.0.7.25}\n"
    return "\n".join(["title: An office", "level: core", "nodes:", *nodes, "links:", *links, ping])


def chain() -> str:
    """Hosts at ten switches, each of which is joined to the next."""
    hosts = [f"  host{number}: {{host: 10.0.0.{number + 1}/16}}" for number in range(200)]
    links = [f"  - host{number} -- sw{number // 20}:{number % 20 + 1}" for number in range(200)]
    links += [f"  - sw{switch}:21 -- sw{switch + 1}:22" for switch in range(9)]
    switches = [f"  sw{switch}: {{switch: 24 ports}}" for switch in range(10)]
    return "\n".join(["title: A chain", "nodes:", *hosts, *switches, "links:", *links])


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_name_of_the_device_in_hand_is_not_covered_by_the_frame(size: tuple[int, int]) -> None:
    async with opened(chain(), size) as reader:
        for name in ("host0", "host199", "sw0"):
            reader.screen.pin(name)
            assert any(name in line for line in reader.seen("network"))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_a_large_network_begins_with_all_of_it_and_has_two_more_forms(size: tuple[int, int]) -> None:
    async with opened(office(), size) as reader:
        network = reader.screen.query_one(NetworkPane)
        assert [network.form] == [Form.OVERVIEW]
        assert network.virtual_size.height <= network.room[1]
        assert "all 208 devices" in reader.title("network")
        seen = " ".join(reader.seen("network"))
        assert all(f"sw{switch}" in seen for switch in range(SWITCHES))
        await reader.press("O")
        assert [network.form] == [Form.LIST]
        lines = reader.seen("network")
        assert len(lines) == 208
        assert lines[1].split()[:3] == ["▶host0", "host", "10.0.0.1/16"]
        await reader.press("O")
        assert [network.form] == [Form.DRAWING]


async def test_a_large_drawing_is_moved_by_arrows_and_follows_the_device_in_hand() -> None:
    async with opened(office(), (80, 24)) as reader:
        network = reader.screen.query_one(NetworkPane)
        await reader.press("right", "shift+down")
        place = network.scroll_offset
        assert [network.form] == [Form.DRAWING]
        await reader.press("shift+down")
        assert network.scroll_offset.y > place.y
        for _ in range(100):
            await reader.press("shift+up")
        assert network.scroll_offset.y == 0
        await reader.press("f", *"host187", "enter")
        assert any("host187" in line for line in reader.seen("network")[network.scroll_offset.y :][: network.room[1]])


async def test_a_device_is_found_by_typing() -> None:
    async with opened(office(), (80, 24)) as reader:
        await reader.press("f", *"st19")
        dialog = reader.app.screen
        assert isinstance(dialog, FindDialog)
        await reader.press("9", "enter")
        assert reader.screen.player.pinned == "host199"
        await reader.press("f", "x", "enter")
        assert reader.app.screen is not reader.screen
        await reader.press("backspace", "escape")
        assert reader.screen.player.pinned == "host199"


async def test_the_list_shows_packets_at_the_ports_and_follows_the_device_in_hand() -> None:
    async with opened(office(), (120, 40)) as reader:
        await reader.press("O", "right")
        network = reader.screen.query_one(NetworkPane)
        first = network.line_at(1)
        assert any(span.ink is Ink.PACKET and "ARP?" in span.text for span in first)
        await reader.press("f", *"host150", "enter")
        top = network.scroll_offset.y
        assert any("host150" in line for line in reader.seen("network")[top : top + network.room[1]])


async def test_a_map_that_is_all_in_sight_is_not_moved() -> None:
    async with opened(
        "title: Two\nnodes:\n  a: {host: 10.0.0.1/24}\n  b: {host: 10.0.0.2/24}\nlinks:\n  - a -- b\n"
    ) as reader:
        await reader.press("shift+left")
        assert reader.bar("keys").startswith("All of the map is in sight.")
        await reader.press("v", "shift+left")
        assert reader.bar("keys").startswith("The map is not in sight; v shows it.")
