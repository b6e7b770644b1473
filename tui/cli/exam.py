"""``hopscope exam``: papers whose answers are computed by the simulator, checked and marked."""

import csv
import io
import json
import re
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from rich.cells import cell_len

from sim.exam import catalogue, own
from sim.exam import paper as papers
from sim.exam.figures.svg import is_drawing
from sim.exam.formats import anki, gift, html, markdown, moodle, objects
from sim.exam.making import Maker
from sim.exam.marking import Marked, mark, read_answer
from sim.exam.question import Source
from sim.exam.run import Prepare, Run, Runs, opened
from sim.exam.sheet import Sheet, heading, paper_name, sheet, sheets
from sim.exam.typed import AnswerError
from sim.languages import LANGUAGES
from sim.scenario.problem import ScenarioError, Severity
from sim.scenario.source import read
from sim.session import Session
from sim.words import TextError, listed
from tui.cli.answer_files import AnswerFile, answer_files
from tui.cli.carry_out import carry_out, carry_out_all, work_out
from tui.cli.grades import cell
from tui.cli.outcome import BAD_INPUT, FAILED, OK, BadInputError
from tui.cli.stream import say, tell, write_out
from tui.model.text.harmless import harmless_line
from tui.output.whole_file import write_new

_FIGURE = re.compile(r"[0-9]+-[0-9]+-[a-z]+")
"""What a figure is called by: the numbers of its question and its own, and its kind."""
_SHOWN = 40
"""Characters of what is no number of a question."""
_ENDINGS = {
    ".md": "md",
    ".html": "html",
    ".htm": "html",
    ".gift": "gift",
    ".xml": "moodle",
    ".txt": "anki",
    ".json": "json",
}
_USUAL = "md"
_ALSO = (("gift", ".txt"), ("md", ".txt"), ("md", ".markdown"))
"""Formats with endings that are usual for them as well, and that tell no format by themselves or another one."""
_ANSWER_ENDINGS = (".txt", ".json")
_AGAIN = "'hopscope exam make --format json' writes one, with the same topics and the same seed the same paper"
_SPARE_RUNS = 10
"""How many more runs are kept than a paper has questions: not every run that is made comes to a question."""


class Made(NamedTuple):
    """A paper in one language, ready to be written."""

    paper: papers.Paper
    sheets: tuple[Sheet, ...]
    heading: str
    language: str


def execute(arguments: Namespace) -> int:
    return _DEEDS[arguments.deed](arguments)


def _make(arguments: Namespace) -> int:
    form = _form_of(arguments.output, "paper", QUESTIONS, arguments.format)
    key_form = _form_of(arguments.key, "key", KEYS)
    wish = papers.Wish(
        arguments.count,
        arguments.seed,
        arguments.variant,
        arguments.topics,
        arguments.level,
        arguments.blueprint,
        tuple(arguments.scenarios),
    )
    files = [Path(name) for name in (arguments.output, arguments.key) if name]
    _refuse(files, arguments.force)

    def texts(prepare: Prepare) -> dict[str, Any]:
        made = _made(wish, prepare, arguments.language)
        figures = _Figures(arguments.output)
        text = QUESTIONS[form](made, figures)
        key = KEYS[key_form](made) if arguments.key else ""
        return {"text": text, "key": key, "figures": figures.drawn}

    return work_out(_scenarios(wish), arguments, texts, lambda made: _write_paper(made, arguments, form, key_form))


def _scenarios(wish: papers.Wish) -> Iterator[Session]:
    """The scenarios that a paper is about, of those that are named."""
    return (opened(Source(name)) for name in wish.scenarios)


def _write_paper(made: Any, arguments: Namespace, form: str, key_form: str) -> int:
    """Write what a paper came to. Where a stranger's program may have had a hand in it, it can be anything."""
    match made:
        case {"text": str(text), "key": str(key), "figures": {**drawn}} if _is_paper(
            ((text, form), (key, key_form if arguments.key else "")), drawn
        ):
            written = {_beside(Path(arguments.output), str(name)): str(svg) for name, svg in drawn.items()}
        case _:
            raise BadInputError("the paper came out as hopscope makes none: a program of its scenario had a hand in it")
    if arguments.key:
        written[Path(arguments.key)] = key
    if arguments.output:
        written[Path(arguments.output)] = text
    _refuse(written, arguments.force)
    for path, content in written.items():
        _write(path, content, arguments.force)
    if not arguments.output:
        write_out(text)
    return OK


