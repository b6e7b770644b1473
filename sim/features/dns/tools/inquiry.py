"""Asks servers one question after the other: tries, waits, and goes on over TCP where an answer is truncated."""

import random
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from sim.addresses import LOOPBACK, IPv4Address
from sim.features.dns import codec
from sim.features.dns.asking.exchange import Exchange, ExchangeHost
from sim.features.dns.asking.queries import Query
from sim.features.dns.numbers import PORT, type_name
from sim.features.dns.pdu import RD, TC, Edns, Message, Question
from sim.features.dns.tools import rules
from sim.ip.names.answer import Answer
from sim.ip.names.resolver import Resolver
from sim.kernel import SECOND, Kernel
from sim.shell.application import Application, Host
from sim.trace.records import Kind
from sim.why import Why


class InquiryHost(Host, ExchangeHost, Protocol):
    """What the tools see of their host."""

    kernel: Kernel
    tables: dict[str, dict[Any, Any]]

    @property
    def names(self) -> Resolver: ...
    def chance(self, name: str) -> random.Random: ...


class Manner(NamedTuple):
    """How to ask. ``timeout`` in ns; ``size`` is that of EDNS, ``None`` for a query without."""

    flags: int = RD
    over_tcp: bool = False
    ignores_truncation: bool = False
    size: int | None = None
    timeout: int = 5 * SECOND
    tries: int = 3
    port: int = PORT


class Response(NamedTuple):
    """What came back: the message, who sent it, over what, and after what time (ns)."""

    message: Message
    server: IPv4Address
    over_tcp: bool
    time: int


Then = Callable[[Response | None, int], None]
"""Is given the response, ``None`` where nobody has sent one, and the record."""

_ERRORS = {
    "ECONNREFUSED": "connection refused",
    "ECONNRESET": "end of file",
    "EHOSTUNREACH": "host unreachable",
    "ENETUNREACH": "network unreachable",
    "ETIMEDOUT": "timed out",
}


class Inquiry(Application[InquiryHost]):
    """A command that asks servers; one question at a time."""

    def __init__(self, node: InquiryHost, command: str, manner: Manner) -> None:
        super().__init__(node, command)
        self.manner = manner
        self._exchange = Exchange(node, self._received, self._failed)
        self._chance = node.chance(f"{command} {self.number}")
        self._turns: list[IPv4Address] = []
        self._asked: tuple[Question, Then] | None = None
        self._sent: Message | None = None
        self._server = LOOPBACK
        self._over_tcp = False
        self._number = 0
        self._began = 0

    def servers(self) -> tuple[IPv4Address, ...]:
        """Those that the device knows; without any, the device itself, as with an empty ``resolv.conf``."""
        return self.node.names.servers() or (LOOPBACK,)

    def find_server(self, who: IPv4Address | str, then: Callable[[Answer, int], None], cause: int) -> None:
        """The address of a server that was named on the command line."""
        self.node.names.resolve(who, then, cause)

    def ask(self, question: Question, servers: Sequence[IPv4Address], then: Then, cause: int) -> None:
        """Ask the servers in their order, each as often as it takes, until one has answered."""
        self._turns = [server for server in servers for _ in range(self.manner.tries)]
        self._asked = (question, then)
        self._next(cause)

    def _next(self, cause: int) -> None:
        if self._turns:
            self._began = self.node.kernel.now
            self._send(self._turns.pop(0), self.manner.over_tcp, cause)
        else:
            self._done(None, cause)

    def _send(self, server: IPv4Address, over_tcp: bool, cause: int) -> None:
        assert self._asked is not None, "a question is asked"
        question, _ = self._asked
        manner, now = self.manner, self.node.kernel.now
        opt = () if manner.size is None else (Edns(manner.size).record(),)
        self._sent = Message(self._chance.randrange(1 << 16), manner.flags, (question,), additional=opt)
        self._server, self._over_tcp = server, over_tcp
        self._number += 1
        self.sending(self._sent, cause)
        facts = {"qname": question.name.text, "qtype": type_name(question.qtype)}
        why = Why(rules.ASKS, command=self.command, dst=server, **facts)
        if over_tcp:
            cause = self.node.trace.add(Kind.DECISION, now, self.node.spot, cause, None, why)
        query = Query(self._number, self._sent.octets, server, manner.port, 0, over_tcp, why)
        self.arm("answer", now + manner.timeout, self._timed_out, Why(rules.WAITS, ns=manner.timeout), cause)
        error = self._exchange.send(query, cause)
        if error:
            self._failed(self._number, error, cause)

    def _received(self, number: int, octets: bytes, source: tuple[IPv4Address, int], cause: int) -> None:
        message, sent = codec.decode(octets), self._sent
        assert sent is not None, "a query was sent"
        if message is None:
            self.output(f";; Got bad packet: FORMERR\n{len(octets)} bytes\n{_hex(octets)}", cause)
            self._stop_waiting(cause)
            self._next(cause)
        elif message.id != sent.id:
            # RFC 1035 7.3: an answer to another question is not the one that is waited for.
            self.output(f";; Warning: ID mismatch: expected ID {sent.id}, got {message.id}", cause)
        elif not message.is_response or (message.question and message.question != sent.question):
            self.output(";; Question section mismatch", cause)
        elif message.flags & TC and not self._over_tcp and not self.manner.ignores_truncation:
            self._stop_waiting(cause)
            self.output(";; Truncated, retrying in TCP mode.", cause)
            self._began = self.node.kernel.now
            self._send(self._server, True, cause)
        else:
            self._stop_waiting(cause)
            time = self.node.kernel.now - self._began
            self._done(Response(message, self._server, self._over_tcp, time), cause)

    def _failed(self, number: int, error: str, cause: int) -> None:
        self._stop_waiting(cause)
        self.trouble(self._server, _ERRORS.get(error, error), self._over_tcp, cause)
        self._next(cause)

    def _timed_out(self, cause: int) -> None:
        self._exchange.forget(self._number, cause)
        self.trouble(self._server, "timed out", self._over_tcp, cause)
        self._next(cause)

    def _stop_waiting(self, cause: int) -> None:
        self.cancel("answer", cause)
        self._exchange.forget(self._number, cause)

    def _done(self, response: Response | None, cause: int) -> None:
        assert self._asked is not None, "a question was asked"
        _, then = self._asked
        then(response, cause)

    # What the tools print differently

    def sending(self, message: Message, cause: int) -> None:
        """A query is about to leave."""

    def trouble(self, server: IPv4Address, what: str, over_tcp: bool, cause: int) -> None:
        """A try has failed."""
        if over_tcp and self._asked is not None:
            name = self._asked[0].name.text
            where = f"{server}#{self.manner.port}({server})"
            self.output(f";; Connection to {where} for {name} failed: {what}.", cause)
            self.output(";; no servers could be reached", cause)
        else:
            self.output(f";; communications error to {server}#{self.manner.port}: {what}", cause)


def _hex(octets: bytes) -> str:
    """Octets as dig shows those that are no message: 16 in a line."""
    lines = [octets[at : at + 16] for at in range(0, len(octets), 16)]
    return "\n".join(
        f"{line.hex(' '):<48}{''.join(chr(o) if 0x20 <= o < 0x7F else '.' for o in line):>19}" for line in lines
    )
