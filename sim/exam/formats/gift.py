"""Papers in Moodle's GIFT format, as https://docs.moodle.org/en/GIFT_format describes it.

All texts are ``[plain]``, so that a program or a page in them is shown and not taken for HTML.
GIFT has no figures: what they show is told in words. An order is asked for as a short answer of letters, and the
blanks of a row as one question with several numbered short answers are not possible: each is a question of its own.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from sim.exam.formats.wildcards import ordered, patterns
from sim.exam.question import Form, Kind
from sim.exam.sheet import Gap, Sheet

_SPECIAL = re.compile(r"([~=#{}:\\])")


def questions(sheets: Iterable[Sheet], heading: str, language: str = "en") -> Iterator[str]:
    """The questions with their answers, as lines; an empty line ends each."""
    yield f"// {heading}"
    yield ""
    for sheet in sheets:
        for title, text, answer in _parts(sheet):
            yield f"::{escaped(title)}::[plain]{escaped(text)} {{"
            yield from answer
            yield "}"
            yield ""


def escaped(text: str) -> str:
    """A text whose signs mean nothing in GIFT; lines end in ``\\n``, as the format writes them."""
    return _SPECIAL.sub(r"\\\1", text).replace("\n", "\\n")


def _parts(sheet: Sheet) -> Iterator[tuple[str, str, list[str]]]:
    """Title, text and answer of each question of GIFT that the question becomes."""
    title = f"{sheet.number} {sheet.question.template}"
    lines = [sheet.text, *(line for figure in sheet.figures for line in figure.lines), *sheet.given]
    kind = sheet.question.kind
    if kind is Kind.ORDER:
        options = [f"{choice.letter}. {choice.text}" for choice in sheet.choices]
        yield title, "\n".join([*lines, sheet.how, *options]), [f"={ordered(sheet.question)}"]
    elif sheet.choices:
        yield title, "\n".join(lines), list(_choices(sheet))
    else:
        for number, gap in enumerate(sheet.gaps):
            several = len(sheet.gaps) > 1
            text = "\n".join([*lines, f"{gap.label} ({gap.unit})".lstrip() if gap.unit else gap.label])
            yield f"{title}.{number + 1}" if several else title, text.strip(), list(_gap(sheet, number, gap))


def _choices(sheet: Sheet) -> Iterator[str]:
    right = [choice for choice in sheet.choices if choice.is_right]
    for choice in sheet.choices:
        feedback = f"#{escaped(choice.correction)}" if choice.correction else ""
        if sheet.question.kind is not Kind.SEVERAL:
            yield f"{'=' if choice.is_right else '~'}{escaped(choice.text)}{feedback}"
        else:
            share = 100 / len(right) if choice.is_right else -100 / max(len(sheet.choices) - len(right), 1)
            # Moodle knows 100 and 33.33333, and takes 100.00000 for a part of the text
            yield f"~%{f'{share:.5f}'.rstrip('0').rstrip('.')}%{escaped(choice.text)}{feedback}"


def _gap(sheet: Sheet, number: int, gap: Gap) -> Iterator[str]:
    blank = sheet.question.blanks[number]
    if blank.form in (Form.NUMBER, Form.DECIMAL):
        yield f"#={_decimal(blank.truth)}:{_decimal(blank.tolerance)}"
        return
    if blank.within is None:
        yield f"={escaped(str(blank.truth))}"
        return
    yield from (f"=%0%{value}#{escaped(gap.answer)}" for value in sorted(blank.without))
    yield from (f"={pattern}" for pattern in patterns(blank.within))


def _decimal(number: object) -> str:
    """A number without an exponent, which not every reader of GIFT knows."""
    return f"{Decimal(str(number)).quantize(Decimal('1e-9')).normalize():f}"
