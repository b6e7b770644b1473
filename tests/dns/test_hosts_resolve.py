"""Hosts of a scenario that find each other by DNS: commands, programs, caches, and what is shown of it all."""

from sim import registry
from sim.features.dns.asking.steps import SERVER_STEPS, STUB_STEPS
from sim.scenario.load import load_text
from sim.session import Session
from sim.trace.records import CONSOLE

ZONES = """
      zones:
        example.com: |
          @      3600  SOA  ns hostmaster 1 1800 900 604800 30
          @      3600  NS   ns
          ns     3600  A    10.0.0.53
          www    60    A    10.0.0.2
          web    60    CNAME www
          empty  60    TXT  "nothing"
LONG
        10.in-addr.arpa: |
          @       3600  SOA  ns.example.com. hostmaster.example.com. 1 1800 900 604800 30
          @       3600  NS   ns.example.com.
          7.0.0   3600  PTR  multics.example.com.
"""
LONG = "\n".join(f"          long   60    A    10.9.0.{n}" for n in range(60))
TEXT = f"""
title: Names
nodes:
  pc: {{host: 10.0.0.1/24, nameservers: 10.0.0.53, search: example.com}}
  box: {{host: 10.0.0.2/24}}
  ns:
    host: 10.0.0.53/24
    dns:{ZONES.replace("LONG", LONG)}
  sw: {{switch: 3 ports}}
links: [pc -- sw, box -- sw, ns -- sw]
until: 60s
"""


def run(text: str) -> Session:
    session = Session(load_text(TEXT + text))
    session.run()
    return session


def lines(session: Session, node: str = "pc") -> list[str]:
    return [row.text for row in session.network.nodes[node].tables[CONSOLE].values()]


def typed(*commands: str) -> Session:
    acts = "".join(f"  - {{at: {n}s, on: pc, run: {command}}}\n" for n, command in enumerate(commands, 1))
    return run(f"actions:\n{acts}")


def test_ping_waits_for_the_address_and_says_what_went_wrong_as_linux_does() -> None:
    session = typed("ping -c 1 web", "ping -c 1 wwww.example.com", "ping -c 1 empty.example.com")
    assert session.scenario.warnings == (), "a host that asks a server may know any name"
    printed = lines(session)
    assert printed[0] == "PING web (10.0.0.2) 56(84) bytes of data."
    # iputils asks for the name of the address; there is none, so it prints the address twice.
    assert printed[1].startswith("64 bytes from 10.0.0.2 (10.0.0.2): icmp_seq=1 ttl=64")
    assert printed[-2:] == [
        "ping: wwww.example.com: Name or service not known",
        "ping: empty.example.com: No address associated with hostname",
    ]


def test_programs_wait_for_names_and_get_the_errors_of_glibc() -> None:
    session = run("""
programs:
  - on: box
    code: |
      import socket
      server = socket.create_server(("", 80))
      server.accept()[0].sendall(b"hello")
  - on: pc
    at: 1s
    code: |
      import socket
      print(socket.create_connection(("web.example.com", 80)).recv(100))
      print(socket.gethostbyname("www"), socket.gethostbyname_ex("web"))
      print(socket.gethostbyaddr("10.0.0.7"), socket.getfqdn("10.0.0.7"), socket.getnameinfo(("10.0.0.7", 80), 0))
      print(socket.getaddrinfo("web", 80, type=socket.SOCK_STREAM, flags=socket.AI_CANONNAME))
      print(len(socket.getaddrinfo("long", 80, type=socket.SOCK_STREAM)))
      for name in "wwww.example.com", "empty.example.com", "a..b":
          try:
              print(socket.gethostbyname(name))
          except OSError as error:
              print(repr(error))
      try:
          socket.gethostbyaddr("10.0.0.99")
      except OSError as error:
          print(repr(error))
""")
    assert lines(session) == [
        "b'hello'",
        "10.0.0.2 ('www.example.com', ['web.example.com'], ['10.0.0.2'])",
        "('multics.example.com', [], ['10.0.0.7']) multics.example.com ('multics.example.com', 'http')",
        "[(<AddressFamily.AF_INET: 2>, <SocketKind.SOCK_STREAM: 1>, 6, 'www.example.com', ('10.0.0.2', 80))]",
        "60",
        "gaierror(-2, 'Name or service not known')",
        "gaierror(-5, 'No address associated with hostname')",
        "gaierror(-2, 'Name or service not known')",
        "herror(1, 'Unknown host')",
    ]


