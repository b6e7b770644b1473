"""What holds of every question, whatever its template, and what many questions of one template must not show."""

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import pairwise
from typing import Any, cast

import tests.exam.oracles
from sim.exam import catalogue
from sim.exam.chance import Chance
from sim.exam.making import Maker, made
from sim.exam.marking import Answer, mark
from sim.exam.question import Blank, Form, HintKind, Kind, Option, Question
from sim.exam.run import Run
from sim.exam.sheet import Sheet, sheet
from sim.exam.template import AmbiguousError, Template
from sim.languages import LANGUAGES
from sim.trace.records import Change
from sim.trace.records import Kind as RecordKind
from tests.exam.claims import check_claims
from tests.exam.octets import Wire
from tests.exam.oracles import ORACLES, Holds
from tests.exam.proving import check_proof

for module in pkgutil.iter_modules(tests.exam.oracles.__path__):
    importlib.import_module(f"tests.exam.oracles.{module.name}")

_CHINESE = re.compile(r"[一-鿿]")
_UNSPOKEN = re.compile(
    r"[\[(]\d+, \d|(?<![\w.,:/-])1 (?:[a-z]+ )?(?:bit|connection|datagram|domain|fragment|link|mapping|octet|packet)s\b"
    r"|(?<![\w.,:/-])1 (?:piece|router|segment|time)s\b|\b(?:[Tt]here|come) are 1\b"
    r"|[\d一-鿿] (?:毫秒|秒|分钟) [一-鿿]|[，。：；（）、] | [，。：；（）、]"
    r"|[一-鿿][0-9A-Za-z]|[0-9A-Za-z][一-鿿]"
)
"""What nobody would say: a list as Python has it, "1 routers", a blank behind a unit of time or beside a full stop,
no blank between Chinese and a number or a Latin word."""


_OF_ONE = re.compile(r"\b1 (?:\w+ )?\w+ (?:of|carries|takes|is|has)\b[^.]*\beach\b|\bone the other\b")
"""What is said of several, where there is one; and what is no English."""
_OTHER_WORD = re.compile(r"(?<![文字网阶片])段(?!链路|时间|数据)|[内外]侧")
"""What Chinese textbooks have other words for: a segment of TCP is 报文段, and NAT has 内部 and 外部 addresses."""
_UNSEEN = re.compile(r"line \d+ of the scenario|场景第 \d+ 行")
"""Nobody sees the text of a network that is made."""


def check(question: Question, maker: Maker) -> None:
    """Raises ``AssertionError`` where something does not hold of a question."""
    run = maker.run(question)
    check_about(question, run)
    _check_hints(question, run)
    for language in LANGUAGES:
        _check_printed(sheet(question, run, language), language)


def _check_printed(printed: Sheet, language: str) -> None:
    """The proof is told in words of its language that a learner understands who has no text of the scenario."""
    assert [each.n for each in printed.evidence] == sorted(each.n for each in printed.evidence)
    for each in printed.evidence:
        assert (language == "zh") == bool(_CHINESE.search(each.sentence)), each.sentence
        assert not _UNSPOKEN.search(each.sentence), each.sentence
        assert "  " not in each.sentence, each.sentence
        assert not (printed.question.source.text and _UNSEEN.search(each.sentence)), each.sentence


def check_about(question: Question, run: Run) -> None:
    """The same where the run of a question is at hand; not of its hints and its figures."""
    wire = run.kept("tests.exam", Wire)
    _second_way_decides(question, wire)
    check_claims(question, wire)
    check_proof(question, run)
    assert question.template in catalogue.IDS
    assert question.hints
    for language in LANGUAGES:
        for text in _texts(question, language):
            assert "{" not in text or "{" in str(question.facts), text
            assert (language == "zh") == bool(_CHINESE.search(text)), text
            assert not _UNSPOKEN.search(text), text
            assert not _OF_ONE.search(text), text
            assert not _OTHER_WORD.search(text), text
    _check_numbers(question)
    _check_options(question)
    _check_marks(question)


