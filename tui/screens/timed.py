"""A timed paper: a clock, flags, any order; then the points by topic, and every question with its proof."""

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.widgets import Input

from sim.exam.blueprints import BLUEPRINTS, Blueprint, missing_lines
from sim.exam.catalogue import topic_title
from sim.exam.making import Maker
from sim.exam.marking import Answer, read_answer
from sim.exam.practice.attempt import Attempt
from sim.exam.practice.timed import OtherPaperError, Part, TimedPaper
from sim.exam.practice.trainer import Clock
from sim.exam.question import Question
from sim.exam.sheet import Sheet, sheet
from sim.exam.typed import AnswerError
from sim.scenario.problem import ScenarioError
from sim.words import TextError
from tui.model.text.glyphs import Glyphs
from tui.practice import words
from tui.practice.store import Store
from tui.practice.telling import bar, in_columns
from tui.screens.sitting import QuestionPane, SittingScreen

NAME = "timed"
"""Under which the paper under way is stored."""
_SAVED_EVERY = 5
"""Seconds; what is answered is stored at once."""


class TimedScreen(SittingScreen):
    """One paper. ``make`` makes it or goes on with the one that is stored."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "turn(1)", show=False),
        Binding("left", "turn(-1)", show=False),
        Binding("F", "flag", show=False),
        Binding("C", "clock", show=False),
        Binding("H", "finish", show=False),
        Binding("ctrl+n", "turn(1)", show=False, priority=True),
        Binding("ctrl+p", "turn(-1)", show=False, priority=True),
        Binding("escape", "release", show=False),
        Binding("q", "leave", show=False),
    ]

    def __init__(
        self,
        make: Callable[[Maker], TimedPaper],
        store: Store,
        glyphs: Glyphs,
        clock: Clock,
        language: str = "en",
        maker: Maker | None = None,
    ) -> None:
        super().__init__(glyphs, language)
        self.paper: TimedPaper | None = None
        self.hides_clock = False
        self._make = make
        self._maker = Maker() if maker is None else maker
        self._store = store
        self._kept: Any = store.paper(NAME)
        self._clock = clock
        self._last = 0
        self._is_asked_to_finish = self._is_asked_to_leave = False
        self._unread: dict[int, str] = {}
        """What was typed at questions, by their places, that is no answer."""
        self._summary = False
        """Whether the points are shown, and no question."""

    def on_mount(self) -> None:
        self.pane.focus()
        self.run_worker(self._begin())

    async def _begin(self) -> None:
        self.pane.say(self.said(words.MAKING))
        try:
            self.paper = await asyncio.to_thread(self._make, self._maker)
        except (TextError, ScenarioError) as error:
            self.pane.say(str(error))
            return
        except OtherPaperError:
            self.pane.say(self.said(words.OTHER_PAPER))
            self._store.keep_paper(NAME, None, self._kept)
            return
        self._last = self._clock()
        self._show()
        self.set_interval(1, self._tick)

    # Time

    def _tick(self) -> None:
        """A second has passed, more or less: the clock tells."""
        paper = self.paper
        if paper is None or paper.is_over:
            return
        now = self._clock()
        before = paper.spent // (1000 * _SAVED_EVERY)
        is_over = paper.pass_time(max(now - self._last, 0))
        self._last = now
        if is_over:
            with suppress(AnswerError):
                paper.answer(self._draft(paper))
            self._end()
        elif paper.spent // (1000 * _SAVED_EVERY) != before:
            self._save()
        self.draw_bars()

    def _save(self) -> None:
        if self.paper is not None and not self.paper.is_over:
            self._keep(self.paper.as_object())

    def _keep(self, content: Any, attempts: Iterable[Attempt] = ()) -> bool:
        """Store the paper; one that another window has stored since is left to that window."""
        content = json.loads(json.dumps(content))
        is_mine = self._store.keep_paper(NAME, content, self._kept, attempts)
        self._kept = content
        if not is_mine:
            self.paper = None
            self.typed.remove_class("-open")
            self.pane.focus()
            self.pane.say(self.said(words.ELSEWHERE))
            self.show_bars("", "", words.KEYS_END)
        return is_mine

    def action_clock(self) -> None:
        """Hide the clock, or show it again."""
        self.hides_clock = not self.hides_clock
        self.draw_bars()

    # The questions

    def action_turn(self, by: int) -> None:
        """Turn to the next question or the one before; at the end the points are before the first."""
        if self.paper is None:
            return
        unread = self._take_draft(self.paper)
        if self.paper.is_over and self._summary:
            self._summary = by < 0
        elif self.paper.is_over and by < 0 and self.paper.at == 0:
            self._summary = True
        else:
            self.paper.go(self.paper.at + by)
        self._show()
        self.say(unread)
        if not self.paper.is_over:
            self._save()

    def on_key(self, event: Key) -> None:
        """Who does something else is asked again before the paper is handed in, or left."""
        if event.key != "H":
            self._is_asked_to_finish = False
        if event.key not in ("escape", "q"):
            self._is_asked_to_leave = False

    def action_flag(self) -> None:
        if self.paper is not None and not self.paper.is_over:
            self.paper.flag()
            self._save()
            self.draw_bars()

    def on_question_pane_submitted(self, message: QuestionPane.Submitted) -> None:
        self._take(message.answer)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if self.paper is None:
            return
        try:
            answer = read_answer(self.paper.question, event.value) if event.value.strip() else None
        except AnswerError as error:
            self.say(self.said(words.AGAIN, reason=error.said.text(self.language)))
            return
        self._take(answer)

    def _take(self, answer: Answer | None) -> None:
        paper = self.paper
        if paper is None:
            return
        if paper.is_over:
            self.action_turn(1)
            return
        try:
            paper.answer(answer)
        except AnswerError as error:
            self.say(self.said(words.AGAIN, reason=error.said.text(self.language)))
            return
        self.action_turn(1)

    def _draft(self, paper: TimedPaper) -> Answer | None:
        """What is typed or chosen at the question at hand; raises ``AnswerError`` for what cannot be read."""
        if paper.question.kind.is_typed:
            text = self.typed.value
            return read_answer(paper.question, text) if text.strip() else None
        chosen = None if self.pane.choosing is None else self.pane.choosing.answer
        return paper.answers[paper.at] if chosen is None else chosen

    def _take_draft(self, paper: TimedPaper) -> str:
        """Who turns away from a question has answered it by what is typed or chosen there, also without ``enter``.

        Where that cannot be read, the question has no answer, and what is typed stays there. Returns why, or "".
        """
        if paper.is_over:
            return ""
        self._unread.pop(paper.at, None)
        try:
            paper.answer(self._draft(paper))
        except AnswerError as error:
            paper.answer(None)
            self._unread[paper.at] = self.typed.value
            return self.said(words.UNREAD, number=paper.at + 1, reason=error.said.text(self.language))
        return ""

    def action_finish(self) -> None:
        """Hand the paper in; where something is not answered, only when asked twice."""
        paper = self.paper
        if paper is None or paper.is_over:
            return
        self._take_draft(paper)
        missing = paper.answers.count(None)
        if missing and not self._is_asked_to_finish:
            self._is_asked_to_finish = True
            self.say(self.said(words.UNANSWERED, count=missing))
            return
        paper.is_over = True
        self._end()

    def _end(self) -> None:
        assert self.paper is not None

        def asked(question: Question) -> Sheet:
            return sheet(question, self._maker.run(question), self.language)

        if not self._keep(None, self.paper.attempts(self._clock(), asked)):
            return
        self._summary = True
        self.paper.go(0)
        self._show()

    def action_proof(self) -> None:
        if self.paper is None or not self.paper.is_over or self._summary:
            self.say(self.said(words.REVIEW if self._summary else words.PROOF_LATER))
            return
        self.prove(self.paper.question, self._maker.run(self.paper.question).session)

    def tell_again(self) -> None:
        self._show()

    def action_release(self) -> None:
        """Out of the line that is typed, then out of the paper, which is stored."""
        if self.typed.has_focus:
            self.pane.focus()
            self.call_after_refresh(self.draw_bars)
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Out of the paper, which is stored with what is typed or chosen here; only when asked twice."""
        if self.paper is not None and not self.paper.is_over:
            with suppress(AnswerError):
                self.paper.answer(self._draft(self.paper))
            self._save()
            if self.paper is not None and not self._is_asked_to_leave:
                self._is_asked_to_leave = True
                self.say(self.said(words.LEAVE_AGAIN))
                return
        self.app.action_leave()  # type: ignore[attr-defined]

    # What is shown

    def _show(self) -> None:
        paper, pane = self.paper, self.pane
        if paper is None:
            return
        self._message = ""
        asked, answer = self._sheet(paper), paper.answers[paper.at]
        if self._summary:
            pane.say("\n".join(self._points(paper)))
        else:
            pane.put(asked, self._maker.run(paper.question), self.language, answer)
            if paper.is_over:
                self._review(paper, pane)
        is_open = asked.question.kind.is_typed and not paper.is_over
        text = "" if answer is None else "; ".join(answer.texts)
        self.open_line(asked, self._unread.get(paper.at, text), is_open=is_open)
        self.call_after_refresh(self.draw_bars)

    def _sheet(self, paper: TimedPaper) -> Sheet:
        return sheet(paper.question, self._maker.run(paper.question), self.language, paper.at + 1)

    def _review(self, paper: TimedPaper, pane: QuestionPane) -> None:
        marked, answer = paper.result().marked[paper.at], paper.answers[paper.at]
        given = "" if answer is None or not answer.texts else self.said(words.YOURS, answer="; ".join(answer.texts))
        pane.review(self.outcome(self._sheet(paper), marked, given, is_missed=answer is None))

    def _points(self, paper: TimedPaper) -> Iterator[str]:
        result = paper.result()
        verdict = words.PASSED if result.is_passed else words.FAILED
        yield self.said(verdict, percent=result.percent, mark=result.pass_mark)
        yield ""
        yield from in_columns([self._row(part, self.said(topic_title(part.name))) for part in result.topics])
        if result.domains:
            blueprint = BLUEPRINTS[paper.paper.wish.blueprint]
            yield ""
            yield self.said(blueprint.title)
            yield from in_columns([self._row(part, self._domain(blueprint, part.name)) for part in result.domains])
            yield ""
            yield from missing_lines(blueprint, self.language)
        yield ""
        yield self.said(words.REVIEW)

    def _domain(self, blueprint: Blueprint, domain: str) -> str:
        title = self.said(blueprint.domains[domain])
        return f"{domain}. {title}" if domain.isdecimal() else title

    def _row(self, part: Part, name: str) -> tuple[str, ...]:
        share = float(part.points / part.questions)
        points = f"{float(part.points):.2f}".rstrip("0").rstrip(".") + f"/{part.questions}"
        return name, bar(share, self.app.has_class("-ascii")), points

    def draw_bars(self) -> None:
        paper = self.paper
        if paper is None:
            return
        answered = len(paper.answers) - paper.answers.count(None)
        flag = self.said(words.FLAGGED) if paper.at in paper.flags else ""
        left = "" if self._summary else f"{paper.at + 1}/{len(paper.answers)}  {flag}"
        seconds = paper.left // 1000
        clock = "" if self.hides_clock or paper.is_over else f"{seconds // 60}:{seconds % 60:02d}"
        right = f"{self.said(words.ANSWERED, count=answered)}  {clock}".rstrip()
        if paper.is_over:
            pairs = words.KEYS_REVIEW
        elif self.typed.has_focus:
            pairs = words.KEYS_TIMED_TYPED
        else:
            pairs = words.keys_timed(paper.question, self.pane.is_on_map)
        self.show_bars(left, right, pairs)
