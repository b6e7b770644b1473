"""Fields of a packet get other values, and all that follows from them is right again: scapy and tshark are asked."""

import random
from pathlib import Path

import pytest

from sim import registry
from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import Ethernet
from sim.packets.dissect import shown_octets
from sim.packets.rewriting import Said, Write, field_names, fields_of, read_write, rewritten, shown, told
from sim.session import Session
from sim.trace.records import Kind
from sim.wire.pcapng import Writer
from sim.words import TextError
from tests.conftest import Tshark

LESSONS = ("two-dormitories", "arp-on-one-switch", "slow-start", "four-messages", "a-name-that-is-not-there")


def frames(lesson: str) -> list[Ethernet]:
    session = Session.load(lesson)
    session.run()
    trace = session.trace
    found = [what for n, what in enumerate(trace.what) if trace.kind[n] == Kind.FRAME_SENT]
    return [each for each in found if isinstance(each, Ethernet)]


@pytest.fixture(scope="module")
def met() -> list[Ethernet]:
    """Some frames of lessons, of each protocol a few."""
    chance = random.Random(10)
    return [frame for lesson in LESSONS for frame in chance.sample(frames(lesson), 12)]


def first(met: list[Ethernet], write: Write) -> Ethernet:
    return next(frame for frame in met if rewritten(frame, [write]) is not None)


@pytest.mark.parametrize(
    ("name", "text", "seen"),
    [
        ("ip.ttl", "1", "1"),
        ("ip.src", "10.9.8.7", "10.9.8.7"),
        ("ip.flags.df", "1", "1"),
        ("ip.dsfield.dscp", "46", "46"),
        ("eth.dst", "02:00:00:00:00:99", "02:00:00:00:00:99"),
        ("arp.opcode", "2", "2"),
        ("arp.src.proto_ipv4", "10.0.0.99", "10.0.0.99"),
        ("icmp.type", "0", "0"),
        ("icmp.seq", "513", "513"),
        ("tcp.seq_raw", "4294967295", "4294967295"),
        ("tcp.window_size_value", "0", "0"),
        ("tcp.flags.reset", "1", "1"),
        ("tcp.dstport", "443", "443"),
        ("udp.dstport", "9", "9"),
    ],
)
def test_tshark_reads_the_new_value_and_finds_nothing_wrong(
    name: str, text: str, seen: str, met: list[Ethernet], tmp_path: Path, tshark: Tshark
) -> None:
    write = read_write(name, text)
    found = rewritten(first(met, write), [write])
    assert found is not None
    path = tmp_path / "edited.pcapng"
    with path.open("wb") as file:
        Writer(file, [("pc1", "")]).packet(0, 0, shown_octets(found.frame))
    statuses = ("ip.checksum.status", "icmp.checksum.status", "tcp.checksum.status", "udp.checksum.status")
    ((value, *states),) = tshark(path, name, *statuses)
    assert value == seen
    # 1 is good, 2 bad (Wireshark's proto_checksum_enum); where there is none, the field is empty.
    assert set(states) <= {"", "1"}
    assert "1" in states or name.startswith(("arp", "eth"))


@pytest.fixture(scope="module")
def talk() -> list[Ethernet]:
    """The frames of a run in which a lease, a name and a page are asked for, and of one with options of TCP."""
    return [*frames("the-whole-way"), *frames("an-alias"), *frames("sack-two-losses")]


