"""Port security, as Cisco documents it for Catalyst switches (Catalyst 2960 configuration guide)."""

from sim.scenario.load import load_text
from sim.session import Session
from sim.trace.records import Kind
from sim.trace.world import World, fold

HUB = """\
title: several stations behind one port
nodes:
  pc1: {{host: 10.0.0.1/24, mac: 02:00:00:00:00:01}}
  pc2: {{host: 10.0.0.2/24, mac: 02:00:00:00:00:02}}
  pc3: {{host: 10.0.0.3/24, mac: 02:00:00:00:00:03}}
  server: {{host: 10.0.0.9/24, mac: 02:00:00:00:00:09}}
  hub1: {{hub: 4 ports}}
  sw1: {{switch: 3 ports, port_security: {{1: {secure}}}{more}}}
links: [pc1 -- hub1:1, pc2 -- hub1:2, pc3 -- hub1:3, hub1:4 -- sw1:1, server -- sw1:2]
actions:
  - {{at: 1s, on: pc1, run: ping -c 1 10.0.0.9}}
  - {{at: 2s, on: pc2, run: ping -c 1 10.0.0.9}}
  - {{at: 3s, on: pc3, run: ping -c 1 -W 1 10.0.0.9}}
  - {{at: 8s, on: pc1, run: ping -c 1 10.0.0.9}}
{actions}
"""


def run(secure: str, more: str = "", actions: str = "") -> tuple[Session, World]:
    session = Session(load_text(HUB.format(secure=secure, more=more, actions=actions)))
    session.run()
    return session, fold(session.trace, len(session.trace))


def replies(session: Session) -> list[str]:
    """Who got an echo reply, in order."""
    wanted = {"10.0.0.1": "pc1", "10.0.0.2": "pc2", "10.0.0.3": "pc3"}
    world = fold(session.trace, len(session.trace))
    lines = [
        (line.at, name)
        for name in wanted.values()
        for line in world.table(name, "console").values()
        if " bytes from " in line.text
    ]
    return [name for _, name in sorted(lines)]


def printed(world: World) -> list[str]:
    return [line.text for line in world.table("sw1", "console").values()]


def test_protect_drops_what_comes_from_one_address_too_many_and_says_nothing() -> None:
    session, world = run("{limit: 2, violation: protect}")
    assert replies(session) == ["pc1", "pc2", "pc1"]
    row = world.table("sw1", "port-security")["1"]
    assert (row.addresses, row.violations, row.status) == (2, 0, "secure-up")
    assert printed(world) == []


def test_restrict_counts_and_reports() -> None:
    session, world = run("{limit: 2, violation: restrict}")
    assert replies(session) == ["pc1", "pc2", "pc1"]
    row = world.table("sw1", "port-security")["1"]
    drops = [each for each in session.trace if each.kind is Kind.FRAME_DROPPED and each.node == "sw1"]
    assert row.violations == len(drops) > 0
    assert str(row.last) == "02:00:00:00:00:03"
    assert printed(world)[0].startswith("%PORT_SECURITY-2-PSECURE_VIOLATION: Security violation occurred")


def test_shutdown_switches_the_port_off_until_somebody_switches_it_on() -> None:
    session, world = run("2")
    assert replies(session) == ["pc1", "pc2"]
    assert world.table("sw1", "port-security")["1"].status == "secure-shutdown"
    assert not world.table("sw1", "interface")["1"].up
    assert "err-disable" in printed(world)[0]
    again = "\n".join(
        f"  - {{at: {at}s, on: sw1, run: configure terminal ; interface 1 ; {word}}}"
        for at, word in ((6, "shutdown"), (7, "no shutdown"))
    )
    session, world = run("2", actions=again)
    assert replies(session) == ["pc1", "pc2", "pc1"]
    assert world.table("sw1", "port-security")["1"].status == "secure-up"


def test_learned_addresses_go_with_the_link_and_sticky_ones_stay() -> None:
    cut = "  - {at: 2500ms, cut: 'hub1:4 -- sw1:1'}\n  - {at: 2600ms, mend: 'hub1:4 -- sw1:1'}"
    assert replies(run("{limit: 2, violation: protect}", actions=cut)[0]) == ["pc1", "pc2", "pc3", "pc1"]
    assert replies(run("{limit: 2, violation: protect, sticky: true}", actions=cut)[0]) == ["pc1", "pc2", "pc1"]


def test_configured_addresses_are_secure_from_the_start() -> None:
    session, _ = run("{limit: 1, violation: protect, addresses: [02:00:00:00:00:02]}")
    assert replies(session) == ["pc2"]


def test_a_secure_address_may_not_show_up_at_another_guarded_port() -> None:
    # pc1's address is configured at port 3, so at port 1 it is a violation.
    text = "{1: 5, 3: {addresses: [02:00:00:00:00:01]}}"
    session = Session(load_text(HUB.format(secure="5", more="", actions="").replace("{1: 5}", text)))
    session.run()
    assert "port-security.elsewhere" in {why.rule.id for why in session.trace.why}
