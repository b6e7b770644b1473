"""``hopscope exam mark``: a paper is made again, and what one learner or a class answered is marked."""

import csv
import io
import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from rich.cells import cell_len

from sim.exam import paper as papers
from sim.exam.marking import Marked, mark, read_answer
from sim.exam.run import Prepare
from sim.exam.sheet import Sheet
from sim.exam.typed import AnswerError
from sim.languages import LANGUAGES
from sim.scenario.problem import ScenarioError
from sim.scenario.source import read
from tui.cli.answer_files import AnswerFile, answer_files
from tui.cli.carry_out import carry_out_all
from tui.cli.grades import cell
from tui.cli.outcome import BAD_INPUT, OK, BadInputError
from tui.cli.paper import Made, make_paper, scenarios
from tui.cli.stream import say, tell
from tui.model.text.harmless import harmless_line

_SHOWN = 40
"""Characters of what is no number of a question."""
_ANSWER_ENDINGS = (".txt", ".json")
_AGAIN = "'hopscope exam make --format json' writes one, with the same topics and the same seed the same paper"


def execute(arguments: Namespace) -> int:
    """Make the paper again, and mark what somebody answered, or a class."""
    wish, asked, arguments.language = _read_paper(arguments.paper)
    is_class = len(arguments.answers) > 1 or arguments.format == "csv" or Path(arguments.answers[0]).is_dir()
    # All is read before the paper is made: behind walls, where a stranger's programs may have to run, no file is.
    if is_class:
        given = [_given(each, len(asked)) for each in answer_files(arguments.answers, _ANSWER_ENDINGS)]
    else:
        given = [_Given("", *_answers(arguments.answers[0], len(asked)))]

    def mark_all(prepare: Prepare) -> int:
        made = make_paper(wish, prepare, arguments.language) if wish.number == len(asked) else None
        if made is None or [each.text for each in made.sheets] != asked:
            raise BadInputError(
                f"{arguments.paper} was made by another version of hopscope, whose questions are others"
            )
        return (_mark_class if is_class else _mark_one)(made, given, arguments)

    return carry_out_all(scenarios(wish), arguments, mark_all)


def _mark_one(made: Made, given: Sequence["_Given"], arguments: Namespace) -> int:
    (_, answers, wrong), *_ = given
    marked = _marked_all(made, answers)
    for problem in wrong:
        tell(f"hopscope: {problem}")
    if arguments.format == "json":
        found = _marks_object(made, marked, answers) | {"problems": wrong}
        say(json.dumps(found, ensure_ascii=False, indent=2))
        return BAD_INPUT if wrong else OK
    for shown, each in zip(made.sheets, marked, strict=True):
        verdict = "right" if each.is_right else "part" if each.share else "wrong"
        answer = answers.get(shown.number, "")
        told = f"{shown.number:>3}  {verdict:<5}  {answer or '-'}"
        say(told if each.is_right else f"{told}  ({shown.answer})")
        for text in (*each.corrections, *each.unreadable):
            say(f"            {text.text(made.language)}")
    say(f"{_points(marked)} of {len(marked)} points")
    return BAD_INPUT if wrong else OK


def _mark_class(made: Made, given: Sequence["_Given"], arguments: Namespace) -> int:
    """Mark the answers of a class, each on its own: what cannot be read of one is told there, and stops nobody else."""
    found = [_Marks(*each, _marked_all(made, each.answers)) for each in given]
    for text in _TABLES[arguments.format](made, sorted(found, key=lambda each: each.learner)):
        say(text)
    return BAD_INPUT if any(each.problems for each in found) else OK


class _Given(NamedTuple):
    """What a learner answered; ``problems`` tell what of it could not be read."""

    learner: str
    answers: Mapping[int, str]
    problems: list[str]


class _Marks(NamedTuple):
    """What one learner's answers came to."""

    learner: str
    answers: Mapping[int, str]
    problems: list[str]
    marked: list[Marked]


def _given(file: AnswerFile, count: int) -> _Given:
    """The answers of one of a class."""
    if file.refused:
        return _Given(file.learner, {}, [f"{file.path}: {file.refused}"])
    try:
        return _Given(file.learner, *_answers(str(file.path), count))
    except BadInputError as error:
        return _Given(file.learner, {}, [str(error)])
    except ScenarioError as error:
        return _Given(file.learner, {}, [str(error.problems[0])])


def _marked_all(made: Made, answers: Mapping[int, str]) -> list[Marked]:
    return [_marked(shown, answers.get(shown.number, "")) for shown in made.sheets]


def _points(marked: Iterable[Marked]) -> str:
    return f"{float(sum((each.share for each in marked), Fraction(0))):g}"


def _sign(each: Marked, answer: str) -> str:
    return "+" if each.is_right else "/" if each.share else "-" if answer.strip() else "."


def _table(made: Made, found: Sequence[_Marks]) -> Iterator[str]:
    """A row for each learner, a column for each question."""
    numbers = [str(shown.number) for shown in made.sheets]
    names = [harmless_line(each.learner) for each in found]
    width = max(map(cell_len, names))
    yield "+ right, / part, - wrong, . not answered"
    yield f"{'':<{width}}  {'points':>6}  {' '.join(numbers)}"
    for name, each in zip(names, found, strict=True):
        signs = [_sign(marked, each.answers.get(place, "")) for place, marked in enumerate(each.marked, 1)]
        cells = " ".join(f"{sign:>{len(number)}}" for sign, number in zip(signs, numbers, strict=True))
        yield f"{name}{' ' * (width - cell_len(name))}  {_points(each.marked):>6}  {cells}"
        yield from (f"    {harmless_line(problem)}" for problem in each.problems)
    right = [str(sum(each.marked[place].is_right for each in found)) for place in range(len(numbers))]
    yield f"right, of {len(found)}, by question: " + ", ".join(map(" ".join, zip(numbers, right, strict=True)))


