"""``host``: what a name means, a sentence for each record."""

from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.command import IP_DEVICES, Command, CommandLine
from sim.features.dns import numbers, zone_file
from sim.features.dns.name import Name
from sim.features.dns.numbers import AAAA, ANY, CNAME, MX, OPT, A, type_name
from sim.features.dns.pdu import RD, ResourceRecord
from sim.features.dns.tools import printing
from sim.features.dns.tools.inquiry import InquiryHost, Manner, Response
from sim.features.dns.tools.lookup import Lookup
from sim.features.dns.tools.words import read_options, read_type
from sim.kernel import SECOND

_USAGE = "host [-a] [-v] [-r] [-T] [-t TYPE] [-W SECONDS] [-R TRIES] NAME [SERVER]"
_TEXTS = {
    A: "has address",
    numbers.NS: "name server",
    CNAME: "is an alias for",
    numbers.PTR: "domain name pointer",
    numbers.HINFO: "host information",
    MX: "mail is handled by",
    numbers.TXT: "descriptive text",
    AAAA: "has IPv6 address",
}
_ALL_SECTIONS = frozenset({"question", "answer", "authority", "additional"})


class HostOptions(NamedTuple):
    """The command line; ``qtype`` is ``None`` for addresses and mail."""

    name: str
    server: IPv4Address | str | None = None
    qtype: int | None = None
    is_verbose: bool = False
    manner: Manner = Manner(RD, tries=2)


class HostCommand(Lookup):
    """Prints as host of BIND does."""

    def __init__(self, node: InquiryHost, command: str, options: HostOptions) -> None:
        types = (A, AAAA, MX) if options.qtype is None else (options.qtype,)
        super().__init__(node, command, options.manner, options.name, types, options.server)
        self._options = options
        self._has_named_server = False

    def no_such_server(self, cause: int) -> None:
        self.output(f"host: couldn't get address for '{self.server}': not found", cause)
        self.finish(1, cause)

    def asking(self, name: Name, cause: int) -> None:
        if self._options.is_verbose:
            self.output(f'Trying "{name.text}"', cause)

    def nobody(self, cause: int) -> None:
        if not self.manner.over_tcp:
            self.output(";; no servers could be reached", cause)
        self.finish(1, cause)

    def ended(self, rcode: int, cause: int) -> None:
        self.finish(1 if rcode else 0, cause)

    def print_answer(self, response: Response, name: Name, cause: int) -> None:
        if self.server is not None and not self._has_named_server:
            where = f"{response.server}#{self.manner.port}"
            self.output(f"Using domain server:\nName: {self.server}\nAddress: {where}\nAliases: \n", cause)
        self._has_named_server = True
        message = response.message
        if self._options.is_verbose:
            lines = [*printing.header(message, has_warning=False), *printing.sections(message, _ALL_SECTIONS, True)]
            time = response.time // 1_000_000
            lines.append(f"Received {len(message)} bytes from {response.server}#{self.manner.port} in {time} ms")
            self.output("\n".join(lines), cause)
            return
        if message.rcode:
            status = numbers.RCODES.get(message.rcode, f"RESERVED{message.rcode}")
            self.output(f"Host {name.text} not found: {message.rcode}({status})", cause)
            return
        for row in message.answer:
            if row.rtype != OPT:
                self.output(_sentence(row), cause)
        if not message.answer and self._options.qtype is not None:
            self.output(f"{name.text} has no {type_name(self._options.qtype)} record", cause)


def _sentence(row: ResourceRecord) -> str:
    text = _TEXTS.get(row.rtype) or f"has {type_name(row.rtype)} record"
    return f"{row.name.text} {text} {zone_file.text_of(row.rdata)}"


def _parse(line: CommandLine) -> HostOptions:
    options = read_options(line, HostOptions(""), _option, _USAGE)
    if not options.name:
        raise line.too_short(f"{line.text!r} names nothing to look for", _USAGE)
    return options


def _option(line: CommandLine, word: str, options: HostOptions) -> HostOptions:
    manner = options.manner
    match word:
        case "-a":
            return options._replace(qtype=ANY, is_verbose=True)
        case "-v" | "-d":
            return options._replace(is_verbose=True)
        case "-t":
            return options._replace(qtype=read_type(line))
        case "-r":
            manner = manner._replace(flags=manner.flags & ~RD)
        case "-T":
            manner = manner._replace(over_tcp=True)
        case "-W":
            manner = manner._replace(timeout=line.integer(1, 3600) * SECOND)
        case "-R":
            manner = manner._replace(tries=line.integer(0, 19) + 1)
        case "-p":
            manner = manner._replace(port=line.integer(1, 65535))
        case _:
            raise line.wrong(f"{word} is not an option here", _USAGE)
    return options._replace(manner=manner)


def _run(node: InquiryHost, options: HostOptions, text: str, cause: int) -> None:
    HostCommand(node, text, options).launch(cause)


COMMAND = Command(
    "host", _USAGE, "asks a DNS server what a name means, in a few words", IP_DEVICES, _parse, _run, rank=56
)
