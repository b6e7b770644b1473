"""How facts are written, one kind after the other, and what is done about unknown ones."""

import re
import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

import sim
from sim import registry
from sim.addresses import BROADCAST_MAC, InterfaceAddress, IPv4Address, MacAddress, Prefix
from sim.bridge import rules as bridge_rules
from sim.bridge.machine import MacRow
from sim.explain import LANGUAGES, happened, sentence, words
from sim.explain.facts import facts_of, render
from sim.explain.template import fill, names, parse
from sim.explain.words import WORDS as ENGLISH
from sim.explain.words_zh import WORDS as CHINESE
from sim.ip.arp import rules as arp_rules
from sim.ip.arp.pdu import REQUEST, Arp
from sim.ip.icmp import codec as wire_icmp
from sim.ip.icmp.names import CODES, TYPES
from sim.ip.icmp.pdu import ECHO_REQUEST, echo
from sim.ip.ipv4 import rules as ipv4_rules
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, PROTOCOL_UDP, IPv4
from sim.ip.reassembly.machine import ReassemblyKey
from sim.ip.routes.machine import Hop
from sim.link import rules as link_rules
from sim.link.ethernet.pdu import TYPE_ARP, TYPE_IPV4, Damaged, Ethernet
from sim.shell.application import TIMER
from sim.trace.records import Call, Change, Kind
from sim.transport.udp.pdu import Udp
from sim.why import Why

IP = IPv4Address.parse("192.168.10.3")
MAC = MacAddress.parse("02:00:00:00:00:03")
GROUP = MacAddress.parse("01:00:5e:00:00:01")


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    ("name", "value", "english", "chinese"),
    [
        ("ip", IP, "192.168.10.3", "192.168.10.3"),
        ("mac", MAC, "02:00:00:00:00:03", "02:00:00:00:00:03"),
        ("prefix", Prefix.parse("10.0.0.0/8"), "10.0.0.0/8", "10.0.0.0/8"),
        ("address", InterfaceAddress.parse("10.0.0.1/8"), "10.0.0.1/8", "10.0.0.1/8"),
        ("addresses", (InterfaceAddress.parse("10.0.0.1/8"), IP), "10.0.0.1/8, 192.168.10.3",
         "10.0.0.1/8、192.168.10.3"),
        ("dst_mac", MAC, "02:00:00:00:00:03", "02:00:00:00:00:03"),
        ("dst_mac", BROADCAST_MAC, "ff:ff:ff:ff:ff:ff (broadcast)", "ff:ff:ff:ff:ff:ff（广播）"),
        ("dst_mac", GROUP, "01:00:5e:00:00:01 (multicast)", "01:00:5e:00:00:01（组播）"),
        ("next_hop", None, "none", "无"),
        ("state", Colour.RED, "red", "red"),
        ("static", True, "yes", "是"),
        ("static", False, "no", "否"),
        ("up", False, "down", "停用"),
        ("length", 1500, "1500", "1500"),
        ("ratio", 0.5, "0.5", "0.5"),
        ("data", b"\x01\xff", "01 ff", "01 ff"),
        ("ns", 30_000_000_000, "30 s", "30 秒"),
        ("interval", 300_000_000_000, "300 s", "300 秒"),
        ("timeout", 1_500_000, "1.5 ms", "1.5 毫秒"),
        ("ns", 250_000, "250 µs", "250 微秒"),
        ("ns", 7, "7 ns", "7 纳秒"),
        ("ns", 0, "0 s", "0 秒"),
        ("ns", 2_000_400_000, "2 s", "2 秒"),
        ("ns", 1_234_567, "1.235 ms", "1.235 毫秒"),
        ("chance", 0.1, "10%", "10%"),
        ("chance", 0.005, "0.5%", "0.5%"),
        ("type", 11, "time exceeded", "超时"),
        ("type", 99, "99", "99"),
        ("code", 9, "9", "9"),
        ("ethertype", 0x86DD, "0x86dd (IPv6)", "0x86dd（IPv6）"),
        ("ethertype", 0x9000, "0x9000", "0x9000"),
        ("protocol", 6, "6 (TCP)", "6（TCP）"),
        ("protocol", 200, "200", "200"),
        ("operation", 2, "2 (reply)", "2（应答）"),
        ("option", 137, "137 (strict source route)", "137（严格源路由）"),
        ("source", "redirect", "learned from a redirect", "从重定向报文学到"),
        ("kind", "blackhole", "blackhole", "黑洞"),
        ("hops", (Hop("eth0", IP), Hop("eth1", None)), "192.168.10.3 through eth0, directly through eth1",
         "经 eth0 到 192.168.10.3、从 eth1 直达"),
        ("hops", (), "none", "无"),
        ("holes", ((1480, 2960), (4440, None)), "1480 to 2959, from 4440 on", "1480 至 2959、4440 及以后"),
        ("end", 1480, "1479", "1479"),
        ("timer", ("arp", "eth0", IP), "the ARP timer for 192.168.10.3 on eth0",
         "接口 eth0 上 192.168.10.3 的 ARP 定时器"),
        ("timer", ("app", 3, "next"), "the time until program 3 sends again", "程序 3 到下一次发送的时间"),
        ("timer", ("reassembly", ReassemblyKey(IP, IP, 17, 9)),
         "the timer for the missing fragments of datagram 9 from 192.168.10.3",
         "等待 192.168.10.3 的数据报 9 其余分片的定时器"),
        ("timer", ("tcp", "eth0", 80), "tcp, eth0, 80", "tcp、eth0、80"),
    ],
)  # fmt: skip
def test_fact_is_written_for_a_person(name: str, value: Any, english: str, chinese: str) -> None:
    assert render(name, {name: value}, ENGLISH) == english
    assert render(name, {name: value}, CHINESE) == chinese