def _check_numbers(question: Question) -> None:
    """A number that is said to belong to the other direction stands in the question, or is one more than one there."""
    facts = list(question.facts.values())
    for blank in question.blanks:
        for slip in blank.slips:
            number = slip.correction.facts.get("number")
            assert number is None or number in facts or number - 1 in facts, slip.correction.text()


def _check_hints(question: Question, run: Run) -> None:
    """Hints come in steps, and none tells the answer: no table of a device that is asked for, no facts in a rule."""
    kinds = [hint.kind for hint in question.hints]
    assert kinds == sorted(kinds, key=list(HintKind).index)
    assert kinds[-1] is HintKind.RECORD
    hidden = {question.options[place].text.text() for place in question.right} - set(question.text.text().split())
    for hint in question.hints:
        facts = hint.text.facts
        if hint.kind is HintKind.TABLE:
            assert (facts["node"], facts["table"]) in run.kept("tests.exam.tables", _tables), hint.text.text()
            assert facts["node"] not in hidden
        else:
            told = facts if hint.kind is HintKind.RECORD else facts["rule"].facts
            assert told.keys() == ({"n"} if hint.kind is HintKind.RECORD else set()), hint.text.text()
            assert hint.text.text().endswith(".")


def _tables(run: Run) -> set[tuple[str, str]]:
    """The tables that a device of this run has rows in at some time, each with the device."""
    trace = run.trace
    return {
        (trace.spots[trace.spot[n]].node, cast(Change, trace.what[n]).table)
        for n in range(len(trace))
        if trace.kind[n] >= RecordKind.ROW_ADDED
    }


def about(run: Run, templates: Iterable[Template], most: int) -> Iterator[Question]:
    """Questions of templates about a run, each of at most so many moments that chance draws.

    No seed leads to these: so teachers' scenarios are asked about.
    """
    chance = Chance("about", run.source.name, run.source.text)
    for template in templates:
        for moment in chance.shuffled(list(template.moments(run)))[:most]:
            with suppress(AmbiguousError):
                yield made(template, run, moment, chance.derived(template.id, moment.n))


def _texts(question: Question, language: str) -> Iterator[str]:
    yield question.text.text(language)
    yield from (hint.text.text(language) for hint in question.hints)
    yield from (each.correction.text(language) for each in question.options if each.correction is not None)
    yield from (slip.correction.text(language) for blank in question.blanks for slip in blank.slips)
    if question.reason is not None:
        yield question.reason.text(language)


def _second_way_decides(question: Question, wire: Wire) -> None:
    """The oracle, which sees nothing that tells the answer, agrees with the key, and with no other key."""
    hidden = blind(question)
    holds = ORACLES[question.template](hidden, wire)
    agrees(question, hidden, holds)
    others = list(other_keys(question))
    assert others, question.text.text()
    for other in others:
        assert blind(other) == hidden
        try:
            agrees(other, hidden, holds)
        except AssertionError:
            continue
        raise AssertionError(f"a wrong key holds as well: {other.options or other.blanks}")


def other_keys(question: Question) -> Iterator[Question]:
    """The question with each key that is wrong by one option, or by one value."""
    options = question.options
    if question.kind is Kind.ORDER:
        for first, second in pairwise(question.right):
            swapped = list(options)
            swapped[first] = options[first]._replace(value=options[second].value)
            swapped[second] = options[second]._replace(value=options[first].value)
            yield question._replace(options=tuple(swapped))
        return
    for place, option in enumerate(options):
        if question.kind is Kind.SEVERAL:
            changed = option._replace(is_right=not option.is_right)
            yield question._replace(options=(*options[:place], changed, *options[place + 1 :]))
        elif not option.is_right:
            yield question._replace(
                options=tuple(each._replace(is_right=number == place) for number, each in enumerate(options))
            )
    for place, blank in enumerate(question.blanks):
        for value in (*(slip.value for slip in blank.slips), _beside(blank)):
            changed_blank = blank._replace(truth=value, slips=())
            yield question._replace(blanks=(*question.blanks[:place], changed_blank, *question.blanks[place + 1 :]))


