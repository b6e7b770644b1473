"""What a question is. Its texts are data; its answer, and each wrong option, was computed from a run."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from sim.addresses import Prefix
from sim.exam.said import Said
from sim.languages import Wording


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    """One of three to five options."""
    SEVERAL = "several"
    """Any number of the options."""
    NUMBER = "number"
    """A number is typed."""
    ADDRESS = "address"
    """An IPv4 address, a network or a MAC address is typed."""
    TEXT = "text"
    """A short text is typed, such as what a program prints."""
    ROW = "row"
    """The cells of a row, or of several, are filled in."""
    ORDER = "order"
    """The options are put in order."""
    DEVICE = "device"
    """A device or a link is chosen on the map; the options are all that can be chosen."""
    PACKET = "packet"
    """A packet is chosen from the list; the options are all that can be chosen."""

    @property
    def is_choice(self) -> bool:
        """Whether exactly one option is chosen."""
        return self in (Kind.ONE, Kind.DEVICE, Kind.PACKET)

    @property
    def is_typed(self) -> bool:
        """Whether there are blanks and no options."""
        return self in (Kind.NUMBER, Kind.ADDRESS, Kind.TEXT, Kind.ROW)


class Form(StrEnum):
    """What is typed into a blank; ``sim.exam.typed`` reads it."""

    NUMBER = "number"
    DECIMAL = "decimal"
    """A number with a fraction, compared within the tolerance of the blank."""
    IPV4 = "ipv4"
    PREFIX = "prefix"
    MAC = "mac"
    TEXT = "text"
    WORD = "word"
    """A word of a protocol, such as a state, in letters of any size."""


class Misconception(NamedTuple):
    """What learners believe, and the sentence that corrects it.

    ``correction`` is a template: its facts are those of the option, and facts that an option may lack stand in
    ``[brackets]``.
    """

    id: str
    belief: Wording
    correction: Wording


class Option(NamedTuple):
    """Something to choose. ``value`` is what it stands for: a number, an address, a device, a record.

    A wrong option says in ``correction`` why; ``misconception`` is the belief that leads to it, ``None`` where it is
    merely another one of the things that can be chosen.
    """

    value: Any
    text: Said
    is_right: bool = False
    misconception: Misconception | None = None
    correction: Said | None = None


class Slip(NamedTuple):
    """A wrong value that somebody types, by the belief that leads to it."""

    value: Any
    misconception: Misconception
    correction: Said


class Blank(NamedTuple):
    """What is typed: ``truth`` is right, and so is every address ``within`` a network that ``without`` lacks.

    ``unit`` stands behind a number. ``tolerance`` is how far a decimal may be off.
    """

    form: Form
    truth: Any
    label: Said | None = None
    unit: Said | None = None
    slips: tuple[Slip, ...] = ()
    tolerance: float = 0.0
    within: Prefix | None = None
    without: frozenset[Any] = frozenset()


class HintKind(StrEnum):
    """What a hint points at, in the order in which hints are given."""

    TABLE = "table"
    RULE = "rule"
    RECORD = "record"


class Hint(NamedTuple):
    """One step of help."""

    kind: HintKind
    text: Said


class FigureKind(StrEnum):
    TOPOLOGY = "topology"
    LADDER = "ladder"
    """The packets from record ``first`` to record ``last`` between the devices."""
    HEADER = "header"
    """The fields of the packet of record ``first``."""


class Figure(NamedTuple):
    """A drawing that belongs to a question."""

    kind: FigureKind
    first: int = 0
    last: int = 0


class Source(NamedTuple):
    """The run that a question is about: a scenario by its name or path, or by its text; its seed, and edits upon it."""

    name: str
    text: str = ""
    seed: int | None = None
    edits: tuple[str, ...] = ()


class Question(NamedTuple):
    """One question about a run.

    ``moment`` is the last record that the learner is to see with the question; ``proof`` are the records that prove the
    answer, the most telling one first. ``given`` are lines that are shown as they are: a table, a program. ``name``
    tells a question from all others: the template, the source and the place. ``reason`` says why the answer is right,
    beside the reasons of the records; ``clause`` is the part of a standard by which it does, "" where the records name
    it. ``facts`` are the facts of the text, with which another way computes the answer. ``is_claimed`` where a teacher
    alone says the answer, and nothing in the run was held against it.
    """

    name: str
    template: str
    topic: str
    level: str
    seconds: int
    domains: Mapping[str, str]
    kind: Kind
    source: Source
    moment: int
    text: Said
    options: tuple[Option, ...] = ()
    blanks: tuple[Blank, ...] = ()
    proof: tuple[int, ...] = ()
    hints: tuple[Hint, ...] = ()
    figures: tuple[Figure, ...] = ()
    given: tuple[str, ...] = ()
    reason: Said | None = None
    clause: str = ""
    is_claimed: bool = False

    @property
    def facts(self) -> Mapping[str, Any]:
        return self.text.facts

    @property
    def right(self) -> tuple[int, ...]:
        """The places of the right options; of an order all places, as they have to stand."""
        if self.kind is Kind.ORDER:
            return tuple(sorted(range(len(self.options)), key=lambda place: self.options[place].value))
        return tuple(place for place, option in enumerate(self.options) if option.is_right)


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letter(place: int) -> str:
    """What an option is called by its place: A to Z, then AA, AB …"""
    head, tail = divmod(place, len(LETTERS))
    return (letter(head - 1) if head else "") + LETTERS[tail]
