"""Fields of a packet get other values, and all that follows from them is right again: scapy and tshark are asked."""

import random
import subprocess
from pathlib import Path

import pytest

from sim import registry
from sim.addresses import IPv4Address, MacAddress
from sim.features.dns import codec as dns
from sim.features.dns import rdata
from sim.features.dns.name import Name
from sim.features.dns.pdu import Message, Question, ResourceRecord, TcpMessage
from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import Ethernet
from sim.packets.dissect import shown_octets
from sim.packets.rewriting import Said, Write, check_has, field_names, fields_of, read_write, rewritten, shown, told
from sim.patterns.display_filter import fields
from sim.pdu.base import Pdu
from sim.session import Session
from sim.trace.records import Kind
from sim.transport.tcp.pdu import ACK, PSH, Tcp
from sim.transport.udp.pdu import Udp
from sim.wire.pcapng import Writer
from sim.words import TextError
from tests.conftest import Tshark
from tests.outside import need

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
        ("ip.frag_offset", "185", "185"),
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


RECORDS = (
    ("dns.qry.name", "ftp.example.org", "ftp.example.org"),
    ("dns.resp.name", "a.b.c", "a.b.c"),
    ("dns.resp.ttl", "5", "5"),
    ("dns.a", "10.66.66.66", "10.66.66.66"),
    ("dns.cname", "elsewhere.example", "elsewhere.example"),
    ("dns.ns", "ns9.example", "ns9.example"),
    ("dns.ptr.domain_name", "elsewhere.example", "elsewhere.example"),
    ("dns.mx.preference", "7", "7"),
    ("dns.mx.mail_exchange", "post.example", "post.example"),
    ("dns.txt", "another text", "another text"),
    ("dns.soa.mname", "ns9.example", "ns9.example"),
    ("dns.soa.rname", "me.example", "me.example"),
    ("dns.soa.serial_number", "77", "77"),
    ("dns.soa.refresh_interval", "78", "78"),
    ("dns.soa.retry_interval", "79", "79"),
    ("dns.soa.expire_limit", "80", "80"),
    ("dns.soa.minimum_ttl", "81", "81"),
    ("dns.srv.priority", "82", "82"),
    ("dns.srv.weight", "83", "83"),
    ("dns.srv.port", "84", "84"),
    ("dns.srv.target", "elsewhere.example", "elsewhere.example"),
)


def of_dns(message: Message, is_tcp: bool, port: int = 49152) -> Ethernet:
    """A frame with a message from a name server, over UDP or TCP."""
    ends, macs = (IPv4Address.parse("10.0.0.53"), IPv4Address.parse("10.0.0.1")), (MacAddress(2), MacAddress(1))
    if is_tcp:
        octets = dns.encode_tcp(TcpMessage(message))
        carried: Pdu = Tcp(53, port, 1, 1, ACK | PSH, 64240, octets)
    else:
        carried = Udp(53, port, dns.encode(message))
    datagram = IPv4(*ends, 6 if is_tcp else 17, carried)
    return Ethernet(macs[1], macs[0], 0x0800, datagram)


def several() -> Message:
    """A response with two or more records of each kind, and the pseudo-record of EDNS between them."""

    def record(name: str, data: rdata.Rdata) -> ResourceRecord:
        return ResourceRecord(Name.parse(name), data.rtype, 1, 300, data)

    names = [Name.parse(f"h{number}.example.com") for number in range(3)]
    answer = [record("www.example.com", rdata.Cname(names[0])), record("h0.example.com", rdata.Cname(names[1]))]
    answer += [record("h1.example.com", rdata.A(IPv4Address(0x0A000001 + number))) for number in range(3)]
    for number, name in enumerate(names):
        answer += [
            record("example.com", rdata.Mx(number, name)),
            record("example.com", rdata.Txt((b"text %d" % number,))),
            record("_web._tcp.example.com", rdata.Srv(number, 1, 80 + number, name)),
            record("1.0.0.10.in-addr.arpa", rdata.Ptr(name)),
        ]
    authority = [record("example.com", rdata.Ns(name)) for name in names]
    authority += [record("example.com", rdata.Soa(name, name, 1, 2, 3, 4, 5)) for name in names]
    additional = [record("h2.example.com", rdata.A(IPv4Address(0x0A000009)))]
    question = (Question(Name.parse("www.example.com"), 1, 1),) * 2
    return Message(7, 0x8180, question, tuple(answer), tuple(authority), tuple(additional))


