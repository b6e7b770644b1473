"""What is said of the fields of headers: each has its words, and they tell what the value means."""

import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from hypothesis import given

from sim import registry
from sim.addresses import IPv4Address
from sim.explain import LANGUAGES, field
from sim.explain.fields import Senses, Values, place_of, sense
from sim.explain.language import FieldRule, FieldText
from sim.explain.template import Aside, Field, parse
from sim.packets.dissect import dissect
from sim.transport.tcp import rules as tcp_rules
from sim.transport.tcp.pdu import ACK, RST, SYN
from sim.why import Why
from sim.wire.layers import Layer
from tests.explain.header_fields import named
from tests.explain.test_catalogue import CLAUSE
from tests.explain.test_sentences import CJK, END, LONGEST, WRONG_SPACING
from tests.wire import samples
from tests.wire.frames import near_frames

FIELDS: dict[str, dict[str, FieldRule]] = {
    layer: fields
    for feature in registry.features()
    for module in feature.fields
    for layer, fields in import_module(module).FIELDS.items()
}
SENSES: Senses = {
    layer: senses
    for feature in registry.features()
    for module in feature.fields
    for layer, senses in getattr(import_module(module), "SENSES", {}).items()
}
CHINESE: dict[str, dict[str, FieldText]] = {
    layer: fields
    for feature in registry.features()
    for module in feature.fields
    for layer, fields in import_module(f"{module}_zh").FIELDS.items()
}
BY_LANGUAGE: dict[str, dict[str, dict[str, FieldRule]] | dict[str, dict[str, FieldText]]] = {
    "en": FIELDS,
    "zh": CHINESE,
}
EVERY = [(layer, name) for layer, fields in FIELDS.items() for name in fields]
JARGON = re.compile(r"\b(FDB|adjacency|L2|L3|NIC|PDU|RIB|FIB|next-hop|egress|ingress)\b")


def told(octets: bytes, layer: str, name: str, language: str = "en") -> str:
    """What is said of the first field of this name in a frame."""
    found = next(each for each in dissect(octets) if each.name == layer)
    return field(layer, name, {each.name: each.value for each in found.fields}, language).sentence


def in_a_tcp_header(name: str, language: str = "en", **values: int) -> str:
    return field("tcp", name, values, language).sentence


def templates(entry: FieldRule | FieldText) -> list[str]:
    return [entry.sentence, *entry.cases.values()]


