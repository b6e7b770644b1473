"""Edits of a scenario, each one line of text: what is done at a time, what befalls a packet, what a value becomes.

An edit changes the scenario's text, and an edited run is the run of that text from the start. So it is as
deterministic as any other, and what was done can be saved, read and shared as a scenario.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from sim.branches.places import Places, place_of, read_value
from sim.programs.commands import started_by
from sim.scenario import splice
from sim.scenario.document import YamlError, compose, path_at
from sim.scenario.load import load_text
from sim.scenario.plan import Run, Scenario
from sim.scenario.problem import Problem, ScenarioError, Severity
from sim.scenario.programs import file_names
from sim.scenario.splice import Path
from sim.words import TextError, listed, nearest

FORMS = (
    "2s pc1: ip route del default",
    "3s cut pc1 -- sw1",
    "4s mend pc1 -- sw1",
    "2s type pc1: hello",
    "2s type pc1 chat.py#2: hello",
    "5s eof pc1",
    "drop 2nd arp request on pc1 -- sw1",
    "duplicate first icmp on pc1 -- sw1",
    "delay first icmp by 20ms on pc1 -- sw1",
    "corrupt first icmp octet 30 bit 1 on pc1 -- sw1",
    "edit first icmp ip.ttl = 1, ip.id = 7 on pc1 -- sw1",
    "edit first icmp icmp.code = 9 damaged on pc1 -- sw1",
    "set nodes.pc1.gateway = 10.0.0.254",
    "unset nodes.pc1.gateway",
    'source echo_server.py = "print(1)\\n"',
)
"""One example of each form."""

_TIME = r"(?P<at>\d[\d_.]*\s*(?:[a-zµ]+)?)"
_RUN = re.compile(rf"{_TIME}\s+(?P<on>[^\s:]+)\s*:\s*(?P<run>\S.*)", re.DOTALL)
_CABLE = re.compile(rf"{_TIME}\s+(?P<deed>cut|mend)\s+(?P<link>\S.*)")
_TYPE = re.compile(rf"{_TIME}\s+type\s+(?P<on>[^\s:]+)(?:\s+(?P<to>[^\s:]+))?\s*: ?(?P<type>.*)")
_END = re.compile(rf"{_TIME}\s+eof\s+(?P<on>\S+)(?:\s+(?P<to>\S+))?")
_FAULT = re.compile(r"(?P<deed>drop|duplicate|delay|corrupt|edit)\s+(?P<pattern>\S.*?)\s+on\s+(?P<on>\S+\s+--\s+\S+)")
_CLAUSES = {
    "delay": re.compile(r"(?P<pattern>.*\S)\s+by\s+(?P<by>\S+)"),
    "corrupt": re.compile(r"(?P<pattern>.*?\S)\s+octet\s+(?P<octet>\d+)(?:\s+bit\s+(?P<bit>\d+))?"),
    "edit": re.compile(
        r"(?P<pattern>.*?\S)\s+(?P<fields>[\w-]+(?:\.[\w-]+)+(?:#\S*)?\s*=.*?)(?P<damaged>\s+damaged)?", re.DOTALL
    ),
}
_SET = re.compile(r"set\s+(?P<path>(?:\"[^\"]*\"|[^=\"])+?)\s*=\s*(?P<value>.*)", re.DOTALL)
_SOURCE = re.compile(r"source\s+(?P<file>\S+)\s*=\s*(?P<value>.*)", re.DOTALL)
_UNSET = re.compile(r"unset\s+(?P<path>\S.*)")
TYPE, EOF = "type", "eof"
TIMED = (TYPE, EOF, "cut", "mend")
"""The words that stand behind a time."""
FROM_START = ("set", "unset", "source")
"""The words of edits that count from the start of the run, since they change what it begins with."""
WORDS = (*TIMED, "drop", "duplicate", "delay", "corrupt", "edit", *FROM_START)
"""The words with which edits begin that are no commands."""
_FIELD = re.compile(r"([\w-]+(?:\.[\w-]+)+(?:#[^\s=]*)?)\s*=\s*")


class EditError(TextError):
    """An edit that says nothing, or that the scenario cannot have; ``edit`` is its text, ``offset`` a place in it."""

    def __init__(self, edit: str, message: str, hint: str = "", offset: int = 0) -> None:
        super().__init__(message, hint, offset)
        self.edit = edit


class Change(NamedTuple):
    """What an edit does to the text: a value is put at a path, added to the list there, or taken away.

    ``source`` puts the text of a program in the place of that of a file, which the path names.

    ``steps`` are the places of the path's steps in the edit, where it has a path, and ``places`` those of the
    value and of its parts.
    """

    verb: str
    path: tuple[str, ...]
    value: Any = None
    steps: tuple[int, ...] = ()
    places: Places = MappingProxyType({})


def edited_text(text: str, edits: Iterable[str]) -> str:
    """The text of a scenario with these edits; raises :class:`EditError`."""
    for edit in edits:
        try:
            text, _ = _applied(text, read(edit))
        except TextError as error:
            raise EditError(edit, error.message, error.hint, error.offset) from None
        except YamlError as error:
            raise EditError(edit, error.flaw.message, error.flaw.hint) from None
    return text


def edited(scenario: Scenario, edits: Sequence[str]) -> Scenario:
    """The scenario with these edits; raises :class:`EditError` where one is wrong or makes the scenario wrong."""
    if not edits:
        return scenario
    known = {problem.allowance for problem in scenario.warnings}
    try:
        return _loaded(scenario, edited_text(scenario.text, edits), known)
    except ScenarioError as error:
        raise _blamed(scenario, edits, error, known) from None


@cache
def prepare() -> None:
    """Load and build what reading a scenario takes, so that the first edit comes as soon as those after it."""
    load_text("title: any\nnodes: {any: {host: 192.0.2.1/24}}")


def read(edit: str) -> Change:
    """What an edit does; raises ``TextError``."""
    text = edit.strip()
    lead = len(edit) - len(edit.lstrip())
    try:
        found = _read(text)
    except TextError as error:
        raise error.moved(lead) from None
    places = {part: lead + at for part, at in found.places.items()}
    return found._replace(steps=tuple(lead + at for at in found.steps), places=places)


def _read(text: str) -> Change:
    if (action := _action(text)) is not None:
        return action
    if found := _FAULT.fullmatch(text):
        return _fault(found)
    if found := _SET.fullmatch(text):
        path, steps = _path(found["path"], found.start("path"))
        value, places = _value(found["value"], found.start("value"))
        return Change("put", path, value, steps, places)
    if found := _SOURCE.fullmatch(text):
        at = found.start("value")
        value, places = _value(found["value"], at)
        if not isinstance(value, str) or not value.strip():
            hint = "write the text in quotes, with \\n for the ends of lines"
            raise TextError("this is no text of a program", hint, at)
        _check_python(value, at)
        return Change("source", (found["file"],), value, (found.start("file"),), places)
    if found := _UNSET.fullmatch(text):
        path, steps = _path(found["path"], found.start("path"))
        return Change("remove", path, steps=steps)
    raise _unread(text)


def _action(text: str) -> Change | None:
    """What is done at a time, as the scenario has it; ``None`` for an edit of another form."""
    if found := _CABLE.fullmatch(text):
        value = {"at": found["at"], found["deed"]: found["link"]}
        return Change("add", ("actions",), value, places=_placed(found, link=found["deed"]))
    if found := _TYPE.fullmatch(text):
        value = {"at": found["at"], "on": found["on"], "type": found["type"]} | _to(found["to"])
    elif found := _END.fullmatch(text):
        value = {"at": found["at"], "on": found["on"], "end": "input"} | _to(found["to"])
    elif found := _RUN.fullmatch(text):
        value = {"at": found["at"], "on": found["on"], "run": found["run"].strip()}
    else:
        return None
    return Change("add", ("actions",), value, places=_placed(found))


def _placed(found: re.Match[str], begin: int = 0, **keys: str) -> dict[tuple[str, ...], int]:
    """Where the parts of a match stand, by the keys that they come to: those of their groups, but for ``keys``."""
    parts = {name: found.start(name) for name in found.re.groupindex}
    return {(keys.get(name, name),): begin + at for name, at in parts.items() if at >= 0}


def _to(program: str | None) -> dict[str, Any]:
    """Which program is meant, as an action has it."""
    return {"to": program} if program else {}


def _check_python(text: str, at: int) -> None:
    """Raises ``TextError`` for what is no Python, with the line of the program and not that of the scenario."""
    try:
        compile(text, "program", "exec", dont_inherit=True)
    except SyntaxError as error:
        place = f"line {error.lineno}" if error.lineno else "this"
        raise TextError(f"{place} is no Python: {error.msg}", "write it as Python has it", at) from None
    except ValueError as error:
        raise TextError(f"this is no Python: {error}", "write it as Python has it", at) from None
    except (MemoryError, RecursionError):
        raise TextError("Python cannot read this: it is nested too deep", "write it with fewer levels", at) from None


def _unread(text: str) -> TextError:
    words = text.split()
    word = next((word for word in words[:2] if word in WORDS), None)
    if word is None:
        near = nearest(words[0], WORDS) if words else []
        hint = f"did you mean {listed(near)}?" if near else f"write one like '{FORMS[0]}' or '{FORMS[1]}'"
        return TextError(f"{text!r} is no edit", hint)
    example = next(form for form in FORMS if word in form.split()[:2])
    return TextError(f"{text!r} is not complete", f"write it like '{example}'", len(text))


def _fault(found: re.Match[str]) -> Change:
    """What befalls a packet, as the scenario has it."""
    deed, pattern, begin = found["deed"], found["pattern"], found.start("pattern")
    places: dict[tuple[str, ...], int] = {("on",): found.start("on"), (deed,): begin}
    more: dict[str, Any] = {}
    clause = _CLAUSES.get(deed)
    if clause is not None:
        said = clause.fullmatch(pattern)
        if said is None:
            example = next(form for form in FORMS if form.startswith(deed))
            missing = {"delay": "by how much", "corrupt": "which octet", "edit": "which field, and its value"}[deed]
            raise TextError(f"this does not say {missing}", f"write it like '{example}'", found.end("pattern"))
        given = said.groupdict()
        pattern = given.pop("pattern")
        places |= _placed(said, begin, pattern=deed)
        more = {key: int(value) if value.isdigit() else value for key, value in given.items() if value}
    if deed == "edit":
        fields, at = _fields(more["fields"], places["fields",])
        places |= {("fields", name): each for name, each in at.items()}
        more = {"fields": fields} | ({"damaged": True} if "damaged" in more else {})
    return Change("add", ("faults",), {"on": found["on"], deed: pattern, **more}, places=places)


def _fields(text: str, begin: int) -> tuple[dict[str, Any], dict[str, int]]:
    """Names and values, ``ip.ttl = 1, ip.id = 7``, and where each name is; a value with a comma in it is in quotes."""
    found: dict[str, Any] = {}
    places: dict[str, int] = {}
    text = rest = text.strip()
    while named := _FIELD.match(rest):
        at = begin + len(text) - len(rest)
        rest = rest[named.end() :]
        quoted = re.match(r"\"(?:[^\"\\]|\\.)*\"", rest)
        length = quoted.end() if quoted else (rest.index(",") if "," in rest else len(rest))
        value, rest = rest[:length].strip(), rest[length:].strip()
        # A number such as 0x11 keeps its form: text that the field reads.
        is_typed = quoted or re.fullmatch(r"\d+|true|false", value)
        found[named[1]] = _value(value, at + named.end())[0] if is_typed else value
        places[named[1]] = at
        if not rest.startswith(","):
            break
        rest = rest[1:].strip()
    if rest:
        hint = "write fields like ip.ttl = 1, ip.id = 7"
        raise TextError(f"{rest!r} is no field with a value", hint, begin + len(text) - len(rest))
    return found, places


def _path(text: str, begin: int) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The steps that a text names, and where each of them is."""
    steps = [*re.finditer(r'"(?P<quoted>[^"]*)"|(?P<plain>[^."]+)', text)]
    found = tuple(step["quoted"] or (step["plain"] or "").strip() for step in steps)
    if not found:
        hint = "write keys with points between them, such as nodes.pc1.gateway"
        raise TextError(f"{text!r} names nothing", hint, begin)
    return found, tuple(begin + step.start() + len(step[0]) - len(step[0].lstrip()) for step in steps)


