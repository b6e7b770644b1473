"""What ``host`` and ``nslookup`` have in common: several types of a name, by way of its alias and the search list."""

from collections.abc import Sequence

from sim.addresses import IPv4Address
from sim.features.dns.name import Name, reverse
from sim.features.dns.numbers import NXDOMAIN, PTR
from sim.features.dns.pdu import Question
from sim.features.dns.rdata import Cname
from sim.features.dns.tools.inquiry import Inquiry, InquiryHost, Manner, Response
from sim.features.dns.tools.words import address_of, candidates
from sim.ip.names.answer import Answer


class Lookup(Inquiry):
    """Asks for each of ``types`` under the first of the possible names that exists.

    ``server`` is whom to ask, where somebody is named.
    """

    def __init__(
        self,
        node: InquiryHost,
        command: str,
        manner: Manner,
        word: str,
        types: Sequence[int],
        server: IPv4Address | str | None,
    ) -> None:
        super().__init__(node, command, manner)
        self.word = word
        self._types = list(types)
        self.server = server
        self._names: list[Name] = []
        self._using: Sequence[IPv4Address] = ()
        self.is_first = True

    def start(self, cause: int) -> None:
        if self.server is None:
            self._use(self.servers(), cause)
        else:
            self.find_server(self.server, self._found_server, cause)

    def _found_server(self, answer: Answer, cause: int) -> None:
        if answer.addresses:
            self._use(answer.addresses, cause)
        else:
            self.no_such_server(cause)

    def _use(self, servers: Sequence[IPv4Address], cause: int) -> None:
        self._using = servers
        address = address_of(self.word)
        if address is None:
            self._names = candidates(self.word, self.node.names.search())
        else:
            self._names, self._types = [reverse(address)], [PTR]
        self._ask(cause)

    def _ask(self, cause: int) -> None:
        self.asking(self._names[0], cause)
        self.ask(Question(self._names[0], self._types[0]), self._using, self._answered, cause)

    def _answered(self, response: Response | None, cause: int) -> None:
        if response is None:
            self.nobody(cause)
            return
        rcode = response.message.rcode
        if rcode == NXDOMAIN and len(self._names) > 1 and self.is_first:
            self._names.pop(0)
            self._ask(cause)
            return
        self.print_answer(response, self._names[0], cause)
        self._types.pop(0)
        is_over = not self._types or bool(rcode and self.is_first)
        self.is_first = False
        if is_over:
            self.ended(rcode, cause)
            return
        # Further types are asked of the name behind the alias.
        self._names = [_behind_aliases(response, self._names[0])]
        self._ask(cause)

    def no_such_server(self, cause: int) -> None:
        """The name of the server means nobody."""
        raise NotImplementedError

    def asking(self, name: Name, cause: int) -> None:
        """A name is tried."""

    def print_answer(self, response: Response, name: Name, cause: int) -> None:
        """Print what came back for a name."""
        raise NotImplementedError

    def nobody(self, cause: int) -> None:
        """No server has answered."""
        raise NotImplementedError

    def ended(self, rcode: int, cause: int) -> None:
        """All types were asked for, or the last answer was an error."""
        raise NotImplementedError


def _behind_aliases(response: Response, name: Name) -> Name:
    seen = set()
    while name not in seen:
        seen.add(name)
        for row in response.message.answer:
            if row.name == name and isinstance(row.rdata, Cname):
                name = row.rdata.target
                break
    return name