def _beside(blank: Blank) -> Any:
    """A value that is nearly right."""
    truth = blank.truth
    if blank.within is not None:
        return blank.within.broadcast
    match blank.form:
        case Form.DECIMAL:
            return truth + 3 * blank.tolerance
        case Form.TEXT | Form.WORD:
            return f"{truth}?"
        case Form.PREFIX:
            return truth._replace(length=truth.length + (1 if truth.length < 32 else -1))
    return type(truth)(truth + 1)


def agrees(question: Question, hidden: Question, holds: Holds) -> None:
    """The truth is right and every wrong option is wrong, by the oracle."""
    if question.kind is Kind.ORDER:
        values = {option.text.text(): option.value for option in hidden.options}
        order = [values[question.options[place].text.text()] for place in question.right]
        assert holds(tuple(order))
        for place in range(1, len(order)):
            swapped = [*order[: place - 1], order[place], order[place - 1], *order[place + 1 :]]
            assert not holds(tuple(swapped)), (question.text.text(), swapped)
    else:
        for option in question.options:
            assert holds(option.value) == option.is_right, (question.text.text(), option)
    for place, blank in enumerate(question.blanks):
        _check_blank(question, blank, place, holds)


def blind(question: Question) -> Question:
    """What a learner is given, without the answer, its proof and what is said of wrong answers."""
    shown = list(question.options)
    if question.kind is not Kind.PACKET:  # whose options are in the order of time
        shown.sort(key=lambda option: option.text.text())
    if question.kind is Kind.ORDER:  # whose values are the places
        shown = [option._replace(value=number) for number, option in enumerate(shown)]
    return question._replace(
        options=tuple(Option(option.value, option.text) for option in shown),
        blanks=tuple(
            blank._replace(truth=None, slips=(), within=None, without=frozenset()) for blank in question.blanks
        ),
        proof=(),
        hints=(),
        reason=None,
        clause="",
    )


def _check_blank(question: Question, blank: Blank, place: int, holds: Holds) -> None:
    several = question.kind is Kind.ROW
    truth = (place, blank.truth) if several else blank.truth
    assert holds(truth), (question.text.text(), question.given, blank)
    for value in (*(slip.value for slip in blank.slips), *blank.without):
        assert not holds((place, value) if several else value), (question.text.text(), value)


def _check_options(question: Question) -> None:
    texts = [option.text.text() for option in question.options]
    assert len(set(texts)) == len(texts), texts
    assert len(texts) >= 3 or question.kind.is_typed, texts
    if question.kind is not Kind.ORDER:
        assert all(option.is_right or option.correction is not None for option in question.options), texts
    if question.kind is not Kind.ONE:
        return
    assert 3 <= len(texts) <= 5
    assert all(option.misconception is not None for option in question.options if not option.is_right), texts
    for language in LANGUAGES:
        truth, longest = _lengths(question, language)
        assert truth <= max(longest * 1.3, longest + 6), question.options


def _lengths(question: Question, language: str) -> tuple[int, int]:
    """How long the right option is, and the longest wrong one."""
    lengths = {option.is_right: 0 for option in question.options}
    for option in question.options:
        lengths[option.is_right] = max(lengths[option.is_right], len(option.text.text(language)))
    return lengths[True], lengths[False]