@pytest.mark.parametrize(
    ("kind", "code", "expected"),
    [(11, 0, "time to live exceeded in transit"), (3, 3, "port unreachable"), (5, 1, "for the host"), (3, 77, "77")],
)
def test_icmp_code_is_named_by_its_type(kind: int, code: int, expected: str) -> None:
    assert render("code", {"type": kind, "code": code}, ENGLISH) == expected


def test_every_icmp_type_and_code_that_the_dissector_names_has_a_name_here() -> None:
    assert set(TYPES.names) == set(wire_icmp.TYPES)
    for kind, code in CODES.names:
        [shown] = [field.show(code) for field in wire_icmp.layout_of(kind, code).fields if field.name == "code"]
        assert shown.startswith(f"{code} (")


def test_both_languages_name_the_same_values() -> None:
    for known in registry.value_names().values():
        spoken = known.fact not in ("protocol", "ethertype")  # most of which are names in any language
        assert all(set(wording) == set(LANGUAGES) for wording in known.names.values()) or not spoken


def test_packet_adds_its_facts() -> None:
    ping = IPv4(IP, IP, PROTOCOL_ICMP, echo(ECHO_REQUEST, 5, 7, b""), ttl=63, identification=9)
    facts = facts_of(Ethernet(BROADCAST_MAC, MAC, TYPE_IPV4, ping))
    assert (facts["dst_mac"], facts["src_mac"], facts["ttl"], facts["identification"]) == (BROADCAST_MAC, MAC, 63, 9)
    assert (facts["type"], facts["sequence"], facts["identifier"]) == (8, 7, 5)
    ports = facts_of(IPv4(IP, IP, PROTOCOL_UDP, Udp(1024, 33434, b"")))
    assert (ports["src_port"], ports["dst_port"]) == (1024, 33434)
    question = facts_of(Ethernet(BROADCAST_MAC, MAC, TYPE_ARP, Arp(REQUEST, MAC, IP, MAC, IP)))
    assert (question["operation"], question["sender_ip"]) == (1, IP)
    assert facts_of(Damaged(bytes(64))) == facts_of(None) == {}


