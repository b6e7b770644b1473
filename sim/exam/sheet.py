"""A question, or a paper, in one language: all that is printed, before any format."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sim import explain
from sim.exam.blueprints import blueprint, missing_lines
from sim.exam.evidence import Evidence, briefly, evidence
from sim.exam.figures.header import header, header_lines
from sim.exam.figures.ladder import ladder, packet_lines
from sim.exam.figures.topology import network_lines, topology
from sim.exam.making import Maker
from sim.exam.paper import Paper
from sim.exam.question import Figure, FigureKind, Kind, Question, letter
from sim.exam.run import Run
from sim.languages import Wording, said

_HOW: Mapping[Kind, Wording] = {
    Kind.ONE: {"en": "Choose one.", "zh": "单选。"},
    Kind.SEVERAL: {"en": "Choose all that are right.", "zh": "多选：选出所有正确的。"},
    Kind.NUMBER: {"en": "Write a number.", "zh": "填一个数。"},
    Kind.ADDRESS: {"en": "Write the address.", "zh": "填写地址。"},
    Kind.TEXT: {"en": "Write the answer.", "zh": "填写答案。"},
    Kind.ROW: {"en": "Fill in.", "zh": "填空。"},
    Kind.ORDER: {"en": "Put in order, the first one first.", "zh": "按先后顺序排列。"},
    Kind.DEVICE: {"en": "Choose one in the network.", "zh": "在网络图中选择一个。"},
    Kind.PACKET: {"en": "Choose one packet.", "zh": "选择一个数据包。"},
}
TITLE: Wording = {"en": "Questions about networks", "zh": "网络试题"}
KEY_TITLE: Wording = {"en": "Answers and proofs", "zh": "答案与证明"}
ANSWER: Wording = {"en": "Answer: {answer}", "zh": "答案：{answer}"}
PROOF: Wording = {"en": "Proof: {where}", "zh": "证明：{where}"}
_WHY_NOT: Wording = {"en": "Why not {what}: {why}", "zh": "为什么不是 {what}：{why}"}
SUMMARY: Wording = {
    "en": "Variant {variant}, seed {seed}, {count} questions, about {minutes} minutes",
    "zh": "{variant} 卷，种子 {seed}，{count} 题，约 {minutes} 分钟",
}
SUMMARY_OF_ONE: Wording = {
    "en": "Variant {variant}, seed {seed}, one question",
    "zh": "{variant} 卷，种子 {seed}，1 题",
}
BY_DOMAIN: Wording = {"en": "{summary}. {exam}: {domains}.", "zh": "{summary}。{exam}：{domains}。"}
NAME: Wording = {"en": "Paper {seed}, variant {variant}", "zh": "试卷 {seed}，{variant} 卷"}
_AND_THEN: Wording = {"en": "{text} {sentence}", "zh": "{text}{sentence}"}
"""A text with one more sentence."""
_SHOWN_WITH: Wording = {
    "en": "What is shown with question {number} belongs to this one, too.",
    "zh": "第 {number} 题所示的内容同样用于本题。",
}
_CLAIMED: Wording = {
    "en": "This is the teacher's answer; the run does not prove it.",
    "zh": "这是教师给出的答案，没有经过运行证明。",
}
_WITHIN: Wording = {"en": "any address of {network} but {without}", "zh": "{network} 中除 {without} 以外的任何地址"}
_WITHIN_ALL: Wording = {"en": "any address of {network}", "zh": "{network} 中的任何地址"}


class Drawn(NamedTuple):
    """A figure as SVG, and in words."""

    kind: FigureKind
    svg: str
    lines: tuple[str, ...]


class Choice(NamedTuple):
    """An option as it is printed; ``correction`` says why it is wrong, "" for nothing."""

    letter: str
    text: str
    is_right: bool
    correction: str


class Gap(NamedTuple):
    """A blank as it is printed, and what is right in it; ``wrong`` are values by beliefs, with their corrections."""

    label: str
    unit: str
    answer: str
    wrong: tuple[tuple[str, str], ...]


class Sheet(NamedTuple):
    """A question as it is printed."""

    number: int
    question: Question
    text: str
    how: str
    given: tuple[str, ...]
    figures: tuple[Drawn, ...]
    choices: tuple[Choice, ...]
    gaps: tuple[Gap, ...]
    answer: str
    reason: str
    evidence: tuple[Evidence, ...]


def sheet(question: Question, run: Run, language: str = "en", number: int = 1) -> Sheet:
    """The question in a language."""
    choices = tuple(
        Choice(
            letter(place),
            option.text.text(language),
            option.is_right,
            "" if option.correction is None else option.correction.text(language),
        )
        for place, option in enumerate(question.options)
    )
    gaps = tuple(_gap(question, place, language) for place in range(len(question.blanks)))
    return Sheet(
        number,
        question,
        question.text.text(language),
        said(_HOW[question.kind], language),
        question.given,
        tuple(_drawn(run, question, figure, language) for figure in question.figures),
        choices,
        gaps,
        _answer(question, gaps),
        _reason(question, language),
        evidence(run, sorted(question.proof), language),
    )


def sheets(paper: Paper, maker: Maker, language: str = "en") -> Iterator[Sheet]:
    """The questions of a paper in a language, in order."""
    for number, question in enumerate(paper.questions, 1):
        yield sheet(question, maker.run(question), language, number)


def in_sequence(sheets: Iterable[Sheet], language: str = "en") -> Iterator[tuple[Sheet, str]]:
    """Each sheet of a paper that is read from the first to the last, with where its figures and given lines stand.

    That is "" where they stand with it: what several in sequence share is shown with the first of them.
    """
    first: Sheet | None = None
    for each in sheets:
        shown = each.figures, each.given
        if first is not None and any(shown) and shown == (first.figures, first.given):
            yield each, said(_SHOWN_WITH, language).format(number=first.number)
        else:
            first = each
            yield each, ""


def solution(sheet: Sheet) -> str:
    """The right answer; that of options with their texts."""
    return with_texts(sheet, sheet.question.right) if sheet.choices else sheet.answer


def with_texts(sheet: Sheet, places: Iterable[int]) -> str:
    """The options at these places: their letters and texts."""
    joint = " > " if sheet.question.kind is Kind.ORDER else ", "
    return joint.join(f"{sheet.choices[place].letter}. {sheet.choices[place].text}" for place in places)


def explained(sheet: Sheet, language: str = "en") -> Iterator[tuple[str, str]]:
    """The records that prove the answer, each with its reason or "", and why the others are wrong."""
    for where, why in briefly(sheet.evidence):
        yield said(PROOF, language).format(where=where), why
    wrong = [(choice.letter, choice.correction) for choice in sheet.choices if choice.correction]
    for what, why in (*wrong, *slips(sheet)):
        yield said(_WHY_NOT, language).format(what=what, why=why), ""


def slips(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """What learners may write who believe something wrong, with the corrections; of several blanks, each is named."""
    for gap in sheet.gaps:
        blank = f"{gap.label} = " if len(sheet.gaps) > 1 else ""
        yield from ((f"{blank}{value} {gap.unit}".rstrip(), correction) for value, correction in gap.wrong)


def paper_name(paper: Paper, language: str = "en") -> str:
    """What a paper is called in another program's list."""
    return said(NAME, language).format(seed=paper.wish.seed, variant=paper.wish.variant)


