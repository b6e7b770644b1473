"""The resolver of a host, driven by hand: which names it tries, whom it asks when, and what programs are told."""

from random import Random

import pytest

from sim.addresses import IPv4Address
from sim.effects import Arm, Drop, Put
from sim.features.dns import codec
from sim.features.dns.asking.queries import Query
from sim.features.dns.caching.tables import STUB_CACHE
from sim.features.dns.pdu import AA, QR, RA, RD, TC, Message
from sim.features.dns.stub.lookup import Servers, candidates
from sim.features.dns.stub.machine import Found, Stub
from sim.features.dns.stub.settings import ResolverSettings
from sim.features.dns.stub.windows import displaydns
from sim.ip.names.answer import Failure
from sim.kernel import SECOND
from tests.dns.messages import IP, SOA, Responder, question, records, response, told

ONE, TWO, THREE = (IP(f"10.0.0.{n}") for n in (1, 2, 3))
WWW = response(RA, answer=("www.example.com. 300 A 192.0.2.1",))
NXDOMAIN, SERVFAIL, REFUSED, NOTIMP, FORMERR = 3, 2, 5, 4, 1
NOWHERE = response(RA | NXDOMAIN, authority=(SOA,))
NO_DATA = response(RA, authority=(SOA,))


class Host:
    """A resolver whose servers answer as ``servers`` say; one that is not there is silent."""

    def __init__(self, servers: dict[IPv4Address, Responder], settings: ResolverSettings = ResolverSettings()) -> None:
        self.servers = servers
        self.stub = Stub(settings, Random(1))
        self.now = 0
        self.asked: list[str] = []
        self.found: list[Found] = []
        self.effects: list[object] = []
        self.deadlines: dict[int, int] = {}

    def look_up(self, name: str, servers: Servers = Servers((ONE, TWO)), now: float | None = None) -> Found:
        """Look a name up, and let time pass until there is an answer."""
        self.now = self.now if now is None else int(now * SECOND)
        self.found.clear()
        self.take(list(self.stub.look_up("token", name, servers, self.now)))
        while not self.found:
            number, self.now = min(self.deadlines.items(), key=lambda each: each[1])
            self.take(list(self.stub.timeout(number, self.now)))
        return self.found[-1]

    def take(self, queue: list[object]) -> None:
        while queue:
            effect = queue.pop(0)
            self.effects.append(effect)
            match effect:
                case Query():
                    queue += self._response(effect)
                case Arm((_, number), deadline) if isinstance(number, int):
                    self.deadlines[number] = deadline
                case Found():
                    self.found.append(effect)
                case _ if type(effect).__name__ == "Forget":
                    self.deadlines.pop(effect.number, None)  # type: ignore[attr-defined]

    def _response(self, query: Query) -> list[object]:
        message = codec.decode(query.octets)
        assert message is not None
        assert message.flags == RD
        self.asked.append(f"{query.server} {message.question[0].name}{' over TCP' if query.over_tcp else ''}")
        respond = self.servers.get(query.server)
        if respond is None:
            return []
        return list(self.stub.receive(respond(message).octets, (query.server, 53), self.now, query.number))


def test_the_first_server_answers_and_the_answer_is_remembered_for_its_ttl() -> None:
    host = Host({ONE: WWW})
    for now, asked in ((0, 1), (299, 0), (300, 1)):
        host.asked.clear()
        found = host.look_up("www.example.com", now=now)
        assert [str(each) for each in found.answer.addresses] == ["192.0.2.1"]
        assert len(host.asked) == asked


def test_without_a_cache_each_question_goes_to_a_server() -> None:
    host = Host({ONE: WWW}, ResolverSettings(cache=False))
    host.look_up("www.example.com")
    host.look_up("www.example.com")
    assert len(host.asked) == 2


