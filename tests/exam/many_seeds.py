"""``python -m tests.exam.many_seeds``: checks 10,000 questions of every template, as many processes as told at a time.

    python -m tests.exam.many_seeds -j 2 --state nightly.jsonl
    python -m tests.exam.many_seeds --seeds 300 stp vlan/ports-out

Each part that is done is a line of the state file, so that the command goes on where it was stopped. Delete the file
where templates have changed. Exit status 1 where something does not hold: each failure is told with its seed.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from time import monotonic, process_time
from typing import Any, NamedTuple, TextIO

from sim.exam import catalogue
from sim.exam.making import Maker
from sim.words import TextError
from tests.exam.checking import Tally, check


class Part(NamedTuple):
    """Some seeds of a template: from ``first`` to below ``last``."""

    template: str
    first: int
    last: int


class Done(NamedTuple):
    """What came of a part: the counts of its questions, failures by their seeds, seconds of processor time."""

    part: Part
    counted: dict[str, int]
    failures: list[tuple[int, str]]
    seconds: float


def judge(part: Part) -> Done:
    """Make the questions of a part, and check them."""
    maker, tally, failures = Maker(), Tally(), []
    template = catalogue.template(part.template)
    began = process_time()
    for seed in range(part.first, part.last):
        try:
            question = maker.question(template, seed)
            check(question, maker)
        except Exception as error:
            failures.append((seed, _told(error)))
        else:
            tally.add(question)
    return Done(part, dict(tally.counted), failures, process_time() - began)


def _told(error: Exception) -> str:
    lines = str(error).splitlines()
    return f"{type(error).__name__}: {lines[0][:300] if lines else ''}"


def parts(templates: Sequence[str], seeds: int, size: int) -> Iterator[Part]:
    """All templates get their first seeds before any gets more, so that an early stop has seen each."""
    for first in range(0, seeds, size):
        for template in templates:
            yield Part(template, first, min(first + size, seeds))


def read(path: Path) -> Iterator[Done]:
    """The parts that are done already; a line that was cut off by a stop is left out."""
    for line in path.read_text().splitlines() if path.exists() else ():
        try:
            part, counted, failures, seconds = json.loads(line)
        except ValueError:
            continue
        yield Done(Part(*part), counted, [(seed, told) for seed, told in failures], seconds)


class Report:
    """Collects what is done, shows the progress, and tells the end."""

    def __init__(self, total: int, out: TextIO) -> None:
        self._total, self._out = total, out
        self._done: list[Done] = []
        self._began, self._earlier = monotonic(), 0

    def add(self, done: Done, is_earlier: bool = False) -> None:
        self._done.append(done)
        self._earlier += is_earlier
        if is_earlier:
            return
        for seed, told in done.failures:
            print(f"{done.part.template} seed {seed}: {told}", file=self._out)
        fresh = len(self._done) - self._earlier
        left = (monotonic() - self._began) / fresh * (self._total - len(self._done))
        failures = sum(len(each.failures) for each in self._done)
        print(
            f"{len(self._done)}/{self._total} parts, {failures} failures, {left / 60:.0f} min left "
            f"({done.part.template} from {done.part.first}: {done.seconds:.1f} s)",
            file=self._out,
            flush=True,
        )

    def end(self) -> int:
        """Tell what many questions show, and what it cost; the exit status."""
        tallies: dict[str, Tally] = {}
        for done in self._done:
            tallies.setdefault(done.part.template, Tally()).merge(done.counted)
        problems = [f"{name}: {problem}" for name, tally in tallies.items() for problem in tally.problems()]
        failures = sum(len(done.failures) for done in self._done)
        questions = sum(tally.counted["questions"] for tally in tallies.values())
        seconds = sum(done.seconds for done in self._done)
        print("\n".join(problems), end="\n" if problems else "", file=self._out)
        print(
            f"{questions} questions of {len(tallies)} templates, {failures} failures, {len(problems)} hints that give "
            f"answers away; {seconds:.0f} s of processor time",
            file=self._out,
        )
        return 1 if failures or problems else 0


def main(argv: Sequence[str] | None = None, out: TextIO = sys.stdout) -> int:
    """Exit status 0, or 1 where something does not hold, or 2 for no such template."""
    parser = argparse.ArgumentParser(prog="python -m tests.exam.many_seeds", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("templates", nargs="*", help="topics or templates (default: all)")
    parser.add_argument("--seeds", type=int, default=10_000, help="of each template (default: 10000)")
    parser.add_argument("-j", "--jobs", type=int, default=1, help="processes at a time (default: 1)")
    parser.add_argument("--size", type=int, default=100, help="seeds in a part (default: 100)")
    parser.add_argument("--state", type=Path, help="the file of what is done already, and where it is written")
    chosen = parser.parse_args(argv)
    try:
        names = [template.id for template in catalogue.templates(chosen.templates)]
    except TextError as error:
        print(f"{error}; {error.hint}", file=out)
        return 2
    wanted = list(parts(names, chosen.seeds, chosen.size))
    report = Report(len(wanted), out)
    earlier = {done.part: done for done in read(chosen.state)} if chosen.state is not None else {}
    for part in wanted:
        if part in earlier:
            report.add(earlier[part], is_earlier=True)
    if chosen.state is not None:
        chosen.state.write_text("".join(map(_line, earlier.values())))  # without a line that was cut off
    for done in _judged([part for part in wanted if part not in earlier], chosen.jobs):
        report.add(done)
        if chosen.state is not None:
            with chosen.state.open("a") as state:
                state.write(_line(done))
    return report.end()


def _line(done: Done) -> str:
    return json.dumps(done, ensure_ascii=False) + "\n"


def _judged(waiting: Sequence[Part], jobs: int) -> Iterator[Done]:
    if jobs < 2:
        yield from map(judge, waiting)
        return
    with ProcessPoolExecutor(jobs) as pool:
        pending: list[Any] = [pool.submit(judge, part) for part in waiting]
        yield from (each.result() for each in as_completed(pending))


if __name__ == "__main__":
    sys.exit(main())
