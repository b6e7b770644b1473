"""The catalogue against the source: each rule that the simulator can name has its words, and nothing else has any."""

import re

import pytest

from sim.explain import LANGUAGES, clause, title
from sim.explain.catalogue import RULES
from sim.explain.rule import Rule, Text
from sim.explain.template import Aside, Field, parse
from sim.explain.zh import TEXTS
from tests.explain.calls import Call, calls, strings

CALLS = calls()
BY_LANGUAGE: dict[str, dict[str, Rule] | dict[str, Text]] = {"en": RULES, "zh": TEXTS}

CLAUSE = re.compile(r"RFC [1-9]\d{2,3}(, \S.*)?|IEEE 802\.(3-2018|1D-2004), (clause )?\d+(\.\d+)*")
ONLY_FROM_PACKET = {
    "nic.for-group": {"dst_mac"},
    "nic.not-mine": {"dst_mac"},
    "pmtu.fragment": {"offset"},
    "port.configured": {"addresses"},
    "ipv4.fragment": {"offset"},
    "route.default": {"ttl", "network"},
    "route.equal-paths": {"ttl"},
    "route.on-link": {"ttl", "dst_mac"},
    "route.via": {"ttl"},
    "switch.received": {"src_mac", "dst_mac"},
    "switch.refreshed": {"mac", "port"},
    "tcp.ack": {"ack", "window"},
    "tcp.acknowledged": {"snd_una"},
    "tcp.data": {"octets", "seq"},
    "tcp.data-and-fin": {"octets", "seq"},
    "tcp.data-pushed": {"octets", "seq"},
    "tcp.fin": {"seq"},
    "tcp.gap-filled": {"rcv_nxt"},
    "tcp.in-order": {"unread", "rcv_nxt"},
    "tcp.out-of-order": {"rcv_nxt"},
    "tcp.read": {"unread"},
    "tcp.waits-for-cwnd": {"cwnd"},
    "tcp.waits-for-window": {"snd_wnd"},
    "tcp.window-moved": {"snd_wnd"},
    "tcp.window-opened": {"snd_wnd"},
}
"""The facts that a sentence can do without, since the code need not give them: the packet or the row does."""


def fields(template: str) -> set[str]:
    return {part.name for part in parse(template) if isinstance(part, Field)}


def asides(template: str) -> set[str]:
    inside = [part.parts for part in parse(template) if isinstance(part, Aside)]
    return {field.name for parts in inside for field in parts if isinstance(field, Field)}


def test_every_language_is_among_those_offered() -> None:
    assert set(BY_LANGUAGE) == set(LANGUAGES)


@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_every_rule_that_the_source_names_is_in_the_catalogue_and_no_other(language: str) -> None:
    named = {call.rule for call in CALLS}
    assert len(named) > 200, "the source is read, or else there is nothing to compare with"
    assert set(BY_LANGUAGE[language]) == named


def test_every_text_in_the_source_that_looks_like_a_rule_is_one() -> None:
    """Such as those that the code compares with."""
    areas = "|".join(sorted({rule.partition(".")[0] for rule in RULES}))
    looks_like_a_rule = re.compile(rf"({areas})\.[a-z]+(-[a-z]+)*")
    found = {text: where for text, where in strings().items() if looks_like_a_rule.fullmatch(text)}
    assert {text: where for text, where in found.items() if text not in RULES} == {}


@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_sentences_use_facts_that_every_place_gives(language: str) -> None:
    missing = {
        (call.where, call.rule): missing
        for call in CALLS
        if (missing := fields(BY_LANGUAGE[language][call.rule].sentence) - call.facts)
    }
    assert missing == {}


@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_what_a_sentence_can_do_without_is_given_by_the_place_the_packet_or_the_row(language: str) -> None:
    given: dict[str, set[str]] = {}
    for call in CALLS:
        given.setdefault(call.rule, set()).update(call.facts)
    extra = {
        rule: more for rule, text in BY_LANGUAGE[language].items() if (more := asides(text.sentence) - given[rule])
    }
    assert extra == ONLY_FROM_PACKET


def test_both_languages_tell_the_same_facts() -> None:
    different = {
        rule: (sorted(english), sorted(chinese))
        for rule, entry in RULES.items()
        if (english := fields(entry.sentence)) != (chinese := fields(TEXTS[rule].sentence))
        or asides(entry.sentence) != asides(TEXTS[rule].sentence)
    }
    assert different == {}


def test_titles_are_three_to_six_words_of_english_or_up_to_thirteen_characters_of_chinese() -> None:
    assert [rule for rule in RULES if not 3 <= len(title(rule).split()) <= 6] == []
    assert [rule for rule in RULES if not 2 <= len(title(rule, "zh")) <= 13] == []


def test_clauses_name_a_standard_and_its_part() -> None:
    cited = {rule: clause(rule) for rule in RULES if clause(rule)}
    assert {rule: text for rule, text in cited.items() if not CLAUSE.fullmatch(text)} == {}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("arp.reply", "RFC 826, packet reception"),
        ("arp.datagram-waits", "RFC 1122, 2.3.2.2"),  # "ARP Packet Queue"
        ("acd.defend", "RFC 5227, 2.4"),  # "Ongoing Address Conflict Detection and Address Defense"
        ("ipv4.ttl-expired", "RFC 1812, 5.3.1"),  # "Time to Live (TTL)"
        ("ipv4.directed-broadcast-not-forwarded", "RFC 2644"),
        ("icmp.rate-limited", "RFC 1812, 4.3.2.8"),  # "Rate Limiting"
        ("route.equal-paths", "RFC 1812, 5.2.4.5"),  # "Load Splitting"
        ("switch.learned", "IEEE 802.1D-2004, 7.8"),  # "The Learning Process"
        ("nic.bad-fcs", "IEEE 802.3-2018, 3.4"),  # "Invalid MAC frame"
        ("link.lost", ""),
    ],
)
def test_clause_of_a_rule(rule: str, expected: str) -> None:
    assert clause(rule) == expected


def test_calls_are_found_with_the_facts_that_they_unpack() -> None:
    """The reader of the source itself: names that are variables, conditions, tables, functions and wrappers."""
    found: dict[str, list[Call]] = {}
    for call in CALLS:
        found.setdefault(call.rule, []).append(call)
    assert found["port.up"][0].facts == {"port"}
    assert {"dst", "prefix"} == found["route.blackhole"][0].facts
    assert {"src", "dst"} == found["ipv4.source-loopback"][0].facts
    datagram = {"src", "dst", "protocol", "identification"}
    assert found["reassembly.overlap"][0].facts == datagram | {"start", "end", "have_start", "have_end"}
    assert found["icmp.echo-reply"][0].facts == {"src", "dst", "type", "identifier", "sequence", "length"}