@pytest.mark.parametrize(
    ("name", "text", "seen"),
    [
        ("tcp.options.mss_val", "536", "536"),
        ("tcp.options.wscale.shift", "3", "3"),
        ("tcp.options.timestamp.tsval", "77", "77"),
        ("dhcp.option.dhcp", "nak", "6"),
        ("dhcp.option.ip_address_lease_time", "60", "60"),
        ("dhcp.option.router", "10.9.9.9, 10.9.9.8", "10.9.9.9,10.9.9.8"),
        ("dhcp.option.subnet_mask", "255.255.0.0", "255.255.0.0"),
        ("dhcp.option.requested_ip_address", "10.0.0.77", "10.0.0.77"),
        ("dhcp.option.hostname", "another-name", "another-name"),
        ("dns.qry.name", "ftp.example.org", "ftp.example.org"),
        ("dns.qry.type", "AAAA", "28"),
        ("dns.resp.name", "a.b.c", "a.b.c"),
        ("dns.resp.ttl", "5", "5"),
        ("dns.a", "10.66.66.66", "10.66.66.66"),
        ("dns.cname", "elsewhere.example", "elsewhere.example"),
        ("http.request.method", "POST", "POST"),
        ("http.request.uri", "/other", "/other"),
        ("http.host", "evil.example", "evil.example"),
        ("http.response.code", "404", "404"),
        ("http.response.phrase", "Not Found", "Not Found"),
        ("http.content_type", "text/plain", "text/plain"),
        ("http.location", "/new", "/new"),
    ],
)
def test_tshark_reads_options_names_and_lines_with_new_values(
    name: str, text: str, seen: str, talk: list[Ethernet], tmp_path: Path, tshark: Tshark
) -> None:
    write = read_write(name, text)
    found = rewritten(first(talk, write), [write])
    assert found is not None
    assert dict(fields_of(found.frame))[name].removesuffix(" s").removesuffix(".").partition(" (")[0] in (text, seen)
    path = tmp_path / "edited.pcapng"
    with path.open("wb") as file:
        Writer(file, [("pc1", "")]).packet(0, 0, shown_octets(found.frame))
    names = (name, "ip.checksum.status", "tcp.checksum.status", "udp.checksum.status", "_ws.malformed")
    ((value, *states, malformed),) = tshark(path, *names, reads_programs=True)
    first_value = value if "," in seen else value.partition(",")[0]
    assert first_value.removesuffix("\\r\\n") == seen
    assert set(states) <= {"", "1"}
    assert malformed == ""


@pytest.mark.parametrize("name", ["tcp.options.mss_val", "dns.a", "http.host", "dhcp.option.hostname"])
def test_damage_to_what_is_behind_the_header_leaves_checksums_and_lengths(name: str, talk: list[Ethernet]) -> None:
    examples = {"tcp.options.mss_val": "536", "dns.a": "10.6.6.6", "http.host": "x", "dhcp.option.hostname": "x"}
    write = read_write(name, examples[name], True)
    frame = first(talk, write)
    found = rewritten(frame, [write], is_damage=True)
    assert found is not None
    # The lengths of IPv4, its checksum, and the checksum of TCP or UDP stand where they stood.
    old, new = shown_octets(frame), shown_octets(found.frame)
    at = 50 if old[23] == 6 else 40
    assert (new[16:18], new[24:26], new[at : at + 2]) == (old[16:18], old[24:26], old[at : at + 2])
    assert new != old


def test_a_body_of_another_length_says_so(talk: list[Ethernet]) -> None:
    write = read_write("http.file_data", "short")
    found = rewritten(first(talk, write), [write])
    assert found is not None
    assert dict(fields_of(found.frame))["http.content_length"] == "5"


def test_what_is_read_back_is_what_was_written_and_nothing_else(met: list[Ethernet]) -> None:
    chance = random.Random(3)
    for frame in met:
        for name, text in fields_of(frame):
            write = read_write(name, text)
            assert rewritten(frame, [write]) == (frame, (write.value,)), name
            if isinstance(write.value, bytes | Said) or name in STRUCTURE:
                continue
            bits = write.place.mask.bit_count() or next(
                field.bits
                for layout in (write.place.kind.format.layout, *write.place.kind.format.variants)
                for field in (layout.fields if layout else ())
                if field.name == write.place.field
            )
            other = Write(name, write.place, chance.getrandbits(bits))
            found = rewritten(frame, [other])
            assert found is not None
            assert dict(fields_of(found.frame))[name] == shown(other.place, other.value)
            before, after = dict(fields_of(frame)), dict(fields_of(found.frame))
            changed = {each for each in before if before[each] != after.get(each)}
            parts = {each for each in changed if "payload" not in each and not is_part(before, each, name)}
            assert parts <= {name}, (name, parts)
            back = rewritten(found.frame, [write])
            assert back is not None
            assert shown_octets(back.frame) == shown_octets(frame)


STRUCTURE = (
    "eth.type", "ip.proto", "ip.flags.mf", "ipv4.flags", "ipv4.fragment_offset", "icmp.type", "icmp.code",
    "tcp.srcport", "tcp.dstport", "udp.srcport", "udp.dstport", "arp.hardware_type", "arp.protocol_type",
    "arp.hardware_length", "arp.protocol_length", "dhcp.hlen",
    "dhcp.magic_cookie", "dhcp.type", "dhcp.sname", "dhcp.file", "dhcp.chaddr",
    "dhcp.htype", "dns.opcode", "dns.z",
)  # fmt: skip
"""Fields that say what follows them: another value makes something else of the octets behind."""


