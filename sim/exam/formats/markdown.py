"""Papers as Markdown (CommonMark): the questions, and apart from them the answers with their proofs."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from sim.exam.sheet import KEY_TITLE, TITLE, Sheet, explained, in_sequence
from sim.languages import said

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")

Place = Callable[[str, str], str]
"""Where a figure is put: given a name without ending and the SVG, the address that the text links to, or "" for no
place: then the figure is told in words."""


def in_words(name: str, svg: str) -> str:
    """No place for figures."""
    return ""


def questions(sheets: Iterable[Sheet], heading: str, language: str = "en", place: Place = in_words) -> Iterator[str]:
    """The questions, as lines."""
    yield from (f"# {said(TITLE, language)}", "", heading, "")
    for sheet, shown_with in in_sequence(sheets, language):
        yield from _question(sheet, place, shown_with)


def key(sheets: Iterable[Sheet], heading: str, language: str = "en") -> Iterator[str]:
    """The answers with their proofs, as lines."""
    yield from (f"# {said(KEY_TITLE, language)}", "", heading, "")
    for sheet in sheets:
        yield f"## {sheet.number}. {escaped(sheet.answer)}"
        yield ""
        if sheet.reason:
            yield from (escaped(sheet.reason), "")
        for told, why in explained(sheet, language):
            yield f"- {escaped(told)}"
            if why:
                yield f"  - {escaped(why)}"
        source = sheet.question.source
        yield f"- `{sheet.question.template}`{'' if source.text else f', {escaped(source.name)}'}"
        yield ""


def _question(sheet: Sheet, place: Place, shown_with: str) -> Iterator[str]:
    yield f"## {sheet.number}. {escaped(sheet.text)}"
    yield ""
    yield from (escaped(shown_with), "") if shown_with else _background(sheet, place)
    yield from (f"*{sheet.how}*", "")
    for choice in sheet.choices:
        if "\n" in choice.text:
            yield f"- {choice.letter}."
            yield from (f"  {line}" for line in fenced(choice.text.split("\n")))
        else:
            yield f"- {choice.letter}. {escaped(choice.text)}"
    for gap in sheet.gaps:
        yield f"- {escaped(gap.label)}{': ' if gap.label else ''}\\_\\_\\_\\_\\_\\_ {escaped(gap.unit)}".rstrip()
    yield ""


def _background(sheet: Sheet, place: Place) -> Iterator[str]:
    """The figures, and the lines that are given."""
    for number, figure in enumerate(sheet.figures):
        address = place(f"{sheet.number}-{number + 1}-{figure.kind}", figure.svg)
        if address:
            yield f"![{escaped('; '.join(figure.lines))}]({address})"
        else:
            yield from fenced(figure.lines)
        yield ""
    if sheet.given:
        yield from fenced(sheet.given)
        yield ""


def escaped(text: str) -> str:
    """A text whose signs mean nothing in Markdown."""
    return _SPECIAL.sub(r"\\\1", text)


def fenced(lines: Sequence[str]) -> Iterator[str]:
    """Lines as they are."""
    fence = "```"
    while any(line.lstrip().startswith(fence) for line in lines):
        fence += "`"
    yield from (fence, *lines, fence)