@pytest.mark.parametrize("is_tcp", [False, True])
def test_tshark_reads_any_record_with_a_new_value_and_the_others_as_they_were(
    is_tcp: bool, tmp_path: Path, tshark: Tshark
) -> None:
    names = [name for name, *_ in RECORDS]
    plain = of_dns(several(), is_tcp, 49152)
    frames, edits = [plain], []
    for column, (name, text, seen) in enumerate(RECORDS):
        count = sum(each.partition("#")[0] == name for each, _ in fields_of(plain))
        assert count >= 2, name
        for number in range(1, count + 1):
            # Each has a port of its own: a segment of a connection is read once.
            frame = of_dns(several(), is_tcp, 49152 + len(frames))
            found = rewritten(frame, [read_write(f"{name}#{number}", text)])
            assert isinstance(found.frame if found else None, Ethernet)
            frames.append(found.frame)  # type: ignore[union-attr, arg-type]
            edits.append((column, number, count, seen))
    path = tmp_path / "edited.pcapng"
    with path.open("wb") as file:
        writer = Writer(file, [("pc1", "")])
        for each in frames:
            writer.packet(0, 0, shown_octets(each))
    checks = ("ip.checksum.status", "tcp.checksum.status", "udp.checksum.status", "_ws.malformed")
    before, *rows = tshark(path, *names, *checks, reads_programs=True)
    assert len(rows) == len(edits)
    for (column, number, count, seen), row in zip(edits, rows, strict=True):
        values = before[column].split(",")
        assert len(values) == count
        values[number - 1] = seen
        assert row[column].split(",") == values, names[column]
        others = [each for each in range(len(names)) if each != column]
        assert [row[each] for each in others] == [before[each] for each in others]
        *states, malformed = row[len(names) :]
        assert set(states) <= {"", "1"}
        assert malformed == ""


def test_tshark_reads_a_line_of_the_second_message_of_a_segment(tmp_path: Path, tshark: Tshark) -> None:
    octets = b"".join(b"GET /%s HTTP/1.1\r\nHost: www.example.com\r\n\r\n" % target for target in (b"a", b"b", b"c"))
    segment = Tcp(49152, 80, 1, 1, ACK | PSH, 64240, octets)
    datagram = IPv4(IPv4Address.parse("10.0.0.1"), IPv4Address.parse("10.0.0.80"), 6, segment)
    frame = Ethernet(MacAddress(1), MacAddress(2), 0x0800, datagram)
    names = dict(fields_of(frame))
    assert [names[f"http.request.uri{number}"] for number in ("", "#2", "#3")] == ["/a", "/b", "/c"]
    writes = [read_write("http.request.uri#2", "/other"), read_write("http.host#3", "evil.example")]
    found = rewritten(frame, writes)
    assert found is not None
    assert told(writes, found.before) == "http.request.uri#2 = /b, http.host#3 = www.example.com"
    path = tmp_path / "edited.pcapng"
    with path.open("wb") as file:
        Writer(file, [("pc1", "")]).packet(0, 0, shown_octets(found.frame))
    asked = ("http.request.uri", "http.host", "tcp.checksum.status", "_ws.malformed")
    ((uris, hosts, state, malformed),) = tshark(path, *asked, reads_programs=True)
    assert uris.split(",") == ["/a", "/other", "/c"]
    assert hosts.split(",") == ["www.example.com", "www.example.com", "evil.example"]
    assert (state, malformed) == ("1", "")
    assert rewritten(frame, [read_write("http.host#4", "x")]) is None


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("dns.a#0", "'0' is no number of a field; count from 1, as dns.a#2 for the second"),
        ("dns.a#x", "'x' is no number of a field; count from 1, as dns.a#2 for the second"),
        ("ip.ttl#2", "a packet has ip.ttl once; write ip.ttl, or count one of dns.qry.name, "),
        ("dns.id#2", "a packet has dns.id once; write dns.id, or count one of dns.qry.name, "),
        ("dns.b#2", "there is no field 'dns.b'; did you mean "),
    ],
)
def test_a_number_that_no_field_has_is_told(name: str, wrong: str) -> None:
    with pytest.raises(TextError) as caught:
        read_write(name, "1")
    assert wrong in str(caught.value)


