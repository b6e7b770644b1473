"""Templates ask about scenarios that nobody wrote for them, as those of teachers are."""

import os

import pytest

from sim.exam import catalogue
from sim.exam.chance import Chance
from sim.exam.looking import conversations
from sim.exam.making import Maker, made
from sim.exam.question import Source
from sim.exam.run import Runs
from sim.exam.template import AmbiguousError
from sim.scenario.library import bundled
from sim.transport.tcp.pdu import RST
from tests.exam.checking import about, check_about

_MAKER = Maker(Runs(most=2))


@pytest.mark.parametrize(
    ("scenario", "template"),
    [
        ("arp/arp-cache-expiry", "switching/ports-out"),  # a cable is pulled out
        ("arp/arp-cache-expiry", "switching/who-hears"),
        ("basics/same-network-or-not", "switching/who-hears"),  # a router asks on one of its links
        ("dhcp/by-hand-or-automatic", "arp/cache-row"),  # nobody answers the first request, but a later one for another
        ("dhcp/renew-and-rebind", "dhcp/timers"),  # T2 is no whole second
        ("filters/a-syn-flood", "ip/header-addresses"),  # the source addresses are forged
        ("labs/mask-too-long", "routing/why-dropped"),  # the answer is dropped, and not the request
        ("nat/errors-find-their-way-through-nat", "icmp/error-sender"),  # a router passes on the errors of others
        ("nat/port-forwarding", "tcp/reply-to-syn"),
        ("routing/a-shorter-way", "icmp/error-sender"),  # a redirect tells of no drop
        ("vlan/double-tagging", "vlan/why-not-reached"),
        ("vlan/router-on-a-stick", "switching/table-after"),  # subinterfaces share a MAC address
    ],
)
def test_template_asks_about_a_scenario(scenario: str, template: str) -> None:
    run = _MAKER.run_of(Source(scenario))
    asking = catalogue.template(template)
    for moment in asking.moments(run):
        try:
            question = made(asking, run, moment, Chance("scenario", moment.n))
        except AmbiguousError:
            continue
        check_about(question, run)


@pytest.mark.parametrize("scenario", list(bundled())[:: 1 if os.environ.get("HOPSCOPE_SCENARIOS") == "all" else 24])
def test_all_templates_ask_about_a_scenario(scenario: str) -> None:
    run = _MAKER.run_of(Source(scenario))
    for question in about(run, catalogue.templates(), 2):
        check_about(question, run)


@pytest.mark.parametrize("seed", [201, 5006])
def test_ssthresh_that_a_timeout_leaves_as_it_was_is_not_asked_for(seed: int) -> None:
    """Half of the window under way may be the ssthresh that the question tells (RFC 5681, equation 4)."""
    question = _MAKER.question(catalogue.template("congestion/after-timeout"), seed)
    assert question.facts["ssthresh"] != question.blanks[0].truth == question.facts["cwnd"] // 2


def test_round_behind_a_loss_is_not_asked_about() -> None:
    """RFC 5681 3.1 tells the windows as long as nothing is lost; the second computation knows no loss."""
    asking = catalogue.template("congestion/rounds")
    for seed in range(3):
        lossy = _MAKER.question(catalogue.template("congestion/three-duplicates"), seed, is_made=True)
        run = _MAKER.run(lossy)
        for moment in asking.moments(run):
            check_about(made(asking, run, moment, Chance("scenario", moment.n)), run)


@pytest.mark.parametrize("seed", range(3))
def test_error_that_a_router_translates_is_not_its_own(seed: int) -> None:
    """An error of a friend comes through NAT to a laptop: RFC 3022 4.3 translates it, and sends none."""
    filtered = _MAKER.question(catalogue.template("nat/who-gets-in"), seed, is_made=True)
    run = _MAKER.run(filtered)
    assert any(run.rule(n).startswith("udp.no-listener") for n in range(len(run.trace)))
    for name in ("icmp/error-sender", "icmp/message-type", "icmp/error-receiver"):
        senders = {moment.about.error.node for moment in catalogue.template(name).moments(run)}
        assert "home" not in senders


def test_a_router_that_translates_addresses_is_no_end_of_a_connection() -> None:
    """Its address stands in the segments, and nobody there reads or writes. What it refuses itself is its own."""
    lessons = ("carrier-grade-nat", "hairpin", "home-network-to-a-web-page", "port-forwarding")
    runs = [_MAKER.run_of(Source(f"nat/{name}")) for name in lessons]
    runs.append(_MAKER.run(_MAKER.question(catalogue.template("nat/forwarded-to"), 1, is_made=True)))
    found = []
    for run in runs:
        for each in conversations(run):
            answered = [flight.segment for flight in each.flights if not each.is_from_client(flight)]
            assert run.kind(each.client) == "host"
            assert run.kind(each.server) == "host" or all(segment and segment.flags & RST for segment in answered)
            found.append((each.client, each.server))
    assert ("laptop", "www") in found
