"""Papers as the command makes and marks them."""

import csv
import io
import json
import os
from collections import Counter
from pathlib import Path

import pytest

from sim.exam import catalogue
from sim.exam.blueprints import BLUEPRINTS, CCNA, covered, weights_here
from sim.exam.making import Maker
from sim.exam.marking import Answer, mark, read_answer
from sim.exam.paper import VARIANTS, Wish, content, make
from sim.exam.question import Blank, Form, Kind, Option, Source
from sim.exam.run import Runs
from sim.exam.said import plain
from sim.exam.sheet import heading
from sim.exam.typed import AnswerError, typed
from tests.tui.command import hopscope, process

MAKER = Maker()
SMALL = ("--topics", "addressing,arp", "--count", "8", "--seed", "7")


def test_there_are_templates_of_every_topic_and_kind() -> None:
    templates = catalogue.templates()
    assert len(templates) >= 60
    assert {template.kind for template in templates} == set(Kind)
    assert {template.level for template in templates} == {"intro", "core", "exam"}
    assert all(set(template.domains) == set(BLUEPRINTS) for template in templates)
    assert all(template.title["en"] and template.title["zh"] for template in templates)


def test_same_seed_is_the_same_paper_whatever_the_hash_order() -> None:
    made = [
        process("exam", "make", *SMALL, "--format", "json", env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    ]
    assert made[0] == made[1]
    assert len(json.loads(made[0])["questions"]) == 8


def test_variants_have_the_same_templates_in_the_same_places_and_differ_in_every_question() -> None:
    maker = Maker(Runs(most=600, records=10**7))  # the variants draw from the same runs
    papers = [make(Wish(len(catalogue.IDS), 1, variant), maker) for variant in VARIANTS]
    for questions in zip(*(paper.questions for paper in papers), strict=True):
        assert len({each.template for each in questions}) == 1
        assert len({content(each) for each in questions}) == len(VARIANTS), questions[0].template


def test_variants_about_a_scenario_are_alike_only_where_it_has_no_more_to_ask() -> None:
    maker, scenario = Maker(), "tcp/tcp-echo"
    a, b = (make(Wish(14, 1, variant, ("tcp", "addressing"), scenarios=(scenario,)), maker) for variant in "AB")
    alike = {one.template for one, two in zip(a.questions, b.questions, strict=True) if content(one) == content(two)}
    assert len(alike) < 8
    for name in alike:
        drawn = [maker.question(catalogue.template(name), seed, sources=[Source(scenario)]) for seed in range(8)]
        assert len({content(each) for each in drawn}) == 1, name


def test_paper_has_no_question_twice() -> None:
    paper = make(Wish(40, 2, topics=("addressing", "ip")))
    assert len({question.name for question in paper.questions}) == 40


@pytest.mark.parametrize(
    ("form", "line"),
    [("anki", "#deck:hopscope::{}"), ("moodle", "<text>$course$/top/hopscope/{}</text>")],
)
def test_other_programs_list_a_paper_by_its_seed_and_variant(form: str, line: str) -> None:
    wish = ("--topics", "addressing", "--count", "2", "--seed", "7", "--variant", "B")
    lines = hopscope("exam", "make", *wish, "--format", form).out.splitlines()
    assert line.format("Paper 7, variant B") in map(str.strip, lines)


def test_sentences_of_a_heading_have_no_blank_between_them_in_chinese() -> None:
    paper = make(Wish(3, 1, blueprint="ccna", levels=("intro",)))
    assert ". Not covered" in heading(paper)
    told = heading(paper, "zh")
    assert "。" in told
    assert "。 " not in told
    assert "： " not in told


def test_blueprint_gives_each_domain_its_share() -> None:
    paper = make(Wish(20, 1, blueprint="ccna", levels=("intro",)))
    weights = {domain: CCNA.weights[domain] for domain in covered(CCNA)}
    counts = [sum(question.domains["ccna"] == domain for question in paper.questions) for domain in weights]
    for count, weight in zip(counts, weights.values(), strict=True):
        assert abs(count - 20 * weight / sum(weights.values())) <= 1


@pytest.mark.parametrize(
    ("topics", "count", "shares"),
    [
        (("tcp", "arp"), 2, {"tcp": 1, "arp": 1}),
        (("tcp", "arp"), 6, {"tcp": 3, "arp": 3}),
        (("udp", "arp"), 6, {"udp": 2, "arp": 4}),  # there are two templates on UDP: no third before all have come
        (("tcp/next-seq", "tcp/time-wait", "arp"), 4, {"tcp": 2, "arp": 2}),
    ],
)
def test_each_topic_has_its_share(topics: tuple[str, ...], count: int, shares: dict[str, int]) -> None:
    for seed in range(3):
        paper = make(Wish(count, seed, topics=topics), MAKER)
        assert Counter(question.topic for question in paper.questions) == shares
        assert len({question.template for question in paper.questions}) == count


def test_the_topics_of_a_domain_share_its_questions() -> None:
    paper = make(Wish(50, blueprint="ccna"), MAKER)
    for domain in covered(CCNA):
        counts = Counter(question.topic for question in paper.questions if question.domains["ccna"] == domain)
        own = Counter(each.topic for each in catalogue.templates() if each.domains["ccna"] == domain)
        # A topic has fewer than another by more than one only where it has no more templates.
        assert all(counts[topic] >= min(own[topic], max(counts.values()) - 1) for topic in own)


@pytest.mark.parametrize("exam", ["ccna", "network+"])
def test_an_exam_is_filled_with_nothing_that_it_does_not_ask(exam: str) -> None:
    """By the topics that their publishers name, of 200-301 v1.1 and N10-009."""
    inside = {each.id for each in catalogue.templates() if each.domains[exam] in BLUEPRINTS[exam].domains}
    assert not {name for name in inside if name.startswith(("programs/", "congestion/", "http/"))}
    assert not inside & {"filters/connection-state", "nat/mapping-ends", "nat/who-gets-in", "ip/fragment-row"}
    assert {
        "addressing/summary",
        "vlan/tag-on-link",
        "stp/root-port",
        "routing/longest-prefix",
        "nat/source-seen",
    } < inside


def test_408_asks_what_its_outline_names_layer_by_layer() -> None:
    """The outline has ARP, DHCP and ICMP under IPv4, and neither spanning tree nor filters nor sockets."""
    domain = {each.id: each.domains["408"] for each in catalogue.templates()}
    of_topic = {topic: {at for name, at in domain.items() if name.startswith(f"{topic}/")} for topic in TOPICS_408}
    assert of_topic == {topic: {at} for topic, at in TOPICS_408.items()}


TOPICS_408 = {
    "arp": "network",
    "dhcp": "network",
    "icmp": "network",
    "vlan": "link",
    "stp": "",
    "filters": "",
    "programs": "",
}


def test_a_paper_tells_what_of_its_exam_it_does_not_ask() -> None:
    ended = hopscope("exam", "make", "--blueprint", "ccna", "--count", "9", "--level", "intro", "--seed", "1")
    heading = ended.out.splitlines()[2]
    counts = "Network Fundamentals 2, Network Access 2, IP Connectivity 3, IP Services 1, Security Fundamentals 1, "
    assert f"CCNA 200-301 v1.1: {counts}Automation and Programmability 0. Not covered (" in heading
    assert "IP Connectivity: OSPF" in heading
    assert "Automation and Programmability: all of it" in heading


def test_the_weight_of_a_domain_without_questions_goes_to_the_others() -> None:
    """CCNA's 20, 20, 25, 10 and 15 of 90, in percent."""
    assert weights_here(CCNA) == {"1": 22, "2": 22, "3": 28, "4": 11, "5": 17}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--topics", "arpp"), "there is no topic 'arpp'; did you mean arp?"),
        (("--variant", "E"), "there is no variant 'E'"),
        (("--blueprint", "ccnp"), "there is no blueprint 'ccnp'"),
        (("--blueprint", "ccna", "--topics", "programs"), "there is no question of this kind"),
        (("--scenario", "nowhere"), "there is no scenario 'nowhere'"),
        (("--key", "key.gift"), "a key cannot be gift; write a name that ends in .md, .html, .htm or .json"),
        (("--key", "key.pdf"), "a key cannot be written as PDF; write .html and print that to PDF in a browser"),
        (("--output", "p.pdf"), "p.pdf: a paper cannot be written as PDF; write .html and print that to PDF"),
        (("--output", "p.PDF", "--format", "html"), "a paper cannot be written as PDF; write .html"),
        (("--output", "p.docx"), "p.docx: a paper cannot be .docx; write a name that ends in .md, .html, "),
        (
            ("--output", "p.md", "--format", "html"),
            "p.md does not end as --format html does; write a name that ends in ",
        ),
        (("--output", "p.json", "--format", "gift"), "p.json does not end as --format gift does"),
        (("--scenario", "arp-on-one-switch", "--topics", "dns"), "there is no question of this kind"),
    ],
)
def test_wrong_wishes_are_told(arguments: tuple[str, ...], message: str) -> None:
    ended = hopscope("exam", "make", *arguments)
    assert ended.status == 2
    assert message in ended.err