def test_what_a_packet_has_instead_of_a_field_is_told() -> None:
    frame = of_dns(several(), False)
    check_has(frame, "dns.a#4")
    check_has(frame, "dns.a")
    with pytest.raises(TextError, match=r"this packet has no dns.a#9; it has dns.a, dns.a#2, dns.a#3 and dns.a#4"):
        check_has(frame, "dns.a#9")


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
    "eth.type", "ip.proto", "ip.flags.mf", "ip.flags", "ip.frag_offset", "icmp.type", "icmp.code",
    "tcp.srcport", "tcp.dstport", "udp.srcport", "udp.dstport", "arp.hw.type", "arp.proto.type",
    "arp.hw.size", "arp.proto.size", "dhcp.hw.len",
    "dhcp.cookie", "dhcp.type", "dhcp.sname", "dhcp.file", "dhcp.chaddr",
    "dhcp.hw.type", "dns.flags.opcode", "dns.flags.z",
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
    made |= {"arp.isprobe", "arp.isannouncement", "stp.flags", "stp.msg_age", "stp.max_age", "stp.hello", "stp.forward"}
    made |= {"eth.ig", "tcp.options.wscale.multiplier", "tcp.options.sack.count", "tcp.analysis.zero_window"}
    made |= {"dhcp.flags.bc", "dhcp.option.request_list_item", "http.request.version", "http.response.version"}
    sides = {"eth.addr", "ip.addr", "tcp.port", "udp.port"}
    begins = ("dns.resp.type", "igmp.maddr")
    assert {name for name in filters() - made - sides if not name.startswith(begins)} <= set(field_names())


OWN_NAMES = {
    "ip.payload", "icmp.payload", "icmp.rest", "http.etag", "http.if_none_match", "dhcp.chaddr", "dhcp.sname",
    "stp.message_age", "stp.hello_time", "stp.forward_delay",
}  # fmt: skip
"""Names of fields that Wireshark does not have, or counts in another unit."""


def test_a_field_is_called_what_wireshark_calls_it_and_offered_once() -> None:
    tshark = need("tshark")
    known = subprocess.run([tshark, "-G", "fields"], capture_output=True, check=True, text=True).stdout
    wireshark = {line.split("\t")[2] for line in known.splitlines()}
    offered = field_names()
    assert {*offered} - wireshark <= OWN_NAMES
    assert {*fields()} - wireshark <= OWN_NAMES
    assert not [name for name in offered if name.startswith(("ipv4.", "ethernet."))]
    with pytest.raises(TextError, match="counts in steps of 4096; write 8192"):
        read_write("stp.bridge.prio", "8193")


def filters() -> set[str]:
    """The names of the fields that the packet alone has."""
    formats = (kind.format for kind in registry.pdus().values() if kind.format.parts)
    return {name for each in formats for name, field in each.filters.items() if field.history is None}


def test_fields_are_told_as_they_are_written() -> None:
    writes = [read_write("ip.ttl", "1"), read_write("eth.dst", "ff:ff:ff:ff:ff:ff"), read_write("ip.src", "10.0.0.1")]
    assert (
        told(writes, [write.value for write in writes]) == "ip.ttl = 1, eth.dst = ff:ff:ff:ff:ff:ff, ip.src = 10.0.0.1"
    )


def test_a_number_is_written_as_the_header_shows_it() -> None:
    """As tshark -V prints an EtherType and the flags of a segment."""
    for name, value, text in (("eth.type", 0x0806, "0x0806"), ("arp.opcode", 2, "2"), ("ip.ttl", 64, "64")):
        write = read_write(name, text)
        assert write.value == value
        assert shown(write.place, write.value) == text
