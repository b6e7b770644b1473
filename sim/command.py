"""What a command of a device is: how its line is written and read, who knows it, and what it does.

A command stands in the package of what it is about, as a value of type :class:`Command`; ``sim.registry`` gathers all.
"""

import re
import shlex
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from sim.addresses import IPv4Address, MacAddress, Prefix, is_ipv6
from sim.kernel import SECOND
from sim.words import TextError, listed

IP_DEVICES = frozenset({"host", "router"})
"""The kinds of device that have an IP stack."""

_DOTTED_MAC = re.compile(r"[0-9a-fA-F]{4}\.[0-9a-fA-F]{4}\.[0-9a-fA-F]{4}")

_Options = TypeVar("_Options")
_Host = TypeVar("_Host")


class CommandLine:
    """The words that somebody typed, read from the left. Each reader raises ``TextError`` for what does not fit.

    ``offset`` is where the word stands that was read last; ``interfaces`` are the names of interfaces that were read,
    each with its place. ``leading`` are the options that stand in front of the second word of a command's name. On a
    line that ``folds_case``, as those of IOS, ``dot1Q`` is ``dot1q``. ``kinds`` are all that the device is where it is
    typed; none where that is not known.
    """

    def __init__(self, text: str, folds_case: bool = False) -> None:
        self.text = text
        self.folds_case = folds_case
        self.kinds: Collection[str] = ()
        self.offset = 0
        self.interfaces: list[tuple[str, int]] = []
        self.leading: list[tuple[str, int]] = []
        self._words: list[tuple[str, int]] = []
        at = 0
        for word in text.split():
            at = text.index(word, at)
            self._words.append((word, at))
            at += len(word)

    def __bool__(self) -> bool:
        return bool(self._words)

    def next_left(self) -> str:
        """The next word that nobody has read, an option in front included."""
        if self.leading:
            word, self.offset = self.leading.pop(0)
            return word
        return self.next()

    def peek(self) -> str:
        """The next word, or ""."""
        return self._words[0][0] if self._words else ""

    def next(self, expected: str = "") -> str:
        """The next word; ``expected`` says what it has to be, for where there is none."""
        if not self._words:
            raise self.too_short(f"{self.text!r} ends too early", f"{expected} comes next")
        word, self.offset = self._words.pop(0)
        return word

    def follows(self, words: Sequence[str], spelled: Sequence[str] = ()) -> bool:
        """Whether these words come next; if so, they are read.

        Those that are ``spelled`` out may be cut short. A word with two spellings is written ``neighbour|neighbor``.
        """
        typed = [self._folded(word) for word, _ in self._words[: len(words)]]
        is_cut = len(typed) == len(spelled) and all(
            any(full.startswith(word) for full in fulls.split("|")) for fulls, word in zip(spelled, typed, strict=True)
        )
        if typed != list(words) and not is_cut:
            return False
        del self._words[: len(words)]
        return True

    def _folded(self, word: str) -> str:
        return word.lower() if self.folds_case else word

    def set_aside_options(self) -> None:
        """Put the options right behind the first word into ``leading``."""
        while len(self._words) > 1 and self._words[1][0].startswith("-"):
            self.leading.append(self._words.pop(1))

    def rest(self) -> tuple[str, ...]:
        """All that is left, in words as a shell has them: quotes hold one together."""
        if not self._words:
            return ()
        text = self.text[self._words[0][1] :]
        try:
            words = shlex.split(text)
        except ValueError:
            raise TextError(f"a quote in {text!r} is not closed", "close it", self._words[0][1]) from None
        self._words.clear()
        return tuple(words)

    def tail(self) -> tuple[str, int]:
        """All that is left as it was typed, and where it begins."""
        at = self._words[0][1] if self._words else len(self.text)
        self._words.clear()
        return self.text[at:], at

    def address(self) -> IPv4Address:
        return self._address(self.next("an address"))

    def _address(self, word: str) -> IPv4Address:
        try:
            return IPv4Address.parse(word)
        except ValueError as error:
            raise self.wrong(str(error).partition(",")[0], "an address is four numbers from 0 to 255") from None

    def target(self) -> IPv4Address | str:
        """An address, or the name of a host. What has digits and dots alone is an address."""
        word = self.next("an address or a name")
        if word.replace(".", "").isdecimal():
            return self._address(word)
        if is_ipv6(word):
            raise self.wrong(f"{word} is an IPv6 address, and IPv6 is not simulated yet", "use an IPv4 address")
        if word.startswith("-") or "/" in word:
            raise self.wrong(f"{word!r} is no address and no name of a host", "write 192.168.10.3, or a name")
        return word

    def mac(self) -> MacAddress:
        """A MAC address; on a line of IOS it may be written ``0200.0000.0001``."""
        word = self.next("a MAC address")
        if self.folds_case and _DOTTED_MAC.fullmatch(word):
            return MacAddress(int(word.replace(".", ""), 16))
        try:
            return MacAddress.parse(word)
        except ValueError as error:
            raise self.wrong(str(error).partition(",")[0], "write one like 02:00:00:00:00:01") from None

    def interface(self) -> str:
        name = self.next("an interface")
        self.interfaces.append((name, self.offset))
        return name

    def word(self, *choices: str) -> str:
        """One of some words. On a line of IOS it may be cut short, as long as it is clear."""
        word = self._folded(self.next(listed(choices)))
        longer = [each for each in choices if each.startswith(word)] if self.folds_case else []
        if word not in choices and len(longer) == 1:
            return longer[0]
        if word not in choices:
            raise self.wrong(f"{word!r} does not fit here", f"write {listed(choices)}")
        return word

    def integer(self, low: int, high: int) -> int:
        word = self.next(f"a number from {low} to {high}")
        if not word.isdecimal() or not low <= int(word) <= high:
            raise self.wrong(f"{word!r} does not fit here", f"a number from {low} to {high} does")
        return int(word)

    def seconds(self) -> int:
        """A number of seconds, in ns."""
        word = self.next("a number of seconds")
        whole, _, fraction = word.partition(".")
        if not (whole + fraction).isdecimal() or len(fraction) > 9 or len(whole) > 6:
            raise self.wrong(f"{word!r} is not a number of seconds", "write it like 1 or 0.2")
        ns = int(whole or "0") * SECOND + int(fraction.ljust(9, "0") or "0")
        if ns == 0:
            raise self.wrong("0 seconds is too short", "write it like 1 or 0.2")
        return ns

    def push(self, word: str, offset: int) -> None:
        """Put a word back in front: what is left of one that was read in part."""
        self._words.insert(0, (word, offset))

    def wrong(self, message: str, hint: str) -> TextError:
        """The error about the word that was read last."""
        return TextError(message, hint, self.offset)

    def too_short(self, message: str, hint: str) -> TextError:
        """The error about what is missing at the end."""
        return TextError(message, hint, len(self.text))