def test_without_an_answer_programs_are_told_that_it_may_pass() -> None:
    session = run("""
faults:
  - {on: ns -- sw, drop: every dns response}
programs:
  - on: pc
    code: |
      import socket, time
      for ask in lambda: socket.gethostbyname("web"), lambda: socket.gethostbyaddr("10.0.0.7"):
          try:
              ask()
          except OSError as error:
              print(repr(error), round(time.monotonic()))
""")
    assert lines(session) == [
        "gaierror(-3, 'Temporary failure in name resolution') 10",
        "herror(2, 'Host name lookup failure') 20",
    ]


def test_an_answer_too_long_for_udp_comes_over_tcp() -> None:
    session = typed("resolvectl query long.example.com")
    printed = lines(session)
    assert printed[0] == "long.example.com: 10.9.0.0"
    assert printed[59].strip() == "10.9.0.59"
    steps = session.network.nodes["pc"].tables[STUB_STEPS].values()
    assert [row.result for row in steps][1] == "truncated"


def test_the_commands_show_what_the_resolver_knows() -> None:
    printed = lines(
        typed(
            "resolvectl query web",
            "resolvectl query web",
            "resolvectl query 10.0.0.7",
            "resolvectl query nobody.example.com",
            "resolvectl statistics",
            "resolvectl show-cache",
            "resolvectl status",
            "resolvectl flush-caches",
            "ipconfig /displaydns",
        )
    )
    text = "\n".join(printed)
    assert "web: 10.0.0.2\n     (www.example.com)\n" in text
    assert text.index("Data from: network") < text.index("Data from: cache")
    assert "10.0.0.7: multics.example.com" in printed
    assert "nobody.example.com: resolve call failed: 'nobody.example.com' not found" in printed
    assert "  Total Transactions: 4" in printed
    assert "web.example.com IN CNAME www.example.com" in printed
    assert "nobody.example.com IN ANY -- NXDOMAIN" in printed
    assert printed[-1] == "Could not display the DNS Resolver Cache."
    assert "         DNS Servers: 10.0.0.53" in printed
    assert "          DNS Domain: example.com" in printed


def test_entries_of_the_cache_expire_when_their_time_is_over() -> None:
    session = typed("ping -c 1 web", "ping -c 1 nobody")
    assert {name for name, _ in session.network.nodes["pc"].tables["dns-cache"]} == {
        "www.example.com",
        "web.example.com",
    }
    later = Session(load_text((TEXT + "actions: [{at: 1s, on: pc, run: ping -c 1 web}]\n").replace("60s", "62s")))
    later.run()
    assert later.network.nodes["pc"].tables["dns-cache"] == {}


def test_the_view_shows_the_resolution_as_a_tree_in_both_languages() -> None:
    session = typed("ping -n -c 1 web", "ping -n -c 1 web")
    world = session.history.go(len(session.trace))
    (view,) = (view for each in registry.features() for view in each.views if view.name == "resolution")
    english = view.lines(world, "pc", session.network.kernel.now, "en")
    assert english[0] == "web A: 10.0.0.2"
    assert english[1] == "└─ the cache has web.example.com A: 10.0.0.2"
    assert english[3].startswith("└─ asks ns 10.0.0.53 for web.example.com A: 10.0.0.2  [")
    chinese = view.lines(world, "pc", session.network.kernel.now, "zh")
    assert chinese[1] == "└─ 缓存里有 web.example.com A: 10.0.0.2"
    assert len(english) == len(chinese) == 4
    assert world.table("ns", SERVER_STEPS) == {}
