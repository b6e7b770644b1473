"""What questions are about: all that a template says it asks for comes up, and of the lessons that have it."""

import pytest

from sim.exam import catalogue
from sim.exam.figures.topology import topology
from sim.exam.making import Maker, possible
from sim.exam.question import Source
from sim.exam.sheet import Sheet, sheet
from sim.exam.templates.programs._listing import listing
from tests.exam.checking import Tally, about, check_about

_MAKER = Maker()


def solution_texts(told: Sheet) -> str:
    """The right answer without the letters of options, which chance gives."""
    texts = [told.choices[place].text for place in told.question.right]
    return " > ".join(texts) if texts else told.answer


def test_only_calls_that_never_wait_are_wrong_where_the_other_end_is_not_shown() -> None:
    """And each call is one that its line has."""
    template = catalogue.template("programs/which-blocks")
    wrong: set[str] = set()
    for question in (_MAKER.question(template, seed, is_made=seed > 0) for seed in range(5)):
        for option in question.options:
            name = str(option.text.facts["call"]).partition("(")[0]
            assert f"{name}(" in question.given[option.text.facts["number"] - 1]
            wrong |= set() if option.is_right else {str(option.value[1]).partition("(")[0]}
    assert wrong
    assert not wrong & {"recv", "recvfrom", "accept", "connect"}


@pytest.mark.parametrize("topic", catalogue.topics())
def test_no_template_has_the_same_answer_always(topic: str) -> None:
    """An answer that is always right is learnt by heart."""
    for template in catalogue.templates([topic]):
        answers: set[str] = set()
        for seed in range(40):
            question = _MAKER.question(template, "varied", seed)
            told = sheet(question, _MAKER.run(question))
            answers.add(solution_texts(told))
            if len(answers) > 1:
                break
        assert len(answers) > 1, (template.id, answers)


@pytest.mark.parametrize("name", ["tcp/which-is-again", "programs/which-wakes"])
def test_packet_is_not_given_away_by_its_place_in_the_list(name: str) -> None:
    tally = Tally()
    for seed in range(20):
        tally.add(_MAKER.question(catalogue.template(name), seed, is_made=True))
    assert list(tally.problems()) == []


def test_tally_finds_a_packet_that_is_right_too_often() -> None:
    told = list(Tally({"questions": 20, "packet 1 from the end": 17, "packet 2 from the end": 3}).problems())
    assert told == ["packet 1 from the end is right 17 times of 20"]


def test_comments_of_a_program_do_not_tell_the_answer() -> None:
    run = _MAKER.run_of(Source("tcp/handshake"))  # where "# waits for a client" stands behind accept
    assert any("# waits" in text for text in run.scenario.sources.values())
    for question in about(run, [catalogue.template("programs/which-blocks")], 9):
        check_about(question, run)
        assert not any("#" in line for line in question.given)
    assert listing('a = "# no comment"  # one\n\nb = 1\n') == ['a = "# no comment"', "", "b = 1"]


def test_state_after_an_ack_can_be_told_from_its_number() -> None:
    """An ACK of data leaves FIN-WAIT-1 as it is, one of the FIN does not (RFC 9293, 3.10.7.4)."""
    template = catalogue.template("tcp/state-after")
    questions = [_MAKER.question(template, seed, is_made=True) for seed in range(10)]
    waiting = [each.facts for each in questions if each.facts["before"] == "FIN-WAIT-1"]
    assert waiting
    assert all(facts["ack"] == facts["fin"] + 1 for facts in waiting)


def test_a_server_that_does_not_know_its_zone_brings_no_question_on_the_number_of_queries() -> None:
    """A query for it more than the zones tell would be asked for."""
    for scenario, count in (("dns/a-lame-server", 0), ("dns/from-the-root-down", 1)):
        run = _MAKER.run_of(Source(scenario))
        asked = list(about(run, [catalogue.template("dns/query-count")], 9))
        assert len(asked) == count
        assert all(len(each.given) == each.blanks[1].truth for each in asked)


