"""``hopscope exam``: papers whose answers are computed by the simulator."""

import json
from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from sim.exam import paper as papers
from sim.exam.formats import markdown, objects
from sim.exam.making import Maker
from sim.exam.run import Runs
from sim.exam.sheet import Sheet, heading, sheets
from sim.scenario.plan import without_programs
from sim.session import Session
from sim.words import TextError, listed
from tui.cli.opening import has_strange_programs, is_bundled
from tui.cli.outcome import OK, BadInputError
from tui.cli.stream import tell, write_out
from tui.output.whole_file import write_new

_ENDINGS = {
    ".md": "md",
    ".html": "html",
    ".htm": "html",
    ".gift": "gift",
    ".xml": "moodle",
    ".txt": "anki",
    ".json": "json",
}


class Made(NamedTuple):
    """A paper in one language, ready to be written."""

    paper: papers.Paper
    sheets: tuple[Sheet, ...]
    heading: str
    language: str


def execute(arguments: Namespace) -> int:
    return _DEEDS[arguments.deed](arguments)


def _make(arguments: Namespace) -> int:
    wish = papers.Wish(
        arguments.count,
        arguments.seed,
        arguments.variant,
        arguments.topics,
        arguments.level,
        arguments.blueprint,
        tuple(arguments.scenarios),
    )
    form = arguments.format or _form_of(arguments.output, "md")
    if form not in QUESTIONS:
        raise BadInputError(f"{form} has no questions; write {listed(tuple(QUESTIONS))}")
    maker = Maker(Runs(lambda session: prepared(session, arguments)))
    try:
        paper = papers.make(wish, maker)
    except TextError as error:
        raise BadInputError(str(error)) from None
    language = arguments.language
    made = Made(paper, tuple(sheets(paper, maker, language)), heading(paper, language), language)
    place = _Figures(arguments.output, arguments.force)
    text = QUESTIONS[form](made, place)
    key = ""
    if arguments.key:
        key_form = _form_of(arguments.key, "md")
        if key_form not in KEYS:
            raise BadInputError(
                f"{arguments.key}: a key is Markdown, HTML or JSON; write a name that ends in .md, .html or .json"
            )
        key = KEYS[key_form](made)
    if arguments.key:
        _write(Path(arguments.key), key, arguments.force)
    if arguments.output:
        _write(Path(arguments.output), text, arguments.force)
    else:
        write_out(text)
    return OK


def _lab(arguments: Namespace) -> int:
    from sim.exam.broken import generated  # noqa: PLC0415 - papers need none

    text = generated(arguments.seed, arguments.faults, arguments.language)
    if arguments.output:
        _write(Path(arguments.output), text, arguments.force)
    else:
        write_out(text)
    return OK


def _form_of(name: str | None, otherwise: str) -> str:
    return otherwise if name is None else _ENDINGS.get(Path(name).suffix.lower(), otherwise)


def prepared(session: Session, arguments: Namespace) -> Session:
    """A session whose programs may run: a stranger's only where somebody says so."""
    if is_bundled(session.front.path) or not has_strange_programs(session.scenario) or arguments.trust:
        return session
    if not arguments.programs:
        return Session(without_programs(session.scenario), session.seed)
    raise BadInputError(
        f"{session.front.path} has programs that are not hopscope's own; --trust runs them as you, --no-programs asks "
        "about the rest"
    )


class _Figures:
    """Where the figures of a text go: into files beside it; a text without a file has them in words."""

    def __init__(self, output: str | None, force: bool) -> None:
        self._output = None if output is None else Path(output)
        self._force = force

    def __call__(self, name: str, svg: str) -> str:
        if self._output is None:
            return ""
        path = self._output.with_name(f"{self._output.stem}-{name}.svg")
        _write(path, svg + "\n", self._force)
        return path.name


def _write(path: Path, text: str, force: bool) -> None:
    if force:
        path.unlink(missing_ok=True)
    try:
        write_new(path, text)
    except FileExistsError:
        raise BadInputError(f"{path} is there already; name another file, or let --force replace it") from None
    tell(f"hopscope: wrote {path}")


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


QUESTIONS: Mapping[str, Callable[[Made, markdown.Place], str]] = {
    "md": lambda made, place: _lines(markdown.questions(made.sheets, made.heading, made.language, place)),
    "json": lambda made, place: _as_json(objects.paper_object(made.paper, made.sheets, made.language)),
}
KEYS: Mapping[str, Callable[[Made], str]] = {
    "md": lambda made: _lines(markdown.key(made.sheets, made.heading, made.language)),
    "json": lambda made: _as_json(objects.key_object(made.paper, made.sheets, made.language)),
}
_DEEDS: Mapping[str, Callable[[Namespace], int]] = {"make": _make, "lab": _lab}
