"""Questions in the player: about the moment at hand, and what comes next before it is shown."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Protocol, runtime_checkable

from sim.exam.practice.attempt import Attempt
from sim.exam.practice.memory import Memory
from sim.exam.practice.moments import AtMoment, prediction, questions
from sim.exam.question import Question, Source, letter
from sim.exam.run import Run
from sim.scenario.library import lasting_name
from tui.model.panes import remarks
from tui.practice.clock import now
from tui.practice.store import StoreError
from tui.screens.practice import PracticeScreen
from tui.screens.stage import Stage

_FORESEEN = 6
"""Packets within which it has to show what was predicted."""


@runtime_checkable
class Remembering(Protocol):
    """An application that stores what is answered."""

    def keeping(self) -> Callable[[Attempt], None]: ...


class Quizzing:
    """What asks the reader of a player; where the player is predicting, before each step what the step brings."""

    def __init__(self, screen: Stage) -> None:
        self._screen = screen
        self._run: Run | None = None
        self._predicted: Counter[str] = Counter()
        self._given = ""

    def ask(self) -> None:
        """Questions about the moment at hand, then about those before."""
        record = self._screen.player.cursor.record
        self._open(questions(self._run_at_hand(), 0, record), None)

    def predict(self) -> None:
        """Ask before each step, or ask no more."""
        player = self._screen.player
        player.is_predicting = not player.is_predicting
        self._predicted.clear()
        self._screen.moved()
        self._screen.tell(remarks.PREDICTING[player.is_predicting])

    def before_step(self) -> bool:
        """Ask what the next step brings, if anything can be asked; whether the step has to wait for the answer."""
        cursor = self._screen.player.cursor
        if not self._screen.player.is_predicting or cursor.next_stop() is None:
            return False
        further = min(cursor.stops.after(cursor.position) + _FORESEEN, len(cursor.stops)) - 1
        until = cursor.stops[further] if further >= 0 else cursor.record
        found = prediction(self._run_at_hand(), cursor.begin, cursor.record, until, self._predicted)
        if found is None:
            return False
        self._predicted[found.template] += 1
        self._given = ""
        return self._open(iter([found]), lambda: self._revealed(found))

    def _revealed(self, asked: Question) -> None:
        """Show the step, and beside it what was predicted."""
        self._screen.step_forward()
        is_seen = asked.proof[0] < self._screen.player.cursor.position
        what = remarks.REVEALED if is_seen else remarks.TO_BE_REVEALED
        self._screen.tell(what[bool(self._given)], answer=self._given)

    def _keep(self, asked: Question, attempt: Attempt, keep: Callable[[Attempt], None] | None) -> None:
        language = self._screen.player.language
        told = {letter(place): each.text.text(language) for place, each in enumerate(asked.options)}
        self._given = ", ".join(told.get(word, word) for word in attempt.answer.split(", "))
        if keep is not None:
            keep(attempt)

    def _run_at_hand(self) -> Run:
        session = self._screen.player.session
        if self._run is None or self._run.session is not session:
            name = lasting_name(str(session.front.path))
            self._run = Run(session, Source(name, seed=session.seed, edits=session.edits))
        return self._run

    def _open(self, asked: Iterator[Question], then: Callable[[], None] | None) -> bool:
        """Show the questions; whether there are any."""
        first = next(asked, None)
        if first is None:
            self._screen.tell(remarks.NOTHING_TO_ASK)
            return False
        app = self._screen.app
        try:
            keep = app.keeping() if isinstance(app, Remembering) else None
        except StoreError as error:
            self._screen.say(str(error))
            return False
        trainer = AtMoment(
            self._run_at_hand(),
            chain([first], islice(asked, 50)),
            Memory(),  # nothing is chosen by what is known
            now,
            lambda attempt: self._keep(trainer.question, attempt, keep),
        )
        player = self._screen.player
        app.push_screen(PracticeScreen(trainer, player.glyphs, player.language, then))
        return True
