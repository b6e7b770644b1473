"""The console pane shows all of each line, however long the line is and however narrow the pane."""

from contextlib import suppress

import pytest
from textual.events import Key, Paste
from textual.worker import WorkerCancelled

from sim.session import Session
from sim.trace.records import CONSOLE
from tests.tui.lessons import ONE_SWITCH, TWO_NETWORKS
from tests.tui.opened import KEYS, Reader, opened
from tui.model.reader.acts import completions
from tui.model.text.harmless import harmless_line
from tui.model.text.ink import Ink, cells, plain
from tui.widgets.bar import Bar

LONG = TWO_NETWORKS.replace(
    "actions:\n", "actions:\n  - {at: 1s, on: pc1, run: ip addr}\n  - {at: 1s, on: pc1, run: tcpdump -n}\n"
)
LONG += "programs:\n  - {at: 1s, on: pc1, name: long.py, code: \"print('子网掩码' * 40, '\\\\x1b[2J')\"}\n"


def printed(reader: Reader) -> list[str]:
    rows = reader.screen.player.cursor.world.table("pc1", CONSOLE)
    return [row.text for _, row in sorted(rows.items(), key=lambda item: int(str(item[0])))]


async def test_a_line_that_was_begun_waits_at_its_device_alone() -> None:
    async with opened(TWO_NETWORKS) as reader:
        line = reader.screen.prompt.line
        for device, found in (("pc1", ""), ("pc1", "arp"), ("pc2", "")):
            await reader.press("f")
            await reader.write(device)
            await reader.press(":")
            assert (reader.screen.prompt.device, line.value) == (device, found)
            line.value = ""
            await reader.press("a", "r", "p", "escape", "escape")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_a_long_line_goes_on_beneath_set_in(size: tuple[int, int]) -> None:
    async with opened(LONG, size, ascii_only=False) as reader:
        await reader.press("f")
        await reader.write("pc1")
        await reader.press("end", "5")
        shown, wanted = reader.seen("console"), printed(reader)
        width = reader.screen.query_one("#console").size.width
        assert max(map(cells, shown)) < width
        assert any(len(text) + 2 >= width for text in wanted) == any(line.startswith("    ") for line in shown)
        whole = "".join(line[2:] for line in shown).replace(" ", "")
        for text in wanted:
            assert harmless_line(text).replace(" ", "") in whole


async def test_a_line_that_fits_is_one_row_and_a_longer_one_two() -> None:
    async with opened(LONG, ascii_only=False) as reader:
        await reader.press("f")
        await reader.write("pc1")
        await reader.press("end", "5")
        shown = reader.seen("console")
        at = next(n for n, text in enumerate(shown) if "ICMP echo request" in text)
        assert shown[at].endswith("ICMP echo request, id 2, seq")
        assert shown[at + 1].startswith("    1, length 64")


async def test_the_last_line_and_those_to_come_stay_in_sight() -> None:
    async with opened(LONG, ascii_only=False) as reader:
        await reader.press("f")
        await reader.write("pc1")
        await reader.press("5", "g")
        await reader.write("3")
        pane = reader.screen.query_one("#console")
        assert "goes on" in "".join(reader.seen("console"))
        seen = [pane.line_seen(y) for y in range(pane.size.height)]  # type: ignore[attr-defined]  # it is a pane
        assert [spans for spans in seen if spans and spans[-1].ink is Ink.DIM and "length" in spans[-1].text]


OF_TWO = ONE_SWITCH.replace(
    "actions:\n",
    "actions:\n  - {at: 100ms, on: pc3, run: tcpdump -n icmp}\n  - {at: 500ms, on: pc3, run: ss -tln}\n"
    "  - {at: 800ms, on: pc3, run: ping -c 1 192.168.10.2}\n",
)


async def at_pc3(reader: Reader, time: str) -> list[str]:
    reader.screen.pin("pc3")
    await reader.press("5", "g")
    await reader.write(time)
    return reader.seen("console")


async def test_a_command_that_ends_at_once_does_not_go_on_and_prints_nothing_of_another() -> None:
    async with opened(OF_TWO, (120, 40), ascii_only=False) as reader:
        seen = await at_pc3(reader, "0.7")
        assert not any("ss -tln goes on" in line for line in seen)
        assert any("tcpdump -n icmp goes on" in line for line in seen)
        await reader.press("R")
        assert reader.screen.player.cursor.at_end