def _table_json(made: Made, found: Sequence[_Marks]) -> Iterator[str]:
    answers = [
        {"learner": each.learner} | _marks_object(made, each.marked, each.answers) | {"problems": each.problems}
        for each in found
    ]
    yield json.dumps({"of": len(made.sheets), "answers": answers}, ensure_ascii=False, indent=2)


def _table_csv(made: Made, found: Sequence[_Marks]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["learner", "points", *(shown.number for shown in made.sheets), "problems"])
    for each in found:
        shares = [f"{float(marked.share):g}" for marked in each.marked]
        writer.writerow([cell(each.learner), _points(each.marked), *shares, cell("; ".join(each.problems))])
    yield out.getvalue().removesuffix("\n")


_TABLES: Mapping[str, Callable[[Made, Sequence[_Marks]], Iterator[str]]] = {
    "text": _table,
    "json": _table_json,
    "csv": _table_csv,
}


def _read_paper(name: str) -> tuple[papers.Wish, list[str], str]:
    """What a paper was made from, its questions and its language; raises ``BadInputError`` for what is no paper."""
    text = _text(name, "a paper of 50 questions has some thousand lines")
    if not text.lstrip().startswith(("{", "[")):
        raise BadInputError(f"{name} is no paper in JSON; {_AGAIN}")
    paper = _json(name, text)
    with suppress(KeyError, TypeError, ValueError):
        if paper["language"] in tuple(LANGUAGES):
            return (
                papers.read_wish(paper["made from"]),
                [each["text"] for each in paper["questions"]],
                paper["language"],
            )
    raise BadInputError(f"{name} is no paper; {_AGAIN}")


def _marked(shown: Sheet, answer: str) -> Marked:
    question = shown.question
    try:
        if not answer.strip():
            return Marked(False, Fraction(0))
        return mark(question, read_answer(question, answer))
    except AnswerError as error:
        return Marked(False, Fraction(0), unreadable=(error.said,))


def _marks_object(made: Made, marked: list[Marked], answers: Mapping[int, str]) -> dict[str, Any]:
    return {
        "points": float(_points(marked)),
        "of": len(marked),
        "questions": [
            {
                "number": shown.number,
                "template": shown.question.template,
                "topic": shown.question.topic,
                "answer": answers.get(shown.number, ""),
                "right": each.is_right,
                "share": float(each.share),
                "misconceptions": [belief.id for belief in each.misconceptions],
                "corrections": [text.text(made.language) for text in each.corrections],
                "unreadable": "; ".join(text.text(made.language) for text in each.unreadable),
            }
            for shown, each in zip(made.sheets, marked, strict=True)
        ],
    }


def _json(name: str, text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=partial(_once, name))
    except json.JSONDecodeError as error:
        raise BadInputError(f"{name}:{error.lineno}:{error.colno}: this is no JSON: {error.msg}") from None
    except (RecursionError, ValueError):
        raise BadInputError(
            f"{name}: it is nested too deep, or has a number too long, for a paper or answers"
        ) from None


def _once(name: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The mapping of a JSON text, in which each key stands once."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        raise BadInputError(f"{name}: {twice!r} is there twice; keep one")
    return found


def _text(name: str, usual: str) -> str:
    return sys.stdin.read().removeprefix("\ufeff") if name == "-" else read(name, usual)


def _answers(name: str, count: int) -> tuple[dict[int, str], list[str]]:
    """Answers by number, from a JSON mapping or from lines such as ``3: B``; and what of it is no answer.

    Raises ``BadInputError`` for a text that has no answers.
    """
    found: dict[int, str] = {}
    wrong: list[str] = []
    text = _text(name, "answers are a line for each question")
    if text.lstrip().startswith(("{", "[")):
        answers = _json(name, text)
        if not isinstance(answers, dict):
            raise BadInputError(f'{name}: this is no mapping of answers; write one like {{"3": "B"}}')
        for key, value in answers.items():
            try:
                found[_number(name, key, count)] = _answer(name, key, value)
            except BadInputError as error:
                wrong.append(str(error))
        return found, wrong
    for line_number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key, separator, value = line.strip().replace("：", ":").partition(":")
        if not separator:
            key, _, value = line.strip().partition(" ")
        try:
            number = _number(f"{name}:{line_number}:1", key.strip().rstrip(".)"), count)
            if number in found:
                raise BadInputError(f"{name}:{line_number}:1: question {number} is answered twice; keep one answer")
        except BadInputError as error:
            wrong.append(str(error))
        else:
            found[number] = value.strip()
    return found, wrong


def _number(place: str, key: str, count: int) -> int:
    """The number of a question; raises ``BadInputError`` where the paper has no such question."""
    if not key.isdecimal():
        raise BadInputError(f"{place}: {key[:_SHOWN]!r} is no number of a question; write one like '3: B'")
    if len(key) > len(str(count)) + 3 or not 1 <= int(key) <= count:
        raise BadInputError(f"{place}: there is no question {key[:_SHOWN]}; the paper has {count}")
    return int(key)


def _answer(name: str, key: str, value: Any) -> str:
    """An answer in JSON: a text, a number, a list of them, or nothing."""
    if isinstance(value, list):
        return "; ".join(_answer(name, key, each) for each in value)
    if value is None:
        return ""
    if isinstance(value, bool | dict):
        raise BadInputError(f'{name}: the answer to question {key} is no text; write one like "B"')
    return str(value)
