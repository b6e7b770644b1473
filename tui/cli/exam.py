"""``hopscope exam``: papers whose answers are computed by the simulator, checked and marked."""

import json
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from sim.exam import catalogue, own
from sim.exam.making import Maker
from sim.exam.question import Source
from sim.exam.run import Run, opened
from sim.exam.sheet import Sheet, sheet
from sim.scenario.problem import Severity
from sim.session import Session
from sim.words import TextError
from tui.cli import marking, paper
from tui.cli.carry_out import carry_out
from tui.cli.outcome import FAILED, OK, BadInputError
from tui.cli.stream import say, write_out


def execute(arguments: Namespace) -> int:
    return _DEEDS[arguments.deed](arguments)


def _lab(arguments: Namespace) -> int:
    from sim.exam.broken import generated  # noqa: PLC0415 - papers need none

    text = generated(arguments.seed, arguments.faults, arguments.language)
    if arguments.output:
        paper.write_file(Path(arguments.output), text, arguments.force)
    else:
        write_out(text)
    return OK


def _moments(count: int) -> str:
    return "moment" if count == 1 else "moments"


def _reasons(arguments: Namespace) -> int:
    """Tell how many moments each template throws away, and why."""
    try:
        wanted = catalogue.templates(arguments.topics)
    except TextError as error:
        raise BadInputError(str(error)) from None
    found = []
    for template in wanted:
        each = Maker().survey(template, arguments.count)
        found.append(each)
        if not arguments.json:
            thrown = sum(each.reasons.values())
            say(f"{each.template:<28} {each.made} of {each.seeds} made, {thrown} {_moments(thrown)} thrown away")
            for reason, count in each.reasons.items():
                say(f"  {count:>5}  {reason}")
    if arguments.json:
        say(json.dumps([each._asdict() for each in found], ensure_ascii=False, indent=2))
    return OK


def _check(arguments: Namespace) -> int:
    """Tell of each question of a teacher what the run answers, and what is wrong."""
    found = [_check_one(Source(name), arguments) for name in arguments.names]
    return next((status for status in found if status != OK), OK)


def _check_one(source: Source, arguments: Namespace) -> int:
    def tell_all(session: Session) -> int:
        session.run()
        run = Run(session, source)
        wrong = [problem for problem in own.problems(run) if problem.severity is Severity.ERROR]
        for number, question in enumerate(own.questions(run), 1):
            shown = sheet(question, run, arguments.language, number)
            say(f"{source.name}: {shown.text} {_answered(shown)}")
        for problem in wrong:
            say(str(problem))
        if not run.scenario.questions:
            say(f"{source.name}: there are no questions of its own in it")
        return FAILED if wrong else OK

    return carry_out(opened(source), arguments, tell_all)


def _answered(shown: Sheet) -> str:
    right = [choice.text for choice in shown.choices if choice.is_right]
    answer = right[0] if right else shown.answer
    if shown.question.is_claimed:
        return f"is answered by its author: {answer}; not proved by the run, add 'says: …' to have it checked"
    return f"= {answer}"


_DEEDS: Mapping[str, Callable[[Namespace], int]] = {
    "make": paper.make,
    "check": _check,
    "mark": marking.execute,
    "lab": _lab,
    "reasons": _reasons,
}
