"""Questions, their outcome and a learner's progress as lines of text."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from sim.exam.marking import Marked
from sim.exam.practice.memory import Memory
from sim.exam.practice.progress import Topic, by_topic, forecast
from sim.exam.sheet import Gap, Sheet
from sim.feature import said
from tui.practice import words

_BAR = 10
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


def gap_line(gap: Gap) -> str:
    """A value to be filled in."""
    return f"  {gap.label}{': ' if gap.label else ''}____ {gap.unit}".rstrip()


def outcome_lines(sheet: Sheet, marked: Marked, language: str) -> Iterator[str]:
    """Right or wrong, why, which belief led astray, and the records that prove it, with their clauses."""
    if marked.is_right:
        yield said(words.RIGHT, language)
    else:
        outcome = words.PARTLY if marked.share else words.WRONG
        yield said(outcome, language).format(answer=_answer(sheet))
    yield from (correction.text(language) for correction in marked.corrections)
    for misconception in marked.misconceptions:
        yield said(words.BELIEF, language).format(belief=said(misconception.belief, language))
    if sheet.reason:
        yield sheet.reason
    for evidence in sheet.evidence:
        clause = f" [{evidence.clause}]" if evidence.clause else ""
        yield f"{said(words.PROOF, language)}: {evidence.place}: {evidence.sentence}{clause}"


def _answer(sheet: Sheet) -> str:
    """The right answer; where one short option is right, with its text."""
    texts = [choice.text for choice in sheet.choices if choice.is_right]
    if sheet.question.kind.is_choice and len(texts[0]) <= _SHORT:
        return f"{sheet.answer}: {texts[0]}"
    return sheet.answer


def progress_rows(memory: Memory, now: int, language: str, ascii_only: bool) -> Iterator[tuple[str, ...]]:
    """A row of cells for each topic, the titles first."""
    yield tuple(said(words.COLUMNS, language).split("|"))
    for topic in by_topic(memory, now):
        right = f"{round(100 * topic.right / topic.attempts)} %" if topic.attempts else ""
        took = "" if topic.took is None else f"{topic.took / 1000:.0f} s"
        yield (
            topic.name,
            f"{bar(topic.strength, ascii_only)} {round(100 * topic.strength):3d} %",
            f"{topic.seen}/{topic.templates}",
            right,
            took,
            str(topic.due or ""),
            _weeks(topic, ascii_only),
        )


def forecast_line(memory: Memory, now: int, language: str) -> str:
    """How many cards become due on each of the next days."""
    counts = " ".join(map(str, forecast(memory, now)))
    return said(words.FORECAST, language).format(counts=counts)


def bar(share: float, ascii_only: bool) -> str:
    """A share from 0 to 1 as a bar."""
    full = round(share * _BAR)
    return ("#" if ascii_only else "█") * full + ("." if ascii_only else "░") * (_BAR - full)


def _weeks(topic: Topic, ascii_only: bool) -> str:
    heights = _ASCII_HEIGHTS if ascii_only else _HEIGHTS
    nothing = "-" if ascii_only else "·"
    return "".join(nothing if share is None else heights[round(share * (len(heights) - 1))] for share in topic.weeks)


def in_columns(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Rows with their cells below each other."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (wide - cell_len(cell)) for cell, wide in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
