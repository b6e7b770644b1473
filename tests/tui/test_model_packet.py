"""A packet as fields and octets."""

import re

from sim.addresses import IPv4Address, MacAddress
from sim.ip.ipv4.pdu import PROTOCOL_UDP, IPv4
from sim.link.ethernet.pdu import TYPE_IPV4, Ethernet
from sim.patterns.syntax import parse
from sim.transport.udp.pdu import Udp
from sim.wire.layers import show_octets
from tests.tui.lessons import ONE_SWITCH, TWO_NETWORKS, player
from tui.model.packets.dissection import (
    Dissection,
    Dump,
    dump_lines,
    dump_shape,
    field_lines,
    octet_at,
    take_apart,
)
from tui.model.packets.header import header_lines
from tui.model.packets.page import PacketPage
from tui.model.reader.player import Player
from tui.model.text.glyphs import glyphs
from tui.model.text.ink import Ink, plain, width

OWNERS = {"192.168.10.1": "pc1", "02:00:00:00:10:fe": "r1"}


def matches(text: str, pattern: str) -> tuple[Player, list[int]]:
    at = player(text)
    wanted = parse(pattern, at.scenario.names)
    return at, [n for n in range(len(at.trace)) if wanted.matches(at.trace, n)]


def echo(hop: int) -> tuple[Player, int, Dissection]:
    at, found = matches(TWO_NETWORKS, "icmp echo-request")
    frame = at.trace.what[found[hop]]
    assert isinstance(frame, Ethernet)
    return at, found[hop], take_apart(frame, at.hop_before(found[hop]), OWNERS)


def row(taken: Dissection, layer: str, field: str) -> int:
    index = taken.find(layer, field)
    assert index > 0
    return index


def test_ttl_is_octet_22_of_an_ethernet_frame() -> None:
    # RFC 791 3.1: the ninth octet of the header, which begins behind the 14 octets of Ethernet.
    _, _, taken = echo(0)
    ttl = taken.rows[row(taken, "ipv4", "ttl")]
    assert (ttl.start, ttl.end) == (22, 23)
    assert taken.octets[22] == 64
    assert taken.rows[taken.row_of(22)].field == ttl.field


def test_every_octet_belongs_to_a_field_and_every_field_lights_its_octets() -> None:
    _, _, taken = echo(0)
    for octet in range(len(taken.octets)):
        found = taken.rows[taken.row_of(octet)]
        assert found.field is not None
        assert found.start <= octet < found.end
    for index, each in enumerate(taken.rows):
        spans = [span for line in dump_lines(taken, Dump(16, False), index) for span in line]
        octets = [span.ink for span in spans if len(span.text) == 2]
        assert [i for i, ink in enumerate(octets) if ink is Ink.LIT] == list(range(each.start, each.end))


def test_behind_the_router_the_macs_and_the_ttl_differ_and_the_ips_do_not() -> None:
    _, _, taken = echo(1)
    changed = {f"{each.layer.name}.{each.field.name}": each.was for each in taken.rows if each.field and each.was}
    assert changed.pop("ipv4.header_checksum")
    assert changed == {
        "ethernet.dst": "02:00:00:00:10:fe",
        "ethernet.src": "02:00:00:00:10:01",
        "ipv4.ttl": "64",
    }


def test_page_without_room_for_all_begins_where_the_changed_fields_are_in_sight() -> None:
    _, _, taken = echo(1)
    first = taken.changed[0]
    assert first == row(taken, "ipv4", "ttl")
    page = PacketPage(taken, first, 66, 14, glyphs(False))
    lines = [plain(line) for line in page.lines()]
    assert any("ttl " in line and "~ was 64" in line for line in lines)
    assert any("header checksum" in line for line in lines)
    assert sum(line[:4].isdigit() for line in lines) == 2  # fields come before octets
    top, height = page.fields
    assert page.extent() == f"lines {top + 1}-{top + height} of {len(taken.rows)}"


def test_first_hop_and_other_packets_are_compared_with_nothing() -> None:
    at, first, _ = echo(0)
    assert at.hop_before(first) is None
    at, found = matches(TWO_NETWORKS, "icmp echo-reply")
    assert at.hop_before(found[0]) is None  # what led to it is the request, another datagram
    assert isinstance((earlier := at.hop_before(found[1])), Ethernet)
    assert isinstance(earlier.payload, IPv4)
    assert earlier.payload.ttl == 64
    at, found = matches(ONE_SWITCH, "arp request")
    assert at.hop_before(found[1]) is None


