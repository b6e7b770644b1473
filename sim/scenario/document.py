"""YAML text as a tree of nodes that know where they stand.

The event stream of libyaml (or of PyYAML itself where that is missing) is composed here, for three
reasons: every key and value keeps its line and column for error messages; scalars are typed by the YAML 1.2
core schema, not by PyYAML, for which ``10:11:22:33:44:55`` is a number and ``NO`` is false; and depth, size and
the growth of aliases are bounded, so that no file can bring the machine down.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

import yaml

from sim.scenario.yaml_errors import explain

MAX_DEPTH = 64
MAX_NODES = 500_000
"""Keys, values and lists of a document; an alias counts as what it stands for."""

LOADER: Any = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
# All but the printable characters of YAML 1.2 (5.1); and U+0085, U+2028 and U+2029, which parsers and editors do
# not agree to be ends of lines.
_NOT_PLAIN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}|0o[0-7]{1,20}|0x[0-9a-fA-F]{1,15}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]{1,30}|[0-9]{1,30}(?:\.[0-9]{0,30})?)(?:[eE][-+]?[0-9]{1,3})?")
_CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class ScalarNode:
    """A single value. ``opening`` is the column of its text's first character, 0 where it is folded or escaped."""

    __slots__ = ("column", "is_quoted", "line", "opening", "text")

    def __init__(self, text: str, line: int, column: int, is_quoted: bool, opening: int) -> None:
        self.text = text
        self.line = line
        self.column = column
        self.is_quoted = is_quoted
        self.opening = opening

    def value(self) -> Any:
        """The value by the YAML 1.2 core schema (10.3.2): text where it is quoted, or like nothing else."""
        return self.text if self.is_quoted else typed(self.text)


class SequenceNode:
    """A list of nodes."""

    __slots__ = ("column", "items", "line")

    def __init__(self, line: int, column: int) -> None:
        self.line = line
        self.column = column
        self.items: list[Node] = []

    def value(self) -> list[Any]:
        return [item.value() for item in self.items]


class MappingNode:
    """Nodes under keys, which are text."""

    __slots__ = ("column", "entries", "keys", "line")

    def __init__(self, line: int, column: int) -> None:
        self.line = line
        self.column = column
        self.keys: dict[str, ScalarNode] = {}
        self.entries: dict[str, Node] = {}

    def value(self) -> dict[str, Any]:
        return {key: entry.value() for key, entry in self.entries.items()}


Node = ScalarNode | SequenceNode | MappingNode


class Flaw(NamedTuple):
    """Something wrong at a place of the text; line and column count from 1."""

    line: int
    column: int
    message: str
    hint: str


class YamlError(Exception):
    """A text that is no document."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.message)
        self.flaw = flaw


class _ShapeError(YamlError):
    """A text whose lists and mappings stand where none may, whatever follows in the text."""


def typed(text: str) -> Any:
    """The value of a plain scalar by the YAML 1.2 core schema (10.3.2); numbers beyond all use stay text."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


def compose(text: str, until: Collection[str] = ()) -> tuple[MappingNode, list[Flaw]]:
    """The document's tree, and what is wrong with it but leaves a tree; raises :class:`YamlError`.

    ``until`` are keys whose values are enough: what stands behind the last of these is not read.
    """
    bad = _NOT_PLAIN.search(text)
    if bad is not None:
        line, column = place_of(text, bad.start())
        message = f"the character U+{ord(bad.group()):04X} does not belong in a text file"
        raise YamlError(Flaw(line, column, message, "a scenario is plain UTF-8 text"))
    composer = _Composer()
    try:
        composer.take(text, until)
    except yaml.MarkedYAMLError as error:
        _refuse_shape_before(error, text)
        raise YamlError(Flaw(*explain(error, text))) from None
    root = composer.root
    if isinstance(root, MappingNode):
        return root, composer.flaws
    if root is None or (isinstance(root, ScalarNode) and root.value() is None):
        flaw = Flaw(1, 1, "there is nothing in this file", "begin with a title and nodes")
    else:
        kind = "a list" if isinstance(root, SequenceNode) else "one text"
        message = f"a scenario is made of keys and values, and this is {kind}"
        flaw = Flaw(root.line, root.column, message, "begin with 'title: …'")
    raise YamlError(flaw)


def _refuse_shape_before(error: yaml.MarkedYAMLError, text: str) -> None:
    """Raise if lists and mappings stand where none may before the place of a parser's complaint.

    A parser reads about 1024 characters ahead of the event that it gives, since these characters may turn out to be a
    key (YAML 1.2.2, 7.4.2). Its complaint can therefore arrive before the event that we refuse. The complaint may even
    be about the depth itself: libyaml 0.2.6 and later refuse 1000 levels in their own words. The text before the
    complaint, composed alone, shows whether our limit was passed first. So the message is the same with every parser.
    """
    for mark in (error.problem_mark, error.context_mark):
        try:
            _Composer().take(text[: mark.index if mark else 0])
        except _ShapeError:
            raise
        except (YamlError, yaml.MarkedYAMLError):
            continue  # an error of the cut, or the complaint that the caller reports


