"""The recursive resolver, driven by hand: from the root to the answer, and every way in which that can go wrong."""

from random import Random

import pytest

from sim.features.dns import codec, numbers
from sim.features.dns.asking.queries import Query
from sim.features.dns.pdu import AA, QR, RA, RD, TC, Message, Question
from sim.features.dns.recursion.config import RecursorConfig
from sim.features.dns.recursion.machine import Answer, Recursor
from sim.kernel import SECOND
from tests.dns.messages import (
    HINTS,
    IP,
    NAME,
    OTHER_SERVER,
    OWN_SERVER,
    REFERRALS,
    ROOT_SERVER,
    SOA,
    TLD_SERVER,
    Responder,
    World,
    question,
    records,
    response,
    told,
    way_to,
)

WWW = response(answer=("www.example.com. 300 A 192.0.2.1",))
NXDOMAIN, SERVFAIL, REFUSED, FORMERR = 3, 2, 5, 1


def test_the_way_leads_from_the_root_through_referrals_to_the_answer() -> None:
    """RFC 1034 5.3.3: step 4b, "cache the delegation information, and go to step 2"."""
    world = World(way_to(www_A=WWW))
    answer = world.ask("www.example.com. A")
    assert world.asked == [
        f"{ROOT_SERVER} www.example.com. A",
        f"{TLD_SERVER} www.example.com. A",
        f"{OWN_SERVER} www.example.com. A",
    ]
    assert told(answer) == ("www.example.com. 300 A 192.0.2.1",)
    assert answer is not None
    assert answer.flags & (QR | RD | RA | AA) == QR | RD | RA


def test_the_next_question_begins_at_the_closest_known_zone() -> None:
    world = World(way_to(www_A=WWW, mail_A=response(answer=("mail.example.com. 300 A 192.0.2.2",))))
    world.ask("www.example.com. A")
    world.asked.clear()
    assert told(world.ask("mail.example.com. A")) == ("mail.example.com. 300 A 192.0.2.2",)
    assert world.asked == [f"{OWN_SERVER} mail.example.com. A"]


def test_an_answer_is_remembered_for_its_ttl_which_counts_down() -> None:
    world = World(way_to(www_A=WWW))
    world.ask("www.example.com. A")
    world.asked.clear()
    assert told(world.ask("WWW.Example.COM. A", now=100)) == ("WWW.Example.COM. 200 A 192.0.2.1",)
    assert told(world.ask("www.example.com. A", now=299.5)) == ("www.example.com. 1 A 192.0.2.1",)
    assert world.asked == []
    world.ask("www.example.com. A", now=300)
    assert world.asked == [f"{OWN_SERVER} www.example.com. A"]


@pytest.mark.parametrize(
    ("respond", "rcode", "other"),
    [
        (response(AA | NXDOMAIN, authority=(SOA,)), NXDOMAIN, "nowhere.example.com. MX"),
        (response(AA, authority=(SOA,)), 0, None),
    ],
)
def test_what_is_not_there_is_remembered_as_the_soa_record_says(
    respond: Responder, rcode: int, other: str | None
) -> None:
    """RFC 2308 5: for "the minimum of the MINIMUM field of the SOA record and the TTL of the SOA itself" (60 s here).

    NXDOMAIN counts for all types, NODATA for the one that was asked for.
    """
    world = World(way_to(nowhere_A=respond))
    for now, queries in ((0, 3), (59, 0), (60, 1)):
        world.asked.clear()
        answer = world.ask("nowhere.example.com. A", now=now)
        assert answer is not None
        assert (answer.rcode, answer.answer, len(answer.authority)) == (rcode, (), 1)
        assert answer.authority[0].ttl == (1 if now == 59 else 60)
        assert len(world.asked) == queries
    if other is not None:
        world.asked.clear()
        answer = world.ask(other)
        assert answer is not None
        assert answer.rcode == NXDOMAIN
        assert world.asked == []


def test_a_negative_answer_without_a_soa_record_is_not_remembered() -> None:
    """RFC 2308 5: it "SHOULD NOT be cached"."""
    world = World(way_to(nowhere_A=response(AA | NXDOMAIN)))
    for _ in range(2):
        world.asked.clear()
        world.ask("nowhere.example.com. A")
        assert f"{OWN_SERVER} nowhere.example.com. A" in world.asked


