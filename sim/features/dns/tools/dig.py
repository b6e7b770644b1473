"""``dig``: asks a server, and shows all of the answer."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.command import IP_DEVICES, Command, CommandLine
from sim.features.dns import numbers, zone_file
from sim.features.dns.name import ROOT, Name, reverse
from sim.features.dns.numbers import NS
from sim.features.dns.pdu import AA, AD, CD, RD, Message, Question, ResourceRecord
from sim.features.dns.rdata import A, Named
from sim.features.dns.tools import printing
from sim.features.dns.tools.inquiry import Inquiry, InquiryHost, Manner, Response
from sim.features.dns.tools.words import read_name, read_type
from sim.ip.names.answer import Answer
from sim.kernel import SECOND
from sim.words import TextError, suggestion

_USAGE = "dig [@SERVER] [NAME] [TYPE] [-x ADDRESS] [-t TYPE] [-p PORT] [+OPTION …]"
_VERSION = "9.18"
_MILLISECOND = 1_000_000
_EDNS_SIZE = 1232
_SECTIONS = ("question", "answer", "authority", "additional")
_MOST_STEPS = 30

_NO_SERVER, _NOT_FOUND = 9, 1
"""Exit statuses."""


class Style(NamedTuple):
    """How to ask one question and show the answer. ``shown`` are sections and ``comments``, ``stats``, ``cmd``."""

    manner: Manner = Manner(RD | AD, size=_EDNS_SIZE)
    shown: frozenset[str] = frozenset((*_SECTIONS, "comments", "stats", "cmd"))
    short: bool = False
    trace: bool = False
    identify: bool = False
    qr: bool = False


class DigOptions(NamedTuple):
    """The command line: what to ask, each question in its style, and whom."""

    questions: tuple[tuple[Question, Style], ...]
    server: IPv4Address | str | None = None


class Dig(Inquiry):
    """Asks each question in turn."""

    def __init__(self, node: InquiryHost, command: str, options: DigOptions) -> None:
        self._style = options.questions[0][1]
        super().__init__(node, command, self._style.manner)
        self.options = options
        self._left = list(options.questions)
        self._is_silent = any("cmd" not in style.shown for _, style in options.questions)
        self._named: dict[IPv4Address, str] = {}
        self._has_said_what = False
        self._status = 0

    def start(self, cause: int) -> None:
        if self.options.server is None:
            self._use(self.servers(), cause)
        else:
            self.find_server(self.options.server, self._found_server, cause)

    def _found_server(self, answer: Answer, cause: int) -> None:
        if not answer.addresses:
            self.output(f"dig: couldn't get address for '{self.options.server}': not found", cause)
            self.finish(_NOT_FOUND, cause)
            return
        self._named = dict.fromkeys(answer.addresses, str(self.options.server))
        self._use(answer.addresses, cause)

    def _use(self, servers: Sequence[IPv4Address], cause: int) -> None:
        self._servers = servers
        self.go_on(cause)

    def go_on(self, cause: int) -> None:
        """Ask the next question, if there is one."""
        if not self._left:
            self.finish(self._status, cause)
            return
        question, self._style = self._left.pop(0)
        self.manner = self._style.manner
        if self._style.trace:
            _Trace(self, question, self._servers).begin(cause)
        else:
            self.ask(question, self._servers, self._answered, cause)

    def say_what(self, cause: int) -> None:
        """The lines about the command, once, in front of the first answer."""
        if self._has_said_what or self._is_silent:
            return
        self._has_said_what = True
        arguments = self.command.partition(" ")[2]
        self.output(f"\n; <<>> DiG {_VERSION} <<>> {arguments}".rstrip(), cause)
        if self.options.server is not None:
            count = len(self._servers)
            self.output(f"; ({count} server{'s' if count > 1 else ''} found)", cause)
        self.output(";; global options: +cmd", cause)

    def sending(self, message: Message, cause: int) -> None:
        if self._style.qr:
            self.say_what(cause)
            self._print(message, ";; Sending:", cause)
            self.output(f";; QUERY SIZE: {len(message)}\n", cause)

    def _answered(self, response: Response | None, cause: int) -> None:
        if response is None:
            self.nobody(cause)
            return
        if self._style.short:
            self._print_short(response, cause)
        else:
            self.say_what(cause)
            self._print(response.message, ";; Got answer:", cause)
            if "stats" in self._style.shown:
                self._print_stats(response, cause)
        self.go_on(cause)

    def nobody(self, cause: int) -> None:
        """No server has answered."""
        if not self.manner.over_tcp:
            self.say_what(cause)
            self.output(";; no servers could be reached", cause)
        self.fail(cause)

    def fail(self, cause: int) -> None:
        """End without asking the other questions."""
        self._left.clear()
        self._status = _NO_SERVER
        self.go_on(cause)

    def _print(self, message: Message, title: str, cause: int) -> None:
        shown = self._style.shown
        has_comments = "comments" in shown
        lines: list[str] = []
        if has_comments:
            lines += [title, *printing.header(message)]
            edns = message.edns
            if edns is not None:
                lines += printing.options(edns)
        lines += printing.sections(message, shown, has_comments)
        if lines:
            self.output("\n".join(lines), cause)

    def _print_short(self, response: Response, cause: int) -> None:
        for row in response.message.answer:
            time = response.time // _MILLISECOND
            told = f" from server {response.server} in {time} ms." if self._style.identify else ""
            self.output(f"{zone_file.text_of(row.rdata)}{told}", cause)

    def _print_stats(self, response: Response, cause: int) -> None:
        transport = "TCP" if response.over_tcp else "UDP"
        self.output(
            f";; Query time: {response.time // _MILLISECOND} msec\n"
            f";; SERVER: {self.where(response.server)} ({transport})\n"
            f";; WHEN: {printing.date(self.node.kernel.now)}\n"
            f";; MSG SIZE  rcvd: {len(response.message)}\n",
            cause,
        )

    def where(self, server: IPv4Address) -> str:
        return f"{server}#{self.manner.port}({self._named.get(server, str(server))})"

    def call(self, server: IPv4Address, name: str) -> None:
        """Remember by which name a server was found."""
        self._named[server] = name


class _Trace:
    """``+trace``: follows the referrals from the root down, as a recursive resolver does (RFC 1034 5.3.3)."""

    def __init__(self, dig: Dig, question: Question, servers: Sequence[IPv4Address]) -> None:
        self._dig = dig
        self._question = question
        self._servers = servers
        self._zone: Name | None = None
        self._steps = 0

    def begin(self, cause: int) -> None:
        """Ask for the servers of the root."""
        self._dig.ask(Question(ROOT, NS), self._servers, self._answered, cause)

    def _answered(self, response: Response | None, cause: int) -> None:
        dig = self._dig
        if response is None:
            dig.nobody(cause)
            return
        dig.say_what(cause)
        message = response.message
        lines = list(printing.sections(message, frozenset({"answer", "authority"}), False))
        time = response.time // _MILLISECOND
        lines.append(f";; Received {len(message)} bytes from {dig.where(response.server)} in {time} ms\n")
        dig.output("\n".join(lines), cause)
        rows = [row for row in (*message.answer, *message.authority) if row.rtype == NS]
        is_end = self._zone is not None and (message.answer or message.flags & AA)
        self._steps += 1
        if is_end or not rows or self._steps > _MOST_STEPS:
            dig.go_on(cause)
        elif self._zone is not None and not self._leads_down(rows[0].name):
            dig.output(";; BAD (HORIZONTAL) REFERRAL", cause)
            dig.fail(cause)
        else:
            self._zone = rows[0].name
            self._find(rows, message.additional, cause)

    def _leads_down(self, cut: Name) -> bool:
        assert self._zone is not None
        return cut != self._zone and cut.is_below(self._zone) and self._question.name.is_below(cut)

    def _find(self, rows: list[ResourceRecord], additional: Sequence[ResourceRecord], cause: int) -> None:
        """Find the addresses of the next servers: those that came along, else those that the host can find."""
        names = [row.rdata.target for row in rows if isinstance(row.rdata, Named)]
        glue = [(row.name, row.rdata.address) for row in additional if isinstance(row.rdata, A)]
        found = [(name, address) for name in names for owner, address in glue if owner == name]
        if found:
            self._descend(found, cause)
        else:
            self._resolve(names, [], cause)

    def _resolve(self, names: list[Name], found: list[tuple[Name, IPv4Address]], cause: int) -> None:
        dig = self._dig
        if not names:
            self._descend(found, cause)
            return
        name, *others = names

        def resolved(answer: Answer, cause: int) -> None:
            if not answer.addresses:
                dig.output(f"couldn't get address for '{name.text}': not found", cause)
            self._resolve(others, [*found, *((name, address) for address in answer.addresses)], cause)

        dig.find_server(name.text, resolved, cause)

    def _descend(self, found: list[tuple[Name, IPv4Address]], cause: int) -> None:
        dig = self._dig
        if not found:
            dig.output("dig: couldn't get address of any server: no more", cause)
            dig.fail(cause)
            return
        for name, address in found:
            dig.call(address, name.text)
        dig.ask(self._question, [address for _, address in found], self._answered, cause)


_SWITCHES: dict[str, Callable[[Style, bool], Style]] = {
    "short": lambda style, on: style._replace(short=on),
    "trace": lambda style, on: style._replace(
        trace=on, manner=style.manner._replace(flags=style.manner.flags & ~RD if on else style.manner.flags)
    ),
    "identify": lambda style, on: style._replace(identify=on),
    "qr": lambda style, on: style._replace(qr=on),
    "tcp": lambda style, on: style._replace(manner=style.manner._replace(over_tcp=on)),
    "vc": lambda style, on: style._replace(manner=style.manner._replace(over_tcp=on)),
    "ignore": lambda style, on: style._replace(manner=style.manner._replace(ignores_truncation=on)),
    "edns": lambda style, on: style._replace(manner=style.manner._replace(size=_EDNS_SIZE if on else None)),
    "recurse": lambda style, on: _flag(style, RD, on),
    "rdflag": lambda style, on: _flag(style, RD, on),
    "aaflag": lambda style, on: _flag(style, AA, on),
    "adflag": lambda style, on: _flag(style, AD, on),
    "cdflag": lambda style, on: _flag(style, CD, on),
    "all": lambda style, on: style._replace(
        shown=frozenset((*_SECTIONS, "comments", "stats")) | style.shown & {"cmd"} if on else frozenset()
    ),
}
_PARTS = (*_SECTIONS, "comments", "stats", "cmd")
_NUMBERS: dict[str, tuple[int, int, Callable[[Style, int], Style]]] = {
    "bufsize": (0, 65535, lambda style, value: _manner(style, size=value)),
    "time": (1, 3600, lambda style, value: _manner(style, timeout=value * SECOND)),
    "timeout": (1, 3600, lambda style, value: _manner(style, timeout=value * SECOND)),
    "tries": (1, 20, lambda style, value: _manner(style, tries=value)),
    "retry": (0, 19, lambda style, value: _manner(style, tries=value + 1)),
}


def _manner(style: Style, **given: int) -> Style:
    return style._replace(manner=style.manner._replace(**given))  # type: ignore[arg-type]  # mypy: of any field


def _flag(style: Style, bit: int, on: bool) -> Style:
    flags = style.manner.flags
    return _manner(style, flags=flags | bit if on else flags & ~bit)


def _option(line: CommandLine, word: str) -> Callable[[Style], Style]:
    """Read ``+short``, ``+nostats``, ``+time=1``; names may be cut short where that is clear."""
    name, sign, value = word[1:].partition("=")
    on = not name.startswith("no")
    plain = name if on else name.removeprefix("no")
    known = (*_SWITCHES, *_PARTS, *_NUMBERS)
    found = [plain] if plain in known else [each for each in known if plain and each.startswith(plain)]
    if len(found) != 1:
        raise line.wrong(f"{word!r} is no option of dig here", suggestion(f"+{plain}", [f"+{each}" for each in known]))
    full = found[0]
    if full in _NUMBERS:
        low, high, change = _NUMBERS[full]
        if not value.isdecimal() or not low <= int(value) <= high:
            raise line.wrong(f"{word!r} has no number that fits", f"write +{full}=N, from {low} to {high}")
        return lambda style: change(style, int(value))
    if sign:
        raise line.wrong(f"{word!r} takes no value", f"write +{full} or +no{full}")
    if full in _SWITCHES:
        return lambda style: _SWITCHES[full](style, on)
    return lambda style: style._replace(shown=style.shown | {full} if on else style.shown - {full})


class _Wanted:
    """The names, types, classes and options of a command line, in the order in which dig takes them.

    What stands in front of the first name is for all of them, what stands behind a name for that one.
    """

    def __init__(self) -> None:
        self._found: list[tuple[Question, Style]] = []
        self._common = Question(ROOT, numbers.A), Style()
        self._has_type = False

    def name(self, name: Name, qtype: int | None = None) -> None:
        common, style = self._common
        wanted = common.qtype if qtype is None else qtype
        self._found.append((Question(name, wanted, common.qclass), style))

    def change(self, change: Callable[[Question, Style], tuple[Question, Style]]) -> None:
        """Change the last question, or what all of them start from."""
        if self._found:
            self._found[-1] = change(*self._found[-1])
        else:
            self._common = change(*self._common)

    def type(self, qtype: int) -> None:
        self._has_type = True
        self.change(lambda question, style: (question._replace(qtype=qtype), style))

    def rclass(self, qclass: int) -> None:
        self.change(lambda question, style: (question._replace(qclass=qclass), style))

    def style(self, change: Callable[[Style], Style]) -> None:
        self.change(lambda question, style: (question, change(style)))

    def questions(self) -> tuple[tuple[Question, Style], ...]:
        """All of them; the servers of the root where there is no name."""
        question, style = self._common
        return (*self._found,) or ((question if self._has_type else question._replace(qtype=NS), style),)


def _parse(line: CommandLine) -> DigOptions:
    server: IPv4Address | str | None = None
    wanted = _Wanted()
    while line:
        word = line.peek()
        if word.startswith("+"):
            wanted.style(_option(line, line.next()))
        elif word.startswith("@"):
            line.next()
            line.push(word[1:], line.offset + 1)
            server = line.target()
        elif word.startswith("-"):
            _letter(line, wanted)
        else:
            _word(line, wanted)
    return DigOptions(wanted.questions(), server)


def _word(line: CommandLine, wanted: _Wanted) -> None:
    word = line.next()
    for read, take in ((numbers.type_number, wanted.type), (numbers.class_number, wanted.rclass)):
        try:
            take(read(word))
        except TextError:
            continue
        return
    wanted.name(read_name(line, word))


def _letter(line: CommandLine, wanted: _Wanted) -> None:
    match line.next():
        case "-x":
            wanted.name(reverse(line.address()), numbers.PTR)
        case "-t":
            wanted.type(read_type(line))
        case "-q":
            wanted.name(read_name(line, line.next("a name")))
        case "-p":
            port = line.integer(1, 65535)
            wanted.style(lambda style: _manner(style, port=port))
        case "-4":
            pass
        case word:
            raise line.wrong(f"{word} is not an option here", _USAGE)


def _run(host: InquiryHost, options: DigOptions, text: str, cause: int) -> None:
    Dig(host, text, options).launch(cause)


COMMAND = Command(
    "dig",
    _USAGE,
    "asks a DNS server and shows all of its answer",
    IP_DEVICES,
    _parse,
    _run,
    elsewhere=("drill", "kdig"),
    rank=56,
)