def _value(text: str, begin: int) -> tuple[Any, Places]:
    """A value as YAML has it, and where its parts are."""
    try:
        return read_value(text, begin)
    except TextError as error:
        message = f"{text!r} is no value: {error.message}"
        raise TextError(message, "put texts with signs in quotes", error.offset) from None


def _applied(text: str, change: Change) -> tuple[str, tuple[str | int, ...]]:
    """The text that a change makes of a text, and the path in it of what the change is about.

    What is added is the last item there.
    """
    if change.verb == "add":
        return splice.add(text, change.path, change.value), change.path
    if change.verb == "source":
        return _with_source(text, change), ()
    text, path, rest = _found(text, change)
    whole = (*path, *rest)
    if change.verb == "remove":
        if rest or not _has(text, path):
            raise TextError(f"there is no {splice.spelled(whole)}", _near(text, path), change.steps[len(path) - 1])
        return splice.remove(text, path), whole
    value = change.value
    for step in reversed(rest):
        value = {step: value}
    try:
        return splice.put(text, path, value), whole
    except TextError as error:
        raise error.moved(change.steps[len(path) - 1]) from None


def _has(text: str, path: Path) -> bool:
    owner = _owner(text, path)
    return isinstance(owner, list) or path[-1] in owner


def _owner(text: str, path: Path) -> Any:
    """What the last step of a path is in; an empty mapping where that is none."""
    data: Any = compose(text)[0].value()
    for step in path[:-1]:
        data = data[step]
    return data if isinstance(data, dict | list) else {}


