"""Every template, over many seeds: the second way agrees, options differ, and nothing gives the answer away."""

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import pytest

from sim.exam import catalogue
from sim.exam.chance import Chance
from sim.exam.making import Maker
from sim.exam.question import Source
from sim.exam.run import Runs
from sim.session import Session
from tests.exam.checking import Tally, about, check, check_about, other_keys
from tests.exam.many_seeds import main
from tests.exam.oracles import ORACLES

SEEDS: Mapping[str, int] = {
    "addressing": 9,
    "arp": 9,
    "congestion": 12,
    "dhcp": 28,
    "dns": 12,
    "filters": 16,
    "http": 16,
    "icmp": 12,
    "ip": 16,
    "links": 9,
    "nat": 7,
    "programs": 7,
    "routing": 18,
    "stp": 8,
    "switching": 16,
    "tcp": 6,
    "udp": 18,
    "vlan": 14,
}
"""From how many seeds of each template of a topic all its templates are asked: fewer where a run takes longer."""
_EACH = 200
"""A template that was asked fewer times gets more seeds of its own.

Of each template ``python -m tests.exam.many_seeds`` takes 10,000 seeds.
"""
_OF_TOPIC = 12
"""About so many moments of each run all templates of its topic ask."""
_ALL_ASK, _OF_OTHERS = 1, 2
"""About the runs of so many seeds the templates of other topics ask, too; about so many moments."""
_KEPT = 60
"""Bundled scenarios come again and again."""
_MAKER = Maker()


@pytest.mark.parametrize("topic", catalogue.topics())
def test_questions_of_a_topic(topic: str) -> None:
    """All at once, since to run the networks takes longest: all templates of the topic ask about each of them."""
    maker = Maker(Runs(most=_KEPT, records=1_000_000))
    tallies, asked = defaultdict[str, Tally](Tally), set[Source]()
    templates = catalogue.templates([topic])
    others = [each for each in catalogue.templates() if each.topic != topic]
    for template in templates:
        for seed in range(SEEDS[topic]):
            question = maker.question(template, seed)
            check(question, maker)
            assert seed or question == Maker().question(template, seed)  # whatever was made before
            tallies[template.id].add(question)
            if question.source in asked:
                continue
            asked.add(question.source)
            run = maker.run(question)
            for other in about(run, templates, _OF_TOPIC):
                check_about(other, run)
                tallies[other.template].add(other)
            if seed < _ALL_ASK:
                for other in about(run, others, _OF_OTHERS):
                    check_about(other, run)
    for template in templates:
        tally, seed = tallies[template.id], SEEDS[topic]
        while tally.counted["questions"] < _EACH:
            question = maker.question(template, seed)
            check(question, maker)
            tally.add(question)
            seed += 1
    problems = [(name, problem) for name, tally in tallies.items() for problem in tally.problems(1e-3)]
    assert not problems


def test_each_template_has_a_second_way() -> None:
    assert set(ORACLES) == set(catalogue.IDS)


@pytest.mark.parametrize("name", catalogue.IDS[::5])
def test_wrong_key_is_found_out(name: str) -> None:
    """The check of a question fails where its key is any other."""
    question = _MAKER.question(catalogue.template(name), 1)
    keys = list(other_keys(question))
    assert keys
    for other in keys:
        with pytest.raises(AssertionError):
            check_about(other, _MAKER.run(question))


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("tcp/which-is-again", {"congestion.resend-first", "congestion.resend-again"}),
        ("tcp/syn-ack-numbers", {"tcp.syn-received"}),
        ("icmp/message-type", {"icmp.error"}),
        ("dns/who-answers", {"dns.answered"}),
        ("dhcp/chosen-server", {"dhcp.leases"}),
    ],
)
def test_message_is_proved_by_the_decision_to_send_it(name: str, rules: set[str]) -> None:
    """And not by the route that its frame takes."""
    for seed in range(5):
        question = _MAKER.question(catalogue.template(name), seed)
        decided, sent = question.proof
        run = _MAKER.run(question)
        assert run.rule(decided) in rules
        flight = run.flight(sent)
        assert flight is not None
        assert run.trace.what[decided].payload is flight.frame.payload.payload  # type: ignore[union-attr]


def test_segments_that_a_list_lets_in_are_proved_by_its_verdicts() -> None:
    question = _MAKER.question(catalogue.template("filters/established"), 0)
    run = _MAKER.run(question)
    assert {run.rule(n) for n in question.proof} == {"acl.denied", "acl.permitted"}