class Value(NamedTuple):
    """What follows an option: its kind, for completion, and how it is read. ``choices`` are the words that fit."""

    kind: str
    read: Callable[[CommandLine], Any]
    choices: Mapping[str, Any] = {}


ADDRESS = Value("address", CommandLine.address)
TARGET = Value("target", CommandLine.target)
INTERFACE = Value("interface", CommandLine.interface)
SECONDS = Value("seconds", CommandLine.seconds)
NOTHING = Value("nothing", lambda _: True)
"""What an option has that is there or not."""


def integer(low: int, high: int) -> Value:
    return Value("integer", lambda line: line.integer(low, high))


class Option(NamedTuple):
    """``-x VALUE``. ``placeholder`` is ``VALUE``, "" for none; ``field`` is what it sets in the command's options.

    ``default`` says in words what holds without it, where the field's own default does not tell. An option that is
    ``alternative`` is written as one that stands in place of the option before it.
    """

    flag: str
    field: str
    value: Value
    placeholder: str
    meaning: str
    default: str = ""
    alternative: bool = False


NUMBERS_ALONE = Option("-n", "numeric", NOTHING, "", "show addresses, and no names of hosts")


def usage_of(name: str, options: Iterable[Option]) -> str:
    """How a command is written that takes options and one address."""
    usage = ""
    for option in options:
        written = f"{option.flag} {option.placeholder}".rstrip()
        usage = f"{usage[:-1]} | {written}]" if option.alternative else f"{usage} [{written}]"
    return f"{name}{usage} ADDRESS"


def read_options(line: CommandLine, name: str, options: Iterable[Option], takes_names: bool = False) -> dict[str, Any]:
    """Read options and one address, which is the field ``target``; it can be a name where the command ``takes_names``.

    As with getopt, letters may stand together behind one dash, and a value right behind its letter.
    """
    usage, flags = usage_of(name, options), {option.flag: option for option in options}
    found: dict[str, Any] = {}
    while line:
        word = line.peek()
        if word.startswith("-"):
            found |= _read_letters(line, flags, usage)
        elif "target" in found:
            line.next()
            raise line.wrong(f"{word!r} is one address too many", usage)
        else:
            found["target"] = line.target() if takes_names else line.address()
    if "target" not in found:
        raise line.too_short(f"{line.text!r} names no address", usage)
    return found