@pytest.mark.parametrize(
    ("typed", "search", "ndots", "tried"),
    [
        ("www", (), 1, ["www."]),
        ("www", ("example.com",), 1, ["www.example.com.", "www."]),
        ("www", ("a.com", "b.com"), 1, ["www.a.com.", "www.b.com.", "www."]),
        ("www.example.com", ("a.com",), 1, ["www.example.com.", "www.example.com.a.com."]),
        ("www.example.com", ("a.com",), 3, ["www.example.com.a.com.", "www.example.com."]),
        ("www.", ("example.com",), 1, ["www."]),
        ("x", ("y" * 63 + "." + "y" * 63 + "." + "y" * 63 + "." + "y" * 61,), 1, ["x."]),
    ],
)
def test_a_name_is_completed_as_resolv_conf_says(
    typed: str, search: tuple[str, ...], ndots: int, tried: list[str]
) -> None:
    assert [str(name) for name in candidates(typed, search, ndots)] == tried


def test_the_next_search_domain_is_tried_where_a_name_is_not_there() -> None:
    def respond(query: Message) -> Message:
        return (WWW if str(query.question[0].name) == "www.example.com." else NOWHERE)(query)

    host = Host({ONE: respond})
    found = host.look_up("www", Servers((ONE,), ("lab.example.com", "example.com")))
    assert host.asked == [f"{ONE} www.lab.example.com.", f"{ONE} www.example.com."]
    assert found.answer.names == ("www.example.com",)


def test_a_silent_server_is_left_for_the_next_after_five_seconds() -> None:
    """resolv.conf(5): timeout 5, attempts 2. glibc waits for server n (from 0) for timeout * 2**n / servers."""
    host = Host({TWO: WWW})
    assert host.look_up("www.example.com").answer.addresses
    assert host.asked == [f"{ONE} www.example.com.", f"{TWO} www.example.com."]
    assert host.now == 5 * SECOND


