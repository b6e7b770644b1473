"""Marking: whether an answer is right, how much of it, and which beliefs a wrong one shows."""

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from sim.exam.question import LETTERS, Blank, Kind, Misconception, Question, Slip
from sim.exam.said import Said, say
from sim.exam.typed import AnswerError, is_right, narrow, typed
from sim.languages import Wording

_SEPARATORS = re.compile(r"[\s,;>→，、；]+")


_COUNT: Wording = {"en": "there are {count} options", "zh": "共有 {count} 个选项"}
_ONE: Wording = {"en": "choose one option", "zh": "只能选一项"}
_ORDER: Wording = {
    "en": "put all {count} options in order, each once",
    "zh": "请把全部 {count} 项排序，每项一次",
}
_BLANKS: Wording = {"en": "there are {count} values to fill in", "zh": "要填 {count} 个值"}
_NO_LETTER: Wording = {"en": "{word} is not the letter of an option", "zh": "{word} 不是选项的字母"}
_NO_OPTION: Wording = {"en": "there is no option {word}", "zh": "没有选项 {word}"}


class Answer(NamedTuple):
    """What a learner answers: the places of options (in order, where an order is asked for), or what is typed."""

    places: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()


class Marked(NamedTuple):
    """What an answer is worth: ``share`` of the points from 0 to 1; ``parts`` says it for each blank.

    ``misconceptions`` are the beliefs that lead to what is wrong, ``corrections`` the sentences for the wrong parts.
    ``unreadable`` tells of each value how to write what could not be read, and such an answer may be given again.
    """

    is_right: bool
    share: Fraction
    misconceptions: tuple[Misconception, ...] = ()
    corrections: tuple[Said, ...] = ()
    parts: tuple[bool, ...] = ()
    unreadable: tuple[Said, ...] = ()


def mark(question: Question, answer: Answer) -> Marked:
    """Mark an answer; one with places that are none raises :class:`AnswerError`."""
    if question.kind.is_typed:
        return _mark_typed(question, answer.texts)
    if not all(0 <= place < len(question.options) for place in answer.places):
        raise AnswerError(say(_COUNT, count=len(question.options)))
    if question.kind is Kind.ORDER:
        return _mark_order(question, answer.places)
    chosen, right = set(answer.places), set(question.right)
    if question.kind.is_choice and len(chosen) > 1:
        raise AnswerError(say(_ONE))
    wrongs = [question.options[place] for place in sorted(chosen - right)]
    share = Fraction(max(len(chosen & right) - len(wrongs), 0), len(right))
    return Marked(
        chosen == right,
        share,
        tuple(option.misconception for option in wrongs if option.misconception is not None),
        tuple(option.correction for option in wrongs if option.correction is not None),
    )


def _mark_order(question: Question, places: Sequence[int]) -> Marked:
    """Right is every order in which no option comes before one that has to stand before it."""
    if sorted(places) != list(range(len(question.options))):
        raise AnswerError(say(_ORDER, count=len(question.options)))
    pairs = [(question.options[a].value, question.options[b].value) for a, b in combinations(places, 2)]
    ordered = sum(a <= b for a, b in pairs)
    return Marked(ordered == len(pairs), Fraction(ordered, len(pairs)))


def _mark_typed(question: Question, texts: Sequence[str]) -> Marked:
    if len(texts) != len(question.blanks):
        raise AnswerError(say(_BLANKS, count=len(question.blanks)))
    parts, slips = [], []
    unreadable: list[Said] = []
    for blank, text in zip(question.blanks, texts, strict=True):
        try:
            right, made = _mark_blank(blank, text)
        except AnswerError as error:
            right, made = False, None
            unreadable.append(error.said)
        parts.append(right)
        slips += [made] if made is not None else []
    return Marked(
        all(parts),
        Fraction(sum(parts), len(parts)),
        tuple(each.misconception for each in slips),
        tuple(each.correction for each in slips),
        tuple(parts),
        tuple(unreadable),
    )


def _mark_blank(blank: Blank, text: str) -> tuple[bool, Slip | None]:
    if not text.strip():
        return False, None
    value = typed(blank.form, text, "" if blank.unit is None else blank.unit.text())
    if is_right(blank, value):
        return True, None
    wrong = blank._replace(within=None)
    return False, next((each for each in blank.slips if is_right(wrong._replace(truth=each.value), value)), None)


def read_answer(question: Question, text: str) -> Answer:
    """An answer as it is written on paper: ``B``, ``A, C``, ``C > A > B``, a number, or values between ``;``.

    An option may also be given by its number: ``2`` for ``B``.

    Raises :class:`AnswerError`.
    """
    if not question.kind.is_typed:
        words = [word for word in _SEPARATORS.split(narrow(text).strip()) if word]
        if len(words) == 1 and words[0].isalpha() and len(question.options) <= len(LETTERS):
            words = list(words[0])
        return Answer(tuple(_place(word, len(question.options)) for word in words))
    if len(question.blanks) == 1:
        return Answer(texts=(text,))
    parts = [part.strip() for part in re.split(r"[;；\t|]", text)]
    return Answer(texts=tuple(parts))


def _place(word: str, count: int) -> int:
    """The place that an option's letter stands for, or its number from 1."""
    name, place = word.upper().rstrip(".)"), 0
    if name.isascii() and name.isdecimal():
        place = int(name[:4])
        name = ""
    for sign in name:
        if sign not in LETTERS:
            raise AnswerError(say(_NO_LETTER, word=repr(word)))
        place = place * len(LETTERS) + LETTERS.index(sign) + 1
    if not 1 <= place <= count:
        raise AnswerError(say(_NO_OPTION, word=repr(word)))
    return place - 1
