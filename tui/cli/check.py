"""``hopscope check``: whether scenarios can be read, and come out as they expect.

Each file that is not bundled is checked in a process of its own, so that whatever one does, the others are checked.
"""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sim.explain import sentence
from sim.quantities import seconds
from sim.scenario import cache
from sim.scenario.expect import Outcome, unreached_notes
from sim.scenario.failed_programs import failed_programs
from sim.scenario.library import find, is_bundled, name_of
from sim.scenario.other_languages import SUFFIXES, others, translated_by
from sim.scenario.plan import Scenario, without_programs
from sim.scenario.problem import Problem, ScenarioError
from sim.scenario.troubles import busiest, loops, waiting
from sim.session import Session
from tui.cli.outcome import BAD_INPUT, FAILED, INTERRUPTED, OK, BadInputError
from tui.cli.progress import Progress
from tui.cli.slices import Ending, bounds_of, ending, slices
from tui.cli.stream import Interrupt, say, tell
from tui.output.answer import aside_line, came_lines, failed_line, verdict_lines
from tui.output.paint import Paint, painter

if TYPE_CHECKING:
    from tui.cli.trust import Trust

_PASSED, _FAILED, _BROKEN, _STOPPED = "ok", "FAIL", "ERROR", "stopped"
_VERDICTS = (_PASSED, _FAILED, _BROKEN, _STOPPED)
"""By their place, which is the exit status of a process that checks one scenario."""

Prepare = Callable[[Scenario], Scenario]
"""Makes a scenario ready to run, as somebody decided; raises ``BadInputError``."""


def execute(arguments: Namespace) -> int:
    is_alone = len(arguments.names) == 1
    found = [(given, _scenarios(given, is_alone)) for given in arguments.names]
    names = list(dict.fromkeys(name for _, scenarios in found for name in scenarios))
    for given, scenarios in found:
        if not scenarios:
            is_none = "has no scenario in it" if Path(given).is_dir() else "is no scenario"
            message = f"{given} {is_none}, which is a file that ends in .yaml"
            if not names:
                raise BadInputError(message)
            tell(f"hopscope: {message}")
    checked = _Checks(arguments)
    verdicts: list[str] = []
    with Interrupt() as interrupt:
        for name in names:
            verdict = checked.verdict(name, interrupt)
            if verdict == _STOPPED:
                tell(f"hopscope: interrupted at {name}, {len(verdicts)} of {len(names)} scenarios checked")
                return INTERRUPTED
            verdicts.append(verdict)
    failed, broken = verdicts.count(_FAILED), verdicts.count(_BROKEN)
    say(f"{_count(len(verdicts), 'scenario')}: {verdicts.count(_PASSED)} ok, {failed} failed, {broken} with errors")
    return BAD_INPUT if broken else FAILED if failed else OK


def _scenarios(given: str, is_alone: bool = True) -> list[str]:
    """The scenarios in a directory and those below, or what is named: of a translation, the scenario beside it.

    A file of another kind among others, as ``check scenarios/*`` names it, is none.
    """
    path = Path(given)
    if path.is_dir():
        return sorted(str(file) for file in path.rglob("*") if _is_scenario(file))
    if not is_alone and path.suffix and path.suffix not in SUFFIXES and path.is_file():
        return []
    translated = translated_by(path)
    return [given if translated is None or not translated.is_file() else str(translated)]


def _is_scenario(file: Path) -> bool:
    """Whether a file is to be checked by itself: a translation is checked with its scenario, if that is there."""
    translated = translated_by(file)
    return file.suffix in SUFFIXES and file.is_file() and not (translated is not None and translated.is_file())


class _Checks:
    """The checks of one command."""

    def __init__(self, arguments: Namespace) -> None:
        self._arguments = arguments
        self._paint = painter(sys.stdout)

    def verdict(self, name: str, interrupt: Interrupt) -> str:
        try:
            path = find(name)
        except ScenarioError as error:
            return _broken(name, error.problems, self._paint)
        if is_bundled(path):
            return _check(name, path, interrupt, self._paint)
        if not hasattr(os, "fork"):
            return _check(name, path, interrupt, self._paint, self._prepare)
        return self._apart(name, path, interrupt)

    @cached_property
    def _trust(self) -> "Trust":
        from tui.cli.trust import Trust  # noqa: PLC0415 - bundled scenarios need no trust

        return Trust(self._arguments)

    def _prepare(self, scenario: Scenario) -> Scenario:
        from tui.cli.trust import How, programs_of  # noqa: PLC0415

        return without_programs(scenario) if self._trust.how(programs_of(scenario)) is How.WITHOUT else scenario

    def _apart(self, name: str, path: Path, interrupt: Interrupt) -> str:
        """Check a scenario in a process of its own."""
        from tui.cli.apart import check_streams  # noqa: PLC0415
        from tui.cli.trust import How, Programs, programs_of  # noqa: PLC0415
        from tui.isolation import walls  # noqa: PLC0415
        from tui.isolation.apart import Parent, apart, mistake  # noqa: PLC0415
        from tui.isolation.report import Report  # noqa: PLC0415

        paint, own_files = self._paint, set[str]()

        def ask(question: list[str]) -> list[str]:
            """The parent's answer: how to run, or why not."""
            own_files.update(question[2:])
            try:
                return [self._trust.how(Programs(question[0], tuple(question[2:]), question[1]))]
            except BadInputError as error:
                return ["", str(error)]

        def work(report: Report) -> int:
            def prepare(scenario: Scenario) -> Scenario:
                programs = programs_of(scenario)
                if programs is None:
                    return scenario
                how, *reason = report.ask(programs.path, programs.digest, *programs.names)
                if reason:
                    raise BadInputError(reason[0])
                if how == How.ISOLATED:
                    walls.confine(scenario.folder)
                return without_programs(scenario) if how == How.WITHOUT else scenario

            try:
                with Interrupt() as own:
                    verdict = _check(name, path, own, paint, prepare)
            except Exception as error:  # a mistake of hopscope's own is one file's as well
                verdict = _broken(name, [f"this makes hopscope itself fail: {mistake(error)}"], paint)
            return _VERDICTS.index(verdict)

        with Progress(name) as progress:
            parent = Parent(ask, progress.update, lambda: interrupt.asked, own_files)
            ended = apart(work, check_streams(), parent)
        if ended.status is not None and ended.status < len(_VERDICTS):
            return _VERDICTS[ended.status]
        if interrupt.asked:
            return _STOPPED
        return _broken(name, [ended.why or "its check did not come to an end"], paint)