def test_row_adds_its_facts_and_those_of_its_key() -> None:
    change = Change("mac", (1, MAC), MacRow("3", 5), MacRow("3", 9))
    assert facts_of(change) == {"table": "mac", "mac": MAC, "port": "3", "updated": 9, "static": False}
    gone = Change("mac", (1, MAC), MacRow("3", 5), None)
    assert facts_of(gone)["updated"] == 5
    told = sentence(Why(bridge_rules.REFRESHED), what=change)
    assert told.startswith("The sender is on the same port as before: 02:00:00:00:00:03 on port 3.")
    assert facts_of(Call("ping 10.0.0.1", "exit status 0"))["text"] == "exit status 0"


def test_the_facts_of_the_rule_go_before_those_of_the_packet() -> None:
    datagram = IPv4(IP, IPv4Address.parse("10.0.0.9"), PROTOCOL_ICMP, b"")
    text = sentence(Why(ipv4_rules.NOT_MINE, dst=IPv4Address.parse("10.0.0.1")), what=datagram)
    assert text.startswith("10.0.0.1 is not an address of this device.")


def test_part_without_its_fact_is_left_out() -> None:
    def show(name: str, facts: Any) -> str:
        return str(facts[name])

    template = "It goes out[ of {port}][, with TTL {ttl}]."
    assert fill(template, {"port": "eth0"}, show) == "It goes out of eth0."
    assert fill(template, {"port": None, "ttl": 9}, show) == "It goes out, with TTL 9."
    assert fill(template, {"port": ()}, show) == "It goes out."


@pytest.mark.parametrize(("ahead", "expected"), [(0, "0 frames ahead"), (1, "1 frame ahead"), (2, "2 frames ahead")])
def test_words_behind_a_number_agree_with_it(ahead: int, expected: str) -> None:
    assert expected in sentence(Why(link_rules.BUSY, port="1", ahead=ahead))


def test_unknown_language_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(ValueError, match="in 'fr'; there are some in en, zh"):
        sentence(Why(arp_rules.REQUEST, ip=None, port="eth0"), "fr")


def test_other_languages_are_loaded_only_when_asked_for() -> None:
    code = (
        "import sys; from sim.explain import sentence; from sim.why import Why;"
        "from sim.wire.rules import CHECKSUM_GOOD; sentence(Why(CHECKSUM_GOOD));"
        "before = 'sim.ip.arp.rules_zh' in sys.modules; sentence(Why(CHECKSUM_GOOD), 'zh');"
        "print(before, 'sim.ip.arp.rules_zh' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True"]
    assert list(LANGUAGES) == ["en", "zh"]


def test_every_language_says_what_happened_of_the_same_records_with_the_same_facts() -> None:
    assert CHINESE.happened.keys() == ENGLISH.happened.keys()
    for kind, text in ENGLISH.happened.items():
        assert names(parse(CHINESE.happened[kind])) == names(parse(text)), kind


@pytest.mark.parametrize(
    ("language", "sent", "lost", "received"),
    [
        (
            "en",
            "sends the ARP request out of port 1, to pc1",
            "loses the ARP request",
            "receives the ARP request at port 1",
        ),
        ("zh", "从端口 1 发出 ARP request，去往 pc1", "丢失 ARP request", "在端口 1 收到 ARP request"),
    ],
)
def test_what_happened_is_told_without_its_reason(language: str, sent: str, lost: str, received: str) -> None:
    said = words(language)
    facts = {"packet": said.packet.format(name="ARP request"), "port": said.port.format(name="1"), "peer": "pc1"}
    assert happened(Kind.FRAME_SENT, facts, language) == sent
    assert happened(Kind.FRAME_DROPPED, facts, language, is_on_link=True) == lost
    assert happened(Kind.FRAME_RECEIVED, {**facts, "peer": None}, language) == received


def test_what_a_timer_of_a_command_is_for_is_known_of_each() -> None:
    sources = [path.read_text() for path in Path(sim.__file__).parent.rglob("*.py")]
    armed = {name for source in sources for name in re.findall(r"self\.arm\(\s*\"(\w+)\"", source)}
    assert armed == set(TIMER.uses) >= {"answer", "last"}
