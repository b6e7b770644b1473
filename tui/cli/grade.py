"""``hopscope grade``: the answers of a class to a lab, each judged in a process of its own.

One broken or hostile answer never stops the rest: it is walled in, and bounded in time, records and memory.
"""

import gc
import json
import os
import select
import signal
import struct
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from io import RawIOBase
from pathlib import Path
from typing import NamedTuple

from sim.exam.lab import lab_of, verdict
from sim.scenario import cache
from sim.scenario.library import find
from sim.scenario.plan import Scenario
from sim.scenario.problem import ScenarioError
from sim.scenario.source import read
from sim.words import TextError
from tui.cli.answer_files import AnswerFile, answer_files
from tui.cli.grades import FORMATS, Grade
from tui.cli.outcome import FAILED, INTERRUPTED, OK, BadInputError
from tui.cli.progress import Progress
from tui.cli.stream import Interrupt, say, tell
from tui.isolation import walls
from tui.isolation.apart import Parent, Streams, apart, fork
from tui.model.text.ink import clip

_SHOWN = 300
"""Characters of each thing that is told of an answer: what is no answer may be long."""
_MOST = 2**20
"""Characters that an answer's process may say."""
_POLL = 0.25
"""Seconds after which somebody who asks to stop is heard."""
_AHEAD = 4
"""Answers that wait for each worker."""
_AN_ANSWER = "an answer is a few edits, a scenario or a program"
_SUFFIXES = (".txt", ".edits", ".hop", ".yaml", ".yml", ".py")
_TRIED = "labs/many-at-once"
"""A bundled lab with programs, whose solution loads whatever judging needs."""


class _Judge(NamedTuple):
    """How answers are judged: against which lab, with which seed, and for how many seconds of computing each."""

    scenario: Scenario
    seed: int | None
    seconds: float
    trust: bool

    def grade(self, answer: AnswerFile) -> Grade:
        """Judge one answer in a process of its own."""
        if answer.refused:
            return Grade(answer.learner, (), (), answer.refused)
        said: list[str] = []
        errors: list[str] = []
        ended = apart(
            lambda _: self._judge(answer.path),
            Streams(_bounded(said), _bounded(errors)),
            Parent(patience=self.seconds, in_all=True),
        )
        try:
            if ended.status != 0:
                raise ValueError  # whoever ends the process himself may have said anything before
            goals, refused, troubles = json.loads("".join(said))
            reached, found = tuple(bool(ok) for ok, _ in goals), tuple(str(instead) for _, instead in goals)
        except (ValueError, TypeError):
            last = "".join(errors).strip().rpartition("\n")[2]
            return Grade(answer.learner, (), (), clip(ended.why or last or "it came to no end", _SHOWN))
        if not refused and len(reached) != len(lab_of(self.scenario).goals):
            return Grade(answer.learner, (), (), "its process told of other goals")
        refused, *told = (clip(str(each), _SHOWN) for each in (refused, *found, *troubles))
        return Grade(answer.learner, reached, tuple(told[: len(found)]), refused, tuple(told[len(found) :]))

    def _judge(self, path: Path) -> int:
        try:
            text = read(path, _AN_ANSWER)
        except ScenarioError as error:
            sys.stdout.write(json.dumps([[], str(error.problems[0]._replace(path=path.name)), []]) + "\n")
            return 0
        if not self.trust:
            walls.confine(self.scenario.folder)
        found = verdict(self.scenario, path.name, text, self.seed)
        goals = [(goal.ok, goal.found) for goal in found.goals]
        sys.stdout.write(json.dumps([goals, found.refused, found.troubles]) + "\n")
        return 0