def _check(name: str, path: Path, interrupt: Interrupt, paint: Paint, prepare: Prepare = lambda same: same) -> str:
    try:
        scenario = cache.load(path)
        prepared = prepare(scenario)
    except ScenarioError as error:
        return _broken(name, error.problems, paint)
    except BadInputError as error:
        return _broken(name, [error], paint)
    session = Session(prepared)
    mistranslated = [problem for language in others() for problem in session.problems_in(language)]
    if mistranslated:
        return _broken(name, mistranslated, paint)
    bounds = bounds_of(session)
    with Progress(name) as progress:
        for _ in slices(session, bounds, interrupt, progress):
            pass
    end = ending(session, bounds)
    if end.end == "interrupted":
        return _STOPPED
    if prepared is not scenario:
        ran = f"{end.happened} records, {seconds(end.at)} s, without its programs, so nothing was expected"
        say(f"{paint('good', f'{_PASSED:<5}')} {name}  {ran}")
        return _PASSED
    return _compare(name, session, end, paint)


def _flaws_of_lab(scenario: Scenario) -> list[str]:
    """What is wrong with the lab of a scenario, if it is one, with its place; it is run again for this."""
    if scenario.lab is None:
        return []
    from sim.exam.lab import flaws  # noqa: PLC0415 - few scenarios are labs

    line, column = scenario.lab.place
    return [f"{line}:{column}: {flaw}" for flaw in flaws(scenario)]


def _compare(name: str, session: Session, end: Ending, paint: Paint) -> str:
    """Tell whether a finished run came out as expected, and whether a lab can be solved and is not solved yet."""
    outcomes = session.check()
    failures = [outcome for outcome in outcomes if not outcome.ok]
    flaws = _flaws_of_lab(session.scenario)
    contradicted = _contradicted(session)
    verdict = _FAILED if failures or flaws or contradicted else _PASSED
    ran = f"{_count(len(outcomes), 'expectation')}, {end.happened} records, {seconds(end.at)} s"
    stopped = f", stopped at the limit of records, {busiest(session.trace)}" if end.end == "records" else ""
    say(f"{paint('good' if verdict == _PASSED else 'bad', f'{verdict:<5}')} {name}  {ran}{stopped}")
    for warning in session.scenario.warnings:
        say(f"      {warning}")
    path = name_of(session.scenario.path)
    for moment in unreached_notes(session.scenario, session.trace):
        say(f"      {path}: warning: this moment never comes, so nobody will read its note: {moment}")
    for trouble in (*loops(session.trace), *waiting(session.trace, session.scenario.expect)):
        say(f"      {path}: warning: {trouble.told()}")
    for failure in failures:
        say(f"      {path}:{failure.line}:{failure.column}: expected: {failure.text}")
        say(f"          found: {failure.found}")
        for line in _why(session, failure):
            say(f"          {line}")
    for flaw in flaws:
        say(f"      {path}:{flaw}")
    for problem in contradicted:
        say(f"      {problem}")
    for program in failed_programs(session.trace) if failures or not outcomes else ():
        say(f"      {program.told()}")
    return verdict


def _why(session: Session, failure: Outcome) -> Iterator[str]:
    """What prevented something that was expected: the end of the chain, and the line to look at."""
    from sim.branches.why_not import why_not  # noqa: PLC0415 - only what fails is asked about

    answer = why_not(session, failure.expectation)
    yield from came_lines(session, answer)
    if answer.failed is not None:
        if answer.failed.told() not in failure.found:
            lead = aside_line(answer) if answer.aside else "because:"
            yield f"{lead} {failed_line(answer.failed)}"
    elif answer.aside:
        record = session.trace[answer.chains[0][-1]]
        where = f"at {seconds(record.at)} s on {record.node}"
        yield f"{aside_line(answer)} {where}: {sentence(record.why, what=record.what)}"
    elif answer.record is not None:
        record = session.trace[answer.record]
        yield f"because: at {seconds(record.at)} s on {record.node}: {sentence(record.why, what=record.what)}"
    else:
        lead = "" if answer.came else "because: "
        yield from (f"{lead}{line}" for line in verdict_lines(session, answer))
    if answer.place is not None and answer.place.line:
        place = answer.place
        yield f"see {name_of(session.scenario.path)}:{place.line}:{place.column}: {'.'.join(map(str, place.path))}"


def _contradicted(session: Session) -> list[Problem]:
    """What is wrong with the questions of a scenario, by its run."""
    if not session.scenario.questions:
        return []
    from sim.exam import own  # noqa: PLC0415 - few scenarios have questions
    from sim.exam.question import Source  # noqa: PLC0415
    from sim.exam.run import Run  # noqa: PLC0415

    return list(own.problems(Run(session, Source(session.scenario.path))))


def _broken(name: str, problems: Iterable[object], paint: Paint) -> str:
    say(f"{paint('bad', f'{_BROKEN:<5}')} {name}")
    for problem in problems:
        say(f"      {problem}")
    return _BROKEN


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