def _is_paper(texts: Iterable[tuple[str, str]], drawn: Mapping[Any, Any]) -> bool:
    """Whether no page and no drawing runs or loads anything, and each drawing has a name of one."""
    are_closed = all(html.is_closed(text) for text, form in texts if form == "html")
    return are_closed and all(
        _FIGURE.fullmatch(str(name)) and isinstance(svg, str) and is_drawing(svg) for name, svg in drawn.items()
    )


def _made(wish: papers.Wish, prepare: Prepare, language: str) -> Made:
    # All runs of the paper are kept, since its answers are told from them once it is made.
    maker = Maker(Runs(prepare, most=wish.number + _SPARE_RUNS))
    try:
        paper = papers.make(wish, maker)
    except TextError as error:
        raise BadInputError(str(error)) from None
    return Made(paper, tuple(sheets(paper, maker, language)), heading(paper, language), language)


def _lab(arguments: Namespace) -> int:
    from sim.exam.broken import generated  # noqa: PLC0415 - papers need none

    text = generated(arguments.seed, arguments.faults, arguments.language)
    if arguments.output:
        _write(Path(arguments.output), text, arguments.force)
    else:
        write_out(text)
    return OK


def _moments(count: int) -> str:
    return "moment" if count == 1 else "moments"


def _reasons(arguments: Namespace) -> int:
    """Tell how many moments each template throws away, and why."""
    try:
        wanted = catalogue.templates(arguments.topics)
    except TextError as error:
        raise BadInputError(str(error)) from None
    found = []
    for template in wanted:
        each = Maker().survey(template, arguments.count)
        found.append(each)
        if not arguments.json:
            thrown = sum(each.reasons.values())
            say(f"{each.template:<28} {each.made} of {each.seeds} made, {thrown} {_moments(thrown)} thrown away")
            for reason, count in each.reasons.items():
                say(f"  {count:>5}  {reason}")
    if arguments.json:
        say(json.dumps([each._asdict() for each in found], ensure_ascii=False, indent=2))
    return OK


def _form_of(name: str | None, what: str, forms: Collection[str], wanted: str | None = None) -> str:
    """The format that is wanted, or that of a name's end; raises ``BadInputError`` where the end tells another one."""
    ending = "" if name is None else Path(name).suffix.lower()
    if not ending:
        return wanted or _USUAL
    form = _ENDINGS.get(ending, "")
    if form in forms and wanted in (None, form):
        return form
    if wanted is not None and (wanted, ending) in _ALSO:
        return wanted
    if ending == ".pdf":
        raise BadInputError(
            f"{name}: a {what} cannot be written as PDF; write .html and print that to PDF in a browser"
        )
    if wanted is not None:
        fit = [each for each, known in _ENDINGS.items() if known == wanted]
        raise BadInputError(f"{name} does not end as --format {wanted} does; write a name that ends in {listed(fit)}")
    fit = [each for each, known in _ENDINGS.items() if known in forms]
    raise BadInputError(f"{name}: a {what} cannot be {form or ending}; write a name that ends in {listed(fit)}")


class _Figures:
    """Where the figures of a text go: into files beside it; a text without a file has them in words."""

    def __init__(self, output: str | None) -> None:
        self._output = None if output is None else Path(output)
        self.drawn: dict[str, str] = {}

    def __call__(self, name: str, svg: str) -> str:
        if self._output is None:
            return ""
        self.drawn[name] = svg + "\n"
        return _beside(self._output, name).name


def _beside(output: Path, name: str) -> Path:
    """The file of a figure."""
    return output.with_name(f"{output.stem}-{name}.svg")


