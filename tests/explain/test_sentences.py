"""The sentences as a learner reads them."""

import re

import pytest

from sim import registry
from sim.explain import LANGUAGES, sentence
from sim.why import Rule, Why
from tests.explain.samples import FACTS, facts_for, names_in
from tests.nodes.lab import Lab

RULES = list(registry.rules().values())
LONGEST = {"en": 240, "zh": 130}
END = {"en": ".", "zh": "。"}

CJK = r"[\u4e00-\u9fff]"
WRONG_SPACING = re.compile(
    rf"{CJK}[A-Za-z0-9]|[A-Za-z0-9]{CJK}"  # a space is between Chinese and Latin letters or digits
    rf"|{CJK} {CJK}"  # and nowhere else
    r"| [，。：；？、（）“”]|[，。：；？、（）“”] "
    r"|[,;?()](?=.*。)|\.$"  # punctuation is of full width
)


def written(rule: Rule, language: str) -> str:
    return sentence(Why(rule, **facts_for(rule)), language)


def test_there_is_a_sample_of_every_fact() -> None:
    assert {name for rule in RULES for name in rule.needs} <= set(FACTS)
    assert set(FACTS) <= {name for rule in RULES for name in names_in(rule)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_short_and_end_with_a_full_stop(language: str) -> None:
    texts = {rule.id: written(rule, language) for rule in RULES}
    assert {rule: text for rule, text in texts.items() if len(text) > LONGEST[language]} == {}
    assert {rule: text for rule, text in texts.items() if not text.endswith(END[language])} == {}
    assert {rule: text for rule, text in texts.items() if re.search(r"[{}\[\]<>|]|(?<!-)None|\.\.|。。|  ", text)} == {}


def test_english_is_one_sentence_or_two_of_plain_words() -> None:
    texts = {rule.id: written(rule, "en") for rule in RULES}
    assert {rule: text for rule, text in texts.items() if len(re.findall(r"[.!?](?:\s|$)", text)) > 3} == {}
    jargon = re.compile(r"\b(FDB|adjacency|L2|L3|NIC|PDU|RIB|FIB|next-hop|egress|ingress)\b")
    assert {rule: text for rule, text in texts.items() if jargon.search(text)} == {}


def test_chinese_is_spaced_as_it_should_be() -> None:
    texts = {
        rule.id: written(rule, "zh")
        for rule in RULES
        if not {"allowed", "call", "command", "date", "fault", "thread"} & names_in(rule)
    }
    assert {rule: (hit[0], text) for rule, text in texts.items() if (hit := WRONG_SPACING.search(text))} == {}


def dormitories() -> Lab:
    """Two networks with a router between them, as the courses draw them."""
    lab = Lab()
    lab.host("pc1", "192.168.10.1/24", "192.168.10.254", macs={"eth0": "02:00:00:00:10:01"})
    lab.host("pc2", "192.168.20.1/24", "192.168.20.254", macs={"eth0": "02:00:00:00:20:01"})
    macs = {"eth0": "02:00:00:00:10:fe", "eth1": "02:00:00:00:20:fe"}
    lab.router("r1", "192.168.10.254/24", "192.168.20.254/24", macs=macs)
    lab.switch("sw1")
    lab.star("sw1", "pc1", "r1:eth0")
    lab.link("r1:eth1", "pc2")
    return lab


def told(lab: Lab, node: str, rule: str, language: str = "en") -> list[str]:
    """What is said at a node because of a rule, each sentence once."""
    records = [record for record in lab.trace if record.node == node and record.why.rule.id == rule]
    return list(dict.fromkeys(sentence(record.why, language, record.what) for record in records))


def test_a_ping_between_two_dormitories_is_explained() -> None:
    lab = dormitories()
    lab.run("pc1", "ping -c 1 192.168.20.1")
    assert told(lab, "pc1", "route.default") == [
        "192.168.20.1 is not inside 192.168.10.0/24, so it is not on this link. Only the default route matches "
        "192.168.20.1, so the frame goes to the default gateway 192.168.10.254 through eth0; the datagram "
        "has a time to live (TTL) of 64."
    ]
    assert told(lab, "pc1", "arp.request") == [
        "192.168.10.254 is on the link of eth0, but its MAC address is not known. "
        "The device asks everyone on the link who has 192.168.10.254."
    ]
    assert told(lab, "sw1", "switch.learned")[0] == (
        "A frame from 02:00:00:00:10:01 arrived at port 1, so 02:00:00:00:10:01 can be reached through port 1. "
        "The switch adds this to its MAC address table."
    )
    assert told(lab, "r1", "arp.reply") == [
        "192.168.10.1 asks who has 192.168.10.254. This is the address of eth0, so the device answers 192.168.10.1 "
        "alone: the MAC address is 02:00:00:00:10:fe."
    ]
    assert told(lab, "r1", "route.on-link") == [
        "192.168.20.1 is inside 192.168.20.0/24, so it is on the link of eth1. The frame goes directly to the "
        "MAC address of 192.168.20.1, 02:00:00:00:20:01; the datagram has a time to live (TTL) of 63.",
        "192.168.10.1 is inside 192.168.10.0/24, so it is on the link of eth0. The frame goes directly to the "
        "MAC address of 192.168.10.1, 02:00:00:00:10:01; the datagram has a time to live (TTL) of 63.",
    ]
    assert told(lab, "pc2", "icmp.echo-reply") == [
        "192.168.10.1 sends an echo request to 192.168.20.1. "
        "The echo reply returns the same sequence number, 1, and the same 56 octets of data."
    ]


def test_a_ping_between_two_dormitories_is_explained_in_chinese() -> None:
    lab = dormitories()
    lab.run("pc1", "ping -c 1 192.168.20.1")
    assert told(lab, "pc1", "route.default", "zh") == [
        "192.168.20.1 不在 192.168.10.0/24 之内，所以不在本链路上。只有默认路由匹配 192.168.20.1，"
        "所以帧从接口 eth0 发给默认网关 192.168.10.254，数据报的生存时间（TTL）为 64。"
    ]
    assert told(lab, "sw1", "switch.forward", "zh")[0] == (
        "MAC 地址表表明 02:00:00:00:10:01 在端口 1，所以交换机只从这个端口发出帧。"
    )
    assert told(lab, "pc2", "nic.for-group", "zh") == [
        "帧发给链路上的所有站点或一个组：ff:ff:ff:ff:ff:ff（广播）。接口 eth0 接收发往这个地址的帧，所以收下。"
    ]


def test_each_router_on_the_way_tells_the_ttl_that_is_left() -> None:
    """One decision is shared by all datagrams of a flow, so the datagram itself has to tell its TTL."""
    lab = dormitories()
    lab.run("pc1", "ping -c 1 192.168.20.1")
    lab.run("pc1", "ping -c 1 -t 9 192.168.20.1")
    sent = [each for each in lab.sent("r1", "eth1") if each.why.rule.id == "route.on-link"]
    texts = [sentence(record.why, what=record.what) for record in sent]
    assert [text.rpartition(" of ")[2] for text in texts] == ["63.", "8."]
    assert sentence(sent[0].why).endswith("The frame goes directly to the MAC address of 192.168.20.1.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_record_of_a_busy_network_has_its_sentence(language: str) -> None:
    lab = dormitories()
    for node, command in (
        ("pc1", "traceroute 192.168.20.1"),
        ("pc1", "ping -c 1 -s 4000 192.168.20.1"),
        ("pc1", "ping -c 1 192.168.20.77"),
        ("pc1", "ping -c 1 10.0.0.1"),
        ("pc2", "ping -c 1 -b 192.168.20.255"),
        ("pc2", "arping -c 1 192.168.20.254"),
        ("pc2", "ip route"),
    ):
        lab.run(node, command, seconds=20)
    rules = {record.why.rule for record in lab.trace}
    assert len(rules) > 40
    for record in lab.trace:
        text = sentence(record.why, language, record.what)
        assert text.endswith(END[language])
        assert len(text) <= LONGEST[language] + 20, text
        assert not re.search(r"[{}\[\]<>|]|None", text), text


def test_each_language_is_its_own() -> None:
    for rule in RULES:
        english, chinese = written(rule, "en"), written(rule, "zh")
        assert not re.search(CJK, english)
        assert re.search(CJK, chinese)
