"""``hopscope check``: whether scenarios can be read, and come out as they expect."""

import sys
from argparse import Namespace
from pathlib import Path

from sim.quantities import seconds
from sim.scenario.expect import broken_programs, unreached_notes
from sim.scenario.problem import ScenarioError
from sim.session import Session
from tui.cli.outcome import BAD_INPUT, FAILED, INTERRUPTED, OK, BadInputError
from tui.cli.progress import Progress
from tui.cli.slices import bounds_of, ending, slices
from tui.cli.stream import Interrupt, say, tell
from tui.output.paint import Paint, painter

_SUFFIXES = (".yaml", ".yml")
_PASSED, _FAILED, _BROKEN, _STOPPED = "ok", "FAIL", "ERROR", "stopped"


def execute(arguments: Namespace) -> int:
    names = [name for given in arguments.names for name in _scenarios(given)]
    paint = painter(sys.stdout)
    verdicts: list[str] = []
    with Interrupt() as interrupt:
        for name in names:
            verdict = _check(name, interrupt, paint)
            if verdict == _STOPPED:
                tell(f"hopscope: interrupted at {name}, {len(verdicts)} of {len(names)} scenarios checked")
                return INTERRUPTED
            verdicts.append(verdict)
    failed, broken = verdicts.count(_FAILED), verdicts.count(_BROKEN)
    say(f"{_count(len(verdicts), 'scenario')}: {verdicts.count(_PASSED)} ok, {failed} failed, {broken} with errors")
    return BAD_INPUT if broken else FAILED if failed else OK


def _scenarios(given: str) -> list[str]:
    """The scenarios in a directory and those below, or what is named; an error where there are none."""
    path = Path(given)
    if not path.is_dir():
        return [given]
    found = sorted(str(file) for file in path.rglob("*") if file.suffix in _SUFFIXES and file.is_file())
    if not found:
        raise BadInputError(f"{given} has no scenario in it, which is a file that ends in .yaml")
    return found


def _check(name: str, interrupt: Interrupt, paint: Paint) -> str:
    try:
        session = Session.load(name)
    except ScenarioError as error:
        say(f"{paint('bad', f'{_BROKEN:<5}')} {name}")
        for problem in error.problems:
            say(f"      {problem}")
        return _BROKEN
    bounds = bounds_of(session)
    with Progress(name) as progress:
        for _ in slices(session, bounds, interrupt, progress):
            pass
    end = ending(session, bounds)
    if end.end == "interrupted":
        return _STOPPED
    outcomes = session.check()
    failures = [outcome for outcome in outcomes if not outcome.ok]
    verdict = _FAILED if failures else _PASSED
    ran = f"{_count(len(outcomes), 'expectation')}, {end.happened} records, {seconds(end.at)} s"
    stopped = ", stopped at the limit of records" if end.end == "records" else ""
    say(f"{paint('bad' if failures else 'good', f'{verdict:<5}')} {name}  {ran}{stopped}")
    for warning in session.scenario.warnings:
        say(f"      {warning}")
    for moment in unreached_notes(session.scenario, session.trace):
        path = session.scenario.path
        say(f"      {path}: warning: this moment never comes, so nobody will read its note: {moment}")
    for failure in failures:
        say(f"      {session.scenario.path}:{failure.line}:{failure.column}: expected: {failure.text}")
        say(f"          found: {failure.found}")
    for broken in broken_programs(session.trace) if failures or not outcomes else ():
        say(f"      {broken}")
    return verdict


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