def _near(text: str, path: Path) -> str:
    """What was probably meant by the last step of a path."""
    owner = _owner(text, path)
    known = list(map(str, owner)) if isinstance(owner, dict) else []
    near = nearest(str(path[-1]), known)
    if near:
        return f"did you mean {listed(near)}?"
    return f"there is {listed(known, 'and')}" if known else "name what the scenario has"


def _with_source(text: str, change: Change) -> str:
    """The text in which all programs of a file are in the scenario itself, and have the text of the change.

    A command that starts the file becomes a program of the scenario, which is started in the same way.
    """
    file = change.path[0]
    text = _with_planned(text, file)
    programs = compose(text)[0].value().get("programs") or []
    names = file_names((each["on"], each.get("file") or each.get("name"), each.get("code", "")) for each in programs)
    if file not in names:
        known = [*dict.fromkeys(names)]
        hint = f"there is {listed(known, 'and')}" if known else ""
        raise TextError(f"there is no program {file!r}", hint, change.steps[0])
    for number in [number for number, name in enumerate(names) if name == file]:
        path: Path = ("programs", number)
        text = splice.put(splice.opened(text, path), (*path, "code"), change.value)
        if "name" not in programs[number]:
            text = splice.put(text, (*path, "name"), file)
        if "file" in programs[number]:
            text = splice.remove(text, (*path, "file"))
    return text