async def test_a_line_of_a_program_that_was_typed_before_tells_whose_it_is() -> None:
    async with opened(OF_TWO, (200, 60), ascii_only=False) as reader:
        seen = [line[2:] for line in await at_pc3(reader, "2.5") if not line.startswith("    ")]
        typed = seen.index("pc3$ ping -c 1 192.168.10.2")
        told = [line.split(" ")[0].split(".")[0] for line in seen[typed + 1 :]]
        assert told[:5] == ["PING", "tcpdump", "00:00:00", "ping", "64"]
        assert seen[typed + 2] == "tcpdump -n icmp:"
        assert seen[typed + 4] == "ping -c 1 192.168.10.2:"


ROUTER_CONFIGURED = TWO_NETWORKS.replace(
    "actions:\n",
    """actions:
  - {at: 100ms, on: r1, run: configure terminal ; interface eth1 ; description out}
  - {at: 200ms, on: r1, run: configure terminal ; interface eth1 ; shutdown}
  - {at: 300ms, on: r1, run: show arp}
""",
)


async def test_lines_of_configuration_stand_each_behind_its_prompt() -> None:
    async with opened(ROUTER_CONFIGURED, ascii_only=False) as reader:
        reader.screen.pin("r1")
        await reader.press("5", "g")
        await reader.write("0.4")
        assert [line[2:] for line in reader.seen("console")][:6] == [
            "r1# configure terminal",
            "r1(config)# interface eth1",
            "r1(config-if)# description out",
            "r1(config-if)# shutdown",
            "r1(config-if)# end",
            "r1# show arp",
        ]


async def test_the_console_is_scrolled_while_the_prompt_has_the_keys() -> None:
    async with opened(LONG) as reader:
        await reader.press("f")
        await reader.write("pc1")
        await reader.press("end", "colon")
        pane = reader.screen.query_one("#console")
        end = pane.scroll_offset.y
        await reader.press("pageup")
        assert pane.scroll_offset.y < end
        await reader.press("pagedown")
        assert pane.scroll_offset.y == end
        reader.prompt()


async def test_lines_that_are_pasted_are_typed_one_after_another_and_a_wrong_one_is_given_back() -> None:
    async with opened(Session.load("two-dormitories"), (120, 40)) as reader:
        await reader.press("f")
        await reader.write("r1")
        await reader.press("colon")
        text = "conf t\n!\ninterface eth0\n\n ip mtu 1400\n ip mtoo 1300\nend\nshow ip route"
        reader.app.post_message(Paste(text))
        await reader.press()
        await reader.press()
        assert reader.prompt().line.value.strip() == "ip mtoo 1300"
        assert reader.screen.player.scenario.text.count("ip mtu 1400") == 1
        reader.prompt().line.value = "ip mtu 1300"
        await reader.press("enter")
        await reader.press()
        assert reader.prompt().line.value == "show ip route"
        assert reader.prompt().label.startswith("r1#")
        assert "ip mtu 1300" in reader.screen.player.scenario.text


async def test_a_mistake_in_a_line_that_is_longer_than_its_room_is_pointed_at_where_it_is_seen() -> None:
    async with opened(Session.load("two-dormitories"), (80, 24)) as reader:
        await reader.press("f")
        await reader.write("pc1")
        await reader.press("colon")
        await reader.write(" " * 90 + "cut pc1 -- sw9")
        prompt = reader.prompt()
        pointed = reader.wrong().splitlines()[0]
        seen = len(prompt.label) + prompt.line.value.index("sw9") - int(prompt.line.scroll_offset.x)
        assert pointed == " " * seen + "^"
        assert len(pointed) < 80


CUT_OFF = ONE_SWITCH.replace("actions:\n", "actions:\n  - {at: 1s, on: pc3, run: ping -c 9 192.168.10.2}\n")


def words(lines: list[str]) -> str:
    """The lines in one, wherever they are broken."""
    return " ".join(" ".join(lines).split())


@pytest.mark.parametrize("command", ["ping -c 9 192.168.10.2", "traceroute 192.168.10.9", "ping 192.168.10.9 repeat 9"])
async def test_a_command_that_the_end_of_the_run_cuts_off_goes_on_until_then(command: str) -> None:
    lesson = CUT_OFF.replace("ping -c 9 192.168.10.2", command)
    async with opened(lesson, (120, 40), ascii_only=False) as reader:
        told = f"{command} goes on; the run ends before it does. To see more of it: set until = 23s"
        assert told not in words(await at_pc3(reader, "0.9"))
        for time in ("1.5", "2.5"):
            assert told in words(await at_pc3(reader, time))
        await reader.press("R")
        assert reader.screen.player.cursor.at_end
        assert told in words(reader.seen("console"))