def _read_letters(line: CommandLine, flags: Mapping[str, Option], usage: str) -> dict[str, Any]:
    """Read ``-x``, ``-x VALUE``, ``-xVALUE`` or ``-yxVALUE``."""
    found: dict[str, Any] = {}
    word = line.next()
    start = line.offset
    for at, letter in enumerate(word[1:], 1):
        option = flags.get(f"-{letter}")
        if option is None:
            raise line.wrong(f"{word} is not an option here", usage)
        if option.value is not NOTHING and at + 1 < len(word):
            line.push(word[at + 1 :], start + at + 1)
        value = option.value.read(line)
        found[option.field] = value
        if option.value is not NOTHING:
            return found
    if word == "-":
        raise line.wrong("'-' is not an option here", usage)
    return found


class Device(Protocol):
    """What every command sees of the device that it is typed at. A command that needs more says so itself."""

    @property
    def tables(self) -> Mapping[str, Mapping[Any, Any]]: ...
    @property
    def now(self) -> int: ...
    def output(self, text: str, cause: int) -> None:
        """Print on the device's console."""


class Allowance(NamedTuple):
    """What a scenario may do on purpose: the word after ``allow``, and what it is."""

    name: str
    meaning: str


class Doubt(NamedTuple):
    """What is legal in a command and probably a mistake. ``word`` is the word of the command that is doubted."""

    allowance: Allowance
    word: str
    message: str
    hint: str


class Planned(NamedTuple):
    """What a scenario says of the device at which a command will be typed.

    ``attached`` are the networks of its own addresses, ``routed`` those that it has routes to. ``names`` are the names
    that it knows, with their addresses; ``asks_servers`` says that it can learn others while the network runs.
    """

    name: str
    attached: tuple[Prefix, ...] = ()
    routed: tuple[Prefix, ...] = ()
    names: Mapping[str, IPv4Address] = {}
    asks_servers: bool = False


def _no_doubt(_: Any, __: Planned) -> Iterable[Doubt]:
    return ()


class Command(NamedTuple, Generic[_Host, _Options]):
    """A command.

    ``kinds`` are the kinds of device that know it. ``parse`` reads what follows the name and gives the options;
    ``run`` carries them out on the device, given the text as it was typed and the record of that. ``elsewhere`` are its
    names on other systems (Windows, Cisco IOS, older or shorter Linux). ``options`` are those with a dash, where it
    takes some; ``defaults`` says what they are if they are not given.

    ``spelled`` has the words of the name in full, where each may be cut short. ``no_interface`` is what is printed of
    an interface that is not there.

    ``check`` tells what a scenario that types it should be doubted for. ``file`` is the program's file that it starts.
    ``meant`` says what is right in place of a text that has a word too many, "" for nothing better than its usage.
    ``also`` are other names that are taken, too. Lists for people have the commands in order of ``rank``, those of one
    rank in order of the features.
    """

    name: str
    usage: str
    summary: str
    kinds: frozenset[str]
    parse: Callable[[CommandLine], _Options]
    run: Callable[[_Host, _Options, str, int], None]
    elsewhere: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    defaults: Mapping[str, Any] = {}
    check: Callable[[_Options, Planned], Iterable[Doubt]] = _no_doubt
    file: Callable[[_Options], str] | None = None
    meant: Callable[[str], str] = lambda _: ""
    rank: int = 100
    spelled: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    no_interface: str = 'Cannot find device "{}"'


AnyCommand = Command[Any, Any]
"""A command among others, of whose host and options nothing is known."""


def showing(
    name: str,
    view: Callable[[Mapping[Any, Any], int], Iterable[str]],
    table: str,
    summary: str,
    *,
    kinds: frozenset[str] = IP_DEVICES,
    elsewhere: tuple[str, ...] = (),
    meant: Callable[[str], str] = lambda _: "",
    rank: int = 100,
) -> Command[Device, None]:
    """A command without options that prints a table, as the table's own printout of this name does."""

    def run(device: Device, _: None, __: str, cause: int) -> None:
        text = "\n".join(view(device.tables[table], device.now))
        if text:
            device.output(text, cause)

    return Command(name, name, summary, kinds, lambda _: None, run, elsewhere, meant=meant, rank=rank)
