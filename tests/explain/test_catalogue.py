"""The rules: each has its words in each language, and the two languages tell the same facts."""

import re
from importlib import import_module

import pytest

from sim import registry
from sim.explain import LANGUAGES, title
from sim.explain.template import Aside, Field, parse
from sim.why import Rule, Text, Why

RULES = list(registry.rules().values())
TEXTS: dict[Rule, Text] = {
    rule: text
    for feature in registry.features()
    for module in feature.rules
    for rule, text in import_module(f"{module}_zh").TEXTS.items()
}

_STANDARDS = "2-1998|3-2018|1D-1998|1D-2004|1Q-2018|1AX-2014"
CLAUSE = re.compile(rf"RFC [1-9]\d{{2,3}}(, \S.*)?|IEEE 802\.({_STANDARDS}), (clause )?\d+(\.\d+)*")


def fields(template: str) -> set[str]:
    return {part.name for part in parse(template) if isinstance(part, Field)}


def asides(template: str) -> set[str]:
    inside = [part.parts for part in parse(template) if isinstance(part, Aside)]
    return {field.name for parts in inside for field in parts if isinstance(field, Field)}


def test_every_rule_has_an_id_of_its_own_and_its_words_in_every_language() -> None:
    assert set(LANGUAGES) == {"en", "zh"}
    assert len(RULES) > 300
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert set(TEXTS) == set(RULES)


def test_a_rule_needs_the_facts_that_stand_outside_the_brackets() -> None:
    rule = Rule("test.needs", "", "Three facts at most", "{ip} asks[ for {mac}], and {requests:request|requests} fail.")
    assert rule.needs == {"ip", "requests"}
    assert [each.id for each in RULES if each.needs != fields(each.sentence)] == []


def test_a_reason_without_a_fact_that_its_sentence_needs_cannot_be_made() -> None:
    rule = Rule("test.missing", "", "One fact at least", "{ip} is asked through {port}.")
    with pytest.raises(TypeError, match=r"test\.missing needs ip, port"):
        Why(rule, src="10.0.0.1")


def test_both_languages_tell_the_same_facts() -> None:
    different = {
        rule: (sorted(english), sorted(chinese))
        for rule in RULES
        if (english := fields(rule.sentence)) != (chinese := fields(TEXTS[rule].sentence))
        or asides(rule.sentence) != asides(TEXTS[rule].sentence)
    }
    assert different == {}


def test_titles_are_three_to_six_words_of_english_or_up_to_thirteen_characters_of_chinese() -> None:
    assert [rule for rule in RULES if not 3 <= len(title(rule).split()) <= 6] == []
    assert [rule for rule in RULES if not 2 <= len(title(rule, "zh")) <= 13] == []


def test_clauses_name_a_standard_and_its_part() -> None:
    cited = {rule: rule.clause for rule in RULES if rule.clause}
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
    assert registry.rules()[rule].clause == expected


_OFTEN_ONE = re.compile(r"\{(?:octets|unread|window|snd_wnd|flight|backlog|present)\} (?:octets|connections)\b")


def test_amounts_that_can_be_one_have_words_for_one() -> None:
    """A segment of a single octet, `listen(1)`; pages that are compressed are never so small."""
    told = {rule.id for rule in RULES if _OFTEN_ONE.search(rule.sentence)}
    assert told == {"http.compressed", "http.unpacks"}
