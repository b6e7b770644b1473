"""``hopscope why-not``: why something that was expected did not come."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from typing import Any

from sim.branches.prevented import Answer, Place
from sim.branches.why_not import read_expectation, why_not
from sim.scenario.library import name_of
from sim.scenario.plan import Expectation
from sim.session import Session
from sim.words import TextError
from tui.cli.carry_out import carry_out
from tui.cli.opening import open_session
from tui.cli.outcome import FAILED, INTERRUPTED, OK, refused
from tui.cli.progress import Progress
from tui.cli.slices import bounds_of, slices
from tui.cli.stream import Interrupt, say
from tui.model.text.ink import cells
from tui.output.answer import answer_lines, came_lines, verdict_lines
from tui.output.jsonl import JsonLines
from tui.output.paint import Paint, painter
from tui.output.text import chain_lines


def execute(arguments: Namespace) -> int:
    session = open_session(arguments.name, arguments.seed, arguments.edits)
    wanted = None if arguments.sentence is None else _read(arguments.sentence, session)
    return carry_out(session, arguments, lambda session: _tell(session, wanted, arguments))


def _read(sentence: str, session: Session) -> Expectation:
    try:
        return read_expectation(session.scenario, sentence)
    except TextError as error:
        raise refused(sentence, error) from None


def _tell(session: Session, wanted: Expectation | None, arguments: Namespace) -> int:
    with Interrupt() as interrupt, Progress(arguments.name) as progress:
        for _ in slices(session, bounds_of(session), interrupt, progress):
            pass
        if interrupt.asked:
            return INTERRUPTED
    asked = [wanted] if wanted is not None else [each.expectation for each in session.check() if not each.ok]
    answers = [(expected, why_not(session, expected)) for expected in asked]
    if arguments.json:
        say(json.dumps([_as_json(session, *each) for each in answers], ensure_ascii=False, indent=2))
    else:
        paint = painter(sys.stdout)
        for line in _lines(session, answers, paint, arguments.language):
            say(line)
    return OK if all(answer.happened is not None for _, answer in answers) else FAILED


def _lines(
    session: Session, answers: Iterable[tuple[Expectation, Answer]], paint: Paint, language: str
) -> Iterator[str]:
    answers = list(answers)
    if not answers:
        yield "all that the scenario expects comes true; name a sentence to ask about"
    for number, (expected, answer) in enumerate(answers):
        if number:
            yield ""
        yield from _answer(session, expected, answer, paint, language)


def _answer(session: Session, expected: Expectation, answer: Answer, paint: Paint, language: str) -> Iterator[str]:
    if answer.happened is not None:
        yield f"{paint('title', expected.text)}: it happens, in record {answer.happened}"
        yield from chain_lines(session.trace, session.scenario.names.links, [answer.happened], language)
        return
    yield f"{paint('title', expected.text)}: it does not happen"
    yield from came_lines(session, answer, language)
    yield from answer_lines(session, answer, language)
    yield from verdict_lines(session, answer, language)
    if answer.place is not None and answer.place.line:
        yield from _place(session, answer.place)


def _place(session: Session, place: Place) -> Iterator[str]:
    """A place of the scenario, and its line there: with edits, no file may have it."""
    scenario = session.scenario
    yield f"{name_of(scenario.path)}:{place.line}:{place.column}: {'.'.join(map(str, place.path))}"
    text = scenario.text.splitlines()[place.line - 1]
    yield f"    {text}"
    yield f"    {' ' * cells(text[: place.column - 1])}^"


def _as_json(session: Session, expected: Expectation, answer: Answer) -> dict[str, Any]:
    lines = JsonLines(session.trace)
    place = answer.place
    return {
        "expected": expected.text,
        "happened": answer.happened,
        "chains": [[json.loads(line) for n in chain for line in lines.lines(n, n + 1)] for chain in answer.chains],
        "nobody": answer.nobody or None,
        "came": list(answer.came),
        "untimely": list(answer.untimely),
        "lost": list(answer.lost),
        "others": list(answer.others),
        "aside": answer.aside or None,
        "failed": None if answer.failed is None else answer.failed._asdict(),
        "place": None
        if place is None
        else {
            "path": list(place.path),
            "file": name_of(session.scenario.path),
            "line": place.line,
            "column": place.column,
        },
    }
