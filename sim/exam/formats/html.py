"""Papers as one HTML file each, ready to be printed: no script, nothing from elsewhere, figures as SVG within."""

from collections.abc import Iterable, Iterator
from html import escape

from sim.exam.question import Kind
from sim.exam.sheet import ANSWER, KEY_TITLE, TITLE, Drawn, Sheet, in_sequence
from sim.exam.sheet import explained as proofs_and_mistakes
from sim.languages import LANGUAGES, Wording, said

_STYLE = """\
body { font-family: "DejaVu Sans", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 2em auto; max-width: 46em;
  line-height: 1.4; }
article { break-inside: avoid; margin: 0 0 1.6em; }
h2 { font-size: 1em; margin: 0 0 .4em; }
pre { background: #f4f4f4; padding: .5em; overflow-x: auto; font-size: .85em; white-space: pre-wrap; }
figure { margin: .6em 0; }
svg { max-width: 100%; height: auto; }
ol { margin: .4em 0; list-style: upper-alpha; }
.how { color: #444; font-style: italic; margin: .3em 0; }
:lang(zh) .how { font-style: normal; } /* Chinese characters do not slant */
.blank { display: inline-block; border-bottom: 1px solid; min-width: 14em; line-height: 1.8; }
.who { display: flex; gap: .5em; align-items: baseline; }
.who .blank { flex: 1; min-width: 0; }
@page { margin: 18mm; @bottom-right { content: "HEADING · " counter(page) " / " counter(pages); font-size: 8pt; } }
@media print { body { margin: 0; max-width: none; font-size: 10.5pt; } }
"""

_CLOSED = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
"""The policy of a page in which nothing runs and nothing is loaded, whatever stands in it (W3C, CSP Level 3)."""
_BLANK = '<span class="blank">&nbsp;</span>'
_WHO: Wording = {
    "en": "Name: {blank} Class: {blank} Date: {blank} Points: {blank} / {points}",
    "zh": "姓名：{blank} 班级：{blank} 日期：{blank} 得分：{blank} / {points}",
}


def questions(sheets: Iterable[Sheet], heading: str, language: str = "en") -> Iterator[str]:
    """The questions, as lines."""
    found = tuple(sheets)
    yield from _head(said(TITLE, language), heading, language)
    yield f'<p class="who">{said(_WHO, language).format(blank=_BLANK, points=len(found))}</p>'
    for sheet, shown_with in in_sequence(found, language):
        yield "<article>"
        yield f"<h2>{sheet.number}. {escape(sheet.text)}</h2>"
        yield from (f"<p>{escape(shown_with)}</p>", *to_answer(sheet)) if shown_with else shown(sheet)
        yield "</article>"
    yield from ("</body>", "</html>")


def shown(sheet: Sheet, with_choices: bool = True) -> Iterator[str]:
    """What stands below the text of a question: figures, what is given, the options or the blanks."""
    for figure in sheet.figures:
        yield drawn(figure)
    if sheet.given:
        yield f"<pre>{escape(chr(10).join(sheet.given))}</pre>"
    if with_choices:
        yield from to_answer(sheet)


def to_answer(sheet: Sheet) -> Iterator[str]:
    """How the question is answered, and the options or the blanks."""
    yield f'<p class="how">{escape(sheet.how)}</p>'
    if sheet.choices:
        yield '<ol type="A">'  # also where this page's style does not reach, as in the notes of Anki
        yield from (f"<li>{choice(each.text)}</li>" for each in sheet.choices)
        yield "</ol>"
    for gap in sheet.gaps:
        label = f"{escape(gap.label)}: " if gap.label else ""
        yield f"<p>{label}{_BLANK} {escape(gap.unit)}</p>"
    if sheet.question.kind is Kind.ORDER:
        yield f"<p>{_BLANK}</p>"


def choice(text: str) -> str:
    """An option; one of several lines keeps them."""
    return f"<pre>{escape(text)}</pre>" if "\n" in text else escape(text)


def drawn(figure: Drawn) -> str:
    """A figure with its words for those who cannot see it."""
    return f"<figure>{figure.svg}</figure>"


def key(sheets: Iterable[Sheet], heading: str, language: str = "en") -> Iterator[str]:
    """The answers with their proofs, as lines."""
    yield from _head(said(KEY_TITLE, language), heading, language)
    for sheet in sheets:
        yield "<article>"
        yield f"<h2>{sheet.number}. {escape(said(ANSWER, language).format(answer=sheet.answer))}</h2>"
        yield f"<p>{escape(sheet.text)}</p>"
        yield from explained(sheet, language)
        yield "</article>"
    yield from ("</body>", "</html>")


def explained(sheet: Sheet, language: str) -> Iterator[str]:
    """Why the answer is right, with the records that prove it, and why the others are wrong."""
    if sheet.reason:
        yield f"<p>{escape(sheet.reason)}</p>"
    yield "<ul>"
    for told, why in proofs_and_mistakes(sheet, language):
        more = f"<br>{escape(why)}" if why else ""
        yield f"<li>{escape(told)}{more}</li>"
    yield "</ul>"


def is_closed(text: str) -> bool:
    """Whether a text begins as these pages do, by which a browser runs and loads nothing of what follows."""
    return any(text.startswith("".join(f"{line}\n" for line in _opening(language))) for language in LANGUAGES)


def _head(title: str, heading: str, language: str) -> Iterator[str]:
    yield from _opening(language)
    yield from (
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE.replace('HEADING', heading)}</style>",
        "</head>",
        "<body>",
        f"<h1>{escape(title)}</h1>",
        f"<p>{escape(heading)}</p>",
    )


def _opening(language: str) -> Iterator[str]:
    yield from (
        "<!DOCTYPE html>",
        f'<html lang="{"zh-Hans" if language == "zh" else escape(language)}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_CLOSED}">',
    )
