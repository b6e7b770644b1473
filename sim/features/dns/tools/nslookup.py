"""``nslookup NAME [SERVER]``: what a name means, as on Linux and, nearly, on Windows."""

from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.command import IP_DEVICES, Command, CommandLine
from sim.features.dns import numbers, rdata, zone_file
from sim.features.dns.name import Name
from sim.features.dns.numbers import AAAA, A, type_name
from sim.features.dns.pdu import AA, RD, Message, ResourceRecord
from sim.features.dns.tools.inquiry import InquiryHost, Manner, Response
from sim.features.dns.tools.lookup import Lookup
from sim.features.dns.tools.words import address_of, read_options, type_of
from sim.kernel import SECOND

_USAGE = "nslookup [-type=TYPE] [-debug] [-norecurse] [-timeout=SECONDS] [-retry=N] [-vc] NAME [SERVER]"
_TEXTS = {
    A: "internet address",
    numbers.NS: "nameserver",
    numbers.CNAME: "canonical name",
    numbers.PTR: "name",
    numbers.HINFO: "hinfo",
    numbers.MX: "mail exchanger",
    numbers.TXT: "text",
    numbers.SRV: "service",
    numbers.DNAME: "dname",
}


class NslookupOptions(NamedTuple):
    """The command line; ``qtype`` is ``None`` for addresses of both kinds."""

    name: str
    server: IPv4Address | str | None = None
    qtype: int | None = None
    debug: bool = False
    manner: Manner = Manner(RD)


class Nslookup(Lookup):
    """Prints as nslookup of BIND does."""

    def __init__(self, node: InquiryHost, command: str, options: NslookupOptions) -> None:
        types = (A, AAAA) if options.qtype is None else (options.qtype,)
        super().__init__(node, command, options.manner, options.name, types, options.server)
        self._options = options
        self._is_reverse = address_of(options.name) is not None
        self._has_named_server = False
        self._has_warned = False

    def no_such_server(self, cause: int) -> None:
        self.output(f"nslookup: couldn't get address for '{self.server}': not found", cause)
        self.finish(1, cause)

    def nobody(self, cause: int) -> None:
        if not self.manner.over_tcp:
            self.output(";; no servers could be reached\n", cause)
        self.finish(1, cause)

    def ended(self, rcode: int, cause: int) -> None:
        self.output("", cause)
        self.finish(1 if rcode else 0, cause)

    def print_answer(self, response: Response, name: Name, cause: int) -> None:
        message = response.message
        lines: list[str] = []
        if not self._has_named_server and not self._is_reverse:
            server = self.server or response.server
            lines += [f"Server:\t\t{server}", f"Address:\t{response.server}#{self.manner.port}", ""]
        self._has_named_server = True
        if self._options.debug:
            lines += _debugged(message)
        if message.rcode:
            status = numbers.RCODES.get(message.rcode, f"RESERVED{message.rcode}")
            lines.append(f"** server can't find {name.text}: {status}")
        else:
            lines += self._told(message, name)
        if lines:
            self.output("\n".join(lines), cause)

    def _told(self, message: Message, name: Name) -> list[str]:
        lines = []
        is_ours = bool(message.flags & AA)
        if not is_ours and not self._has_warned:
            lines.append("Non-authoritative answer:")
            self._has_warned = True
        for row in message.answer:
            lines += _shown(row)
        if not message.answer and self.is_first:
            lines.append(f"*** Can't find {name.text}: No answer")
        if (not is_ours and self._options.qtype not in (None, A, AAAA)) or (self._is_reverse and not is_ours):
            lines += ["", "Authoritative answers can be found from:"]
            lines += [_brief(row) for row in (*message.authority, *message.additional) if row.rtype != numbers.OPT]
        return lines


def _shown(row: ResourceRecord) -> list[str]:
    """The lines of an answer."""
    data = row.rdata
    if row.rtype in (A, AAAA):
        return [f"Name:\t{row.name.text}", f"Address: {data.text}"]
    if isinstance(data, rdata.Soa):
        fields = ("serial", "refresh", "retry", "expire", "minimum")
        return [
            row.name.text,
            f"\torigin = {data.mname.text}",
            f"\tmail addr = {data.rname.text}",
            *(f"\t{name} = {getattr(data, name)}" for name in fields),
        ]
    return [_brief(row)]


def _brief(row: ResourceRecord) -> str:
    if row.rtype == AAAA:
        return f"{row.name.text}\thas AAAA address {row.rdata.text}"
    text = _TEXTS.get(row.rtype) or f"rdata_{row.rtype}"
    return f"{row.name.text}\t{text} = {zone_file.text_of(row.rdata)}"


def _debugged(message: Message) -> list[str]:
    """All sections, as ``-debug`` has them."""
    lines = ["------------", "    QUESTIONS:"]
    for asked in message.question:
        qclass = numbers.class_name(asked.qclass)
        lines.append(f"\t{asked.name.text}, type = {type_name(asked.qtype)}, class = {qclass}")
    for title, rows in (
        ("ANSWERS", message.answer),
        ("AUTHORITY RECORDS", message.authority),
        ("ADDITIONAL RECORDS", message.additional),
    ):
        lines.append(f"    {title}:")
        for row in rows:
            if row.rtype != numbers.OPT:
                lines += [f"    ->  {row.name.text}", *_detail(row), f"\tttl = {row.ttl}"]
    return [*lines, "------------"]


def _detail(row: ResourceRecord) -> list[str]:
    if isinstance(row.rdata, rdata.Soa):
        return _shown(row)[1:]
    return [f"\t{_brief(row).partition(chr(9))[2]}"]


def _parse(line: CommandLine) -> NslookupOptions:
    options = read_options(line, NslookupOptions(""), _option, _USAGE)
    if not options.name:
        raise line.too_short("nslookup asks for commands here, which is not simulated", _USAGE)
    return options


def _option(line: CommandLine, word: str, options: NslookupOptions) -> NslookupOptions:
    name, _, value = word.partition("=")
    manner = options.manner
    match name:
        case "-type" | "-query" | "-q" | "-querytype" | "-ty":
            return options._replace(qtype=type_of(line, value))
        case "-debug":
            return options._replace(debug=True)
        case "-norecurse" | "-norec":
            manner = manner._replace(flags=manner.flags & ~RD)
        case "-vc":
            manner = manner._replace(over_tcp=True)
        case "-timeout" if value.isdecimal() and int(value):
            manner = manner._replace(timeout=int(value) * SECOND)
        case "-retry" if value.isdecimal():
            manner = manner._replace(tries=int(value) + 1)
        case "-port" if value.isdecimal() and 0 < int(value) < 65536:
            manner = manner._replace(port=int(value))
        case _:
            raise line.wrong(f"{word} is not an option here", _USAGE)
    return options._replace(manner=manner)


def _run(node: InquiryHost, options: NslookupOptions, text: str, cause: int) -> None:
    Nslookup(node, text, options).launch(cause)


COMMAND = Command("nslookup", _USAGE, "asks a DNS server what a name means", IP_DEVICES, _parse, _run, rank=56)