def test_fields_name_whose_an_address_is_and_mark_the_chosen_one() -> None:
    _, _, taken = echo(0)
    chosen = row(taken, "ipv4", "src")
    lines = [plain(line) for line in field_lines(taken.rows, 60, chosen, glyphs(False))]
    assert lines[chosen].startswith("▶ src")
    assert lines[chosen].endswith("192.168.10.1 pc1")
    assert lines[row(taken, "ethernet", "dst")].endswith("02:00:00:00:10:fe r1")
    assert lines[row(taken, "ipv4", "header_checksum")].endswith("✓")


def test_whose_an_address_is_stands_whole_beside_the_octets_at_80_columns() -> None:
    at, found = matches(ONE_SWITCH, "arp")
    for name in ("pc1", "laptop1"):
        taken = take_apart(at.trace.what[found[0]], None, {"02:00:00:00:00:01": name})  # type: ignore[arg-type]
        page = PacketPage(taken, 0, 80, 40, glyphs(False))
        lines = [plain(each) for each in page.lines()]
        assert page.is_beside
        assert max(map(len, lines)) == 80
        assert sum(f"02:00:00:00:00:01 {name} " in each for each in lines) == 2  # the source of the frame, the sender


def test_dump_takes_the_shape_that_fits() -> None:
    assert [dump_shape(room) for room in (80, 70, 60, 52, 38, 37, 28, 20)] == [
        Dump(16, True), Dump(16, True), Dump(16, False), Dump(16, False), Dump(8, True), Dump(8, False), Dump(8, False),
        Dump(4, False),
    ]  # fmt: skip
    _, _, taken = echo(0)
    for shape in (Dump(16, True), Dump(16, False), Dump(8, True)):
        assert max(map(width, dump_lines(taken, shape, -1))) == shape.width


def test_cells_of_the_dump_lead_to_their_octets() -> None:
    shape = Dump(16, True)
    assert [octet_at(shape, x, 0, 98) for x in (5, 6, 8, 4, 53)] == [0, 0, 1, -1, -1]
    assert octet_at(shape, 54, 1, 98) == 16  # the first character beside the second line
    assert octet_at(shape, 5 + 3 * 3, 6, 98) == -1  # behind the last octet


def test_page_shows_the_chosen_field_and_its_octets_at_any_size() -> None:
    _, _, taken = echo(0)
    for size in ((78, 9), (120, 20), (50, 12), (40, 24)):
        for chosen in range(len(taken.rows)):
            page = PacketPage(taken, chosen, *size, glyphs(True))
            lines = page.lines()
            assert len(lines) <= size[1]
            assert all(width(line) <= size[0] for line in lines)
            [marked] = [y for y, line in enumerate(lines) if plain(line).startswith(">")]
            assert any(span.ink is Ink.LIT for line in lines for span in line)
            assert page.row_at(1, marked) == chosen


def texts(page: PacketPage) -> list[str]:
    return [plain(line).rstrip() for line in page.lines()]


def test_words_on_the_chosen_field_stand_beneath_the_fields() -> None:
    _, _, taken = echo(1)
    lines = texts(PacketPage(taken, row(taken, "ipv4", "ttl"), 80, 15, glyphs(False)))
    assert lines[11] == "─" * 80
    assert lines[12:] == [
        "Time to live (TTL)  The number of links that the datagram may still cross,",
        "including this one: 63. Each router subtracts 1 and drops the datagram at 0, so",
        "that no datagram circles in a loop for ever.  [RFC 791, 3.1]",
    ]
    assert sum("│" in line for line in lines) == 11


def test_words_are_in_the_language_that_was_chosen() -> None:
    _, _, taken = echo(1)
    lines = texts(PacketPage(taken, row(taken, "ipv4", "ttl"), 80, 15, glyphs(False), "zh"))
    assert lines[-2:] == [
        "生存时间（TTL）  数据报还可以经过多少条链路（包括这一条）：63。每个路由器减 1，",
        "减到 0 就丢弃数据报，这样数据报不会在环路里一直转。  [RFC 791, 3.1]",
    ]


def test_layers_have_words_too_and_so_has_what_is_wrong_with_a_field() -> None:
    _, _, taken = echo(0)
    told = " ".join(texts(PacketPage(taken, taken.find("icmp", ""), 90, 30, glyphs(True))))
    assert (
        "Reports problems with a datagram to the source of that datagram, and answers requests such as ping.  [RFC 792]"
        in told
    )
    told = " ".join(texts(PacketPage(taken, row(taken, "icmp", "checksum"), 90, 30, glyphs(True))))
    assert told.endswith("The checksum matches the octets that it covers, so no damage is found.  [RFC 792]")