def facts(entry: FieldRule | FieldText) -> set[str]:
    parts = [part for template in templates(entry) for part in parse(template)]
    inside = [each for part in parts if isinstance(part, Aside) for each in part.parts]
    return {part.name for part in (*parts, *inside) if isinstance(part, Field)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_that_can_be_shown_has_its_words_and_no_other(language: str) -> None:
    assert len(named()) > 80
    assert {(layer, name) for layer, fields in BY_LANGUAGE[language].items() for name in fields} == named()


def test_both_languages_tell_the_same_of_the_same_cases() -> None:
    for layer, name in EVERY:
        english, chinese = FIELDS[layer][name], CHINESE[layer][name]
        assert (facts(english), list(english.cases)) == (facts(chinese), list(chinese.cases)), (layer, name)


def test_titles_and_clauses_are_written_as_those_of_rules() -> None:
    for layer, name in EVERY:
        entry = FIELDS[layer][name]
        assert not entry.clause or CLAUSE.fullmatch(entry.clause), (layer, name)
        assert 1 <= len(entry.title.split()) <= 6, (layer, name)
        assert 2 <= len(CHINESE[layer][name].title) <= 16, (layer, name)
        assert re.search(CJK, CHINESE[layer][name].title), (layer, name)


@pytest.mark.parametrize(
    ("layer", "name", "clause"),
    [
        ("ethernet", "dst", "IEEE 802.3-2018, 3.2.4"),  # "Destination Address field"
        ("tcp", "window_scale", "RFC 7323, 2.2"),  # "Window Scale Option"
        ("tcp", "sack_permitted", "RFC 2018, 2"),  # "Sack-Permitted Option"
        ("tcp", "timestamps", "RFC 7323, 3.2"),  # "Timestamps Option"
        ("tcp", "urgent", "RFC 9293, 3.8.5"),  # "The Communication of Urgent Information"
        ("icmp", "mtu", "RFC 1191, 4"),  # "Router specification"
        ("tcp", "option_253", "RFC 9293, 3.2"),  # "Specific Option Definitions"
        ("data", "data", ""),
    ],
)
def test_clause_of_a_field(layer: str, name: str, clause: str) -> None:
    assert field(layer, name, {name: b"\xfd\x02"}).clause == clause


def test_a_field_that_nobody_has_described_is_named() -> None:
    assert field("ospf", "area", {"area": 0}) == ("area", "", "")


def test_syn_of_linux_is_explained() -> None:
    """Captured on a link of Linux: 50376 > 8080, SYN, seq 1036195858, win 64240, mss 1460, wscale 10."""
    syn = samples.TCP_SYN
    assert told(syn, "tcp", "seq") == (
        "The place of this segment in the sender's stream of octets. The SYN itself uses the number 1036195858, "
        "so the first octet of data has the number 1036195859."
    )
    assert told(syn, "tcp", "ack").endswith("The flag ACK is not set, so this number means nothing.")
    assert told(syn, "tcp", "data_offset") == (
        "The length of the header in units of 4 octets: here 40 octets. The data begins after the header. "
        "20 of these octets are options."
    )
    assert told(syn, "tcp", "window") == (
        "How much data the sender of this segment can still receive: 64240. In a SYN, the unit is octets."
    )
    assert "without headers: 1460. Each end" in told(syn, "tcp", "mss")
    assert "count in larger units: 1024 octets." in told(syn, "tcp", "window_scale")
    assert told(syn, "tcp", "timestamps") == (
        "The time of the sender's clock: 151060996, and the latest timestamp that the sender got from its peer. "
        "When its own timestamp comes back, the sender knows the round-trip time. In the first SYN, the sender has no "
        "timestamp of its peer yet."
    )
    assert "sender's clock: 3659242308, and the latest timestamp that the sender got from its peer: 151060996." in told(
        samples.TCP_SYN_ACK, "tcp", "timestamps"
    )
    assert told(syn, "tcp", "flags") == (
        "Each bit is a signal to the peer. SYN: a connection begins with this sequence number."
    )


def test_data_of_linux_is_explained_in_chinese() -> None:
    assert told(samples.TCP_DATA, "tcp", "window", "zh") == (
        "发送这个报文段的一方还能接收多少数据：63，从序号 2108788723 起。"
        "单位是字节；如果两个 SYN 都有窗口扩大选项，单位更大。从这个报文段看不出来。"
    )
    assert told(samples.TCP_DATA, "tcp", "flags", "zh") == (
        "每一位是给对方的一个信号。PSH：对方应把数据交给程序，不必等更多数据。ACK：确认号有效。"
    )
    assert told(samples.TCP_DATA, "data", "data", "zh") == "前面的首部所运送的内容：5 字节。首部不说明内容的含义。"


def test_fields_of_a_fragment_say_where_it_belongs() -> None:
    """Linux sent it with flags and offset 0x00b9: the last one, at 185 * 8 = 1480."""
    assert told(samples.LAST_FRAGMENT, "ipv4", "fragment_offset").endswith("in units of 8 octets: at octet 1480.")
    assert told(samples.LAST_FRAGMENT, "ipv4", "flags").endswith(
        "routers may fragment the datagram, and no fragment follows."
    )
    assert told(samples.LAST_FRAGMENT, "ipv4", "total_length").startswith(
        "The length of the whole datagram in octets, header and content: 88, so the content has 68."
    )
    assert told(samples.LAST_FRAGMENT, "ipv4", "identification").startswith(
        "All fragments of one datagram have the same number, here 0x6c53, so"
    )


def test_arp_request_and_reply_are_told_apart() -> None:
    assert told(samples.ARP_REQUEST, "arp", "operation").endswith(
        "1 is a request: the sender asks who has the target IP address."
    )
    assert told(samples.ARP_REQUEST, "ethernet", "dst").endswith(
        "ff:ff:ff:ff:ff:ff is the broadcast address: every station on the link accepts the frame."
    )
    assert told(samples.ARP_REQUEST, "arp", "target_mac").endswith("so the value 00:00:00:00:00:00 means nothing.")
    assert told(samples.ARP_REPLY, "arp", "target_mac") == (
        "In a reply, the MAC address of the device that sent the request."
    )


def test_an_icmp_error_is_explained() -> None:
    assert told(samples.PORT_UNREACHABLE, "icmp", "type").startswith("The kind of message: destination unreachable.")
    assert told(samples.PORT_UNREACHABLE, "icmp", "code") == (
        "Says more exactly what the message reports. Here: port unreachable."
    )
    assert told(samples.PORT_UNREACHABLE, "icmp", "code", "zh") == ("更具体地说明报文报告的内容。这里是：端口不可达。")


def test_window_says_what_its_flags_make_of_it() -> None:
    assert in_a_tcp_header("window", window=0, ack=9, flags=ACK).endswith(
        "asks from time to time whether there is room again."
    )
    assert in_a_tcp_header("window", window=0, ack=0, flags=RST).endswith("In a RST, the window means nothing.")
    assert in_a_tcp_header("window", window=500, ack=7, flags=ACK | SYN) == (
        "How much data the sender of this segment can still receive: 500, from sequence number 7 on. "
        "In a SYN, the unit is octets."
    )


def test_sequence_numbers_begin_anew_behind_the_last() -> None:
    assert "has the number 0." in in_a_tcp_header("seq", seq=0xFFFFFFFF, flags=SYN)
    blocks = {"sack": (0xFFFFFF00, 0, 256, 512)}
    assert field("tcp", "sack", blocks).sentence.endswith("the gap: 4294967040 to 4294967295, 256 to 511.")


def test_option_of_a_wrong_length_tells_no_value() -> None:
    assert field("tcp", "mss", {"mss": b"\x02\x03\x05"}, note=Why(tcp_rules.BAD_OPTION, octet=20)).sentence == (
        "The most octets of data that the sender of this SYN accepts in one segment, without headers. "
        "Each end announces its own MSS. The option at octet 20 of the TCP header gives a length that is impossible, "
        "so the option is ignored."
    )


def test_cut_off_fields_are_explained_with_what_is_left() -> None:
    for length in range(1, len(samples.TCP_SYN)):
        for each in dissect(samples.TCP_SYN[:length]):
            check(each)


@given(near_frames())
def test_any_octets_are_explained(octets: bytes) -> None:
    for each in dissect(octets):
        check(each)


def check(layer: Layer) -> None:
    values: dict[str, int | bytes | tuple[int, ...]] = {each.name: each.value for each in layer.fields}
    for name, given_values in (("", values), *((each.name, values | {each.name: each.value}) for each in layer.fields)):
        for language in LANGUAGES:
            words = field(layer.name, name, given_values, language)
            assert words.sentence.endswith(END[language])
            assert not re.search(r"[{}\[\]<>|]|None|\.\.|。。|  ", words.sentence), words.sentence
            if language == "zh":
                assert not WRONG_SPACING.search(words.sentence), words.sentence
            else:
                assert not re.search(CJK, words.sentence)
                assert not JARGON.search(words.sentence)


def values_of(layer: str, name: str) -> Iterator[Values]:
    """Headers with every value of the field that a case may be about."""
    numbers = (*range(256), 256, 1023, 1500, 1501, 0x0800, 49152, 65535)
    addresses = [IPv4Address.parse(each) for each in ("255.255.255.255", "224.0.0.1", "10.0.0.1")]
    around: dict[str, list[Values]] = {
        "ethernet": [{}],
        "arp": [{"operation": 1, "sender_ip": 5}, {"operation": 2, "sender_ip": 6}],
        "ipv4": [{"ihl": 5, "flags": flags} for flags in range(8)],
        "icmp": [{"type": kind} for kind in range(16)],
        "udp": [{}],
        "tcp": [{"seq": 1, "ack": 2, "flags": 1 << bit & 0xFFF} for bit in range(13)],
    }
    for here in around.get(layer, [{}]):
        for value in ((1, 2), *numbers, *addresses, 0xFFFFFFFFFFFF, 0x01005E000001):
            yield {**here, name: value}


@pytest.mark.parametrize(("layer", "name"), EVERY)
def test_every_case_is_one_that_comes_up(layer: str, name: str) -> None:
    wanted = set(FIELDS[layer][name].cases)
    is_pair = layer == "tcp" and name in ("timestamps", "sack")
    for values in values_of(layer, name) if wanted else ():
        if isinstance(values[name], tuple) == is_pair:
            wanted -= set(sense(SENSES.get(layer, {}).get(name), name, values).cases)
    assert wanted == set()


@pytest.mark.parametrize(("layer", "name"), EVERY)
def test_words_on_a_field_are_few_and_plain(layer: str, name: str) -> None:
    for language in LANGUAGES:
        entry = BY_LANGUAGE[language][layer][name]
        longest = max((len(case) for case in entry.cases.values()), default=0)
        # Flags are told one by one: several at a time may take more.
        assert len(entry.sentence) + longest <= LONGEST[language] + 20
        for template in templates(entry):
            assert template.endswith(END[language])


def test_places_of_fields_in_the_catalogue() -> None:
    assert place_of(FIELDS, "udp", "truncated") == ("any", "truncated")
    assert place_of(FIELDS, "ipv4", "option_200") == ("ipv4", "option")
    assert place_of(FIELDS, "padding", "") == ("padding", "padding")
    assert place_of(FIELDS, "tcp", "") == ("tcp", "")


def test_datagram_without_a_frame_is_explained() -> None:
    for each in dissect(samples.PING_REQUEST[14:], "ipv4"):
        check(each)