def place_of(text: str, index: int) -> tuple[int, int]:
    """The line and column, from 1, of a character."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def walk(root: Node, path: Sequence[str | int]) -> Iterator[tuple[str | int, Node]]:
    """The nodes on the way along a path of keys and indices, as far as it leads."""
    node = root
    for step in path:
        if isinstance(node, MappingNode) and step in node.entries:
            node = node.entries[str(step)]
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return
        yield step, node


def nodes(root: Node, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], bool, Node]]:
    """All nodes from one inwards in the order of the text, each with its path, and whether it is a key."""
    yield path, False, root
    if isinstance(root, MappingNode):
        for key, entry in root.entries.items():
            yield (*path, key), True, root.keys[key]
            yield from nodes(entry, (*path, key))
    elif isinstance(root, SequenceNode):
        for index, item in enumerate(root.items):
            yield from nodes(item, (*path, index))


def path_at(root: Node, line: int, column: int) -> tuple[tuple[str | int, ...], bool, int]:
    """The path of the last value or key that begins at a place or before it, and whether that is a key.

    Also how many characters of it stand before the place; 0 where it is folded or escaped.
    """
    path: tuple[str | int, ...] = ()
    is_key, here = False, root
    for found, is_found_key, node in nodes(root):
        if (here.line, here.column) <= (node.line, node.column) <= (line, column):
            path, is_key, here = found, is_found_key, node
    opening = here.opening if isinstance(here, ScalarNode) and here.line == line else 0
    return path, is_key, max(0, column - opening) if opening else 0


class _Anchored(NamedTuple):
    """What an alias stands for, its size in values, and how deep it is nested."""

    node: Node
    size: int
    height: int


class _Open:
    """A list or mapping that is not complete; ``key`` is the one whose value comes next."""

    __slots__ = ("anchor", "before", "height", "key", "node")

    def __init__(self, node: SequenceNode | MappingNode, anchor: str | None, before: int) -> None:
        self.node = node
        self.anchor = anchor
        self.before = before
        self.height = 1
        self.key: ScalarNode | None = None


class _Composer:
    """Puts a document together from events, without recursion."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.flaws: list[Flaw] = []
        self._open: list[_Open] = []
        self._count = 0
        self._anchors: dict[str, _Anchored] = {}
        self._documents = 0

    def take(self, text: str, until: Collection[str] = ()) -> None:
        """Compose a text, or as much of it as has values under all the keys of ``until``."""
        for event in yaml.parse(text, Loader=LOADER):
            self._take(event)
            if until and len(self._open) == 1 and self._has(until):
                break

    def _has(self, keys: Collection[str]) -> bool:
        root = self.root
        return isinstance(root, MappingNode) and all(key in root.entries for key in keys)

    def _take(self, event: Any) -> None:
        match event:
            case yaml.ScalarEvent():
                self._refuse_tag(event)
                scalar = _scalar(event)
                if event.anchor is not None:
                    self._anchors[event.anchor] = _Anchored(scalar, 1, 0)
                self._value(event, scalar, 1)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._refuse_tag(event)
                self._begin(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                done = self._open.pop()
                if done.anchor is not None:
                    self._anchors[done.anchor] = _Anchored(done.node, self._count - done.before, done.height)
                self._contain(done.height)
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise _at(event, "a second document begins here", "one file holds one scenario")

    def _begin(self, event: Any) -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        self._check_depth(event, 1)
        if isinstance(event, yaml.MappingStartEvent):
            node: MappingNode | SequenceNode = MappingNode(line, column)
        else:
            node = SequenceNode(line, column)
        before = self._count
        self._value(event, node, 1)
        self._open.append(_Open(node, event.anchor, before))

    def _alias(self, event: Any) -> None:
        if any(opened.anchor == event.anchor for opened in self._open):
            raise _at(event, f"*{event.anchor} stands within itself", "write out what is meant")
        if event.anchor not in self._anchors:
            message = f"*{event.anchor} refers to no &{event.anchor} above it"
            raise _at(event, message, "text that begins with * goes in quotes")
        meant = self._anchors[event.anchor]
        self._check_depth(event, meant.height)
        self._value(event, meant.node, meant.size)
        self._contain(meant.height)

    def _check_depth(self, event: Any, height: int) -> None:
        if len(self._open) + height > MAX_DEPTH:
            message = f"this is nested more than {MAX_DEPTH} deep"
            raise _ShapeError(_flaw(event, message, "a scenario needs no more than 8"))

    def _contain(self, height: int) -> None:
        if self._open:
            self._open[-1].height = max(self._open[-1].height, height + 1)

    def _value(self, event: Any, node: Node, count: int) -> None:
        """Put a node where it belongs, and count it."""
        self._count += count
        if self._count > MAX_NODES:
            raise _at(event, f"this makes more than {MAX_NODES} values", "use fewer aliases, or smaller lists")
        if not self._open:
            self.root = node
            return
        opened = self._open[-1]
        into = opened.node
        if isinstance(into, SequenceNode):
            into.items.append(node)
        elif opened.key is not None:
            key, opened.key = opened.key, None
            into.entries.setdefault(key.text, node)
        elif not isinstance(node, ScalarNode):
            message = "a list or mapping cannot be a key"
            raise _ShapeError(_flaw(event, message, "a key is a word before a colon"))
        else:
            opened.key = node
            first = into.keys.setdefault(node.text, node)
            if first is not node:
                hint = f"line {first.line} has the first; keep one of them"
                self.flaws.append(_flaw(event, f"the key {node.text!r} is here twice", hint))

    def _refuse_tag(self, event: Any) -> None:
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.flaws.append(_flaw(event, f"the tag {tag} means nothing here", "leave it out"))


def _scalar(event: Any) -> ScalarNode:
    start, end = event.start_mark, event.end_mark
    quotes = 1 if event.style in ("'", '"') else 0
    is_literal = start.line == end.line and end.column - start.column == len(event.value) + 2 * quotes
    opening = start.column + 1 + quotes if is_literal else 0
    return ScalarNode(event.value, start.line + 1, start.column + 1, event.style not in (None, ""), opening)


def _at(event: Any, message: str, hint: str) -> YamlError:
    return YamlError(_flaw(event, message, hint))


def _flaw(event: Any, message: str, hint: str) -> Flaw:
    return Flaw(event.start_mark.line + 1, event.start_mark.column + 1, message, hint)