def test_an_alias_into_another_zone_begins_anew() -> None:
    servers = dict(way_to(www_A=response(answer=("www.example.com. 300 CNAME web.example.org.",))))
    servers[ROOT_SERVER] = {
        **servers[ROOT_SERVER],
        "web.example.org. A": response(answer=("web.example.org. 60 A 192.0.2.9",)),
    }
    world = World(servers)
    assert told(world.ask("www.example.com. A")) == (
        "www.example.com. 300 CNAME web.example.org.",
        "web.example.org. 60 A 192.0.2.9",
    )
    assert world.asked[-1] == f"{ROOT_SERVER} web.example.org. A"


def test_what_a_server_says_of_another_zone_is_not_believed() -> None:
    """An alias leads out of the zone. The address beside it comes from a server that has no say there."""
    poison = response(
        answer=("www.example.com. 300 CNAME web.example.org.", "web.example.org. 60 A 6.6.6.6"),
        authority=("org. 3600 NS evil.example.com.",),
        additional=("evil.example.com. 3600 A 6.6.6.6",),
    )
    servers = dict(way_to(www_A=poison))
    servers[ROOT_SERVER] = {
        **servers[ROOT_SERVER],
        "web.example.org. A": response(answer=("web.example.org. 60 A 192.0.2.9",)),
    }
    world = World(servers)
    assert told(world.ask("www.example.com. A"))[-1] == "web.example.org. 60 A 192.0.2.9"


def test_aliases_in_a_circle_come_to_an_end() -> None:
    a, b = (response(answer=(f"{one}.example.com. 300 CNAME {two}.example.com.",)) for one, two in ("ab", "ba"))
    world = World(way_to(a_A=a, b_A=b))
    answer = world.ask("a.example.com. A")
    assert answer is not None
    assert answer.rcode == SERVFAIL
    assert len(world.asked) < 40


def test_a_dname_moves_all_names_below_it() -> None:
    """RFC 6672 3.1: the resolver makes the CNAME by itself, and later from the cache alone."""
    dname = response(
        answer=("old.example.com. 300 DNAME new.example.com.", "x.old.example.com. 0 CNAME x.new.example.com.")
    )
    new = response(answer=("x.new.example.com. 300 A 192.0.2.7",))
    world = World(way_to(x_old_A=dname, x_new_A=new, y_new_A=response(answer=("y.new.example.com. 300 A 192.0.2.8",))))
    assert told(world.ask("x.old.example.com. A")) == (
        "old.example.com. 300 DNAME new.example.com.",
        "x.old.example.com. 300 CNAME x.new.example.com.",
        "x.new.example.com. 300 A 192.0.2.7",
    )
    world.asked.clear()
    assert told(world.ask("y.old.example.com. A"))[-1] == "y.new.example.com. 300 A 192.0.2.8"
    assert world.asked == [f"{OWN_SERVER} y.new.example.com. A"]


def test_the_address_of_a_server_is_looked_for_where_there_is_no_glue() -> None:
    servers = {
        ROOT_SERVER: {
            "www.example.com. A": response(0, authority=("example.com. 3600 NS ns.example.net.",)),
            "ns.example.net. A": response(answer=(f"ns.example.net. 3600 A {OWN_SERVER}",)),
        },
        OWN_SERVER: {"www.example.com. A": WWW},
    }
    world = World(servers)
    assert told(world.ask("www.example.com. A")) == ("www.example.com. 300 A 192.0.2.1",)
    assert world.asked == [
        f"{ROOT_SERVER} www.example.com. A",
        f"{ROOT_SERVER} ns.example.net. A",
        f"{OWN_SERVER} www.example.com. A",
    ]


