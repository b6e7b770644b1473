"""Questions, their outcome and a learner's progress as lines of text."""

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len

from sim.exam.blueprints import Blueprint, weights_here
from sim.exam.catalogue import IDS, beliefs, template, topic_title
from sim.exam.evidence import briefly
from sim.exam.marking import Marked
from sim.exam.practice.attempt import Attempt
from sim.exam.practice.memory import Memory
from sim.exam.practice.progress import Topic, forecast, shares
from sim.exam.practice.trainer import Trainer
from sim.exam.sheet import PROOF, Gap, Sheet
from sim.languages import said
from sim.quantities import spell_duration
from tui.practice import words
from tui.practice.clock import day

_BAR = 10
_MINUTE = 60_000
"""In ms."""
_SHORT = 40
"""Letters of an option that is told again with its letter."""
_HEIGHTS = "▁▂▃▄▅▆▇█"
_ASCII_HEIGHTS = "0123456789"


def question_lines(sheet: Sheet, language: str) -> Iterator[str]:
    """The question as on paper, without its number, and how several values are typed."""
    yield sheet.text
    for figure in sheet.figures:
        yield ""
        yield from figure.lines
    if sheet.given:
        yield ""
        yield from sheet.given
    yield ""
    for choice in sheet.choices:
        first, *more = choice.text.split("\n")
        yield f"  {choice.letter}. {first}"
        yield from (f"     {line}" for line in more)
    for gap in sheet.gaps:
        yield gap_line(gap)
    yield sheet.how
    if len(sheet.gaps) > 1:
        yield said(words.BETWEEN, language)


def gap_line(gap: Gap, is_filled: bool = False) -> str:
    """A value to be filled in, or the right one."""
    return f"  {gap.label}{': ' if gap.label else ''}{gap.answer if is_filled else '____'} {gap.unit}".rstrip()


def outcome_lines(sheet: Sheet, marked: Marked, language: str, *, is_missed: bool = False) -> Iterator[str]:
    """Right, wrong or not answered, why, which belief led astray, and the records that prove it, with their clauses."""
    if marked.is_right:
        yield said(words.RIGHT, language)
    else:
        outcome = words.MISSED if is_missed else words.PARTLY if marked.share else words.WRONG
        yield said(outcome, language).format(answer=_answer(sheet))
    yield from (correction.text(language) for correction in marked.corrections)
    for misconception in marked.misconceptions:
        yield said(words.BELIEF, language).format(belief=said(misconception.belief, language))
    if sheet.reason:
        yield sheet.reason
    for where, why in briefly(sheet.evidence):
        yield said(PROOF, language).format(where=where)
        if why:
            yield f"  {why}"


def why_nothing(trainer: Trainer, now: int, language: str) -> str:
    """Why nothing is asked any more."""
    only = trainer.goal.only
    if only == "mistakes":
        return said(words.NO_MISTAKES if not trainer.answered else words.MISTAKES_DONE, language)
    due = trainer.next_due()
    if only == "due" and due is not None:
        return said(words.NOTHING_DUE, language).format(span=spell_duration(max(due - now, 0) // _MINUTE * 60 * 10**9))
    return said(words.NOTHING, language)


def _answer(sheet: Sheet) -> str:
    """The right answer; where one short option is right, with its text."""
    texts = [choice.text for choice in sheet.choices if choice.is_right]
    if sheet.question.kind.is_choice and len(texts[0]) <= _SHORT:
        return f"{sheet.answer}: {texts[0]}"
    return sheet.answer


def progress_rows(topics: Sequence[Topic], language: str, ascii_only: bool) -> Iterator[tuple[str, ...]]:
    """A row of cells for each topic, the titles first."""
    yield tuple(said(words.COLUMNS[column], language) for column in words.COLUMNS)
    for topic in topics:
        right = f"{round(100 * topic.right / topic.attempts)} %" if topic.attempts else ""
        took = "" if topic.took is None else f"{topic.took / 1000:.0f} s"
        cells: Mapping[str, str] = {
            "topic": said(topic_title(topic.name), language),
            "strength": strength(topic.strength, ascii_only),
            "weeks": bars(topic.strengths, ascii_only),
            "seen": f"{topic.seen}/{topic.templates}",
            "right": right,
            "took": took,
            "expected": "" if topic.expected is None else f"{topic.expected / 1000:.0f} s",
            "due": str(topic.due or ""),
        }
        yield tuple(cells[column] for column in words.COLUMNS)


def strength(share: float, ascii_only: bool) -> str:
    """A strength as a bar and in percent."""
    return f"{bar(share, ascii_only)} {round(100 * share):3d} %"


def exam_rows(memory: Memory, now: int, blueprint: Blueprint, language: str, ascii_only: bool) -> list[tuple[str, ...]]:
    """A row of cells for each domain of an exam, the titles first.

    What the domain weighs in the exam and among what can be asked here, and how well it is known.
    """
    titles = (words.DOMAIN, words.WEIGHT, words.WEIGHT_HERE, words.TEMPLATES, words.COLUMNS["strength"])
    here = weights_here(blueprint)
    return [
        tuple(said(title, language) for title in titles),
        *(
            (
                said(blueprint.domains[each.domain], language),
                f"{each.weight} %",
                f"{here[each.domain]} %" if each.domain in here else "-",
                str(each.templates or "-"),
                strength(each.strength, ascii_only) if each.templates else "",
            )
            for each in shares(memory, now, blueprint)
        ),
    ]


def mistake_lines(attempt: Attempt, language: str) -> Iterator[str]:
    """A wrong answer as it is kept: the question, both answers, the beliefs that it showed."""
    known = attempt.template in IDS
    title = said(template(attempt.template).title, language) if known else attempt.template
    yield f"{day(attempt.at)}  {attempt.question or title}  ({attempt.template})"
    yield f"    {said(words.YOURS, language).format(answer=_one_line(attempt.yours or attempt.answer))}"
    if attempt.truth:
        yield f"    {said(words.TRUTH, language).format(answer=_one_line(attempt.truth))}"
    for name in attempt.misconceptions:
        belief = beliefs(attempt.topic).get(name)
        if belief is not None:
            told = said(belief.belief, language)
            yield f"    {said(words.BELIEF, language).format(belief=told)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def forecast_line(memory: Memory, now: int, language: str, ascii_only: bool) -> str:
    """How many cards become due on each of the next days, as bars and in numbers."""
    counts = forecast(memory, now)
    most = max(counts)
    # Digits for bars beside the numbers themselves would tell nothing.
    drawn = "" if ascii_only else bars([count / most if most else 0.0 for count in counts], ascii_only) + "  "
    first, *later = counts
    return said(words.FORECAST, language).format(bars=drawn, first=first, later=" ".join(map(str, later)))


def bar(share: float, ascii_only: bool) -> str:
    """A share from 0 to 1 as a bar."""
    full = round(share * _BAR)
    return ("#" if ascii_only else "█") * full + ("." if ascii_only else "░") * (_BAR - full)


def bars(shares: Sequence[float], ascii_only: bool) -> str:
    """Shares from 0 to 1, one after the other in time: a bar each that goes up; a dot for nothing."""
    heights, nothing = (_ASCII_HEIGHTS, "-") if ascii_only else (_HEIGHTS, "·")
    return "".join(heights[round(share * (len(heights) - 1))] if share > 0 else nothing for share in shares)


def in_columns(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Rows with their cells below each other."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (wide - cell_len(cell)) for cell, wide in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