def execute(arguments: Namespace) -> int:
    scenario = cache.load(find(arguments.lab))
    try:
        lab = lab_of(scenario)
    except TextError as error:
        raise BadInputError(str(error)) from None
    answers = answer_files(arguments.answers, _SUFFIXES)
    if not hasattr(os, "fork"):
        raise BadInputError("answers are judged in processes of their own, which this system cannot fork")
    if not arguments.trust and (missing := walls.missing()):
        raise BadInputError(f"answers cannot be walled in here: {missing}; --trust judges them without")
    judge = _Judge(scenario, arguments.seed, arguments.seconds, arguments.trust)
    grades: list[Grade] = []
    with Interrupt() as interrupt, Progress(arguments.lab) as progress:
        for grade in _graded(judge, answers, arguments.jobs, lambda: interrupt.asked):
            grades.append(grade)
            progress.update(len(grades) / len(answers), f"{len(grades)} of {len(answers)}")
    grades.sort(key=lambda each: each.learner)
    if grades:
        for text in FORMATS[arguments.format](lab, grades):
            say(text)
    if len(grades) < len(answers):
        tell(f"hopscope: interrupted, {len(grades)} of {len(answers)} answers judged")
        return INTERRUPTED
    return OK if all(grade.is_solved for grade in grades) else FAILED


# Judging them, several at a time


def _graded(
    judge: _Judge, answers: Sequence[AnswerFile], jobs: int, is_asked: Callable[[], bool] = lambda: False
) -> Iterator[Grade]:
    """The grades, in any order, by so many workers; ends early where somebody asks to stop."""
    _load()
    places, places_end = os.pipe()
    workers: dict[int, tuple[int, bytes]] = {}
    for _ in range(min(jobs, len(answers))):
        end, worker_end = os.pipe()
        pid = fork()
        if pid == 0:
            for other in (places_end, end, *workers):
                os.close(other)
            _work(judge, answers, places, worker_end)
        os.close(worker_end)
        workers[end] = pid, b""
    os.close(places)
    hand = os.fdopen(places_end, "wb", buffering=0)
    left = set(range(len(answers)))
    waiting = iter(range(len(answers)))
    try:
        _hand_out(waiting, _AHEAD * len(workers), hand)
        while workers and left and not is_asked():
            for end in select.select(list(workers), [], [], _POLL)[0]:
                pid, begun = workers[end]
                octets = os.read(end, 65536)
                *lines, begun = (begun + octets).split(b"\n")
                for line in lines:
                    place, *grade = json.loads(line)
                    left.discard(place)
                    _hand_out(waiting, 1, hand)
                    learner, reached, found, refused, troubles = grade
                    yield Grade(learner, tuple(reached), tuple(found), refused, tuple(troubles))
                workers[end] = pid, begun
                if not octets:
                    del workers[end]
                    os.close(end)
                    os.waitpid(pid, 0)
        if not workers:
            yield from (Grade(answers[place].learner, (), (), "its worker was ended") for place in sorted(left))
    finally:
        hand.close()
        for end, (pid, _) in workers.items():
            os.close(end)
            os.kill(pid, signal.SIGTERM)
            os.waitpid(pid, 0)


def _load() -> None:
    """Load what judging needs once, before there are processes that each would load it."""
    lab = cache.load(find(_TRIED))
    verdict(lab, "solution.txt", "\n".join(lab_of(lab).solution))
    gc.collect()
    gc.freeze()


def _hand_out(waiting: Iterator[int], count: int, hand: RawIOBase) -> None:
    """Let the workers know of so many more answers, by their places: who is free takes the next one."""
    for _ in range(0 if hand.closed else count):
        place = next(waiting, None)
        if place is None:
            hand.close()  # then a worker who asks for more ends
            return
        hand.write(struct.pack("=I", place))


def _work(judge: _Judge, answers: Sequence[AnswerFile], places: int, end: int) -> None:
    """The whole life of a worker. Asked to end, it lets nothing of an answer go on."""
    try:
        os.setpgid(0, 0)  # Ctrl-C at the terminal is for the parent alone: no answer fails by it
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        while octets := os.read(places, 4):
            (place,) = struct.unpack("=I", octets)
            line = json.dumps([place, *judge.grade(answers[place])]).encode() + b"\n"
            while line:
                line = line[os.write(end, line) :]
    finally:
        os._exit(0)


def _bounded(said: list[str]) -> Callable[[str], None]:
    """Keeps what is said, up to a bound."""

    def hear(text: str) -> None:
        if sum(map(len, said)) < _MOST:
            said.append(text[:_MOST])

    return hear