def test_two_zones_whose_servers_need_each_other_cannot_be_resolved() -> None:
    servers = {
        ROOT_SERVER: {
            "www.example.com. A": response(0, authority=("example.com. 3600 NS ns.example.net.",)),
            "ns.example.com. A": response(0, authority=("example.com. 3600 NS ns.example.net.",)),
            "ns.example.net. A": response(0, authority=("example.net. 3600 NS ns.example.com.",)),
        }
    }
    world = World(servers)
    answer = world.ask("www.example.com. A")
    assert answer is not None
    assert answer.rcode == SERVFAIL
    assert len(world.asked) < 10


TWO = (
    "example.com. 3600 NS ns1.example.com.",
    "example.com. 3600 NS ns2.example.com.",
)
ADDRESSES = (f"ns1.example.com. 3600 A {OWN_SERVER}", f"ns2.example.com. 3600 A {OTHER_SERVER}")


@pytest.mark.parametrize(
    "bad",
    [
        response(SERVFAIL),
        response(REFUSED),
        response(0, authority=(". 3600 NS a.root-servers.net.",)),
        response(0, authority=("com. 3600 NS a.gtld.net.",)),
        response(0, authority=TWO),
        response(0),
        response(RA, answer=("www.example.com. 300 A 6.6.6.6",)),
    ],
    ids=[
        "failing",
        "refusing",
        "leading to the root",
        "leading up",
        "leading to itself",
        "saying nothing",
        "recursive",
    ],
)
def test_after_a_useless_server_the_next_one_is_asked(bad: Responder) -> None:
    """RFC 1034 5.3.3, step 4d: "delete the server from the SLIST and go back to step 3"."""
    servers = {
        ROOT_SERVER: {"*": response(0, authority=TWO, additional=ADDRESSES)},
        OWN_SERVER: {"*": bad},
        OTHER_SERVER: {"*": WWW},
    }
    worlds = [World(servers), World({**servers, OWN_SERVER: {"*": WWW}, OTHER_SERVER: {"*": bad}})]
    assert [told(world.ask("www.example.com. A")) for world in worlds] == 2 * [("www.example.com. 300 A 192.0.2.1",)]
    assert sorted(len(world.asked) for world in worlds) in ([2, 3], [3, 3], [2, 2])


def test_a_silent_server_is_asked_again_and_the_other_one_in_turn() -> None:
    servers = {
        ROOT_SERVER: {"*": response(0, authority=TWO, additional=ADDRESSES)},
        OTHER_SERVER: {"*": WWW},
    }
    for seed in range(4):
        world = World(servers)
        world.resolver = Recursor(RecursorConfig(HINTS, prime=False), Random(seed))
        world.ask("www.example.com. A")
        world.wait()
        assert told(world.answers[-1]) == ("www.example.com. 300 A 192.0.2.1",)


def test_with_silent_servers_alone_a_question_comes_to_an_end() -> None:
    world = World(REFERRALS)
    assert world.ask("www.example.com. A") is None
    world.wait()
    assert world.answers[-1].rcode == SERVFAIL
    assert world.asked.count(f"{OWN_SERVER} www.example.com. A") == 5
    # 376 ms, and twice as long each time
    assert world.now == 376_000_000 * 31


def test_a_failure_is_remembered_for_some_seconds() -> None:
    """RFC 2308 7.1"""
    world = World(way_to(www_A=response(SERVFAIL)))
    world.ask("www.example.com. A")
    world.asked.clear()
    answer = world.ask("www.example.com. A", now=4)
    assert answer is not None
    assert answer.rcode == SERVFAIL
    assert world.asked == []
    world.ask("www.example.com. A", now=6)
    assert world.asked != []


def test_a_truncated_response_is_asked_for_again_over_tcp() -> None:
    def respond(query: Message) -> Message:
        is_first = world.asked[-1].endswith("A")
        return response(AA | TC if is_first else AA, answer=("www.example.com. 300 A 192.0.2.1",))(query)

    world = World(way_to(www_A=respond))
    assert told(world.ask("www.example.com. A")) == ("www.example.com. 300 A 192.0.2.1",)
    assert world.asked[-2:] == [f"{OWN_SERVER} www.example.com. A", f"{OWN_SERVER} www.example.com. A over TCP"]