@pytest.mark.parametrize(
    ("name", "wanted", "begins"),
    [
        ("p.html", None, "<!DOCTYPE html>"),
        ("p.HTM", "html", "<!DOCTYPE html>"),
        ("p", None, "# "),
        ("p", "json", "{"),
        ("p.txt", None, "#separator"),
        ("p.txt", "gift", "// "),
        ("p.txt", "md", "# "),
    ],
)
def test_the_end_of_a_name_chooses_the_format(name: str, wanted: str | None, begins: str, tmp_path: Path) -> None:
    form = () if wanted is None else ("--format", wanted)
    made = hopscope(
        "exam", "make", "--topics", "addressing/dotted-mask", "--count", "1", "--output", tmp_path / name, *form
    )
    assert made.status == 0
    assert (tmp_path / name).read_text().startswith(begins)


def test_a_paper_that_is_no_json_is_to_be_made_again(tmp_path: Path) -> None:
    paper = tmp_path / "paper.md"
    hopscope("exam", "make", *SMALL, "--output", paper)
    (tmp_path / "answers.txt").write_text("1: A\n")
    ended = hopscope("exam", "mark", paper, tmp_path / "answers.txt")
    assert ended.status == 2
    assert (
        "paper.md is no paper in JSON; 'hopscope exam make --format json' writes one, with the same topics" in ended.err
    )