def test_silent_servers_are_asked_twice_and_programs_are_told_that_it_may_pass() -> None:
    host = Host({})
    found = host.look_up("www.example.com", Servers((ONE, TWO, THREE), ("example.com",)))
    assert host.asked == 2 * [f"{server} www.example.com." for server in (ONE, TWO, THREE)]
    assert found.answer.failure is Failure.FOR_NOW
    assert host.now == 2 * (5 * SECOND + 10 * SECOND // 3 + 20 * SECOND // 3)


@pytest.mark.parametrize("rcode", [SERVFAIL, REFUSED, NOTIMP])
def test_a_server_that_cannot_answer_is_passed_over_at_once(rcode: int) -> None:
    host = Host({ONE: response(rcode), TWO: WWW})
    assert host.look_up("www.example.com").answer.addresses
    assert host.now == 0


def test_a_server_that_neither_knows_nor_asks_others_is_passed_over() -> None:
    host = Host({ONE: response(0), TWO: WWW})
    assert host.look_up("www.example.com").answer.addresses


@pytest.mark.parametrize(
    ("respond", "failure"),
    [
        (NOWHERE, Failure.UNKNOWN),
        (NO_DATA, Failure.NO_ADDRESS),
        (response(SERVFAIL), Failure.FOR_NOW),
        (response(FORMERR), Failure.FOR_EVER),
    ],
)
def test_programs_are_told_why_there_is_no_address(respond: Responder, failure: Failure) -> None:
    assert Host({ONE: respond, TWO: respond}).look_up("www.example.com").answer.failure is failure


def test_no_such_name_is_remembered_as_the_soa_record_says() -> None:
    """RFC 2308 5, and 7.1 of what a stub has to do with it: 60 s by the SOA record here."""
    host = Host({ONE: NOWHERE})
    for now, asked in ((0, 1), (59, 0), (60, 1)):
        host.asked.clear()
        assert host.look_up("www.example.com", now=now).answer.failure is Failure.UNKNOWN
        assert len(host.asked) == asked


def test_a_refused_port_is_left_for_the_next_server_at_once() -> None:
    host = Host({TWO: WWW})
    host.take(list(host.stub.look_up("token", "www.example.com", Servers((ONE, TWO)), 0)))
    host.take(list(host.stub.fail(1, 0, "ECONNREFUSED")))
    assert host.found[-1].answer.addresses


def test_an_alias_is_followed_within_the_answer_and_told_as_the_canonical_name() -> None:
    answer = (
        "www.example.com. 300 CNAME web.example.net.",
        "web.example.net. 60 A 192.0.2.1",
        "web.example.net. 60 A 192.0.2.2",
    )
    host = Host({ONE: response(RA, answer=answer)})
    for _ in range(2):
        found = host.look_up("www.example.com").answer
        assert [str(each) for each in found.addresses] == ["192.0.2.1", "192.0.2.2"]
        assert found.names == ("web.example.net", "www.example.com")
    assert len(host.asked) == 1


def test_a_truncated_response_is_asked_for_again_over_tcp() -> None:
    def respond(query: Message) -> Message:
        return (WWW if host.asked[-1].endswith("TCP") else response(RA | TC))(query)

    host = Host({})
    host.servers = {ONE: respond}
    assert host.look_up("www.example.com").answer.addresses
    assert host.asked == [f"{ONE} www.example.com.", f"{ONE} www.example.com. over TCP"]


@pytest.mark.parametrize(
    ("number", "source", "asked", "flags", "rule"),
    [
        (1, ONE, "www.example.com. A", QR, "stub.wrong-id"),
        (0, TWO, "www.example.com. A", QR, "stub.not-asked"),
        (0, ONE, "www.example.net. A", QR, "stub.wrong-question"),
        (0, ONE, "www.example.com. A", 0, "stub.not-asked"),
    ],
)
def test_a_forged_response_is_dropped(number: int, source: IPv4Address, asked: str, flags: int, rule: str) -> None:
    stub = Stub(ResolverSettings(), Random(1))
    (query,) = (each for each in stub.look_up("t", "www.example.com", Servers((ONE,)), 0) if isinstance(each, Query))
    sent = codec.decode(query.octets)
    assert sent is not None
    forged = Message(sent.id ^ number, flags | AA, (question(asked),), records("www.example.com. 300 A 6.6.6.6"))
    (drop,) = stub.receive(forged.octets, (source, 53), 0, query.number)
    assert isinstance(drop, Drop)
    assert drop.why.rule.id == rule
    effects = stub.receive(WWW(sent).octets, (ONE, 53), 0, query.number)
    assert any(isinstance(each, Found) for each in effects)


def test_an_address_is_looked_back_under_in_addr_arpa() -> None:
    """RFC 1035 3.5: "10.0.0.52 … 52.0.0.10.IN-ADDR.ARPA"."""
    host = Host({ONE: response(RA, answer=("52.0.0.10.in-addr.arpa. 60 PTR multics.mit.edu.",))})
    host.take(list(host.stub.look_back("token", IP("10.0.0.52"), Servers((ONE,)), 0)))
    assert host.asked == [f"{ONE} 52.0.0.10.in-addr.arpa."]
    assert host.found[-1].answer.names == ("multics.mit.edu",)


def test_with_rotation_each_question_begins_with_the_next_server() -> None:
    host = Host({ONE: WWW, TWO: WWW}, ResolverSettings(rotate=True, cache=False))
    for _ in range(3):
        host.look_up("www.example.com")
    assert [each.split()[0] for each in host.asked] == [str(ONE), str(TWO), str(ONE)]


def test_what_is_no_name_is_not_asked_for() -> None:
    host = Host({ONE: WWW})
    for typed in ("a..b", "x" * 64, ".".join(["x" * 60] * 5)):
        assert host.look_up(typed).answer.failure is Failure.UNKNOWN
    assert host.asked == []


def test_the_cache_is_printed_as_windows_does() -> None:
    host = Host({ONE: WWW})
    host.look_up("www.example.com")
    rows = {each.key: each.row for each in host.effects if isinstance(each, Put) and each.table == STUB_CACHE}
    assert displaydns(rows, 10 * SECOND) == [  # type: ignore[arg-type]
        "",
        "Windows IP Configuration",
        "",
        "    www.example.com",
        "    ----------------------------------------",
        "    Record Name . . . . . : www.example.com",
        "    Record Type . . . . . : 1",
        "    Time To Live  . . . . : 290",
        "    Data Length . . . . . : 4",
        "    Section . . . . . . . : Answer",
        "    A (Host) Record . . . : 192.0.2.1",
    ]
    assert told(WWW(Message(1, RD, (question("www.example.com. A"),)))) == ("www.example.com. 300 A 192.0.2.1",)