def test_windows_of_more_than_two_segments_are_asked_about() -> None:
    """A window that ACKs tell, while the segment that they acknowledge is not read yet: no network is made in vain."""
    maker, template = Maker(), catalogue.template("links/window-throughput")
    asked = [maker.question(template, seed).facts["window"] for seed in range(10)]
    assert max(asked) > 2000
    assert not maker.reasons


@pytest.mark.parametrize("name", ["stp/next-root", "stp/blocked-link"])
def test_the_first_network_of_a_seed_has_a_question(name: str) -> None:
    template, maker = catalogue.template(name), Maker()
    assert template.network is not None
    for seed in range(4):
        network = template.network(Chance("question", name, seed, "network", 0))
        made = json.loads(maker.question(template, seed, is_made=True).source.text)
        assert made == {"title": template.title["en"], **network}


def test_no_more_than_one_bundled_scenario_is_looked_through_before_a_network_is_made() -> None:
    run: list[Session] = []

    def counted(session: Session) -> Session:
        run.append(session)
        return session

    for seed in range(6):
        run.clear()
        Maker(Runs(counted)).question(catalogue.template("switching/domains"), seed)
        assert len(run) <= 1


def test_many_seeds_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    state, first, second = tmp_path / "state.jsonl", StringIO(), StringIO()
    command = ["--seeds", "4", "--size", "2", "--state", str(state), "addressing/network-of"]
    assert main(command, first) == 0
    whole = state.read_text()
    assert len(whole.splitlines()) == 2
    state.write_text(whole[: len(whole) - 9])  # the last line is cut off
    assert main(command, second) == 0
    assert "2/2 parts" in second.getvalue()
    assert "1/2 parts" not in second.getvalue()
    assert "4 questions of 1 templates, 0 failures" in second.getvalue()
    assert [json.loads(line)[0][1] for line in state.read_text().splitlines()] == [0, 2]


def test_many_seeds_tells_what_does_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    out = StringIO()
    monkeypatch.setitem(ORACLES, "addressing/network-of", lambda question, wire: lambda value: False)
    assert main(["--seeds", "2", "addressing/network-of"], out) == 1
    assert "addressing/network-of seed 1: AssertionError" in out.getvalue()


def test_tally_finds_a_place_that_is_right_too_often() -> None:
    fair, unfair = Tally({f"place {n} of 3": 100 for n in range(3)}), Tally({"place 0 of 3": 200, "place 1 of 3": 100})
    assert not list(fair.problems())
    assert list(unfair.problems()) == ["the right one of 3 options is at its places [200, 100, 0] times"]
    fair_places = {"place 0 of 3": 20, "place 1 of 3": 20, "place 2 of 3": 20}
    assert list(Tally({**fair_places, "longest en": 60}).problems())
    assert list(Tally({**fair_places, "likest": 60}).problems())


def test_fields_that_a_router_changes_are_told_as_people_write_them() -> None:
    question = _MAKER.question(catalogue.template("ip/changed-fields"), 0)
    assert question.reason is not None
    told = dict(pair.split(" → ") for pair in re.findall(r"MAC address (\S+ → \S+?)[,.]", question.reason.text()))
    assert told
    assert all(re.fullmatch(r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}", mac) for pair in told.items() for mac in pair)


def test_the_address_itself_is_not_told_to_be_a_wrong_count_of_octets() -> None:
    """With 24 ones, a mask ends with an octet; who answers the host's address has not looked at the mask at all."""
    maker = Maker()
    for seed in range(40):
        question = maker.question(catalogue.template("addressing/network-of"), seed)
        own = f"{question.facts['address']}/{question.facts['length']}"
        beliefs = {slip.misconception.id for slip in question.blanks[0].slips if str(slip.value) == own}
        assert beliefs == {"mask.address-is-network"}


def test_that_a_time_to_live_counts_seconds_is_often_believed() -> None:
    """Of the networks that are made, two in three have slow links, where seconds and routers differ."""
    template, maker = catalogue.template("ip/ttl-on-link"), Maker()
    slips = [maker.question(template, seed, is_made=True).blanks[0].slips for seed in range(12)]
    assert sum(any(slip.misconception.id == "ttl.counts-seconds" for slip in each) for each in slips) >= 5


@pytest.mark.parametrize("scenario", ["routing/no-default-route", "routing/a-blackhole", "basics/wrong-mask"])
def test_whom_an_arp_request_does_not_reach_is_no_option_without_a_reason(scenario: str) -> None:
    """Whoever answers none has a reason in the key: also a host behind a router."""
    question = _MAKER.question(catalogue.template("arp/who-answers"), 1, sources=[Source(scenario)])
    assert all(option.is_right or option.correction is not None for option in question.options)