def test_nothing_is_overwritten_without_force(tmp_path: Path) -> None:
    file = tmp_path / "paper.html"
    assert hopscope("exam", "make", *SMALL, "--output", file).status == 0
    before = file.read_text()
    again = hopscope("exam", "make", *SMALL, "--output", file)
    assert (again.status, file.read_text()) == (2, before)
    assert "is there already" in again.err
    assert hopscope("exam", "make", *SMALL, "--output", file, "--force").status == 0


@pytest.mark.parametrize("there", ["paper.md", "key.md", "paper-1-1-topology.svg"])
def test_nothing_is_written_where_one_file_is_there_already(there: str, tmp_path: Path) -> None:
    (tmp_path / there).write_text("mine")
    wish = ("--topics", "arp/who-answers", "--count", "1")
    ended = hopscope("exam", "make", *wish, "--output", tmp_path / "paper.md", "--key", tmp_path / "key.md")
    assert ended.status == 2
    assert f"{there} is there already" in ended.err
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {there: "mine"}


def test_paper_and_key_are_two_files(tmp_path: Path) -> None:
    file = tmp_path / "paper.md"
    ended = hopscope("exam", "make", *SMALL, "--output", file, "--key", file, "--force")
    assert ended.status == 2
    assert "cannot be one file" in ended.err
    assert not file.exists()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("made from", {}),
        ("made from", 5),
        ("number", "8"),
        ("seed", None),
        ("topics", "arp"),
        ("topics", [1]),
        ("blueprint", 3),
        ("scenarios", [5]),
        ("variant", 5),
        ("language", "xx"),
        ("language", []),
        ("questions", [5]),
    ],
)
def test_what_is_no_paper_is_not_marked(key: str, value: object, tmp_path: Path) -> None:
    paper, answers = tmp_path / "paper.json", tmp_path / "answers.txt"
    hopscope("exam", "make", *SMALL, "--output", paper)
    content = json.loads(paper.read_text())
    (content if key in content else content["made from"])[key] = value
    paper.write_text(json.dumps(content))
    answers.write_text("1: A\n")
    ended = hopscope("exam", "mark", paper, answers)
    assert ended.status == 2
    assert "paper.json is no paper; 'hopscope exam make --format json' writes one" in ended.err


