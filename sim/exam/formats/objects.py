"""Papers as JSON: the questions without their answers, and apart from them the key, by which answers are marked."""

from collections.abc import Iterable
from typing import Any

from sim.exam.paper import Paper
from sim.exam.question import Question, Source
from sim.exam.sheet import Sheet, slips

FORMAT = 1


def paper_object(paper: Paper, sheets: Iterable[Sheet], language: str = "en") -> dict[str, Any]:
    """The paper: what it was made from, and its questions."""
    return {
        "hopscope exam": FORMAT,
        "made from": paper.wish.as_object(),
        "language": language,
        "questions": [_question_object(sheet) for sheet in sheets],
    }


def key_object(paper: Paper, sheets: Iterable[Sheet], language: str = "en") -> dict[str, Any]:
    """The answers, with what proves them and why the wrong ones are wrong."""
    return {
        "hopscope exam key": FORMAT,
        "made from": paper.wish.as_object(),
        "language": language,
        "answers": [
            {
                "number": sheet.number,
                "name": sheet.question.name,
                "answer": sheet.answer,
                "reason": sheet.reason,
                "proof": [each._asdict() for each in sheet.evidence],
                "wrong": {choice.letter: choice.correction for choice in sheet.choices if choice.correction}
                | dict(slips(sheet)),
                "source": source_object(sheet.question.source),
            }
            for sheet in sheets
        ],
    }


def source_object(source: Source) -> dict[str, Any]:
    """Where the run can be seen: a scenario's name, or the text of a scenario."""
    return {name: value for name, value in source._asdict().items() if value not in ("", None)}


def _question_object(sheet: Sheet) -> dict[str, Any]:
    question: Question = sheet.question
    found: dict[str, Any] = {
        "number": sheet.number,
        "template": question.template,
        "topic": question.topic,
        "level": question.level,
        "seconds": question.seconds,
        "domains": dict(question.domains),
        "kind": str(question.kind),
        "text": sheet.text,
    }
    if sheet.given:
        found["given"] = list(sheet.given)
    if sheet.figures:
        found["figures"] = [
            {"kind": str(each.kind), "svg": each.svg, "words": list(each.lines)} for each in sheet.figures
        ]
    if sheet.choices:
        found["options"] = {choice.letter: choice.text for choice in sheet.choices}
    if sheet.gaps:
        found["blanks"] = [{"label": gap.label, "unit": gap.unit} for gap in sheet.gaps]
    return found