async def test_no_command_goes_on_whose_timers_have_gone() -> None:
    lesson = CUT_OFF.replace("-c 9", "-c 2")
    async with opened(lesson, (120, 40), ascii_only=False) as reader:
        assert "R runs to its end" in words(await at_pc3(reader, "1.5"))
        await reader.press("R")
        assert "goes on" not in words(reader.seen("console"))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ([], "a line begins with: ping, traceroute"),
        (["conf t", "int eth0"], "a line begins with: hostname, description, line, do, interface"),
    ],
)
async def test_tab_on_an_empty_line_tells_what_can_begin_a_line(typed: list[str], told: str) -> None:
    async with opened(Session.load("two-dormitories"), (120, 40)) as reader:
        await reader.press("f")
        await reader.write("r1")
        await reader.press("colon")
        for line in typed:
            await reader.write(line)
        await reader.press("tab")
        assert reader.wrong().startswith(told)
        assert "macof" in reader.wrong() or typed
        listed = reader.wrong()
        await reader.press("question_mark", "enter")
        assert reader.wrong() == listed
        assert not reader.prompt().line.value


@pytest.mark.parametrize(
    ("typed", "line", "told"),
    [
        ([], "sh ip ?", "sh ip goes on with: route, interface, arp, dhcp, nat, access-lists"),
        (["conf t"], "no ip ?", "no ip goes on with: route, routing, dhcp, nat, access-list"),
        (["conf t"], "do show ip route ?", "do show ip route goes on with: show ip route [connected|static|"),
        ([], "xyzzy ?", "nothing comes next here"),
    ],
)
async def test_a_question_mark_tells_what_can_come_next_and_the_line_stays(
    typed: list[str], line: str, told: str
) -> None:
    async with opened(Session.load("two-dormitories"), (120, 40)) as reader:
        await reader.press("f")
        await reader.write("r1")
        await reader.press("colon")
        for each in (*typed, line):
            await reader.write(each)
        assert reader.wrong().replace("\n", "").startswith(told)
        assert reader.prompt().line.value == line.removesuffix("?")


async def test_an_interface_that_is_not_there_is_refused_before_its_mode_is_opened() -> None:
    async with opened(Session.load("two-dormitories"), (120, 40)) as reader:
        await reader.press("f")
        await reader.write("r1")
        await reader.press("colon")
        await reader.write("conf t")
        await reader.write("interface gi0/9")
        assert "Invalid interface: there is no gi0/9; there are eth0 and eth1" in reader.wrong()
        assert reader.prompt().label.strip() == "r1(config)#"
        reader.prompt().line.value = "interface gi0/1"
        await reader.press("enter")
        await reader.write("do show ip interface brief")
        assert reader.prompt().label.strip() == "r1(config-if)#"
        seen = reader.seen("console")
        assert sum("interface gi0/1" in line for line in seen) == 1
        assert not any("Invalid" in line for line in seen)


async def test_a_whole_lab_is_pasted_as_it_stands_in_a_book() -> None:
    async with opened(Session.load("two-dormitories"), (120, 40)) as reader:
        await reader.press("f")
        await reader.write("r1")
        await reader.press("colon")
        text = "enable\nconf t\nno ip domain-lookup\nline con 0\n login\n exit\nint gi0/0\n ip mtu 1400\n end\nwr\n"
        reader.app.post_message(Paste(text))
        for _ in range(12):
            with suppress(WorkerCancelled):  # each line is compared with the branch before, unless another comes first
                await reader.press()
        assert reader.wrong() == ""
        assert reader.prompt().label.strip() == "r1#"
        assert [line[2:] for line in reader.seen("console")][-2:] == ["Building configuration...", "[OK]"]
        assert "ip mtu 1400" in reader.screen.player.scenario.text


async def test_lines_that_change_nothing_stand_in_their_mode() -> None:
    async with opened(Session.load("two-dormitories"), (120, 40)) as reader:
        await reader.press("f")
        await reader.write("r1")
        await reader.press("colon")
        for line in ("conf t", "line vty 0 4", "login local"):
            await reader.write(line)
        seen = [line[2:] for line in reader.seen("console")]
        assert seen[:3] == ["r1# configure terminal", "r1(config)# line vty 0 4", "r1(config-line)# login local"]