def test_a_server_that_knows_no_opt_record_is_asked_without() -> None:
    """RFC 6891 7: "a responder … that does not implement the protocol extensions … MUST respond with FORMERR"."""
    seen = []

    def respond(query: Message) -> Message:
        seen.append(query.edns is not None)
        return (response(FORMERR) if query.edns else WWW)(query)

    world = World(way_to(www_A=respond))
    assert told(world.ask("www.example.com. A")) == ("www.example.com. 300 A 192.0.2.1",)
    assert seen == [True, False]


def one_query() -> tuple[World, Query, Message]:
    """A world in which the server of example.com was asked and has not responded yet."""
    world = World(REFERRALS)
    world.ask("www.example.com. A")
    (query,) = world.open.values()
    message = codec.decode(query.octets)
    assert message is not None
    return world, query, message


@pytest.mark.parametrize(
    ("number", "source", "asked", "rule"),
    [
        (1, OWN_SERVER, "www.example.com. A", "recursion.wrong-id"),
        (0, OTHER_SERVER, "www.example.com. A", "recursion.not-asked"),
        (0, OWN_SERVER, "www.example.com. MX", "recursion.wrong-question"),
        (0, OWN_SERVER, "xxx.example.com. A", "recursion.wrong-question"),
    ],
)
def test_a_forged_response_is_dropped_and_the_real_one_awaited(
    number: int, source: object, asked: str, rule: str
) -> None:
    """RFC 5452 9.1: number, addresses, ports and question have to be those of the query."""
    world, query, message = one_query()
    forged = Message(message.id ^ number, QR | AA, (question(asked),), records("www.example.com. 300 A 6.6.6.6"))
    (drop,) = world.resolver.receive(forged.octets, (source, 53), 0)  # type: ignore[arg-type]
    assert drop.why.rule.id == rule
    world.take(list(world.resolver.receive(WWW(message).octets, (query.server, 53), 0, query.number)))
    assert told(world.answers[-1]) == ("www.example.com. 300 A 192.0.2.1",)


def test_numbers_and_ports_of_queries_cannot_be_guessed_but_follow_from_the_seed() -> None:
    def drawn(seed: int) -> list[tuple[int, int]]:
        world = World(way_to(www_A=WWW))
        world.resolver = Recursor(RecursorConfig(HINTS), Random(seed))
        world.ask("www.example.com. A")
        queries = [effect for effect in world.effects if isinstance(effect, Query)]
        return [(int.from_bytes(query.octets[:2], "big"), query.local_port) for query in queries]

    assert drawn(1) == drawn(1)
    assert not {*drawn(1)} & {*drawn(2)}
    assert len({*drawn(1)}) == len(drawn(1)) > 3


def test_who_asks_the_same_while_it_is_being_found_gets_the_same_answer() -> None:
    world, query, message = one_query()
    second = Message(8, RD, (question("www.EXAMPLE.com. A"),))
    world.take(list(world.resolver.ask(second.octets, 0, "another")))
    world.take(list(world.resolver.ask(second.octets, 0, "another")))
    assert len(world.open) == 1
    world.take(list(world.resolver.receive(WWW(message).octets, (query.server, 53), 0)))
    assert [(each.id, str(each.question[0].name)) for each in world.answers] == [
        (7, "www.example.com."),
        (8, "www.EXAMPLE.com."),
    ]


def test_without_recursion_desired_only_the_cache_is_asked() -> None:
    world = World(way_to(www_A=WWW))
    answer = world.ask("www.example.com. A", flags=0)
    assert answer is not None
    assert answer.rcode == REFUSED
    world.ask("www.example.com. A")
    world.asked.clear()
    assert told(world.ask("www.example.com. A", flags=0)) == ("www.example.com. 300 A 192.0.2.1",)
    referral = world.ask("mail.example.com. A", flags=0)
    assert referral is not None
    assert [str(each.name) for each in referral.authority] == ["example.com."]
    assert world.asked == []


def test_glue_is_never_given_as_an_answer() -> None:
    """RFC 2181 5.4.1: data of the additional section "must not be … returned as answers"."""
    world = World(way_to(www_A=WWW, ns_A=response(answer=("ns.example.com. 77 A 192.0.2.77",))))
    world.ask("www.example.com. A")
    assert told(world.ask("ns.example.com. A")) == ("ns.example.com. 77 A 192.0.2.77",)