def _check_marks(question: Question) -> None:
    """The right answer gets all points, and a slip is known for the belief that it shows."""
    if not question.kind.is_typed:
        assert mark(question, Answer(question.right)).is_right
        for place, option in enumerate(question.options):
            if question.kind.is_choice and not option.is_right:
                marked = mark(question, Answer((place,)))
                assert not marked.is_right
                assert not marked.share
                assert marked.misconceptions == ((option.misconception,) if option.misconception is not None else ())
        return
    texts = tuple(_written(blank, blank.truth) for blank in question.blanks)
    assert mark(question, Answer(texts=texts)).is_right, texts
    for place, blank in enumerate(question.blanks):
        for slip in blank.slips:
            marked = mark(question, Answer(texts=(*texts[:place], _written(blank, slip.value), *texts[place + 1 :])))
            assert not marked.is_right
            assert marked.misconceptions == (slip.misconception,)


def _written(blank: Blank, value: Any) -> str:
    return repr(value) if blank.form is Form.DECIMAL else str(value)


_CRITICAL: Mapping[float, Mapping[int, float]] = {
    1e-3: {3: 13.82, 4: 16.27, 5: 18.47},
    1e-6: {3: 27.63, 4: 30.66, 5: 33.38},
}
"""What chi-square exceeds with a probability, by the number of options: one more than its degrees of freedom."""


class Tally:
    """What is counted over the questions of one template; tallies of parts can be added."""

    def __init__(self, counted: Mapping[str, int] | None = None) -> None:
        self._counted: Counter[str] = Counter(counted or {})

    def add(self, question: Question) -> None:
        counted = self._counted
        counted["questions"] += 1
        if question.kind is Kind.ONE:
            options = len(question.options)
            counted[f"place {question.right[0]} of {options}"] += 1
            for language in LANGUAGES:
                truth, longest = _lengths(question, language)
                counted[f"longest {language}"] += truth > longest
            counted["likest"] += _is_likest(question)
        if question.kind is Kind.PACKET:
            counted[f"packet {question.right[0] + 1} from the start"] += 1
            counted[f"packet {len(question.options) - question.right[0]} from the end"] += 1

    def merge(self, counted: Mapping[str, int]) -> None:
        self._counted.update(counted)

    @property
    def counted(self) -> Mapping[str, int]:
        """The counts by name, as JSON has them."""
        return self._counted

    def problems(self, probability: float = 1e-6) -> Iterator[str]:
        """What gives answers away: a place that is right too often, an answer that is always the longest or the likest.

        Packets stand in the order of time: of them, none is to be right nearly always, from the start or from the end.

        ``probability`` is that of a false alarm for each number of options: 1e-3 or 1e-6.
        """
        for options, critical in _CRITICAL[probability].items():
            places = [self._counted[f"place {place} of {options}"] for place in range(options)]
            expected = sum(places) / options
            statistic = sum((place - expected) ** 2 / expected for place in places) if expected >= 5 else 0
            if statistic > critical:
                yield f"the right one of {options} options is at its places {places} times"
        packets = [(name, count) for name, count in self._counted.items() if name.startswith("packet")]
        for name, count in packets:
            if self._counted["questions"] >= 20 and count > 0.8 * self._counted["questions"]:
                yield f"{name} is right {count} times of {self._counted['questions']}"
        asked = sum(count for name, count in self._counted.items() if name.startswith("place"))
        for language in LANGUAGES:
            longest = self._counted[f"longest {language}"]
            if asked >= 50 and longest > 0.9 * asked:
                yield f"the right option is the longest {longest} times of {asked} ({language})"
        likest = self._counted["likest"]
        if asked >= 50 and likest > 0.9 * asked:
            yield f"the right option is the one most like the others {likest} times of {asked}"


def _is_likest(question: Question) -> bool:
    """Whether the right option has more words in common with the others than any of them: then it gives itself away."""
    words = [set(option.text.text().split()) for option in question.options]
    shared = [sum(len(own & other) for other in words) - len(own) for own in words]
    best = [place for place, count in enumerate(shared) if count == max(shared)]
    return best == [question.right[0]]
