"""A question that was answered, made again as it was asked, with its answer marked again."""

from typing import NamedTuple

from sim.exam.making import Maker, NoQuestionError
from sim.exam.marking import Answer, Marked, mark, read_answer
from sim.exam.paper import make, read_wish
from sim.exam.practice.attempt import Attempt, read_seed, source_of
from sim.exam.practice.moments import question_at
from sim.exam.practice.trainer import question_of
from sim.exam.question import Question
from sim.exam.run import Run
from sim.exam.sheet import sheet, solution
from sim.exam.typed import AnswerError
from sim.languages import LANGUAGES
from sim.scenario.library import has_strange_programs, name_today
from sim.scenario.problem import ScenarioError
from sim.session import Session
from sim.words import TextError


class OtherQuestionError(Exception):
    """The question cannot be made as it was asked: the scenario is gone, or it or the templates have changed."""


def refuse_strangers(session: Session) -> Session:
    """The session; raises :class:`OtherQuestionError` for one with programs, if it is not bundled.

    To be given to ``Runs`` where nobody can be asked whether such programs may run.
    """
    if has_strange_programs(session.scenario):
        raise OtherQuestionError
    return session


class Again(NamedTuple):
    """The question as it was asked, the run that it is about, and what came of the answer."""

    question: Question
    run: Run
    answer: Answer
    marked: Marked


def again(attempt: Attempt, maker: Maker) -> Again:
    """The question of a wrong answer; raises :class:`OtherQuestionError`."""
    try:
        question = _question(attempt, maker)
        run = maker.run(question)
        answer = read_answer(question, attempt.answer)
        marked = mark(question, answer)
    except (TextError, ScenarioError, NoQuestionError, AnswerError, ValueError, TypeError, LookupError):
        raise OtherQuestionError from None
    if marked.is_right or not _is_as_it_was(question, run, attempt):
        raise OtherQuestionError
    return Again(question, run, answer, marked)


def _question(attempt: Attempt, maker: Maker) -> Question:
    """The question that an attempt's seed fixes; raises what its ways of making raise.

    Older versions kept the paths of scenarios, which another installation has elsewhere.
    """
    seed, scenario = read_seed(attempt.seed), name_today(attempt.scenario)
    if "wish" in seed:
        wish = read_wish(seed["wish"])
        wish = wish._replace(scenarios=tuple(map(name_today, wish.scenarios)))
        return make(wish, maker).questions[int(seed["place"])]
    if "moment" in seed:
        return question_at(maker.run_of(source_of(scenario, seed)), attempt.template, str(seed["moment"]))
    return question_of(maker, attempt.template, attempt.seed, scenario)


def _is_as_it_was(question: Question, run: Run, attempt: Attempt) -> bool:
    """Whether the words are those that were shown, in the language that they were shown in."""
    shown = (sheet(question, run, language) for language in LANGUAGES)
    return any((each.text, solution(each)) == (attempt.question, attempt.truth) for each in shown)