def test_the_root_is_asked_for_its_servers_first() -> None:
    """RFC 9609 3"""
    world = World(way_to(www_A=WWW), RecursorConfig(HINTS))
    world.ask("www.example.com. A")
    assert world.asked[:2] == [f"{ROOT_SERVER} . NS", f"{ROOT_SERVER} www.example.com. A"]


def test_a_forwarder_passes_questions_on_with_recursion_desired_and_remembers() -> None:
    flags = []

    def respond(query: Message) -> Message:
        flags.append(query.flags & RD)
        return response(RA, answer=("www.example.com. 300 A 192.0.2.1",))(query)

    forwards = ((NAME("."), (OTHER_SERVER,)),)
    world = World({OTHER_SERVER: {"*": respond}}, RecursorConfig(forwards=forwards))
    for _ in range(2):
        assert told(world.ask("www.example.com. A")) == ("www.example.com. 300 A 192.0.2.1",)
    assert world.asked == [f"{OTHER_SERVER} www.example.com. A"]
    assert flags == [RD]


def test_a_long_answer_is_cut_to_what_the_client_takes() -> None:
    many = tuple(f"www.example.com. 300 A 192.0.2.{n}" for n in range(100))
    world = World(way_to(www_A=response(answer=many)))
    answer = world.ask("www.example.com. A")
    assert answer is not None
    assert len(answer) <= 512
    assert answer.flags & TC
    query = Message(9, RD, (question("www.example.com. A"),))
    world.take(list(world.resolver.ask(query.octets, 0, "client", over_tcp=True)))
    assert len(world.answers[-1].answer) == 100


@pytest.mark.parametrize(
    ("message", "rcode"),
    [
        (Message(7, RD | 4 << 11, (question("example.com. A"),)), numbers.NOTIMP),
        (Message(7, RD), numbers.FORMERR),
        (Message(7, RD, (question("example.com. AXFR"),)), numbers.REFUSED),
    ],
)
def test_other_messages_than_queries_are_answered_by_their_code(message: Message, rcode: int) -> None:
    world = World(REFERRALS)
    world.take(list(world.resolver.ask(message.octets, 0, "client")))
    assert [each.rcode for each in world.answers] == [rcode]


def test_a_query_that_cannot_be_read_is_answered_so() -> None:
    """RFC 1035 4.1.1: "1 Format error - The name server was unable to interpret the query." """
    whole = Message(7, RD, (question("a. A"),)).octets
    for octets in (whole[:-1], whole + b"\0"):
        (effect,) = Recursor(RecursorConfig(HINTS), Random(1)).ask(octets, 0, "client")
        assert isinstance(effect, Answer)
        assert effect.octets == bytes.fromhex("0007 8181 0000 0000 0000 0000")  # QR, RD, RA, RCODE 1


def test_octets_that_are_no_query_are_dropped_with_a_reason() -> None:
    resolver = Recursor(RecursorConfig(HINTS), Random(1))
    for octets in (b"", b"\0" * 11, WWW(Message(1, 0, (question("a. A"),))).octets):
        (effect,) = resolver.ask(octets, 0)
        assert type(effect).__name__ == "Drop"


def test_a_zone_cannot_live_on_in_the_cache_when_its_parent_has_taken_it_away() -> None:
    """The servers of a zone are not remembered for longer than the delegation that led to them."""
    ns = "example.com. 86400 NS ns.example.com."
    glue = f"ns.example.com. 86400 A {OWN_SERVER}"
    servers = {
        ROOT_SERVER: {"*": response(0, authority=("example.com. 30 NS ns.example.com.",), additional=(glue,))},
        OWN_SERVER: {"*": response(answer=("www.example.com. 5 A 192.0.2.1",), authority=(ns,), additional=(glue,))},
    }
    world = World(servers)
    for now in (0, 10, 20, 29):
        world.ask("www.example.com. A", now=now)
    world.asked.clear()
    world.servers = {ROOT_SERVER: {"*": response(AA | NXDOMAIN)}}
    answer = world.ask("www.example.com. A", now=40)
    assert answer is not None
    assert answer.rcode == NXDOMAIN