async def test_a_mode_that_the_device_does_not_have_is_refused_before_it_is_opened() -> None:
    async with opened(Session.load("two-dormitories"), (120, 40)) as reader:
        await reader.press("f")
        await reader.write("r1")
        await reader.press("colon")
        for line in ("conf t", "int eth0", "vlan 10"):
            await reader.write(line)
        assert reader.wrong().splitlines()[1] == "Invalid input detected: a router has no 'vlan'"
        assert reader.prompt().label.strip() == "r1(config-if)#"
        assert reader.prompt().line.value == "vlan 10"
        assert not any("vlan" in line for line in reader.seen("console"))


async def test_a_line_typed_behind_an_exit_stands_in_the_mode_that_the_exit_led_to() -> None:
    async with opened(Session.load("two-dormitories"), (120, 40)) as reader:
        await reader.press("f")
        await reader.write("r1")
        await reader.press("colon")
        wanted = ["r1# configure terminal"]
        for prompt, line in (
            ("r1(config)#", "int eth0"),
            ("r1(config-if)#", "ip mtu 1400"),
            ("r1(config-if)#", "exit"),
            ("r1(config)#", "ip route 0.0.0.0 0.0.0.0 192.168.20.9"),
            ("r1(config)#", "line con 0"),
            ("r1(config-line)#", "login"),
            ("r1(config-line)#", "exit"),
            ("r1(config)#", "int eth1"),
            ("r1(config-if)#", "ip mtu 1300"),
            # From one interface to another there is no exit, unless somebody types one.
            ("r1(config-if)#", "int eth0"),
            ("r1(config-if)#", "ip mtu 1200"),
        ):
            if not wanted[1:]:
                await reader.write("conf t")
            wanted.append(f"{prompt} {line}")
            assert reader.prompt().label.strip() == prompt
            await reader.write(line)
        assert [typed for line in reader.seen("console") if (typed := line[2:]).startswith("r1")] == wanted


async def test_what_was_wrong_goes_with_its_line_and_where_help_is_asked() -> None:
    async with opened(Session.load("two-dormitories"), (120, 40)) as reader:
        await reader.press("f")
        await reader.write("r1")
        await reader.press("colon")
        for keys in (("ctrl+u",), ("question_mark",)):
            await reader.write("shwo")
            assert "There is no command 'shwo'" in reader.wrong()
            assert reader.prompt().line.value == "shwo"
            await reader.press(*keys)
            assert reader.wrong() == ""
            reader.prompt().line.value = ""
        await reader.press("question_mark", "enter")
        assert reader.wrong().startswith("a line begins with")


async def test_a_table_of_ios_fits_a_terminal_of_80_cells() -> None:
    lesson = TWO_NETWORKS.replace("actions:\n", "actions:\n  - {at: 100ms, on: r1, run: show ip interface brief}\n")
    async with opened(lesson, (80, 24), ascii_only=False) as reader:
        reader.screen.pin("r1")
        await reader.press("5", "g")
        await reader.write("0.4")
        head, *rows = [line[2:] for line in reader.seen("console")[1:4]]
        assert head.split() == ["Interface", "IP-Address", "OK?", "Method", "Status", "Protocol"]
        assert [row.index("up", head.index("Protocol")) for row in rows] == [head.index("Protocol")] * len(rows)


async def test_a_line_that_was_refused_is_replaced_by_typing_and_mended_by_the_arrow_keys() -> None:
    async with opened(TWO_NETWORKS, (80, 24)) as reader:
        reader.screen.pin("pc1")
        await reader.press("end", "colon")
        await reader.write("ipp route")
        await reader.press(*"arp")
        assert reader.prompt().line.value == "arp"
        await reader.press("ctrl+u")
        await reader.write("set nodes.pc1.tl = 9")
        assert "Unknown key 'tl'" in reader.wrong()
        # To the mistake, which is the key.
        await reader.press("left", "right", "t")
        assert reader.prompt().line.value == "set nodes.pc1.ttl = 9"
        await reader.press("enter")
        assert (reader.prompt().line.value, reader.wrong()) == ("", "")
        assert reader.screen.player.session.edits == ("set nodes.pc1.ttl = 9",)
        await reader.write("ipp")
        reader.app.post_message(Paste("arp\nip rou"))
        await reader.press()
        assert reader.prompt().line.value == "ip rou"
        assert any(text.endswith("$ arp") for text in reader.seen("console"))


