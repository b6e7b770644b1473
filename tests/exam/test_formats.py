"""The formats of papers, against the documents that describe them."""

import csv
import json
import re
import xml.etree.ElementTree as ET
from base64 import b64decode
from fnmatch import fnmatch
from functools import cache
from html.parser import HTMLParser
from itertools import permutations

import pytest

from sim.addresses import IPv4Address, Prefix
from sim.exam import paper as papers
from sim.exam.evidence import briefly
from sim.exam.figures.svg import width_of
from sim.exam.figures.topology import topology
from sim.exam.formats import anki, gift, html, markdown, moodle, objects
from sim.exam.formats.wildcards import ordered, patterns
from sim.exam.making import Maker
from sim.exam.question import Kind, Source, letter
from sim.exam.run import Runs
from sim.exam.sheet import Sheet, heading, sheets

_TOPICS = ("arp", "switching/ports-out", "addressing", "routing", "ip/fragment-row", "tcp", "dhcp/order")


@cache
def _paper() -> tuple[papers.Paper, Maker]:
    maker = Maker(Runs(most=100))  # one run for both languages
    return papers.make(papers.Wish(24, 3, "A", _TOPICS), maker), maker


@cache
def made(language: str = "en") -> tuple[papers.Paper, tuple[Sheet, ...], str]:
    paper, maker = _paper()
    return paper, tuple(sheets(paper, maker, language)), heading(paper, language)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_paper_has_questions_of_each_kind_that_formats_differ_in(language: str) -> None:
    _, found, _ = made(language)
    kinds = {sheet.question.kind for sheet in found}
    assert {Kind.ONE, Kind.SEVERAL, Kind.NUMBER, Kind.ADDRESS, Kind.ROW, Kind.ORDER, Kind.DEVICE} <= kinds


def test_markdown_keeps_the_answers_out_of_the_questions() -> None:
    _, found, head = made()
    text = "\n".join(markdown.questions(found, head))
    key = "\n".join(markdown.key(found, head))
    for sheet in found:
        assert f"## {sheet.number}. {markdown.escaped(sheet.text)}" in text
        for where, why in briefly(sheet.evidence):
            assert f"- Proof: {markdown.escaped(where)}" in key
            assert markdown.escaped(why) in key
            assert markdown.escaped(where) not in text
        for each in sheet.evidence:
            assert markdown.escaped(each.sentence) not in text
        for choice in sheet.choices:
            assert not choice.correction or markdown.escaped(choice.correction) not in text