def test_servers_with_addresses_that_only_mean_the_resolver_itself_are_not_asked() -> None:
    servers = {
        ROOT_SERVER: {
            "*": response(
                0, authority=("example.com. 30 NS ns.example.com.",), additional=("ns.example.com. 30 A 127.0.0.1",)
            )
        }
    }
    world = World(servers)
    answer = world.ask("www.example.com. A")
    assert answer is not None
    assert answer.rcode == SERVFAIL
    assert not any("127.0.0.1" in each for each in world.asked)


def test_a_faster_server_is_preferred() -> None:
    """RFC 1034 5.3.3: "the best server", by the times of former responses."""
    servers = {ROOT_SERVER: {"*": response(0, authority=TWO, additional=ADDRESSES)}}
    world = World(servers)
    counts = {OWN_SERVER: 0, OTHER_SERVER: 0}
    for n in range(40):
        world.ask(f"n{n}.example.com. A")
        while world.open:
            (query,) = world.open.values()
            counts[query.server] += 1
            message = codec.decode(query.octets)
            assert message is not None
            world.now += (2 if query.server == OWN_SERVER else 0) * SECOND + 1_000_000
            octets = response(answer=(f"n{n}.example.com. 300 A 192.0.2.1",))(message).octets
            world.take(list(world.resolver.receive(octets, (query.server, 53), world.now)))
    assert counts[OTHER_SERVER] > 30
    assert IP("10.0.2.53") == OWN_SERVER


def test_a_set_of_records_is_told_as_the_cache_knows_it() -> None:
    """Two answers name the servers of the zone: the second neither prolongs the first, nor hides what is new."""
    first = response(answer=("www.example.com. 300 A 192.0.2.1",), authority=("example.com. 100 NS ns.example.com.",))
    longer = response(answer=("mail.example.com. 300 A 192.0.2.2",), authority=("example.com. 200 NS ns.example.com.",))
    world = World(way_to(www_A=first, mail_A=longer))
    world.ask("www.example.com. A")
    answer = world.ask("mail.example.com. A")
    assert answer is not None
    assert [each.ttl for each in answer.authority] == [100]


def test_own_zones_go_before_what_others_say_and_their_aliases_and_delegations_are_followed() -> None:
    own = {
        "here.example.org. A": response(answer=("here.example.org. 60 A 192.0.2.41",)),
        "gone.example.org. A": response(AA | NXDOMAIN, authority=("example.org. 60 SOA ns.example.org. h. 1 2 3 4 5",)),
        "away.example.org. A": response(answer=("away.example.org. 60 CNAME www.example.com.",)),
        "www.sub.example.org. A": response(
            0,
            authority=("sub.example.org. 60 NS ns.sub.example.org.",),
            additional=(f"ns.sub.example.org. 60 A {OTHER_SERVER}",),
        ),
    }

    def say(asked: Question) -> Message | None:
        respond = own.get(f"{asked.name} {numbers.type_name(asked.qtype)}")
        return None if respond is None else respond(Message(0, 0, (asked,)))

    servers = dict(way_to(www_A=WWW))
    servers[OTHER_SERVER] = {"*": response(answer=("www.sub.example.org. 60 A 192.0.2.42",))}
    world = World(servers)
    world.resolver = Recursor(RecursorConfig(HINTS, prime=False), Random(1), say)
    assert told(world.ask("here.example.org. A")) == ("here.example.org. 60 A 192.0.2.41",)
    gone = world.ask("gone.example.org. A")
    assert gone is not None
    assert gone.rcode == NXDOMAIN
    assert world.asked == []
    assert told(world.ask("away.example.org. A")) == (
        "away.example.org. 60 CNAME www.example.com.",
        "www.example.com. 300 A 192.0.2.1",
    )
    assert told(world.ask("www.sub.example.org. A")) == ("www.sub.example.org. 60 A 192.0.2.42",)
    assert world.asked[-1] == f"{OTHER_SERVER} www.sub.example.org. A"