def test_marking_gives_all_points_to_the_key(tmp_path: Path) -> None:
    paper, key, answers = (tmp_path / name for name in ("paper.json", "key.json", "answers.txt"))
    hopscope("exam", "make", *SMALL, "--output", paper, "--key", key)
    found = json.loads(key.read_text())["answers"]
    lines = []
    for each in found:
        answer = each["answer"]
        if "any address of" in answer:
            continue
        lines.append(f"{each['number']}: {answer}")
    answers.write_text("\n".join(lines))
    marked = json.loads(hopscope("exam", "mark", paper, answers, "--json").out)
    assert (marked["points"], marked["of"]) == (len(lines), 8)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("B\n", "answers.txt:1:1: 'B' is no number of a question; write one like '3: B'"),
        ("1: A\n1: B\n", "answers.txt:2:1: question 1 is answered twice; keep one answer"),
        ("1: A\n99: A\n", "answers.txt:2:1: there is no question 99; the paper has 8"),
        ("-1: A\n", "answers.txt:1:1: '-1' is no number of a question"),
        ("9" * 5_000 + ": A\n", "answers.txt:1:1: there is no question 999"),
        ('{"0": "A"}', "answers.txt: there is no question 0; the paper has 8"),
        ('{"1": "A", "1": "B"}', "answers.txt: '1' is there twice; keep one"),
        ('{"1": true}', 'the answer to question 1 is no text; write one like "B"'),
        ("[1]", 'this is no mapping of answers; write one like {"3": "B"}'),
        ("{\n", "this is no JSON"),
        ('{"a":' * 100_000, "nested too deep"),
    ],
)
def test_wrong_answer_files_are_told(text: str, message: str, tmp_path: Path) -> None:
    paper, answers = tmp_path / "paper.json", tmp_path / "answers.txt"
    hopscope("exam", "make", *SMALL, "--output", paper)
    answers.write_text(text)
    ended = hopscope("exam", "mark", paper, answers)
    assert ended.status == 2
    assert message in ended.err


def test_a_class_is_marked_by_learner_and_question(tmp_path: Path) -> None:
    paper, key, folder = tmp_path / "paper.json", tmp_path / "key.json", tmp_path / "class"
    hopscope("exam", "make", "--topics", "arp/who-answers", "--count", "2", "--output", paper, "--key", key)
    right = [each["answer"] for each in json.loads(key.read_text())["answers"]]
    wrong = "B" if right[1] == "A" else "A"
    folder.mkdir()
    (folder / "anna.txt").write_text(f"1: {right[0]}\n2: {right[1]}\n")
    (folder / "ben.json").write_text(json.dumps({"2": wrong}))
    (folder / "=carl.txt").write_text(f"1: {right[0]}\n9: A\n")
    (folder / "dora.txt").write_bytes(b"\xff\xfe\x00")
    ended = hopscope("exam", "mark", paper, folder)
    assert ended.status == 2
    rows = [" ".join(line.split()) for line in ended.out.splitlines()]
    assert rows[1] == "points 1 2"
    assert {"=carl 1 + .", "anna 2 + +", "ben 0 . -", "dora 0 . ."} < set(rows)
    assert any("=carl.txt:2:1: there is no question 9; the paper has 2" in row for row in rows)
    assert rows[-1] == "right, of 4, by question: 1 2, 2 1"
    table = list(csv.reader(io.StringIO(hopscope("exam", "mark", paper, folder, "--csv").out)))
    assert table[0] == ["learner", "points", "1", "2", "problems"]
    assert [row[:4] for row in table[1:3]] == [["'=carl", "1", "1", "0"], ["anna", "2", "1", "1"]]
    found = json.loads(hopscope("exam", "mark", paper, folder / "anna.txt", folder / "ben.json", "--json").out)
    assert [(each["learner"], each["points"]) for each in found["answers"]] == [("anna", 2.0), ("ben", 0.0)]


def test_a_line_that_answers_no_question_stops_no_marking(tmp_path: Path) -> None:
    paper, answers = tmp_path / "paper.json", tmp_path / "answers.txt"
    hopscope("exam", "make", *SMALL, "--output", paper)
    answers.write_text("99: A\n1: A\n")
    ended = hopscope("exam", "mark", paper, answers)
    assert ended.status == 2
    assert ended.out.splitlines()[-1].endswith("of 8 points")


@pytest.mark.parametrize(
    ("form", "texts", "value"),
    [
        (Form.NUMBER, ("1480", " 1 480 ", "1,480", "1480 octets", "１４８０"), "1480"),
        (Form.IPV4, ("192.168.10.1", "192.168.010.1", "192。168。10。1", "192.168.10.1/24"), "192.168.10.1"),
        (
            Form.MAC,
            ("02:00:00:00:00:0a", "02-00-00-00-00-0A", "0200.0000.000a", "０２：００：００：００：００：０Ａ"),
            "02:00:00:00:00:0a",
        ),
        (Form.PREFIX, ("10.0.0.0/8", "10.0.0.0 / 8", "10.0.0.0 255.0.0.0", "10.0.0.0/255.0.0.0"), "10.0.0.0/8"),
        (Form.WORD, ("TIME-WAIT", "time wait", "Time_Wait", "ＴＩＭＥ－ＷＡＩＴ"), "timewait"),
        (Form.TEXT, ("b'hello'", ' b"hello" ', "b‘hello’"), "b'hello'"),
    ],
)
def test_mistake_of_form_costs_nothing(form: Form, texts: tuple[str, ...], value: str) -> None:
    assert {str(typed(form, text)) for text in texts} == {value}