def test_few_lines_keep_fields_and_octets_above_and_beneath_the_words() -> None:
    _, _, taken = echo(0)
    lines = texts(PacketPage(taken, row(taken, "ipv4", "tos"), 50, 9, glyphs(True)))
    assert len(lines) == 9
    assert lines[1].startswith("> tos")
    assert lines[5].endswith("...")
    assert [line[:4].isdigit() for line in lines[-2:]] == [True, True]


def test_header_is_drawn_with_the_chosen_field_lit_where_there_is_room() -> None:
    # RFC 791 3.1: time to live, protocol and header checksum are the third row.
    _, _, taken = echo(0)
    drawn = PacketPage(taken, row(taken, "ipv4", "ttl"), 120, 34, glyphs(False)).lines()
    [names] = [line for line in drawn if "header checksum        |" in plain(line)]
    assert plain(names).endswith("|      ttl      |    protocol   |        header checksum        |")
    values = drawn[drawn.index(names) + 1]
    assert plain(values).endswith("|       64      |    1 (ICMP)   |             0xdb54            |")
    assert [span.text.strip() for span in (*names, *values) if span.ink is Ink.LIT] == ["ttl", "64"]


def test_header_is_not_drawn_where_the_fields_and_octets_need_the_room() -> None:
    _, _, taken = echo(0)
    for size in ((80, 24), (119, 22), (66, 60)):
        lines = texts(PacketPage(taken, row(taken, "ipv4", "ttl"), *size, glyphs(True)))
        assert not any("+-+" in line for line in lines)


def test_header_that_is_cut_off_or_missing_is_not_drawn() -> None:
    _, _, taken = echo(0)
    layer = taken.rows[row(taken, "ipv4", "ttl")].layer
    assert len(header_lines(layer, None)) == 3 + 5 * 3
    assert header_lines(layer._replace(fields=layer.fields[:5]), None) == []
    assert header_lines(layer._replace(layout=None), None) == []


def test_cells_of_the_page_lead_to_what_they_show() -> None:
    _, _, taken = echo(0)
    ttl = row(taken, "ipv4", "ttl")
    for size in ((80, 15), (66, 20), (66, 60), (120, 40), (49, 22)):
        page = PacketPage(taken, ttl, *size, glyphs(False))
        for y, line in enumerate(page.lines()):
            text = plain(line)
            begin = page.left + 3 if page.is_beside else 0
            if (found := re.match("([0-9a-f]{4}) [0-9a-f]{2}", text[begin:])) is not None:
                assert page.row_at(begin + 6, y) == taken.row_of(int(found[1], 16))
            elif text.startswith(glyphs(False).rule):
                assert page.row_at(1, y) == -1


def test_cells_of_the_drawn_header_lead_to_their_fields() -> None:
    _, _, taken = echo(0)
    ttl = row(taken, "ipv4", "ttl")
    page = PacketPage(taken, ttl, 120, 34, glyphs(False))
    places = {}
    for y, line in enumerate(page.lines()):
        for name in ("ihl", "fragment offset", "ttl", "0xdb54"):
            if (x := plain(line).find(name, page.left + 3)) >= 0:
                places[name] = taken.rows[page.row_at(x, y)].field
    assert {name: field and field.name for name, field in places.items()} == {
        "ihl": "ihl", "fragment offset": "fragment_offset", "ttl": "ttl", "0xdb54": "header_checksum",
    }  # fmt: skip
    drawn = next(y for y, line in enumerate(page.lines()) if "+-+" in plain(line))
    assert page.row_at(page.left + 5, drawn) == -1  # a rule
    assert page.row_at(page.left + 3, drawn + 1) == -1  # the edge


def test_octets_of_a_text_in_utf_8_show_its_characters() -> None:
    text = "é网\n".encode() + b"\xe7\xbd" + "x😀".encode()
    datagram = IPv4(IPv4Address(1), IPv4Address(2), PROTOCOL_UDP, Udp(7, 9, text))
    taken = take_apart(Ethernet(MacAddress(2), MacAddress(1), TYPE_IPV4, datagram), None, {})
    assert taken.rows[taken.find("data", "")].start == 42
    texts = [plain(line)[54:] for line in dump_lines(taken, Dump(16, True), -1)]
    # From octet 42: é in 2 octets and one cell, 网 in 3 and two, the end of the line; then two octets that are no
    # character, x, and 😀 in 4 octets and two cells.
    assert texts[2][-5:] == "é 网 ."
    assert texts[3].startswith("..x😀  ")


def test_text_with_ends_of_lines_is_told_as_text() -> None:
    assert show_octets(b"GET / HTTP/1.1\r\n") == r'"GET / HTTP/1.1\r\n"'
    assert show_octets(b"\x00\x01") == "00 01"
