"""``hopscope exam make``: a paper and its key in files, or on the output."""

import json
import re
from argparse import Namespace
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sim.exam import paper as papers
from sim.exam.figures.svg import is_drawing
from sim.exam.formats import anki, gift, html, markdown, moodle, objects
from sim.exam.making import Maker
from sim.exam.question import Source
from sim.exam.run import Prepare, Runs, opened
from sim.exam.sheet import Sheet, heading, paper_name, sheets
from sim.session import Session
from sim.words import TextError, listed
from tui.cli.carry_out import work_out
from tui.cli.outcome import OK, BadInputError
from tui.cli.stream import tell, write_out
from tui.output.whole_file import write_new

_FIGURE = re.compile(r"[0-9]+-[0-9]+-[a-z]+")
"""What a figure is called by: the numbers of its question and its own, and its kind."""
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
_SPARE_RUNS = 10
"""How many more runs are kept than a paper has questions: not every run that is made comes to a question."""


class Made(NamedTuple):
    """A paper in one language, ready to be written."""

    paper: papers.Paper
    sheets: tuple[Sheet, ...]
    heading: str
    language: str


def make(arguments: Namespace) -> int:
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
        made = make_paper(wish, prepare, arguments.language)
        figures = _Figures(arguments.output)
        text = QUESTIONS[form](made, figures)
        key = KEYS[key_form](made) if arguments.key else ""
        return {"text": text, "key": key, "figures": figures.drawn}

    return work_out(scenarios(wish), arguments, texts, lambda made: _write_paper(made, arguments, form, key_form))


def scenarios(wish: papers.Wish) -> Iterator[Session]:
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
        write_file(path, content, arguments.force)
    if not arguments.output:
        write_out(text)
    return OK


def _is_paper(texts: Iterable[tuple[str, str]], drawn: Mapping[Any, Any]) -> bool:
    """Whether no page and no drawing runs or loads anything, and each drawing has a name of one."""
    are_closed = all(html.is_closed(text) for text, form in texts if form == "html")
    return are_closed and all(
        _FIGURE.fullmatch(str(name)) and isinstance(svg, str) and is_drawing(svg) for name, svg in drawn.items()
    )


def make_paper(wish: papers.Wish, prepare: Prepare, language: str) -> Made:
    # All runs of the paper are kept, since its answers are told from them once it is made.
    maker = Maker(Runs(prepare, most=wish.number + _SPARE_RUNS))
    try:
        paper = papers.make(wish, maker)
    except TextError as error:
        raise BadInputError(str(error)) from None
    return Made(paper, tuple(sheets(paper, maker, language)), heading(paper, language), language)


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


def write_file(path: Path, text: str, force: bool) -> None:
    try:
        write_new(path, text, replace=force)
    except FileExistsError:
        raise _there(path) from None
    tell(f"hopscope: wrote {path}")


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