def editable(scenario: Scenario, node: str) -> list[str]:
    """The files of the programs of a node that ``source`` can give another text."""
    commands = (each.typed.text for each in scenario.actions if isinstance(each, Run) and each.node == node)
    files = [each.file for each in scenario.programs if each.node == node]
    files += [each.file for each in map(started_by, commands) if each is not None]
    return [file for file in dict.fromkeys(files) if file in scenario.sources]


def _with_planned(text: str, file: str) -> str:
    """The text in which commands that start a file are programs instead."""
    for number, action in reversed([*enumerate(compose(text)[0].value().get("actions") or [])]):
        started = started_by(action["run"]) if isinstance(action, dict) and "run" in action else None
        if started is not None and started.file == file:
            program = {"on": action["on"], "at": action["at"], "file": file}
            program |= {"arguments": [*started.arguments]} if started.arguments else {}
            text = splice.add(splice.remove(text, ("actions", number)), ("programs",), program)
    return text


def _found(text: str, change: Change) -> tuple[str, Path, Sequence[str]]:
    """The text, the path in it that the steps of a change mean, and the steps behind the first key that is not there.

    A link that is written in short has become long in the text if need be.
    """
    data: Any = compose(text)[0].value()
    path: list[str | int] = []
    steps = change.path
    for index, step in enumerate(steps):
        at = change.steps[index]
        if isinstance(data, list):
            number = _index(data, step, path, at)
            path.append(number)
            data = data[number]
            if path[:1] == ["links"] and isinstance(data, str) and index + 1 < len(steps):
                data = {"link": data}
                text = splice.put(text, path, data)
            continue
        if not isinstance(data, dict):
            raise TextError(f"{splice.spelled(path)} has no keys", f"set {splice.spelled(path)} itself", at)
        if step not in data and index + 1 < len(steps):
            near = nearest(step, list(map(str, data)))
            if path == ["nodes"] or (near and not path):
                hint = f"did you mean {listed(near)}?" if near else f"there are {listed(list(map(str, data)), 'and')}"
                raise TextError(f"there is no {splice.spelled([*path, step])}", hint, at)
            return text, [*path, step], steps[index + 1 :]
        path.append(step)
        data = data.get(step)
    return text, path, ()


