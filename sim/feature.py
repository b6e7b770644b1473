"""What a feature tells of itself: descriptors, each written once beside the code that it describes."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from enum import Enum
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Protocol, Union, get_args, get_origin, get_type_hints

from sim.languages import Wording
from sim.pdu_type import PduType
from sim.quantities import Measure

if TYPE_CHECKING:
    from sim.command import Allowance, AnyCommand
    from sim.config_line import AnyConfigLine
    from sim.settings import NodeSettings

Commands = tuple["AnyCommand", ...]


def _no_commands() -> Commands:
    return ()


def _no_configuration() -> "tuple[AnyConfigLine, ...]":
    return ()


Rows = Mapping[Any, Any]
"""The rows of a table by their keys."""


_NOTHING: Mapping[str, Any] = MappingProxyType({})


class State(Protocol):
    """Every table of every device at one record, as a fold of the trace gives it."""

    def table(self, node: str, name: str) -> Mapping[Hashable, Any]:
        """A table of a device; empty where it never had a row."""

    def owners(self, name: str) -> Sequence[str]:
        """The devices whose table of this name has rows, in the order of their names."""


class View(NamedTuple):
    """What a feature shows of a device beside its tables, on any screen: lines of text.

    ``lines`` makes the lines, for a device at a time (ns), in a language; none where the device has nothing to show.
    ``is_wanted`` tells by the settings of a device whether the view may have something to show in its network. The
    player has no pane for it where no device wants it. ``short`` is a title of a word, for narrow places.
    """

    name: str
    title: Wording
    lines: Callable[[State, str, int, str], Sequence[str]]
    is_wanted: Callable[["NodeSettings"], bool] = lambda settings: True
    short: Wording = MappingProxyType({})


class Service(NamedTuple):
    """What a feature does on devices of some ``kinds`` by itself, such as a server.

    ``is_wanted`` tells by a device's settings whether it does that there. ``start`` begins it when the network starts,
    given the device, and returns what the device is to keep as the feature's part of it; what it needs of the device
    the feature says in a ``typing.Protocol`` of its own. ``start`` imports what it needs, so that a run in which nobody
    wants the service does not load it.
    """

    is_wanted: Callable[["NodeSettings"], bool]
    start: Callable[[Any], object]
    kinds: frozenset[str] = frozenset({"host", "router"})


class Feature(NamedTuple):
    """One package of the simulator, such as ``sim.ip.arp``.

    ``rules``, ``fields``, ``tables`` and ``settings`` are names of modules, so that a run loads nothing that it does
    not use: module ``X`` has the English, ``X_zh`` the Chinese (``TEXTS`` for rules, ``FIELDS`` for the fields of
    headers; the English one of these also has ``SENSES``, see ``sim.explain.fields``). A module of ``tables`` has
    values of type :class:`Table`, :class:`TimerText` and :class:`ValueNames`, one of ``settings`` has values of type
    :class:`sim.settings.Settings`. ``pdus`` are the types of PDU that it puts on links.

    ``commands`` gives what can be typed at a device, and imports it only then; ``command_words`` are the first words
    of these, so that a run loads only what is typed in it. ``configuration`` gives the lines that routers and switches
    understand behind ``configure terminal``. ``allowances`` are the words that a scenario can write after
    ``allow`` for what its commands may be doubted for.
    """

    name: str
    rules: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    pdus: tuple[PduType[Any], ...] = ()
    tables: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    command_words: tuple[str, ...] = ()
    commands: Callable[[], Commands] = _no_commands
    configuration: "Callable[[], tuple[AnyConfigLine, ...]]" = _no_configuration
    allowances: "tuple[Allowance, ...]" = ()
    views: tuple[View, ...] = ()
    service: Service | None = None


class TimerText(NamedTuple):
    """What the timers are called whose names begin with ``name``: templates for the parts of such a name.

    ``uses`` are the templates of those whose name has one of these parts, by what they are for. ``owner`` says for
    ``{owner}`` whose the timer is, where nobody knows what was typed there.
    """

    name: str
    text: Wording
    uses: Mapping[str, Wording] = MappingProxyType({})
    owner: Wording = MappingProxyType({"en": ""})


class ValueNames(NamedTuple):
    """What the values of a fact are called in sentences, such as the types of a message.

    ``with_number``: the name stands behind the value, which ``number`` writes; else it stands alone. With ``beside``, a
    name is that of a pair: the value of that other fact, and the value. A value without a name is written as it is.
    """

    fact: str
    names: Mapping[Any, Wording]
    with_number: bool = False
    number: Callable[[Any], str] = str
    beside: str = ""


class Printout(NamedTuple):
    """How a device prints a table: the command that does ("" where none does), and its lines at a time (ns)."""

    command: str
    lines: Callable[[Rows, int], Iterable[str]]


class Form(Enum):
    """How ``hopscope tables`` prints a table that no command prints."""

    GRID = "grid"
    """A line for each row."""
    SPARSE = "sparse"
    """The same, without the columns in which no row has anything."""
    UPRIGHT = "upright"
    """A line for each column that has anything: for rows of many columns."""


class CountedFrom(NamedTuple):
    """Marks a column of numbers that people count from the number in ``column`` of another row: see ``Counting``."""

    column: str


class Counting(NamedTuple):
    """Numbers that mean something beside the row that table ``table`` has under the same key.

    An expectation may write them from one of the columns ``starts`` of that row (``iss+101``), or in ``units``: a word,
    and the column that says how many a unit is (``4 mss``).
    """

    table: str
    starts: tuple[str, ...]
    units: tuple[tuple[str, str], ...] = ()


class Column(NamedTuple):
    """A column as it is annotated: ``type`` without ``None``, ``is_optional`` where it can be ``None``.

    ``measure`` says what an integer of ns is; ``start`` is the column that its numbers are counted from, "" for none.
    """

    name: str
    type: Any
    is_optional: bool
    measure: Measure | None
    start: str


class Table(NamedTuple):
    """All that anybody who reads, shows or compares the rows of a table has to know of it.

    ``name`` is what the records call it, ``row`` the type of its rows; how a column is shown and compared follows from
    its annotation. ``key`` has the parts of a key with their types: none where a key repeats what is in its row.
    ``kinds`` are the kinds of device that an expectation may ask for the table. ``counting``: see there. ``joined``
    makes one column of an address and its port, which are parts of the key.

    In lists of changes, ``label`` names a row: a template of columns (the parts of the key, if it is ""), or a function
    of the key, whose text may have languages. ``spoken`` is what the table is called in a story, its name if there is
    nothing. ``timers`` has the columns that are deadlines, and what each timer is called: a template for the row's
    label. In short, the columns ``minor`` are not told, nor of a new row the cells that are ``usual``. The names of the
    columns ``unnamed`` are not told with their values. ``is_bookkeeping``: only the full output tells changes of the
    table at all.

    ``written`` writes the cells of a column whose values do not show well as they are. The player heads the table with
    ``title`` and leaves out the columns ``spare``, in their order, where there is no room for all. ``printouts`` are
    by the kind of device; where there is none, ``form`` says how the table is printed.

    Of a table whose rows stand under the names of ports, ``bars`` tells whether the port of a row relays no frames: the
    map marks such ports. ``port_mark`` tells what the map writes behind the name of the port of a row, "" for nothing.

    The player and ``hopscope tables`` show the tables of a device in the order of ``place``, the most taught first, and
    equal ones in that of the features.
    """

    name: str
    row: type[Any]
    title: Wording
    key: Mapping[str, Any] = _NOTHING
    kinds: tuple[str, ...] = ("host", "router")
    counting: Counting | None = None
    joined: Mapping[str, tuple[str, str]] = _NOTHING
    label: str | Callable[[Any], str | Wording] = ""
    spoken: Wording = _NOTHING
    timers: Mapping[str, Wording] = _NOTHING
    minor: tuple[str, ...] = ()
    usual: Mapping[str, str] = _NOTHING
    unnamed: tuple[str, ...] = ()
    is_bookkeeping: bool = False
    written: Mapping[str, Callable[[Any], str]] = _NOTHING
    spare: tuple[str, ...] = ()
    printouts: Mapping[str, Printout] = _NOTHING
    form: Form = Form.GRID
    bars: Callable[[Any], bool] | None = None
    port_mark: Callable[[Any], str] | None = None
    place: int = 0

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def columns(self) -> Mapping[str, Column]:
        """The columns by name, those of the key first."""
        return _columns(self)

    def cells(self, key: Any, row: Any) -> dict[str, Any]:
        """The cells of a row, those of its key first."""
        names = self.key
        parts = (key,) if len(names) == 1 else key if names else ()
        return {**dict(zip(names, parts, strict=True)), **row._asdict()}


@cache
def _columns(table: Table) -> Mapping[str, Column]:
    hints = {**table.key, **get_type_hints(table.row, include_extras=True)}
    return {name: _column(name, hint) for name, hint in hints.items()}


def _column(name: str, hint: Any) -> Column:
    marks = list(_marks(hint))
    measure = next((mark for mark in marks if isinstance(mark, Measure)), None)
    start = next((mark.column for mark in marks if isinstance(mark, CountedFrom)), "")
    kinds = [
        get_args(kind)[0] if get_origin(kind) is Annotated else kind
        for kind in (get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,))
    ]
    return Column(name, next(kind for kind in kinds if kind is not NoneType), NoneType in kinds, measure, start)


def _marks(hint: Any) -> Iterable[Any]:
    """What is annotated anywhere in a type."""
    if get_origin(hint) is Annotated:
        yield from hint.__metadata__
    for part in get_args(hint):
        yield from _marks(part)