def _refuse(paths: Collection[Path], force: bool) -> None:
    """Refuse files that are there already, before any of them is written."""
    if len({path.absolute() for path in paths}) < len(paths):
        raise BadInputError("the paper and its key cannot be one file; name another file for the key")
    for path in paths:
        if path.exists() and not force:
            raise _there(path)


def _there(path: Path) -> BadInputError:
    return BadInputError(f"{path} is there already; name another file, or let --force replace it")


def _write(path: Path, text: str, force: bool) -> None:
    try:
        write_new(path, text, replace=force)
    except FileExistsError:
        raise _there(path) from None
    tell(f"hopscope: wrote {path}")


def _check(arguments: Namespace) -> int:
    """Tell of each question of a teacher what the run answers, and what is wrong."""
    found = [_check_one(Source(name), arguments) for name in arguments.names]
    return next((status for status in found if status != OK), OK)


def _check_one(source: Source, arguments: Namespace) -> int:
    def tell_all(session: Session) -> int:
        session.run()
        run = Run(session, source)
        wrong = [problem for problem in own.problems(run) if problem.severity is Severity.ERROR]
        for number, question in enumerate(own.questions(run), 1):
            shown = sheet(question, run, arguments.language, number)
            say(f"{source.name}: {shown.text} {_answered(shown)}")
        for problem in wrong:
            say(str(problem))
        if not run.scenario.questions:
            say(f"{source.name}: there are no questions of its own in it")
        return FAILED if wrong else OK

    return carry_out(opened(source), arguments, tell_all)


def _answered(shown: Sheet) -> str:
    right = [choice.text for choice in shown.choices if choice.is_right]
    answer = right[0] if right else shown.answer
    if shown.question.is_claimed:
        return f"is answered by its author: {answer}; not proved by the run, add 'says: …' to have it checked"
    return f"= {answer}"


def _mark(arguments: Namespace) -> int:
    """Make the paper again, and mark what somebody answered, or a class."""
    wish, asked, arguments.language = _read_paper(arguments.paper)
    is_class = len(arguments.answers) > 1 or arguments.format == "csv" or Path(arguments.answers[0]).is_dir()
    # All is read before the paper is made: behind walls, where a stranger's programs may have to run, no file is.
    if is_class:
        given = [_given(each, len(asked)) for each in answer_files(arguments.answers, _ANSWER_ENDINGS)]
    else:
        given = [_Given("", *_answers(arguments.answers[0], len(asked)))]

    def mark_all(prepare: Prepare) -> int:
        made = _made(wish, prepare, arguments.language) if wish.number == len(asked) else None
        if made is None or [each.text for each in made.sheets] != asked:
            raise BadInputError(
                f"{arguments.paper} was made by another version of hopscope, whose questions are others"
            )
        return (_mark_class if is_class else _mark_one)(made, given, arguments)

    return carry_out_all(_scenarios(wish), arguments, mark_all)


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


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


QUESTIONS: Mapping[str, Callable[[Made, markdown.Place], str]] = {
    "md": lambda made, place: _lines(markdown.questions(made.sheets, made.heading, made.language, place)),
    "html": lambda made, _: _lines(html.questions(made.sheets, made.heading, made.language)),
    "gift": lambda made, _: _lines(gift.questions(made.sheets, made.heading, made.language)),
    "moodle": lambda made, _: moodle.questions(made.sheets, paper_name(made.paper, made.language), made.language),
    "anki": lambda made, _: _lines(anki.questions(made.sheets, paper_name(made.paper, made.language), made.language)),
    "json": lambda made, _: _as_json(objects.paper_object(made.paper, made.sheets, made.language)),
}
KEYS: Mapping[str, Callable[[Made], str]] = {
    "md": lambda made: _lines(markdown.key(made.sheets, made.heading, made.language)),
    "html": lambda made: _lines(html.key(made.sheets, made.heading, made.language)),
    "json": lambda made: _as_json(objects.key_object(made.paper, made.sheets, made.language)),
}
_DEEDS: Mapping[str, Callable[[Namespace], int]] = {
    "make": _make,
    "check": _check,
    "mark": _mark,
    "lab": _lab,
    "reasons": _reasons,
}