def test_nobody_is_asked_about_the_address_of_an_end_that_has_several() -> None:
    run = _MAKER.run_of(Source("routing/longest-prefix"))  # r2 to r4 have several addresses each
    asked = list(about(run, [catalogue.template("ip/header-addresses")], 99))
    assert not {each.facts["receiver"] for each in asked} & {"r2", "r3", "r4"}


def test_hub_can_be_told_from_a_switch_in_the_figure() -> None:
    run = _MAKER.run_of(Source("switching/hub-against-switch"))
    hubs = run.of_kind("hub")
    assert hubs
    assert topology(run, len(run.trace)).count('size="11">hub<') == len(hubs)
    assert topology(run, len(run.trace), "zh").count('size="11">集线器<') == len(hubs)


def test_either_end_closes_first_in_the_questions_on_closing() -> None:
    maker, template = Maker(), catalogue.template("tcp/teardown-order")
    questions = [maker.question(template, seed, is_made=True) for seed in range(8)]
    assert {question.facts["first"] for question in questions} == {"client", "server"}
    assert not maker.reasons


@pytest.mark.parametrize(
    ("lesson", "template", "proofs"),
    [
        # Three connections of one server: only before the first recv of the first one all has come.
        ("sockets/messages-stick-together", "programs/first-recv", [b"helloworld"]),
        ("sockets/messages-stick-together", "programs/recv-count", [1]),
        ("sockets/two-sends-one-recv", "programs/first-recv", []),  # both servers already wait for the first data
    ],
)
def test_lesson_with_several_connections_brings_questions_on_what_recv_returns(
    lesson: str, template: str, proofs: list[object]
) -> None:
    run = _MAKER.run_of(Source(lesson))
    found = list(about(run, [catalogue.template(template)], 9))
    for question in found:
        check_about(question, run)
    answers = [
        question.blanks[0].truth if question.blanks else question.options[question.right[0]].value for question in found
    ]
    assert answers == proofs


def test_each_program_of_a_node_with_several_brings_a_question_on_what_waits() -> None:
    run = _MAKER.run_of(Source("tcp/address-already-in-use"))
    files = [moment.about.file for _, moment in possible(run, [catalogue.template("programs/which-blocks")])]
    assert len(files) == len(set(files)) > 2


def test_arp_asks_for_neighbours_and_for_gateways() -> None:
    for name in ("arp/asked-for", "arp/cache-row"):
        template = catalogue.template(name)
        questions = [_MAKER.question(template, seed, is_made=True) for seed in range(12)]
        asked = [question.blanks[0].truth if question.blanks else question.right[0] for question in questions]
        values = [
            truth if question.blanks else question.options[truth].value
            for question, truth in zip(questions, asked, strict=True)
        ]
        is_neighbour = {
            value == question.facts["destination"] for value, question in zip(values, questions, strict=True)
        }
        assert is_neighbour == {True, False}, name


def test_smaller_mtu_behind_the_narrow_link_is_a_slip_and_an_earlier_one_may_be_wide_enough() -> None:
    template = catalogue.template("icmp/mtu-told")
    questions = [_MAKER.question(template, seed, is_made=True) for seed in range(20)]
    slips = {slip.misconception.id for question in questions for slip in question.blanks[0].slips}
    assert "icmp.smallest-of-path" in slips
    assert any(
        question.facts["octets"] <= link.mtu < 1500
        for question in questions
        for link in _MAKER.run(question).links.values()
    )


def test_routes_are_given_without_the_legend_of_their_letters() -> None:
    question = _MAKER.question(catalogue.template("icmp/error-sender"), 4101)
    assert any("directly connected" in line for line in question.given)
    assert not any("Codes:" in line or not line.strip() for line in question.given)
    assert all(option.is_right or option.correction is not None for option in question.options)