def heading(paper: Paper, language: str = "en") -> str:
    """What stands below the title of a paper; of one by the weights of an exam, also what of that no question asks."""
    minutes = -(-paper.seconds // 60)
    wish = paper.wish
    summary = said(SUMMARY if len(paper.questions) > 1 else SUMMARY_OF_ONE, language).format(
        variant=wish.variant, seed=wish.seed, count=len(paper.questions), minutes=minutes
    )
    if not wish.blueprint:
        return summary
    exam = blueprint(wish.blueprint)
    counts = Counter(question.domains.get(exam.id, "") for question in paper.questions)
    told = explain.words(language).comma.join(
        f"{said(title, language)} {counts[domain]}" for domain, title in exam.domains.items()
    )
    text = said(BY_DOMAIN, language).format(summary=summary, exam=said(exam.title, language), domains=told)
    for sentence in missing_lines(exam, language):
        text = said(_AND_THEN, language).format(text=text, sentence=sentence)
    return text


def _answer(question: Question, gaps: tuple[Gap, ...]) -> str:
    if question.kind.is_typed:
        return "; ".join(f"{gap.answer} {gap.unit}".strip() for gap in gaps)
    joint = " > " if question.kind is Kind.ORDER else ", "
    return joint.join(letter(place) for place in question.right)


def _reason(question: Question, language: str) -> str:
    """Why the answer is right, with the clause behind it; of one that nothing proves, that it is so."""
    text = "" if question.reason is None else question.reason.text(language)
    if question.is_claimed:
        claimed = said(_CLAIMED, language)
        text = said(_AND_THEN, language).format(text=claimed, sentence=text) if text else claimed
    return f"{text} [{question.clause}]".lstrip() if question.clause else text


def _gap(question: Question, place: int, language: str) -> Gap:
    blank = question.blanks[place]
    answer = _value(blank.truth)
    if blank.within is not None:
        without = explain.words(language).comma.join(map(str, sorted(blank.without)))
        answer = said(_WITHIN if without else _WITHIN_ALL, language).format(network=blank.within, without=without)
    return Gap(
        "" if blank.label is None else blank.label.text(language),
        "" if blank.unit is None else blank.unit.text(language),
        answer,
        tuple((_value(each.value), each.correction.text(language)) for each in blank.slips),
    )


def _value(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _drawn(run: Run, question: Question, figure: Figure, language: str) -> Drawn:
    match figure.kind:
        case FigureKind.TOPOLOGY:
            moment = question.moment + 1
            return Drawn(figure.kind, topology(run, moment, language), tuple(network_lines(run, moment, language)))
        case FigureKind.LADDER:
            lines = packet_lines(run, figure.first, figure.last)
            return Drawn(figure.kind, ladder(run, figure.first, figure.last, language), tuple(lines))
        case FigureKind.HEADER:
            return Drawn(figure.kind, header(run, figure.first, language), tuple(header_lines(run, figure.first)))
