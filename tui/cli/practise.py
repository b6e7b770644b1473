"""``hopscope practise``: questions until somebody has had enough, and what is kept of them."""

import json
import sys
from argparse import Namespace
from pathlib import Path

from sim.exam.making import Maker
from sim.exam.practice.again import refuse_strangers
from sim.exam.practice.choosing import Goal, pool
from sim.exam.practice.memory import Memory
from sim.exam.practice.progress import by_topic, forecast
from sim.exam.practice.trainer import Trainer
from sim.exam.question import Source
from sim.exam.run import Prepare, Runs, opened
from sim.words import TextError
from tui.cli.carry_out import strangers
from tui.cli.desk import Keep, Read, practise_apart, read_line
from tui.cli.outcome import OK, BadInputError
from tui.cli.stream import is_terminal, say, tell
from tui.practice.clock import now
from tui.practice.plain import Dialog, Review
from tui.practice.store import Store, StoreError, export, import_, place
from tui.practice.telling import forecast_line, in_columns, progress_rows


def execute(arguments: Namespace) -> int:
    path = Path(arguments.progress_file) if arguments.progress_file else place()
    try:
        with Store(path) as store:
            return _carry_out(arguments, store)
    except StoreError as error:
        raise BadInputError(str(error)) from None


def _carry_out(arguments: Namespace, store: Store) -> int:
    if arguments.export:
        return _export(Path(arguments.export), store)
    if arguments.import_:
        return _import(Path(arguments.import_), store)
    if arguments.progress or arguments.json:
        return _progress(arguments, store)
    if arguments.review:
        return _review(arguments, store)
    return _practise(arguments, store)


def _practise(arguments: Namespace, store: Store) -> int:
    goal = Goal(arguments.topics, arguments.blueprint, arguments.scenario, arguments.only)
    on_screen = not arguments.plain and is_terminal(sys.stdin) and is_terminal(sys.stdout)
    memory = Memory(store.attempts())

    def sit(prepare: Prepare, keep: Keep, read: Read) -> int:
        try:
            trainer = Trainer(goal, memory, now, keep, Maker(Runs(prepare)))
        except TextError as error:
            raise BadInputError(str(error)) from None
        if on_screen:
            from tui.app import run_practice  # noqa: PLC0415 - textual takes long to import

            return run_practice(store, None if goal == Goal() else trainer, arguments.language, keep)
        Dialog(trainer, now, _say, read, arguments.language).hold(arguments.count)
        return OK

    for stranger in strangers([opened(Source(goal.scenario))] if goal.scenario else []):
        return practise_apart(stranger, arguments, sit, store.keep, on_screen)
    return sit(lambda session: session, store.keep, read_line)


def _review(arguments: Namespace, store: Store) -> int:
    memory = Memory(store.attempts())
    goal = Goal(arguments.topics, arguments.blueprint)
    try:
        wanted = None if goal == Goal() else {template.id for template in pool(goal)}
    except TextError as error:
        raise BadInputError(str(error)) from None
    mistakes = [each for each in memory.mistakes()[::-1] if wanted is None or each.template in wanted]

    def another(template: str) -> None:
        try:
            trainer = Trainer(Goal((template,)), memory, now, store.keep)
        except TextError as error:  # of another version
            _say(str(error))
            return
        Dialog(trainer, now, _say, read_line, arguments.language).hold(1)

    maker = Maker(Runs() if arguments.trust else Runs(refuse_strangers))
    Review(mistakes, maker, another, _say, read_line, arguments.language).hold()
    return OK


def _say(line: str) -> None:
    say(line)
    sys.stdout.flush()


def _progress(arguments: Namespace, store: Store) -> int:
    from tui.app import wants_ascii  # noqa: PLC0415 - textual takes long to import

    memory, moment = Memory(store.attempts()), now()
    if arguments.json:
        topics = [topic._asdict() for topic in by_topic(memory, moment)]
        say(json.dumps({"topics": topics, "forecast": forecast(memory, moment)}, ensure_ascii=False, indent=2))
        return OK
    for line in in_columns(list(progress_rows(by_topic(memory, moment), arguments.language, wants_ascii()))):
        say(line)
    say()
    say(forecast_line(memory, moment, arguments.language, wants_ascii()))
    return OK


def _export(path: Path, store: Store) -> int:
    try:
        count = export(path, store)
    except FileExistsError:
        raise BadInputError(f"{path} is there already; name another file") from None
    tell(f"hopscope: wrote {path}, with {count} answers")
    return OK


def _import(path: Path, store: Store) -> int:
    try:
        new, old = import_(path, store)
    except ValueError as error:
        raise BadInputError(f"{path}: {error}") from None
    tell(f"hopscope: {new} answers are new, {old} were here already")
    return OK