class _Tags(HTMLParser):
    """Checks that every element that is opened is closed, in order."""

    EMPTY = frozenset({"meta", "br", "img", "path", "line", "rect"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.articles = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.articles += tag == "article"
        if tag not in self.EMPTY:
            self.open.append(tag)
        assert tag != "script"
        assert not any(name in ("src", "href") for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.EMPTY:
            assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["en", "zh"])
def test_html_is_one_well_formed_file_that_loads_nothing(language: str) -> None:
    _, found, head = made(language)
    for lines in (html.questions(found, head, language), html.key(found, head, language)):
        parser = _Tags()
        parser.feed("\n".join(lines))
        assert parser.open == []
        assert parser.articles == len(found)


def test_figures_are_well_formed_svg_with_words() -> None:
    _, found, _ = made()
    figures = [figure for sheet in found for figure in sheet.figures]
    assert figures
    for figure in figures:
        root = ET.fromstring(figure.svg)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert root.get("aria-label")
        assert figure.lines


_GIFT = re.compile(
    r"::(?P<title>(?:\\.|[^\\:])+)::(?P<text>(?:\\.|[^\\{}=~#])*)\{\n(?P<answers>(?:\\.|[^\\{}])*)\}", re.DOTALL
)
# A share as Moodle's import knows it (question/format/gift/format.php): 100.00000 would be a part of the text.
_ANSWER = re.compile(
    r"(?P<mark>[=~])(?P<share>%-*[0-9]{1,2}\.?[0-9]*%)?(?P<text>(?!%)(?:\\.|[^\\=~#{}])*)(?:#(?P<feedback>(?:\\.|[^\\=~#{}])*))?\s*\Z"
)


@pytest.mark.parametrize("name", ["routing/equal-paths", "nat/carrier-grade-nat", "dns/from-the-root-down"])
def test_no_name_of_a_port_stands_on_a_device_or_on_an_address(name: str) -> None:
    run = Maker().run_of(Source(name))
    drawn = topology(run, len(run.trace))
    taken = [
        (x, y, x + wide, y + high)
        for x, y, wide, high in _numbers(r'<rect x="([-.\d]+)" y="([-.\d]+)" width="([.\d]+)" height="([.\d]+)"', drawn)
    ]
    texts = re.findall(r'<text x="([-.\d]+)" y="([-.\d]+)" text-anchor="middle" font-size="(\d+)">([^<]*)<', drawn)
    areas = {
        size: [
            (float(x) - width_of(text, size) / 2, float(y) - size, float(x) + width_of(text, size) / 2, float(y))
            for x, y, height, text in texts
            if int(height) == size
        ]
        for size in (10, 11)
    }
    assert len(areas[10]) == 2 * len(run.names.links)
    for left, top, right, bottom in areas[10]:
        for others in (*taken, *areas[11]):
            assert right <= others[0] or others[2] <= left or bottom <= others[1] or others[3] <= top


def _numbers(pattern: str, text: str) -> list[tuple[float, ...]]:
    return [tuple(map(float, found)) for found in re.findall(pattern, text)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_gift_follows_its_documented_grammar(language: str) -> None:
    """docs.moodle.org, "GIFT format": titles, escapes, = right, ~ wrong, ~%n% shares, # feedback, #= numbers."""
    _, found, head = made(language)
    text = "\n".join(gift.questions(found, head, language))
    blocks = [block for block in text.split("\n\n") if block.strip() and not block.startswith("//")]
    wanted = sum(1 if sheet.choices else len(sheet.gaps) for sheet in found)
    assert len(blocks) == wanted
    for block in blocks:
        match = _GIFT.fullmatch(block.strip())
        assert match, block
        assert match["text"].startswith("[plain]")
        answers = match["answers"].strip()
        if answers.startswith("#"):
            assert re.fullmatch(r"#=-?[\d.]+:[\d.e-]+", answers), answers
            continue
        lines = [_ANSWER.match(line) for line in answers.split("\n")]
        assert all(lines), answers
        shares = [float(each["share"].strip("%")) for each in lines if each and each["share"]]
        if any(each["mark"] == "~" for each in lines if each) and shares:
            assert sum(share for share in shares if share > 0) == pytest.approx(100, abs=0.01)
        else:
            full = sum(each["mark"] == "=" and not each["share"] for each in lines if each)
            assert full >= 1 if shares else full == 1  # several, where any address of a network is right


_SHARES = {
    0,
    5,
    10,
    11.11111,
    12.5,
    14.28571,
    16.66667,
    20,
    25,
    30,
    33.33333,
    40,
    50,
    60,
    66.66667,
    70,
    75,
    80,
    90,
    100,
}
"""What Moodle's import takes: "Error if grade not listed" is its default (question/format.php, match_grade_options)."""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_moodle_xml_has_the_documented_structure(language: str) -> None:
    """docs.moodle.org, "Moodle XML format"."""
    _, found, head = made(language)
    root = ET.fromstring(moodle.questions(found, head, language))
    assert root.tag == "quiz"
    category, *questions = root.findall("question")
    assert category.get("type") == "category"
    assert category.findtext("category/text", "").startswith("$course$/")
    assert len(questions) == len(found)
    for question, sheet in zip(questions, found, strict=True):
        kind = question.get("type")
        assert kind in ("multichoice", "shortanswer", "numerical", "cloze")
        assert question.findtext("name/text")
        text = question.findtext("questiontext/text") or ""
        names = {file.get("name") for file in question.findall("questiontext/file")}
        assert names == set(re.findall(r"@@PLUGINFILE@@/([\w.-]+)", text))
        for file in question.findall("questiontext/file"):
            ET.fromstring(b64decode(file.text or ""))
        shares = [float(answer.get("fraction", "")) for answer in question.findall("answer")]
        assert {abs(share) for share in shares} <= _SHARES
        if kind == "multichoice":
            single = question.findtext("single")
            assert single == ("false" if sheet.question.kind is Kind.SEVERAL else "true")
            assert sum(share for share in shares if share > 0) == pytest.approx(100, abs=0.01)
            assert len(shares) == len(sheet.choices)
        elif kind == "cloze":
            assert len(re.findall(r"\{1:(?:NUMERICAL|SHORTANSWER):=", text)) == len(sheet.gaps)
        else:
            first = next(share for share in shares if share or sheet.question.blanks[0].within is None)
            assert first == 100
            if kind == "numerical":
                assert all(answer.findtext("tolerance") is not None for answer in question.findall("answer"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_anki_text_follows_its_documented_headers(language: str) -> None:
    """docs.ankiweb.net, "Text Files": ``#key:value`` lines first, then fields between tabs, quoted as CSV."""
    _, found, head = made(language)
    lines = list(anki.questions(found, head, language))
    headers = dict(line[1:].split(":", 1) for line in lines if line.startswith("#"))
    assert headers["separator"] == "tab"
    assert headers["html"] == "true"
    assert headers["guid column"] == "1"
    assert headers["tags column"] == "4"
    assert headers["columns"].split("\t") == ["GUID", "Front", "Back", "Tags"]
    notes = list(csv.reader([line for line in lines if not line.startswith("#")], delimiter="\t", strict=True))
    assert [len(note) for note in notes] == [4] * len(found)
    for note, sheet in zip(notes, found, strict=True):
        assert ('<ol type="A">' in note[1]) == bool(sheet.choices)  # the answer names letters
    assert len({note[0] for note in notes}) == len(found)


def test_anki_identifies_a_question_in_every_language_alike() -> None:
    guids = [[anki.guid(sheet) for sheet in made(language)[1]] for language in ("en", "zh")]
    assert guids[0] == guids[1]


def test_json_of_the_questions_has_no_answers() -> None:
    paper, found, _ = made()
    questions = objects.paper_object(paper, found)
    key = objects.key_object(paper, found)
    assert json.loads(json.dumps(questions)) == questions
    assert [each["number"] for each in questions["questions"]] == [each["number"] for each in key["answers"]]
    assert not {"answer", "right", "proof"} & {name for each in questions["questions"] for name in each}
    assert all(each["proof"] and each["answer"] for each in key["answers"])


def test_key_names_the_blank_that_a_wrong_value_is_for() -> None:
    """Both times of a lease may be taken for the whole lease: RFC 2131 4.4.5, T1 is half of it, T2 seven eighths."""
    maker = Maker()
    paper = papers.make(papers.Wish(1, 11, "A", ("dhcp/timers",)), maker)
    found = tuple(sheets(paper, maker))
    (answer,) = objects.key_object(paper, found)["answers"]
    named = {value.partition(" ")[0] for value in answer["wrong"]}
    assert named == {"T1", "T2"}
    wrong = sum(len(gap.wrong) for gap in found[0].gaps)
    assert len(answer["wrong"]) == wrong
    for text in ("\n".join(html.key(found, "")), "\n".join(markdown.key(found, ""))):
        assert text.count("Why not T1") + text.count("Why not T2") == wrong


@pytest.mark.parametrize(
    "text", ["10.0.0.0/8", "10.128.0.0/11", "172.16.0.0/16", "172.16.32.0/20", "10.1.2.0/24", "10.1.2.32/28"]
)
def test_patterns_fit_every_address_of_a_network_once_and_none_beside_it(text: str) -> None:
    network = Prefix.parse(text)
    found = list(patterns(network))
    assert len(found) <= 128
    step = max(1, (network.broadcast - network.network) // 999)
    for address in (*range(network.network, network.broadcast + 1, step), network.broadcast):
        assert sum(fnmatch(str(IPv4Address(address)), each) for each in found) == 1
    for address in (network.network - 1, network.broadcast + 1):
        assert not any(fnmatch(str(IPv4Address(address)), each) for each in found)


def test_any_free_address_is_right_in_moodle_and_no_other() -> None:
    """Moodle takes the first answer that fits."""
    maker = Maker()
    paper = papers.make(papers.Wish(1, 3, topics=("addressing/usable-address",)), maker)
    (asked,) = sheets(paper, maker)
    blank = asked.question.blanks[0]
    assert blank.within is not None
    lines = [line for line in gift.questions([asked], "") if line.startswith("=")]
    graded = [re.fullmatch(r"=(%0%)?([^#]+)(#.*)?", line) for line in lines]
    answers = [(found[2], not found[1]) for found in graded if found]
    assert len(answers) == len(lines)
    for address in range(blank.within.network, blank.within.network + 300):
        value = IPv4Address(address)
        right = next((is_right for pattern, is_right in answers if fnmatch(str(value), pattern)), False)
        assert right == (value in blank.within and value not in blank.without)


def test_letters_of_an_order_may_be_written_with_anything_between_them() -> None:
    _, found, _ = made()
    sheet = next(each for each in found if each.question.kind is Kind.ORDER)
    wanted = ordered(sheet.question)
    letters = [letter(place) for place in sheet.question.right]
    for between in ("", " ", ", ", " > "):
        fitting = [each for each in permutations(letters) if fnmatch(between.join(each), wanted)]
        assert fitting == [tuple(letters)]