def is_part(fields: dict[str, str], one: str, other: str) -> bool:
    """Whether two names are of the same field of a header, whole or in part."""
    places = [read_write(name, fields[name], True).place for name in (one, other)]
    return places[0].field == places[1].field and places[0].kind is places[1].kind


def test_a_longer_payload_makes_all_lengths_right(met: list[Ethernet]) -> None:
    for name in ("icmp.payload", "udp.payload", "tcp.payload"):
        write = read_write(name, "hello, world" * 9)
        frame = first(met, write)
        found = rewritten(frame, [write])
        assert found is not None
        assert isinstance(found.frame.payload, type(frame.payload))
        assert wire.decode(shown_octets(found.frame)) == found.frame
        assert dict(fields_of(found.frame))[name] == "hello, world" * 9


def test_damage_leaves_the_checksum(met: list[Ethernet]) -> None:
    frame = first(met, read_write("tcp.window", "7"))
    good = rewritten(frame, [read_write("tcp.window", "7")])
    bad = rewritten(frame, [read_write("tcp.window", "7", True)], is_damage=True)
    assert good is not None
    assert bad is not None
    one, other = shown_octets(good.frame), shown_octets(bad.frame)
    # The checksum of TCP stands in octets 16 and 17 of its header (RFC 9293 3.1), which begins at 34.
    assert [n for n in range(len(one)) if one[n] != other[n]] in ([50, 51], [50], [51])
    assert other[50:52] == shown_octets(frame)[50:52]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("ip.tll", "1", "there is no field 'ip.tll'; did you mean ip.ttl?"),
        ("ip.ttl", "256", "ip.ttl is at most 255; write a smaller number"),
        ("ip.ttl", "-1", "ip.ttl is at most 255; write a smaller number"),
        ("ip.src", "10.0.0", "'10.0.0' is no value of ip.src; write one such as 10.0.0.1"),
        ("tcp.flags.syn", "2", "tcp.flags.syn is at most 1; write a smaller number"),
        (
            "tcp.checksum",
            "1",
            "tcp.checksum follows from the rest of the packet; add 'damaged' to write what does not fit",
        ),
        ("dns.a", "x", "'x' is no value of dns.a; write one such as 10.0.0.1"),
        ("http.response.code", "4", "'4' is no value of http.response.code; write one such as 404"),
        ("udp.payload", "0x4", "'0x4' are no octets; write two digits for each, such as 0x48 69, or a text"),
    ],
)
def test_what_cannot_be_written_is_an_error(name: str, text: str, message: str) -> None:
    with pytest.raises(TextError) as error:
        read_write(name, text)
    assert str(error.value) == message


def test_a_packet_without_the_field_is_left_alone(met: list[Ethernet]) -> None:
    assert rewritten(first(met, read_write("arp.opcode", "2")), [read_write("tcp.seq", "1")]) is None


def test_every_wireshark_name_of_a_whole_field_has_a_place() -> None:
    """What can be searched for as one number can be written; these follow from other fields, or are texts."""
    made = {"tcp.len", "http.request", "http.response", "dhcp.hw.mac_addr", "igmp.version"}
    made |= {"arp.isprobe", "arp.isannouncement"}
    sides = {"eth.addr", "ip.addr", "tcp.port", "udp.port", "ip.frag_offset"}
    begins = ("dns.resp.type", "igmp.maddr")
    assert {name for name in filters() - made - sides if not name.startswith(begins)} <= set(field_names())


def filters() -> set[str]:
    """The names of the fields that the packet alone has."""
    formats = (kind.format for kind in registry.pdus().values() if kind.format.parts)
    return {name for each in formats for name, field in each.filters.items() if field.history is None}


def test_fields_are_told_as_they_are_written() -> None:
    writes = [read_write("ip.ttl", "1"), read_write("eth.dst", "ff:ff:ff:ff:ff:ff"), read_write("ip.src", "10.0.0.1")]
    assert (
        told(writes, [write.value for write in writes]) == "ip.ttl = 1, eth.dst = ff:ff:ff:ff:ff:ff, ip.src = 10.0.0.1"
    )
