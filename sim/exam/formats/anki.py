"""Papers as notes for Anki's text import, as https://docs.ankiweb.net/importing/text-files.html describes it.

The identifier of a note follows from the question: importing the next edition of a paper changes the notes that are
there, and keeps their scheduling.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape

from sim.exam.formats import html
from sim.exam.sheet import Sheet, solution

_COLUMNS = ("GUID", "Front", "Back", "Tags")


def questions(sheets: Iterable[Sheet], name: str, language: str = "en") -> Iterator[str]:
    """The notes, as lines: the question on the front, the answer with its proof on the back."""
    yield "#separator:tab"
    yield "#html:true"
    yield "#notetype:Basic"
    yield f"#deck:hopscope::{_cell(name)}"
    yield "#guid column:1"
    yield "#tags column:4"
    yield f"#columns:{chr(9).join(_COLUMNS)}"
    for sheet in sheets:
        front = [f"<p>{escape(sheet.text)}</p>", *html.shown(sheet)]
        back = [f"<p><b>{escape(solution(sheet))}</b></p>", *html.explained(sheet, language)]
        tags = f"hopscope::{sheet.question.topic} hopscope::{sheet.question.level}"
        yield "\t".join((guid(sheet), _quoted("".join(front)), _quoted("".join(back)), tags))


def guid(sheet: Sheet) -> str:
    """The note's identifier: of the question, whichever language and place it has."""
    question = sheet.question
    marks = (question.name, question.source.text, *(str(option.value) for option in question.options))
    return sha256("\x1f".join(marks).encode()).hexdigest()[:16]


def _cell(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    """A field in quotes, which may have line ends, tabs and quotes in it."""
    return '"' + text.replace('"', '""') + '"'