def _index(items: list[Any], step: str, path: Path, at: int) -> int:
    """The number of an item that is named by its number from 0, or by what it is about; ``at`` is where it is named."""
    names = [_names(item) for item in items]
    if step.isdigit() and int(step) < len(items):
        return int(step)
    wanted = re.sub(r"\s*--\s*", " -- ", step)
    found = [number for number, known in enumerate(names) if wanted in known]
    if len(found) == 1:
        return found[0]
    all_names = [name for known in names for name in known]
    hint = f"write a number from 0 to {len(items) - 1}{f', or {listed(all_names)}' if all_names else ''}"
    raise TextError(f"{step!r} is {'several' if found else 'none'} of {splice.spelled(path)}", hint, at)


def _names(item: Any) -> list[str]:
    """What an item of a list may be called: a link by its ends, with or without ports, a program by its file."""
    if isinstance(item, dict):
        item = item.get("link") or item.get("file") or item.get("name")
    if not isinstance(item, str):
        return []
    plain = re.sub(r"\s*--\s*", " -- ", item)
    return list(dict.fromkeys((plain, re.sub(r":\S+", "", plain))))


def _loaded(scenario: Scenario, text: str, known: set[str]) -> Scenario:
    """The scenario of an edited text, which allows what the edits make doubtful: they were made to see what comes."""
    try:
        found = load_text(text, scenario.path, scenario.folder)
        problems: Sequence[Problem] = found.warnings
    except ScenarioError as error:
        if not all(each.allowance for each in error.problems if each.severity is Severity.ERROR):
            raise
        found, problems = None, error.problems
    new = sorted({problem.allowance for problem in problems} - known - {""})
    if found is not None and not new:
        return found
    for allowance in new:
        text = splice.add(text, ("allow",), allowance)
    return _loaded(scenario, text, known | {*new})


def _blamed(scenario: Scenario, edits: Sequence[str], error: ScenarioError, known: set[str]) -> EditError:
    """The error of the first edit with which the scenario is wrong."""
    for count in range(1, len(edits)):
        try:
            _loaded(scenario, edited_text(scenario.text, edits[:count]), known)
        except ScenarioError as earlier:
            edits, error = edits[:count], earlier
            break
    problems = [problem for problem in error.problems if problem.severity is Severity.ERROR] or error.problems
    first = problems[0]
    more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
    at = _place_in(edits[-1], edited_text(scenario.text, edits[:-1]), first, scenario.path)
    return EditError(edits[-1], f"{first.message}{more}", first.hint, at)


def _place_in(edit: str, before: str, problem: Problem, file: str) -> int:
    """Where an edit says what is a problem in the text that it makes of the text before.

    Where the problem is elsewhere, it is what the edit puts in the text.
    """
    change = read(edit)
    text, path = _applied(before, change)
    value = change.places.get((), change.steps[-1] if change.steps else 0)
    if problem.path != file or not path:
        return value
    root = compose(text)[0]
    if change.verb == "add":
        path = (*path, len(root.value()[change.path[0]]) - 1)
    here, is_key, _ = path_at(root, problem.line, problem.column)
    if is_key and here == path[: len(here)] and len(here) <= len(change.steps):
        return change.steps[len(here) - 1]
    found = place_of(problem, text, path, change.places)
    return value if found is None else found
