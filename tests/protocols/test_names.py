"""Which servers a host asks for names: what is configured, what it learns while it runs, and what it forgets."""

from sim.addresses import IPv4Address
from sim.ip.names.answer import UNKNOWN, Answer
from sim.ip.names.resolver import STATIC, Found, Resolver
from sim.ip.names.tables import TABLE, ResolverRow
from sim.scenario.load import load_text
from sim.session import Session
from sim.trace.records import NO_CAUSE

TEXT = """
title: Two hosts
nameservers: 10.0.0.9
nodes:
  pc1:
    host: 10.0.0.1/24
    nameservers: [10.0.0.2, 10.0.0.3]
    search: Example.com.
    hosts: {printer: 10.0.0.9}
    resolver: {timeout: 2s, rotate: true}
  pc2: {host: 10.0.0.2/24}
links: [pc1 -- pc2]
actions: [{at: 1s, on: pc1, run: arp}]
"""
FIRST, SECOND, THIRD, COMMON = (IPv4Address.parse(f"10.0.0.{n}") for n in (2, 3, 4, 9))


class Everything:
    """A source that knows each name and address."""

    def look_up(self, name: str, found: Found, cause: int) -> None:
        found(Answer((THIRD,), (name,)), cause)

    def look_back(self, ip: IPv4Address, found: Found, cause: int) -> None:
        found(Answer((ip,), ("somebody",)), cause)

    def flush(self, cause: int) -> None:
        """There is nothing to forget."""


def resolvers() -> tuple[Resolver, Resolver]:
    session = Session(load_text(TEXT))
    session.run()
    one, two = session.network.nodes["pc1"], session.network.nodes["pc2"]
    return one.names, two.names  # type: ignore[attr-defined]


def answers(resolver: Resolver, name: str) -> list[Answer]:
    found: list[Answer] = []
    resolver.resolve(name, lambda answer, _: found.append(answer), NO_CAUSE)
    return found


def test_a_device_has_the_servers_of_the_scenario_where_it_has_none_of_its_own() -> None:
    one, two = resolvers()
    assert (one.servers(), one.search()) == ((FIRST, SECOND), ("example.com",))
    assert (two.servers(), two.search()) == ((COMMON,), ())


def test_what_a_source_tells_stands_behind_what_is_configured_until_it_is_forgotten() -> None:
    one, _ = resolvers()
    learned = one.learn("dhcp eth0", (THIRD, FIRST), ("lab.example.com",), NO_CAUSE)
    assert one.servers() == (FIRST, SECOND, THIRD)
    assert one.search() == ("example.com", "lab.example.com")
    one.learn("dhcp eth0", (COMMON,), (), learned)
    assert one.servers() == (FIRST, SECOND, COMMON)
    one.forget("dhcp eth0", NO_CAUSE)
    assert one.servers() == (FIRST, SECOND)


def test_each_change_is_a_row_of_the_table() -> None:
    session = Session(load_text(TEXT))
    session.run()
    assert session.network.nodes["pc1"].tables[TABLE] == {STATIC: ResolverRow((FIRST, SECOND), ("example.com",))}


class Nothing(Everything):
    """A source that knows nothing."""

    def look_up(self, name: str, found: Found, cause: int) -> None:
        found(UNKNOWN, cause)


def test_the_hosts_file_answers_before_a_source_and_a_source_is_asked_only_where_there_are_servers() -> None:
    one, _ = resolvers()
    one.plug(Everything)
    assert answers(one, "printer")[0].address == COMMON
    assert answers(one, "www.example.com")[0].address == THIRD
    one.forget(STATIC, NO_CAUSE)
    assert answers(one, "www.example.com") == [UNKNOWN]


def test_a_name_server_goes_before_the_names_of_devices_and_these_stand_in_for_it() -> None:
    one, _ = resolvers()
    one.plug(Everything)
    assert answers(one, "pc2")[0].address == THIRD, "the name of a device hides no name of DNS"
    other, _ = resolvers()
    other.plug(Nothing)
    assert answers(other, "pc2")[0].address == FIRST, "what no server knows can be a device"
    other.forget(STATIC, NO_CAUSE)
    assert answers(other, "pc2")[0].address == FIRST, "without servers devices stand in the hosts file"


def test_the_files_about_names_are_those_of_linux() -> None:
    one, two = resolvers()
    assert (
        one.resolv_conf() == "search example.com\nnameserver 10.0.0.2\nnameserver 10.0.0.3\noptions timeout:2 rotate\n"
    )
    assert one.hosts_file() == "127.0.0.1       localhost\n10.0.0.9        printer\n10.0.0.1        pc1\n"
    one.forget(STATIC, NO_CAUSE)
    assert one.resolv_conf() == ""
    assert one.hosts_file().endswith("10.0.0.1        pc1\n10.0.0.2        pc2\n")
    assert two.resolv_conf() == "nameserver 10.0.0.9\n"
