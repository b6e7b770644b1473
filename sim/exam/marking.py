"""Marking: whether an answer is right, how much of it, and which beliefs a wrong one shows."""

import re
from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import combinations
from typing import Any, NamedTuple

from sim.exam.question import LETTERS, Blank, Form, Kind, Misconception, Option, Question, Slip, letter
from sim.exam.said import Said, say
from sim.exam.typed import AnswerError, is_right, narrow, typed
from sim.languages import LANGUAGES, Wording

_SEPARATORS = re.compile(r"[\W_]+")
"""What stands between letters or numbers of options: any sign that is neither."""
_BETWEEN_TEXTS = re.compile(r"[,;>→，、；]")
_BETWEEN_VALUES = re.compile(r"[;；\t|]")
_COMMAS = (r"[,，、]",)
_BLANK_SPACE = (r"\s+", r"[\s,，、]+")


_COUNT: Wording = {"en": "there are {count} options", "zh": "共有 {count} 个选项"}
_ONE: Wording = {"en": "choose one option", "zh": "只能选一项"}
_ORDER: Wording = {
    "en": "put all {count} options in order, each once",
    "zh": "请把全部 {count} 项排序，每项一次",
}
_BLANKS: Wording = {
    "en": "there are {count} values to fill in; write ; between them, like {form}",
    "zh": "要填 {count} 个值，各值之间用 ; 分隔，例如 {form}",
}
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
        form = "; ".join(["..."] * len(question.blanks))
        raise AnswerError(say(_BLANKS, count=len(question.blanks), form=form))
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
    value = _typed(blank, text)
    if is_right(blank, value):
        return True, None
    wrong = blank._replace(within=None)
    return False, next((each for each in blank.slips if is_right(wrong._replace(truth=each.value), value)), None)


def _typed(blank: Blank, text: str) -> Any:
    return typed(blank.form, text, "" if blank.unit is None else blank.unit.text())


def read_answer(question: Question, text: str) -> Answer:
    """An answer as it is written on paper: ``B``, ``A, C``, ``C > A > B``, a number, or values between ``;``.

    An option may also be given by its text, or by its number: ``2`` for ``B``. Between values may also stand what no
    value can have in itself.

    Raises :class:`AnswerError`.
    """
    if question.kind.is_typed:
        return Answer(texts=_values(question.blanks, text))
    options = question.options
    if (place := _by_text(options, text)) is not None:
        return Answer((place,))
    words = [word for word in _SEPARATORS.split(narrow(text)) if word]
    if len(options) <= len(LETTERS) and (len(words) == 1 or question.kind is Kind.ORDER):
        words = [each for word in words for each in (word if word.isalpha() else (word,))]
    try:
        return Answer(tuple(_place(word, len(options)) for word in words))
    except AnswerError:
        parts = [part for part in _BETWEEN_TEXTS.split(narrow(text)) if part.strip()]
        found = [_by_text(options, part) for part in parts]
        places = [place for place in found if place is not None]
        if len(places) < len(found):
            raise
        return Answer(tuple(places))


def _by_text(options: Sequence[Option], text: str) -> int | None:
    """The place of the only option that has a text, in any language; a letter of an option is no text."""
    wanted = _alike(text)
    if len(wanted) == 1 and wanted.upper() in LETTERS[: len(options)]:
        return None
    found = [
        place
        for place, option in enumerate(options)
        if wanted
        in {
            told
            for language in LANGUAGES
            for own in (_alike(option.text.text(language)),)
            for told in (own, f"{letter(place)}. {own}".casefold(), f"{letter(place)}) {own}".casefold())
        }
    ]
    return found[0] if len(found) == 1 else None


def _alike(text: str) -> str:
    return " ".join(narrow(text).split()).casefold().rstrip(".。")


def _values(blanks: Sequence[Blank], text: str) -> tuple[str, ...]:
    """The texts of the values; where no ``;`` stands between them, by the only reading in which each value is one."""
    parts = tuple(part.strip() for part in _BETWEEN_VALUES.split(text))
    if len(parts) == len(blanks) + 1 and not parts[-1]:
        parts = parts[:-1]
    if len(blanks) == 1 or len(parts) > 1 or not text.strip():
        return (text,) if len(blanks) == 1 else parts
    forms = {blank.form for blank in blanks}
    found: dict[tuple[Any, ...], tuple[str, ...]] = {}
    for between in _COMMAS if Form.WORD in forms else () if Form.TEXT in forms else (*_COMMAS, *_BLANK_SPACE):
        split = tuple(part.strip() for part in re.split(between, text.strip()))
        if len(split) == len(blanks) and all(split):
            with suppress(AnswerError):
                found.setdefault(tuple(_typed(*each) for each in zip(blanks, split, strict=True)), split)
    return next(iter(found.values())) if len(found) == 1 else parts


def _place(word: str, count: int) -> int:
    """The place that an option's letter stands for, or its number from 1."""
    name, place = word.upper(), 0
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