@pytest.mark.parametrize("between", [" ", ", ", ",", "，", "、", "; ", ";", "； ", " | ", "\t"])
def test_values_are_read_with_anything_between_them_that_they_cannot_have(between: str) -> None:
    question = Maker().question(catalogue.template("switching/domains"), 1)
    values = [str(blank.truth) for blank in question.blanks]
    assert mark(question, read_answer(question, between.join(values))).is_right
    assert not mark(question, read_answer(question, between.join([values[0], "999"]))).is_right


@pytest.mark.parametrize(
    ("forms", "text", "values"),
    [
        ((Form.NUMBER, Form.NUMBER), "1 480, 20", ("1 480", "20")),
        ((Form.NUMBER, Form.NUMBER), "1,480; 20;", ("1,480", "20")),
        ((Form.DECIMAL, Form.DECIMAL), "1,5 2,5", ("1,5", "2,5")),
        ((Form.IPV4, Form.MAC), "10.0.0.1 02:00:00:00:00:01", ("10.0.0.1", "02:00:00:00:00:01")),
        ((Form.WORD, Form.NUMBER), "TIME WAIT, 60", ("TIME WAIT", "60")),
        ((Form.NUMBER, Form.NUMBER), "1,480 20", None),  # 1,480 and 20, or 1 and 48020
        ((Form.WORD, Form.WORD), "TIME WAIT", None),
        ((Form.TEXT, Form.TEXT), "a, b", None),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_for_again(
    forms: tuple[Form, ...], text: str, values: tuple[str, ...] | None
) -> None:
    asked = Maker().question(catalogue.template("switching/domains"), 1)
    question = asked._replace(blanks=tuple(Blank(form, 1) for form in forms))
    answer = read_answer(question, text)
    if values is not None:
        assert answer.texts == values
    else:
        with pytest.raises(AnswerError, match=r"2 values to fill in; write ; between them, like \.\.\.; \.\.\."):
            mark(question, answer)


def test_an_option_may_be_given_by_its_text() -> None:
    asked = Maker().question(catalogue.template("arp/who-answers"), 1)
    texts = ["2", "3", "It asks pc1, and waits.", "B"]
    question = asked._replace(kind=Kind.ONE, options=tuple(Option(text, plain(text)) for text in texts))
    for text, place in (
        ("3", 1),
        ("2", 0),
        ("it asks  pc1, and waits", 2),
        ("b", 1),
        ("C. It asks pc1, and waits.", 2),
    ):
        assert read_answer(question, text) == Answer((place,)), text
    assert read_answer(question, "4") == Answer((3,))  # no text is so: then it is the number of an option
    hosts = question._replace(kind=Kind.SEVERAL, options=tuple(Option(text, plain(text)) for text in ("r1", "pc3")))
    assert read_answer(hosts, "pc3, R1") == Answer((1, 0))
    with pytest.raises(AnswerError):
        read_answer(question, "it asks")


def test_time_in_another_unit_is_converted() -> None:
    assert typed(Form.DECIMAL, "0.25 s", "ms") == 250


def test_order_may_be_written_in_several_ways_and_earns_a_share() -> None:
    question = Maker().question(catalogue.template("dhcp/order"), 1)
    right = "".join("ABCD"[place] for place in question.right)
    wide = right.translate({ord(sign): ord(sign) + 0xFEE0 for sign in right})
    between = (">", " > ", "＞", "-", " – ", "—", "→", "->", " 》 ", "/", "．", "、", "･", "_", " ")
    for text in (
        right,
        right.lower(),
        wide,
        f"({right})",
        f"{right[:2]} {right[2:]}",
        *(each.join(right) for each in between),
    ):
        assert mark(question, read_answer(question, text)).is_right
    swapped = mark(question, read_answer(question, right[1] + right[0] + right[2:]))
    assert not swapped.is_right
    assert float(swapped.share) == pytest.approx(5 / 6)
    with pytest.raises(AnswerError, match="each once"):
        mark(question, read_answer(question, right[:3]))


def test_any_address_with_the_property_is_right() -> None:
    question = Maker().question(catalogue.template("addressing/usable-address"), 3)
    (blank,) = question.blanks
    assert blank.within is not None
    free = [each for each in range(blank.within.network, blank.within.broadcast + 1) if each not in blank.without]
    for number in (free[0], free[-1]):
        text = ".".join(map(str, number.to_bytes(4, "big")))
        assert mark(question, read_answer(question, text)).is_right
    for reserved in (blank.within.network, blank.within.broadcast):
        assert mark(question, read_answer(question, str(reserved))).misconceptions