async def test_lines_that_are_typed_while_one_is_carried_out_wait_for_it() -> None:
    async with opened(TWO_NETWORKS, (120, 40)) as reader:
        reader.screen.pin("pc1")
        await reader.press("home", "colon")
        for text in ("ping -c 1 10.9.9.9", "arp", "ipp", "ip addr", "ss"):
            for sign in text:
                reader.app.post_message(Key(KEYS.get(sign, sign), sign))
            reader.app.post_message(Key("enter", "\r"))
        reader.app.post_message(Key("x", "x"))
        for _ in range(4):
            with suppress(WorkerCancelled):
                await reader.press()
        typed = [text for text in reader.seen("console") if "$ " in text]
        assert [text.partition("$ ")[2] for text in typed] == ["ping -c 1 10.9.9.9", "arp"]
        assert reader.prompt().line.value == "ipp"
        reader.prompt().line.value = "ip route"
        await reader.press("enter")
        await reader.press()
        typed = [text for text in reader.seen("console") if "$ " in text]
        assert [text.partition("$ ")[2] for text in typed][2:] == ["ip route", "ip addr", "ss"]
        assert reader.prompt().line.value == "x"


async def test_the_hint_names_a_device_of_this_network_and_fits() -> None:
    async with opened(ONE_SWITCH.replace("pc1", "home"), (80, 24)) as reader:
        reader.screen.pin("home")
        await reader.press("home", "colon")
        line = reader.prompt().line
        assert "pc2: arp; " in str(line.placeholder)
        assert cells(str(line.placeholder)) < line.size.width


async def test_links_are_offered_behind_acts_and_behind_no_command() -> None:
    async with opened(ONE_SWITCH) as reader:
        player = reader.screen.player
        links = set(player.scenario.names.links)
        assert links
        assert links <= set(completions(player, "sw1", None, "3s cut pc"))
        found = completions(player, "sw1", None, "ping -c 1 pc3")
        assert "pc3" in found
        assert not links & set(found)
        assert not links & set(completions(player, "pc1", None, "ip link set "))


async def test_ctrl_c_gives_up_a_line_and_ends_nothing_where_there_is_none() -> None:
    async with opened(TWO_NETWORKS, (80, 24)) as reader:
        reader.screen.pin("pc1")
        await reader.press("home", "colon")
        await reader.press(*"ipp", "enter", "ctrl+c")
        assert (reader.prompt().line.value, reader.wrong()) == ("", "")
        await reader.press("ctrl+c")
        assert reader.app.is_running
        assert reader.bar("keys").startswith("escape leaves the console, ctrl+q ends hopscope")
        await reader.write("ping -c 2 10.9.9.9")
        await reader.press("ctrl+c")
        assert reader.bar("keys").startswith("ping -c 2 10.9.9.9 goes on: enter runs to its end.")
        # What waits to be typed is given up with the line that was refused.
        reader.app.post_message(Paste("ipp\narp\n"))
        await reader.press("ctrl+c", "enter")
        assert not any(text.endswith("$ arp") for text in reader.seen("console"))
        await reader.press("escape", "ctrl+c")
        assert not reader.app.is_running


async def test_who_sets_a_value_late_is_told_that_it_counts_from_the_start() -> None:
    start = "It counts from the start of the run (0 s), not from the moment of the act: set nodes.pc1.ttl = 9"
    async with opened(TWO_NETWORKS, (120, 40)) as reader:
        await reader.press("end", "colon")
        await reader.write("set nodes.pc1.ttl = 9")
        assert reader.bar("keys").startswith(start)
        await reader.write("pc1: arp")
        assert not reader.bar("keys").startswith(start)
        await reader.press("escape", "ctrl+z", "ctrl+z", "ctrl+y")
        bar = reader.screen.query_one("#keys", Bar)
        assert start in [plain(bar.line_at(y)).strip() for y in range(bar.virtual_size.height)]


async def test_what_can_be_written_in_a_mode_is_what_the_device_has() -> None:
    async with opened(TWO_NETWORKS, (120, 40)) as reader:
        reader.screen.pin("r1")
        await reader.press("end", "colon")
        for line in ("conf t", "int eth0", "foo bar"):
            await reader.write(line)
        said = reader.wrong()
        assert "here one can write " in said
        assert "ip address" in said
        assert "switchport" not in said
